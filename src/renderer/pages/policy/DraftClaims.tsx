import { FileAddOutlined } from '@ant-design/icons'
import { Button, Modal, Select } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { draftResult } from '../../../shared/contract/claims.ts'
import type { DocumentView } from '../../../shared/contract/policy.ts'
import { client } from '../../client.ts'
import { JobProgress } from '../../components/JobProgress.tsx'
import { OutcomeTag } from '../../components/OutcomeTag.tsx'
import { Problem } from '../../components/Problem.tsx'
import { count, Money } from '../../components/values.tsx'
import { useDone } from '../../frame/undo.ts'
import { useJob } from '../../state/jobs.ts'

/**
 * Drafts claims for all that is eligible of one benefit, or for the people `chosen` of it; first shows what that will do.
 */
export function DraftClaims({
  benefit,
  benefitName,
  asOf,
  documents,
  chosen: people,
  label = '生成申领',
  onDrafted,
}: {
  benefit: string | null
  benefitName: (id: string) => string
  asOf: string
  documents: readonly DocumentView[]
  /** people by benefit, asked for when the dialogue opens; an empty list: a benefit that pays bodies for themselves */
  chosen?: () => Promise<ReadonlyMap<string, readonly string[]>>
  label?: string
  /** the dialogue was closed after claims were drafted */
  onDrafted?: () => void
}) {
  const [open, setOpen] = useState(false)
  const [chosen, setChosen] = useState<string | null>(null)
  const preview = useJob(draftResult)
  const draft = useJob(draftResult)
  const done = useDone()
  const [among, setAmong] = useState<ReadonlyMap<string, readonly string[]>>()
  const [failed, setFailed] = useState<unknown>()
  const which = chosen ?? benefit
  const input = (id: string, within = among) => {
    const personIds = within?.get(id)
    return { benefit: id, asOf, ...(personIds && personIds.length > 0 ? { personIds: [...personIds] } : {}) }
  }
  const look = (id: string, within = among) =>
    void preview.start(() => client.claims.draft({ ...input(id, within), dryRun: true }))
  const begin = async () => {
    setOpen(true)
    setFailed(undefined)
    draft.reset()
    preview.reset()
    try {
      const groups = await people?.()
      const first = benefit ?? (groups ? ([...groups.keys()][0] ?? null) : null)
      setAmong(groups)
      setChosen(first)
      if (first) look(first, groups)
    } catch (error) {
      setFailed(error)
    }
  }
  const make = async () => {
    if (!which) return
    const made = await draft.start(() => client.claims.draft(input(which)))
    if (made) done(made.txId, `生成申领 ${count(made.drafted)} 份`)
  }
  const plan = preview.result
  const made = draft.result
  return (
    <>
      <Button
        type="primary"
        {...(people ? { size: 'small' as const } : {})}
        icon={<FileAddOutlined />}
        onClick={() => void begin()}
      >
        {label}
      </Button>
      <Modal
        open={open}
        onCancel={() => {
          setOpen(false)
          if (made) onDrafted?.()
        }}
        width={560}
        title="生成申领草稿"
        destroyOnHidden
        footer={
          made ? (
            <Link to={`/claims/list?benefit=${which}`}>
              <Button type="primary">去看草稿</Button>
            </Link>
          ) : (
            <>
              <Button onClick={() => setOpen(false)}>先不生成</Button>
              <Button
                type="primary"
                disabled={!plan || plan.drafted === 0 || draft.running}
                onClick={() => void make()}
              >
                {plan ? `生成 ${count(plan.drafted)} 份` : '生成'}
              </Button>
            </>
          )
        }
      >
        <div className="stack">
          <span className="row">
            项目
            <Select
              showSearch
              optionFilterProp="label"
              style={{ flex: 1 }}
              placeholder="选择要生成申领的项目"
              aria-label="生成申领的项目"
              disabled={draft.running || made !== undefined}
              value={which}
              options={documents.flatMap((document) =>
                document.benefits
                  .filter((one) => one.treatment === 'computed' || one.treatment === 'needs-standard')
                  .filter((one) => among === undefined || among.has(one.id))
                  .map((one) => ({ value: one.id, label: `${one.id} ${one.name}` })),
              )}
              onChange={(id: string) => {
                setChosen(id)
                look(id)
              }}
            />
          </span>
          {preview.running && <JobProgress job={preview.job} onCancel={preview.cancel} />}
          <Problem error={failed ?? preview.error ?? draft.error} />
          {plan && !made && which && (
            <>
              <p>
                按今天台账的内容重新测算“{benefitName(which)}”（截至 {asOf}）。将生成{' '}
                <b className="digits">{count(plan.drafted)}</b> 份草稿，共{' '}
                <b>
                  <Money fen={plan.amountFen} />
                </b>{' '}
                元。每份都会记下当时的依据，以后不再变。
              </p>
              {plan.outcomes.length > 0 && (
                <div className="row row-wrap">
                  {plan.outcomes.map((one) => (
                    <OutcomeTag key={one.outcome} outcome={one.outcome} count={one.count} />
                  ))}
                </div>
              )}
              {plan.skipped.length > 0 && (
                <ul className="lines">
                  {plan.skipped.map((one) => (
                    <li key={one.reason} className="row spread">
                      <span>可领但不生成：{one.reason}</span>
                      <span className="digits">{count(one.count)}</span>
                    </li>
                  ))}
                </ul>
              )}
            </>
          )}
          {draft.running && <JobProgress job={draft.job} onCancel={draft.cancel} />}
          {made && (
            <p className="good" data-testid="drafted">
              ✓ 已生成 {count(made.drafted)} 份，共 <Money fen={made.amountFen} /> 元。
            </p>
          )}
        </div>
      </Modal>
    </>
  )
}

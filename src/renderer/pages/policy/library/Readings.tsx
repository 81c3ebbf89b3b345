import { useQuery } from '@tanstack/react-query'
import { App, Modal, Select, Skeleton } from 'antd'
import { useEffect, useState } from 'react'
import { Link, useLocation, useSearchParams } from 'react-router'
import type { DocumentView } from '../../../../shared/contract/policy.ts'
import type { ReadingView } from '../../../../shared/contract/policy-readings.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'
import { clauseAddress } from './clauses.ts'
import { ReadingForm } from './ReadingForm.tsx'

/** Where documents are silent: how the pack reads them, what this office decided instead, since when and why. */
export function Readings({ documents }: { documents: readonly DocumentView[] }) {
  const { asOf } = useDay()
  const list = useQuery(api.policy.readings.queryOptions({ input: { asOf } }))
  const [params, setParams] = useSearchParams()
  const location = useLocation()
  const lit = decodeURIComponent(location.hash.slice(1))
  const [changing, setChanging] = useState<ReadingView>()
  const doc = params.get('doc')
  const titleOf = (id: string) => documents.find((one) => one.id === id)?.title ?? id
  const arrived = list.data !== undefined
  useEffect(() => {
    if (arrived && lit !== '')
      window.document.getElementById(`reading-${lit}`)?.scrollIntoView({ block: 'center' })
  }, [lit, arrived])
  const shown = (list.data ?? []).filter((one) => doc === null || one.doc === doc)
  const decided = (list.data ?? []).filter(({ decisions }) => decisions.length > 0).length
  return (
    <div className="reader">
      <div className="reader-list">
        <div className="toolbar">
          <Select
            allowClear
            style={{ width: 300 }}
            placeholder="全部文件"
            aria-label="文件"
            value={doc}
            options={documents.map(({ id, title }) => ({ value: id, label: title }))}
            onChange={(value: string | null | undefined) =>
              setParams(value ? { doc: value } : {}, { replace: true })
            }
          />
          <span className="quiet">
            共 {list.data?.length ?? 0} 处，本单位改了 {decided} 处。改了以后，测算、解释和申领都按新的口径。
          </span>
        </div>
        <div className="reader-scroll">
          <Problem error={list.error} retry={() => void list.refetch()} />
          {list.isPending && <Skeleton active />}
          {shown.map((one) => (
            <Reading
              key={one.key}
              reading={one}
              title={titleOf(one.doc)}
              lit={one.key === lit}
              onChange={() => setChanging(one)}
            />
          ))}
        </div>
      </div>
      <Modal
        open={changing !== undefined}
        onCancel={() => setChanging(undefined)}
        footer={null}
        title={changing && `改执行口径：${changing.name}`}
        destroyOnHidden
        width={560}
      >
        {changing && <ReadingForm reading={changing} onDone={() => setChanging(undefined)} />}
      </Modal>
    </div>
  )
}

function Reading({
  reading,
  title,
  lit,
  onChange,
}: {
  reading: ReadingView
  title: string
  lit: boolean
  onChange: () => void
}) {
  const { key, doc, clause, name, text, decisions, rows } = reading
  return (
    <article id={`reading-${key}`} className={lit ? 'benefit lit' : 'benefit'} aria-label={name}>
      <h3>
        {name}
        <span className="faint digits" style={{ fontWeight: 400, fontSize: 12 }}>
          {key}
        </span>
        <span className="quiet" style={{ fontWeight: 400, fontSize: 12 }}>
          {title} {clause}
        </span>
        <RoleButton
          needs="reviewer"
          size="small"
          style={{ marginLeft: 'auto' }}
          onClick={onChange}
          aria-label={`改口径 ${name}`}
        >
          改口径
        </RoleButton>
      </h3>
      <div>
        <span className="faint">随软件的理解：</span>
        {text}
        {decisions.length > 0 && <span className="cat after">{reading.shippedText}</span>}
      </div>
      <div>
        <span className="faint">现行：</span>
        <b>{reading.valueText}</b>
        {decisions.length === 0 && <span className="faint">（同软件的理解）</span>}
        <span className="faint after">
          涉及{' '}
          {rows.length > 8 ? (
            <>{rows.length} 条</>
          ) : (
            rows.map((row) => (
              <Link key={row} className="after-none digits" to={clauseAddress(doc, row)}>
                {row}{' '}
              </Link>
            ))
          )}
        </span>
      </div>
      {decisions.length > 0 && (
        <ul className="decisions" aria-label="本单位的决定">
          {decisions.map((decision) => (
            <Decision key={decision.id} decision={decision} name={name} />
          ))}
        </ul>
      )}
    </article>
  )
}

function Decision({ decision, name }: { decision: ReadingView['decisions'][number]; name: string }) {
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const remove = async () => {
    const reason = await askReason({
      title: `撤回“${name}”的决定`,
      effect: `撤回 ${decision.decidedOn} 定的“${decision.valueText}”，回到它之前的口径。已生成的申领不变，以后的测算按之前的口径。`,
      okText: '撤回决定',
    })
    if (reason === null) return
    try {
      const { txId } = await client.policy.removeReading({ id: decision.id, reason })
      done(txId, `撤回执行口径 ${name}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  return (
    <li>
      <Digits>{decision.decidedOn}</Digits> {decision.decidedBy} 定为 <b>{decision.valueText}</b>
      {decision.inForce ? (
        <span className="cat after">现行</span>
      ) : (
        <span className="faint after">已被后来的决定代替</span>
      )}
      <span className="quiet after">{decision.reason}</span>
      <RoleButton
        needs="reviewer"
        size="small"
        type="link"
        onClick={() => void remove()}
        aria-label={`撤回 ${name} ${decision.valueText}`}
      >
        撤回
      </RoleButton>
    </li>
  )
}

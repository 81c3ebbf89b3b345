import { useQuery } from '@tanstack/react-query'
import { Input, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { FUNDS, type Fund } from '../../../../shared/domain/policy.ts'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { asked, type Chosen, narrowed } from './chosen.ts'
import { PlanView } from './PlanView.tsx'

const NEW = 'new'

/** Puts the chosen claims of one benefit into a new batch or an open one, after showing who goes in. */
export function BatchDialog({ chosen, onClose }: { chosen: Chosen; onClose: (done: boolean) => void }) {
  const text = DESK_ACT_TEXT.batch
  const among = useQuery(api.claims.totals.queryOptions({ input: narrowed(chosen, {}) }))
  const [wanted, setBenefit] = useState<string>()
  const benefits = among.data?.byBenefit ?? []
  const benefit = wanted ?? benefits[0]?.benefit
  return (
    <BatchForm
      key={benefit ?? ''}
      title={`${text.name}（选了 ${count(chosen.count)} 份）`}
      chosen={chosen}
      benefit={benefit}
      benefits={benefits}
      onBenefit={setBenefit}
      failed={among.error}
      onClose={onClose}
    />
  )
}

function BatchForm({
  title,
  chosen,
  benefit,
  benefits,
  onBenefit,
  failed,
  onClose,
}: {
  title: string
  chosen: Chosen
  benefit: string | undefined
  benefits: readonly { benefit: string; count: number }[]
  onBenefit: (id: string) => void
  failed: unknown
  onClose: (done: boolean) => void
}) {
  const input = { benefit: benefit ?? '', ...asked(chosen) }
  const plan = useQuery({
    ...api.batches.plan.queryOptions({ input, gcTime: 0, staleTime: 0 }),
    enabled: benefit !== undefined,
  })
  const open = useQuery({
    ...api.batches.list.queryOptions({
      input: { state: 'open', benefit: benefit ?? '', offset: 0, limit: 50 },
    }),
    enabled: benefit !== undefined,
  })
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const budgets = useQuery(api.budgets.list.queryOptions({ input: {} }))
  const known = documents.data?.flatMap((one) => one.benefits).find(({ id }) => id === benefit)
  const named = (known?.funds ?? []).filter((one): one is Fund => (FUNDS as readonly string[]).includes(one))
  const funds = named.length === 0 || named.includes('not-stated') ? FUNDS : named
  const [into, setInto] = useState(NEW)
  const [fundWanted, setFund] = useState<Fund>()
  const [line, setLine] = useState<string | null>(null)
  const [name, setName] = useState('')
  const [period, setPeriod] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const done = useDoneToMany()
  const fund = fundWanted ?? funds[0] ?? 'not-stated'
  const lines = (budgets.data ?? []).filter(
    (one) => one.fund === fund && (one.benefits.length === 0 || one.benefits.includes(benefit ?? '')),
  )
  const able = plan.data?.able ?? 0
  const perform = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      if (into === NEW) {
        const made = await client.batches.create({
          ...input,
          fund,
          budgetLineId: line,
          title: name,
          period: period.trim() === '' ? null : period.trim(),
        })
        done(made.txId, `编成批次 ${made.number}，${count(made.able)} 份`)
      } else {
        const added = await client.batches.add({ batchId: into, ...asked(chosen) })
        done(added.txId, `加入批次 ${count(added.able)} 份`)
      }
      onClose(true)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={580}
      title={title}
      okText={into === NEW ? `编成批次，${count(able)} 份` : `加入批次，${count(able)} 份`}
      cancelText="不做了"
      okButtonProps={{ disabled: able === 0, loading: busy }}
      onOk={() => void perform()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p className="quiet">{DESK_ACT_TEXT.batch.effect}一个批次只装一个项目。</p>
        <Problem error={failed ?? plan.error ?? documents.error ?? budgets.error ?? open.error} />
        <div className="ask-field">
          <span>项目</span>
          <Select
            aria-label="批次的项目"
            value={benefit ?? null}
            options={benefits.map((one) => ({
              value: one.benefit,
              label: `${one.benefit}（选中的有 ${count(one.count)} 份）`,
            }))}
            onChange={onBenefit}
          />
        </div>
        {benefit !== undefined && plan.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
        {plan.data && <PlanView plan={plan.data} />}
        {able > 0 && (
          <div className="two">
            <div className="ask-field">
              <span>编到哪里</span>
              <Select
                aria-label="编到哪里"
                value={into}
                options={[
                  { value: NEW, label: '新编一个批次' },
                  ...(open.data?.rows ?? []).map((batch) => ({
                    value: batch.id,
                    label: `${batch.number} ${batch.title}（${count(batch.count)} 份）`,
                  })),
                ]}
                onChange={setInto}
              />
            </div>
            {into === NEW && (
              <>
                <div className="ask-field">
                  <span>资金来源</span>
                  <Select
                    aria-label="资金来源"
                    value={fund}
                    options={funds.map((one) => ({ value: one, label: FUND_TEXT[one] }))}
                    onChange={(one: Fund) => {
                      setFund(one)
                      setLine(null)
                    }}
                  />
                </div>
                <div className="ask-field">
                  <span>资金计划（可不选）</span>
                  <Select
                    allowClear
                    aria-label="资金计划"
                    placeholder={lines.length === 0 ? '还没有录入这种资金的计划' : '不指定'}
                    value={line}
                    options={lines.map((one) => ({ value: one.id, label: `${one.year} ${one.name}` }))}
                    onChange={(id: string | null | undefined) => setLine(id ?? null)}
                  />
                </div>
                <div className="ask-field">
                  <span>期间（可不填）</span>
                  <Input
                    aria-label="期间"
                    placeholder="如 2022 或 2022-06"
                    maxLength={20}
                    value={period}
                    onChange={(event) => setPeriod(event.target.value)}
                  />
                </div>
                <div className="ask-field">
                  <span>名称（可不填）</span>
                  <Input
                    aria-label="批次名称"
                    placeholder="不填就用项目和编号"
                    maxLength={80}
                    value={name}
                    onChange={(event) => setName(event.target.value)}
                  />
                </div>
              </>
            )}
          </div>
        )}
        <Problem error={problem} />
      </div>
    </Modal>
  )
}

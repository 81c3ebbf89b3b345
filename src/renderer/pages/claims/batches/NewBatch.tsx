import { useQuery } from '@tanstack/react-query'
import { Form, Input, Select } from 'antd'
import { useState } from 'react'
import type { WaitingBenefit } from '../../../../shared/contract/batches.ts'
import type { Fund } from '../../../../shared/domain/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { FundFields } from './FundFields.tsx'
import { PlanWords } from './PlanWords.tsx'
import { type Groups, WaitingGroupPicker } from './WaitingGroups.tsx'

type Fields = { title?: string; period?: string; fund?: Fund; budgetLineId?: string | null }

/** 新批次: which benefit, of which places, from which money; what goes in and what stays behind is shown before. */
export function NewBatch({
  waiting,
  onClose,
  onMade,
}: {
  waiting: readonly WaitingBenefit[]
  onClose: () => void
  onMade: (id: string) => void
}) {
  const done = useDone()
  const [benefit, setBenefit] = useState(waiting[0]?.benefit ?? '')
  const [groups, setGroups] = useState<Groups>({ by: 'township', keys: [] })
  const row = waiting.find((one) => one.benefit === benefit)
  const chosen = groups.keys.length > 0 ? { groups } : { filter: { benefit } }
  const plan = useQuery({
    ...api.batches.plan.queryOptions({ input: { benefit, ...chosen } }),
    enabled: benefit !== '',
    placeholderData: (before) => before,
  })
  return (
    <FormDialog<Fields>
      title="新批次"
      width={680}
      okText={plan.data ? `编入 ${count(plan.data.able)} 份` : '编批'}
      ready={(plan.data?.able ?? 0) > 0}
      initial={row?.funds.length === 1 && row.funds[0] ? { fund: row.funds[0] } : {}}
      onClose={onClose}
      save={async (fields) => {
        if (!fields.fund) return
        const made = await client.batches.create({
          benefit,
          fund: fields.fund,
          budgetLineId: fields.budgetLineId ?? null,
          title: fields.title?.trim() ?? '',
          period: fields.period?.trim() || null,
          ...chosen,
        })
        done(made.txId, `编成批次 ${made.number}，${count(made.able)} 份`)
        onMade(made.batchId)
      }}
    >
      <Form.Item label="项目">
        <Select
          aria-label="项目"
          value={benefit}
          options={waiting.map((one) => ({
            value: one.benefit,
            label: `${one.benefit} ${one.benefitName}（${count(one.count)} 份在等${one.held > 0 ? `，其中暂缓 ${count(one.held)}` : ''}）`,
          }))}
          onChange={(id: string) => {
            setBenefit(id)
            setGroups({ by: groups.by, keys: [] })
          }}
        />
      </Form.Item>
      <Form.Item label="哪些地方或单位的">
        <WaitingGroupPicker benefit={benefit} value={groups} onChange={setGroups} />
      </Form.Item>
      <FundFields key={benefit} benefit={benefit} funds={row?.funds ?? []} />
      <div className="two">
        <Form.Item label="名称" name="title">
          <Input maxLength={80} placeholder="空着就用项目和编号" />
        </Form.Item>
        <Form.Item label="所属期间" name="period">
          <Input maxLength={20} placeholder="如 2026、2026Q1" />
        </Form.Item>
      </div>
      <Problem error={plan.error} />
      {plan.data && <PlanWords plan={plan.data} />}
    </FormDialog>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Modal } from 'antd'
import { useState } from 'react'
import type { z } from 'zod'
import type { resultsFilter } from '../../../../shared/contract/policy.ts'
import type { DecisionKind } from '../../../../shared/domain/services.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { count } from '../../../components/values.tsx'
import { DecisionForm, type Subject } from './DecisionForm.tsx'

/** As many as one meeting decides, and one transaction takes. */
const MOST = 2000
const PAGE = 1000

/** One decision for every listed result of a benefit that the office has to decide on. */
export function DecideAll({
  filter,
  asOf,
  total,
}: {
  filter: z.input<typeof resultsFilter>
  asOf: string
  total: number
}) {
  const [open, setOpen] = useState(false)
  const { benefit } = filter
  const known = useQuery({
    ...api.decisions.list.queryOptions({ input: benefit === undefined ? {} : { benefit } }),
    enabled: benefit !== undefined,
  })
  const recorded = (decision: DecisionKind) =>
    new Set(
      known.data?.filter((one) => one.decision === decision).map((one) => one.personId ?? one.beneficiaryId),
    ).size
  const only = filter.outcomes?.length === 1 && filter.outcomes[0] === 'discretionary'
  if (benefit === undefined || !only || total === 0) return null
  const subjects = async (): Promise<Subject[]> => {
    const found: Subject[] = []
    while (found.length < Math.min(total, MOST)) {
      const { rows } = await client.policy.results({ ...filter, offset: found.length, limit: PAGE })
      if (rows.length === 0) break
      found.push(
        ...rows.map(({ personId, beneficiaryId, period }) => ({
          personId,
          beneficiaryId: beneficiaryId || null,
          period,
        })),
      )
    }
    return found.slice(0, MOST)
  }
  return (
    <div className="toolbar">
      <span className="quiet">
        文件写的是“可给予”：这 {count(total)} 条由本单位研究决定，记录同意后才能生成申领。已记录同意{' '}
        {count(recorded('approved'))}、不同意 {count(recorded('declined'))}。
      </span>
      <RoleButton needs="reviewer" onClick={() => setOpen(true)}>
        对列出的 {count(Math.min(total, MOST))} 条记录研究决定…
      </RoleButton>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        footer={null}
        title={`${benefit} 研究决定`}
        destroyOnHidden
        width={560}
      >
        <DecisionForm
          benefit={benefit}
          asOf={asOf}
          subjects={subjects}
          whom={`列出的 ${count(Math.min(total, MOST))} 条结果`}
          onDone={() => setOpen(false)}
        />
      </Modal>
    </div>
  )
}

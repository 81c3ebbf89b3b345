import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { PlanWords } from './PlanWords.tsx'
import { type Groups, WaitingGroupPicker } from './WaitingGroups.tsx'

/** Puts more of what waits into an open batch. */
export function AddClaims({ batch, onClose }: { batch: BatchDetail; onClose: () => void }) {
  const done = useDone()
  const [groups, setGroups] = useState<Groups>({ by: 'township', keys: [] })
  const chosen = groups.keys.length > 0 ? { groups } : { filter: { benefit: batch.benefit } }
  const plan = useQuery({
    ...api.batches.plan.queryOptions({ input: { benefit: batch.benefit, ...chosen } }),
    placeholderData: (before) => before,
  })
  return (
    <FormDialog<object>
      title={`再编入批次 ${batch.number}`}
      width={620}
      okText={plan.data ? `编入 ${count(plan.data.able)} 份` : '编入'}
      ready={(plan.data?.able ?? 0) > 0}
      initial={{}}
      onClose={onClose}
      save={async () => {
        const added = await client.batches.add({ batchId: batch.id, ...chosen })
        done(added.txId, `批次 ${batch.number} 编入 ${count(added.able)} 份`)
      }}
    >
      <div className="stack">
        <WaitingGroupPicker benefit={batch.benefit} value={groups} onChange={setGroups} />
        <Problem error={plan.error} />
        {plan.data && <PlanWords plan={plan.data} />}
      </div>
    </FormDialog>
  )
}

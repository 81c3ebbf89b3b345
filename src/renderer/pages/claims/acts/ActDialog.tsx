import { useQuery } from '@tanstack/react-query'
import { Input, Modal, Select, Skeleton } from 'antd'
import { useState } from 'react'
import { CONDITION_IDS, type ConditionId } from '../../../../shared/domain/policy.ts'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { CONDITION_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { ClaimChanges } from '../claim/ClaimChanges.tsx'
import { asked, type Chosen } from './chosen.ts'
import { PlanView } from './PlanView.tsx'

export type PlannedAct = 'complete' | 'hold' | 'send-back' | 'refuse'

/** Shows what an act would do, asks for its words, and does it. Mounted for one act; `onClose` tells whether it was done. */
export function ActDialog({
  act,
  chosen,
  step,
  clause: clauseBefore = '',
  onClose,
}: {
  act: PlannedAct
  chosen: Chosen
  /** only claims that wait at this step */
  step?: string | undefined
  /** clause that a refusal probably names */
  clause?: string | undefined
  onClose: (done: boolean) => void
}) {
  const text = DESK_ACT_TEXT[act]
  const which = { ...asked(chosen), act, ...(step === undefined ? {} : { step }) }
  const plan = useQuery(api.claims.plan.queryOptions({ input: which, gcTime: 0, staleTime: 0 }))
  const [note, setNote] = useState('')
  const [clause, setClause] = useState(clauseBefore)
  const [condition, setCondition] = useState<ConditionId | null>(null)
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const done = useDoneToMany()
  const able = plan.data?.able ?? 0
  const only = 'ids' in chosen && chosen.ids.length === 1 ? chosen.ids[0] : undefined
  const wordsMissing =
    (text.wordsNeeded && note.trim().length < 2) || (act === 'refuse' && clause.trim() === '')
  const perform = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const result = await client.claims.act({
        ...which,
        note,
        ...(act === 'refuse' ? { clause } : {}),
        ...(act === 'refuse' && condition !== null ? { condition } : {}),
      })
      done(result.txId, `${text.name} ${count(result.done)} 份`)
      onClose(true)
    } catch (error) {
      setFailed(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Modal
      open
      width={560}
      title={`${text.name}（选了 ${count(chosen.count)} 份）`}
      okText={plan.data ? `${text.name} ${count(able)} 份` : text.name}
      cancelText="不做了"
      okButtonProps={{ danger: act !== 'complete', disabled: able === 0 || wordsMissing, loading: busy }}
      onOk={() => void perform()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p className="quiet">{text.effect}</p>
        <Problem error={plan.error} retry={() => void plan.refetch()} />
        {plan.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
        {plan.data && <PlanView plan={plan.data} />}
        {act === 'complete' && only !== undefined && <ClaimChanges id={only} />}
        {act === 'refuse' && (
          <div className="two">
            <div className="ask-field">
              <span>依据的条款（必填）</span>
              <Input
                aria-label="依据的条款"
                placeholder="如 三（二）"
                maxLength={60}
                value={clause}
                onChange={(event) => setClause(event.target.value)}
              />
            </div>
            <div className="ask-field">
              <span>不满足的条件</span>
              <Select
                allowClear
                showSearch
                optionFilterProp="label"
                aria-label="不满足的条件"
                placeholder="选一项"
                value={condition}
                options={CONDITION_IDS.map((id) => ({ value: id, label: CONDITION_TEXT[id] }))}
                onChange={(id: ConditionId | null | undefined) => setCondition(id ?? null)}
              />
            </div>
          </div>
        )}
        <div className="ask-field">
          <span>{text.words}</span>
          <Input.TextArea
            autoFocus
            aria-label={act === 'complete' ? '意见' : '原因'}
            rows={2}
            maxLength={500}
            value={note}
            onChange={(event) => setNote(event.target.value)}
          />
        </div>
        <Problem error={failed} />
      </div>
    </Modal>
  )
}

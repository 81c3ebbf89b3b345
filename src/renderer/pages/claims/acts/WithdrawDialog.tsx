import { useQuery } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { selectedIds } from '../../../components/table/selection.ts'
import { count, Money } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { type Chosen, narrowed } from './chosen.ts'

/** Takes back the drafts among the chosen claims; what has been handed in stays. */
export function WithdrawDialog({ chosen, onClose }: { chosen: Chosen; onClose: (done: boolean) => void }) {
  const text = DESK_ACT_TEXT.withdraw
  const filter = narrowed(chosen, { state: 'drafted' })
  const drafts = useQuery(api.claims.totals.queryOptions({ input: filter, gcTime: 0, staleTime: 0 }))
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const done = useDoneToMany()
  const many = drafts.data?.count ?? 0
  const perform = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const ids = await selectedIds(
        { mode: 'all', except: new Set() },
        (offset, limit) => client.claims.list({ ...filter, offset, limit }),
        (claim) => claim.id,
      )
      const result = await client.claims.withdraw({ ids, reason })
      done(result.txId, `撤回 ${count(result.withdrawn)} 份申领草稿`)
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
      width={520}
      title={`${text.name}（选了 ${count(chosen.count)} 份）`}
      okText={`撤回 ${count(many)} 份`}
      cancelText="不做了"
      okButtonProps={{ danger: true, disabled: many === 0 || reason.trim().length < 2, loading: busy }}
      onOk={() => void perform()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p data-testid="act-plan">
          其中还是草稿的 <b className="digits">{count(many)}</b> 份，共{' '}
          <b>
            <Money fen={drafts.data?.amountFen ?? 0} />
          </b>{' '}
          元{many < chosen.count && <>；其余 {count(chosen.count - many)} 份已经交来，不能撤回</>}。
          {text.effect}
        </p>
        <Problem error={drafts.error} retry={() => void drafts.refetch()} />
        <div className="ask-field">
          <span>{text.words}</span>
          <Input.TextArea
            autoFocus
            aria-label="原因"
            rows={2}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Problem error={failed} />
      </div>
    </Modal>
  )
}

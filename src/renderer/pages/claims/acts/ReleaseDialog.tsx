import { useQuery } from '@tanstack/react-query'
import { Input, Modal } from 'antd'
import { useState } from 'react'
import { DESK_ACT_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDoneToMany } from '../../../frame/undo.ts'
import { type Chosen, narrowed } from './chosen.ts'

/** Releases one hold, or all that are open on the chosen claims, with a reason. */
export function ReleaseDialog({
  chosen,
  hold,
  onClose,
}: {
  chosen: Chosen
  /** only this one, with what it was opened for */
  hold?: { id: string; reason: string } | undefined
  onClose: (done: boolean) => void
}) {
  const text = DESK_ACT_TEXT.release
  const held = useQuery(
    api.claims.totals.queryOptions({ input: narrowed(chosen, { held: true }), gcTime: 0, staleTime: 0 }),
  )
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const done = useDoneToMany()
  const many = hold === undefined ? (held.data?.count ?? 0) : 1
  const perform = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const result = await client.claims.release({
        ...(hold === undefined ? { filter: narrowed(chosen, { held: true }) } : { holdIds: [hold.id] }),
        reason,
      })
      done(result.txId, `解除暂缓 ${count(result.released)} 项`)
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
      title={hold === undefined ? `${text.name}（选了 ${count(chosen.count)} 份）` : text.name}
      okText={hold === undefined ? `${text.name} ${count(many)} 份` : text.name}
      cancelText="不做了"
      okButtonProps={{ disabled: many === 0 || reason.trim().length < 2, loading: busy }}
      onOk={() => void perform()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        {hold === undefined ? (
          <p data-testid="act-plan">
            其中正在暂缓的 <b className="digits">{count(many)}</b> 份。{text.effect}
          </p>
        ) : (
          <p>暂缓的原因：{hold.reason}</p>
        )}
        <Problem error={held.error} retry={() => void held.refetch()} />
        <div className="ask-field">
          <span>{text.words}</span>
          <Input.TextArea
            autoFocus
            aria-label="原因"
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Problem error={failed} />
      </div>
    </Modal>
  )
}

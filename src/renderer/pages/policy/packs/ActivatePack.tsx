import { Button, DatePicker, Input, Modal } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { PackView } from '../../../../shared/contract/packs.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'

/** 启用: from which day, and why. */
export function ActivatePack({ pack, onDone }: { pack: PackView; onDone: () => void }) {
  const { today } = useDay()
  const [open, setOpen] = useState(false)
  const [from, setFrom] = useState<Dayjs | null>(() => dayjs(today))
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const done = useDone()
  const ids = pack.documents.map(({ id }) => id).join('、')
  const activate = async () => {
    if (from === null) return
    setBusy(true)
    setProblem(undefined)
    try {
      const day = from.format('YYYY-MM-DD')
      const { txId } = await client.packs.activate({ id: pack.id, from: day, reason: reason.trim() })
      done(txId, `启用 ${ids}，从 ${day} 起`)
      setOpen(false)
      onDone()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <>
      <RoleButton needs="reviewer" type="primary" onClick={() => setOpen(true)}>
        启用…
      </RoleButton>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        width={520}
        title={`启用 ${ids}`}
        destroyOnHidden
        footer={
          <>
            <Button onClick={() => setOpen(false)}>先不启用</Button>
            <Button
              type="primary"
              loading={busy}
              disabled={from === null || reason.trim().length < 2}
              onClick={() => void activate()}
            >
              {from === null ? '启用' : `从 ${from.format('YYYY-MM-DD')} 起启用`}
            </Button>
          </>
        }
      >
        <div className="stack">
          <p>
            测算日在这一天或以后的，按新文件算；以前的测算日仍按原来的文件算。已生成的申领不变。启用后请重新测算；可以随时退回。
          </p>
          <div className="ask-field">
            <span>从哪天起</span>
            <DatePicker
              aria-label="从哪天起"
              value={from}
              allowClear={false}
              onChange={(day) => setFrom(day)}
              style={{ width: 180 }}
            />
          </div>
          <div className="ask-field">
            <span>原因（写入操作记录）</span>
            <Input.TextArea
              aria-label="原因"
              rows={2}
              maxLength={200}
              placeholder="如：省厅〔2026〕1号文件施行"
              value={reason}
              onChange={(event) => setReason(event.target.value)}
            />
          </div>
          <Problem error={problem} />
        </div>
      </Modal>
    </>
  )
}

import { Input, Modal } from 'antd'
import { useState } from 'react'
import type { FindingView } from '../../../../shared/contract/checks.ts'
import { client } from '../../../client.ts'
import { Problem } from '../../../components/Problem.tsx'
import { useDone } from '../../../frame/undo.ts'

/** 核实放行: somebody looked at a doubt and found it right; how is written into the claim's story. */
export function ReleaseFinding({
  finding,
  claimId,
  onClose,
}: {
  finding: FindingView
  claimId: string
  onClose: (done: boolean) => void
}) {
  const done = useDone()
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const [failed, setFailed] = useState<unknown>()
  const release = async () => {
    setBusy(true)
    setFailed(undefined)
    try {
      const { check, evidence } = finding
      const { txId } = await client.checks.release({ claimId, check, evidence, reason: reason.trim() })
      done(txId, `核实放行“${finding.checkName}”`)
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
      title={`核实放行：${finding.checkName}`}
      okText="核实无误，放行"
      cancelText="不做了"
      okButtonProps={{ disabled: reason.trim().length < 2, loading: busy }}
      onOk={() => void release()}
      onCancel={() => onClose(false)}
    >
      <div className="stack">
        <p>{finding.text}</p>
        <p className="quiet">
          放行后这条疑点不再妨碍这份申领，也不再提出；怎么核实的、是谁放行的，记入申领的经过。
        </p>
        <div className="ask-field">
          <span>怎么核实的</span>
          <Input.TextArea
            autoFocus
            aria-label="怎么核实的"
            rows={2}
            maxLength={500}
            placeholder="如：7月3日当面见到本人，名单系同名"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        </div>
        <Problem error={failed} />
      </div>
    </Modal>
  )
}

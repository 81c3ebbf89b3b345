import { PrinterOutlined } from '@ant-design/icons'
import { Button, Input } from 'antd'
import { useState } from 'react'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { printPdf, saveBlob } from '../../components/save-file.ts'
import { lastGroup, recoveryGroups } from './recovery-groups.ts'

/** Shows the recovery key this once, and goes on only when its last group was typed back. */
export function RecoveryKey({
  recoveryKey,
  onDone,
  doneLabel = '已收好，进入台账',
}: {
  recoveryKey: string
  onDone: () => void
  doneLabel?: string
}) {
  const [typed, setTyped] = useState('')
  const [problem, setProblem] = useState<unknown>()
  const [busy, setBusy] = useState(false)
  const right = typed.trim().toUpperCase() === lastGroup(recoveryKey).toUpperCase()
  const sheet = async (use: (blob: Blob, name: string) => void) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const file = await client.ledger.recoverySheet({ recoveryKey })
      use(await client.files.read({ token: file.token }), file.name)
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <div>
      <h2 style={{ fontSize: 15 }}>请收好恢复密钥</h2>
      <p className="quiet" style={{ marginTop: 4, lineHeight: 1.7 }}>
        忘记口令时，只有它能打开台账。它只显示这一次：请打印或抄下来，与公章一样锁好，不要拍照，不要存在这台电脑上。
      </p>
      <div className="recovery-key" data-testid="recovery-key">
        {recoveryGroups(recoveryKey).map(({ group, at }) => (
          <span key={at}>{group}</span>
        ))}
      </div>
      <div className="row" style={{ justifyContent: 'center' }}>
        <Button icon={<PrinterOutlined />} loading={busy} onClick={() => void sheet(printPdf)}>
          打印
        </Button>
        <Button loading={busy} onClick={() => void sheet(saveBlob)}>
          存为文件
        </Button>
      </div>
      <Problem error={problem} />
      <form
        style={{ marginTop: 18 }}
        onSubmit={(event) => {
          event.preventDefault()
          if (right) onDone()
        }}
      >
        <div className="stack" style={{ gap: 4 }}>
          <span>抄好以后，输入最后一组以确认：</span>
          <span className="row">
            <Input
              value={typed}
              autoFocus
              onChange={(event) => setTyped(event.target.value)}
              aria-label="恢复密钥最后一组"
              status={typed.trim().length >= lastGroup(recoveryKey).length && !right ? 'error' : ''}
            />
            <Button type="primary" htmlType="submit" disabled={!right}>
              {doneLabel}
            </Button>
          </span>
          {typed.trim().length >= lastGroup(recoveryKey).length && !right && (
            <span className="bad">与最后一组不一样，请对照上面再输一次。</span>
          )}
        </div>
      </form>
    </div>
  )
}

import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { queryClient } from '../../api.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { PassphraseFields } from './PassphraseFields.tsx'

type Fields = { recoveryKey: string; newPassphrase: string; again: string }

/** Opens a ledger by its recovery key and sets a new passphrase. */
export function Recover({ path, onBack }: { path: string; onBack: () => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const recover = async ({ recoveryKey, newPassphrase }: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await client.ledger.recover({ path, recoveryKey: recoveryKey.trim(), newPassphrase })
      await queryClient.invalidateQueries()
    } catch (error) {
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={(fields) => void recover(fields)}
    >
      <h2 style={{ fontSize: 15 }}>用恢复密钥打开</h2>
      <p className="faint" style={{ margin: '4px 0 12px', overflowWrap: 'anywhere' }}>
        {path}
      </p>
      <Form.Item
        label="恢复密钥"
        name="recoveryKey"
        rules={[{ required: true, message: '请输入恢复密钥' }]}
        extra="建台账时打印或抄下的那一张。大小写、空格和横线不要紧。"
      >
        <Input.TextArea autoFocus rows={2} spellCheck={false} />
      </Form.Item>
      <PassphraseFields label="新口令" />
      <Problem error={problem} />
      <div className="row spread">
        <Button onClick={onBack}>返回</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          换上新口令并打开
        </Button>
      </div>
    </Form>
  )
}

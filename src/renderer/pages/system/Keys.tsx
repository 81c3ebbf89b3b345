import { App, Form, Input } from 'antd'
import { useState } from 'react'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { RoleButton } from '../../components/RoleButton.tsx'
import { PassphraseFields } from '../start/PassphraseFields.tsx'
import { RecoveryKey } from '../start/RecoveryKey.tsx'

/** Changes the passphrase; makes a new recovery key. */
export function Keys() {
  return (
    <div className="stack" style={{ maxWidth: 520 }}>
      <ChangePassphrase />
      <NewRecoveryKey />
    </div>
  )
}

function ChangePassphrase() {
  const { message } = App.useApp()
  const [form] = Form.useForm<{ passphrase: string; newPassphrase: string; again: string }>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  return (
    <Form
      form={form}
      className="card"
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={async ({ passphrase, newPassphrase }) => {
        setBusy(true)
        setProblem(undefined)
        try {
          await client.ledger.changePassphrase({ passphrase, newPassphrase })
          form.resetFields()
          message.success('口令已更换')
        } catch (error) {
          setProblem(error)
        } finally {
          setBusy(false)
        }
      }}
    >
      <h2 style={{ fontSize: 14, marginBottom: 10 }}>更换口令</h2>
      <Form.Item
        label="现在的口令"
        name="passphrase"
        rules={[{ required: true, message: '请输入现在的口令' }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <PassphraseFields label="新口令" />
      <Problem error={problem} />
      <RoleButton needs="admin" type="primary" htmlType="submit" loading={busy}>
        更换口令
      </RoleButton>
    </Form>
  )
}

function NewRecoveryKey() {
  const { message } = App.useApp()
  const [key, setKey] = useState<string>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  if (key)
    return (
      <div className="card">
        <RecoveryKey
          recoveryKey={key}
          doneLabel="已收好"
          onDone={() => {
            setKey(undefined)
            message.success('新的恢复密钥已生效，旧的作废')
          }}
        />
      </div>
    )
  return (
    <Form<{ passphrase: string }>
      className="card"
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={async ({ passphrase }) => {
        setBusy(true)
        setProblem(undefined)
        try {
          setKey((await client.ledger.newRecoveryKey({ passphrase })).recoveryKey)
        } catch (error) {
          setProblem(error)
        } finally {
          setBusy(false)
        }
      }}
    >
      <h2 style={{ fontSize: 14, marginBottom: 6 }}>更换恢复密钥</h2>
      <p className="quiet" style={{ marginBottom: 10 }}>
        恢复密钥那张纸丢了，或被不该看的人看过，就换一把。换好以后，旧的那张作废。
      </p>
      <Form.Item
        label="现在的口令"
        name="passphrase"
        rules={[{ required: true, message: '请输入现在的口令' }]}
      >
        <Input.Password autoComplete="current-password" />
      </Form.Item>
      <Problem error={problem} />
      <RoleButton needs="admin" htmlType="submit" loading={busy}>
        生成新的恢复密钥
      </RoleButton>
    </Form>
  )
}

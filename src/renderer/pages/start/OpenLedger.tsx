import { FolderOpenOutlined } from '@ant-design/icons'
import { Button, Checkbox, Form, Input } from 'antd'
import { useState } from 'react'
import { queryClient } from '../../api.ts'
import { client } from '../../client.ts'
import { FolderChooser } from '../../components/FolderChooser.tsx'
import { Problem } from '../../components/Problem.tsx'
import { useSession } from '../../state/session.ts'

type Fields = { path: string; passphrase: string; officer?: string; remember?: boolean }

/** Opens a ledger with its passphrase, or by the key that this computer keeps for the person. */
export function OpenLedger({
  path,
  onBack,
  onForgotten,
}: {
  path: string
  onBack: () => void
  onForgotten: (path: string) => void
}) {
  const { recent, remembered, host, folder } = useSession()
  const [busy, setBusy] = useState(false)
  const [choosing, setChoosing] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [form] = Form.useForm<Fields>()
  const known = recent.find((one) => one.path === path)
  const keeps = path !== '' && remembered.includes(path)
  const open = async (fields: Partial<Fields>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await client.ledger.open({
        path: path || (fields.path ?? '').trim(),
        ...(fields.passphrase ? { passphrase: fields.passphrase } : {}),
        ...(fields.officer?.trim() ? { officer: fields.officer.trim() } : {}),
        remember: fields.remember ?? false,
      })
      await queryClient.invalidateQueries()
    } catch (error) {
      setProblem(error)
      form.setFieldValue('passphrase', '')
    } finally {
      setBusy(false)
    }
  }
  return (
    <Form<Fields>
      form={form}
      layout="vertical"
      requiredMark={false}
      disabled={busy}
      onFinish={(fields) => void open(fields)}
    >
      <h2 style={{ fontSize: 15, marginBottom: 12 }}>打开台账{known ? `：${known.name}` : ''}</h2>
      {path ? (
        <p className="faint" style={{ marginBottom: 12, overflowWrap: 'anywhere' }}>
          {path}
        </p>
      ) : (
        <div className="row" style={{ alignItems: 'flex-start' }}>
          <Form.Item
            style={{ flex: 1 }}
            label="台账文件的位置"
            name="path"
            extra={`点“浏览”去找，或完整写出，如 ${folder}/马边县.ledger`}
            rules={[{ required: true, message: '请选台账文件' }]}
          >
            <Input autoFocus />
          </Form.Item>
          <Button style={{ marginTop: 24 }} icon={<FolderOpenOutlined />} onClick={() => setChoosing(true)}>
            浏览
          </Button>
        </div>
      )}
      {choosing && (
        <FolderChooser
          what="ledger"
          onChoose={(chosen) => {
            form.setFieldValue('path', chosen)
            setChoosing(false)
            form.getFieldInstance('passphrase')?.focus()
          }}
          onClose={() => setChoosing(false)}
        />
      )}
      {keeps && (
        <Button
          block
          type="primary"
          style={{ marginBottom: 12 }}
          onClick={() => void open({ remember: true })}
        >
          用这台电脑保存的密钥打开
        </Button>
      )}
      <Form.Item label="口令" name="passphrase" rules={[{ required: true, message: '请输入口令' }]}>
        <Input.Password autoFocus={path !== '' && !keeps} autoComplete="current-password" maxLength={200} />
      </Form.Item>
      <Form.Item label="经办人" name="officer" extra="不填，沿用台账里上次的经办人。操作记录会写上这个名字。">
        <Input maxLength={40} />
      </Form.Item>
      {host === 'electron' && (
        <Form.Item name="remember" valuePropName="checked">
          <Checkbox>在这台电脑上记住，下次免输口令</Checkbox>
        </Form.Item>
      )}
      <Problem error={problem} />
      <div className="row spread">
        <Button onClick={onBack}>返回</Button>
        <span className="row">
          <Button
            type="link"
            onClick={() => {
              const target = path || form.getFieldValue('path')?.trim()
              if (target) onForgotten(target)
              else void form.validateFields(['path'])
            }}
          >
            忘记口令
          </Button>
          <Button type={keeps ? 'default' : 'primary'} htmlType="submit" loading={busy}>
            打开
          </Button>
        </span>
      </div>
    </Form>
  )
}

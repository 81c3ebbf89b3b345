import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { queryClient } from '../../api.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import { firstScreenHeld } from '../../state/held.ts'
import { PassphraseFields } from './PassphraseFields.tsx'
import { RecoveryKey } from './RecoveryKey.tsx'

type Fields = { office: string; county: string; officer: string; newPassphrase: string; again: string }

/** Makes a ledger, then shows its recovery key once. */
export function CreateLedger({ onBack }: { onBack: () => void }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const [recoveryKey, setRecoveryKey] = useState<string>()
  const create = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    firstScreenHeld.set(true)
    try {
      const made = await client.ledger.create({
        name: fields.office,
        office: fields.office,
        county: fields.county,
        officer: fields.officer,
        passphrase: fields.newPassphrase,
      })
      setRecoveryKey(made.recoveryKey)
    } catch (error) {
      firstScreenHeld.set(false)
      setProblem(error)
    } finally {
      setBusy(false)
    }
  }
  const enter = () => {
    void queryClient.invalidateQueries().then(() => firstScreenHeld.set(false))
  }
  if (recoveryKey) return <RecoveryKey recoveryKey={recoveryKey} onDone={enter} />
  return (
    <Form<Fields>
      layout="vertical"
      requiredMark={false}
      onFinish={(fields) => void create(fields)}
      disabled={busy}
    >
      <h2 style={{ fontSize: 15, marginBottom: 12 }}>新建台账</h2>
      <Form.Item label="单位名称" name="office" rules={[{ required: true, message: '请填写单位名称' }]}>
        <Input autoFocus maxLength={60} placeholder="如：马边彝族自治县就业服务中心" />
      </Form.Item>
      <div className="two">
        <Form.Item label="所在县（区）" name="county" rules={[{ required: true, message: '请选择县（区）' }]}>
          <RegionSelect />
        </Form.Item>
        <Form.Item label="经办人" name="officer" rules={[{ required: true, message: '请填写经办人' }]}>
          <Input maxLength={40} />
        </Form.Item>
      </div>
      <PassphraseFields />
      <Problem error={problem} />
      <div className="row spread">
        <Button onClick={onBack}>返回</Button>
        <Button type="primary" htmlType="submit" loading={busy}>
          建立台账
        </Button>
      </div>
    </Form>
  )
}

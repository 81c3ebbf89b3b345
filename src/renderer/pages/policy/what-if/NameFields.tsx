import { Button, Form, Input } from 'antd'
import { useState } from 'react'
import { Problem } from '../../../components/Problem.tsx'

type Fields = { name: string; note: string }

/** Name and note of a scenario. */
export function NameFields({
  name,
  note,
  okText,
  save,
}: Fields & { okText: string; save: (fields: Fields) => Promise<void> }) {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const send = async (fields: Partial<Fields>) => {
    setBusy(true)
    setProblem(undefined)
    try {
      await save({ name: fields.name?.trim() ?? '', note: fields.note?.trim() ?? '' })
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
      initialValues={{ name, note }}
      onFinish={(fields) => void send(fields)}
    >
      <Form.Item
        label="名字"
        name="name"
        rules={[{ required: true, whitespace: true, message: '请给情景起个名字' }]}
      >
        <Input autoFocus maxLength={40} placeholder="如：参保改为4个月" />
      </Form.Item>
      <Form.Item label="说明" name="note">
        <Input.TextArea rows={3} maxLength={400} placeholder="为什么这样设想，给谁看" />
      </Form.Item>
      <Problem error={problem} />
      <Button type="primary" htmlType="submit" loading={busy}>
        {okText}
      </Button>
    </Form>
  )
}

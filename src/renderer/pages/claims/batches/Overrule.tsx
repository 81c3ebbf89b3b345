import { Form, Input } from 'antd'
import type { BatchBar } from '../../../../shared/contract/batches.ts'

/** What holds a batch, and the reason why it goes on all the same; nothing where nothing holds it. */
export function Overrule({ holds }: { holds: readonly BatchBar[] }) {
  if (holds.length === 0) return null
  return (
    <>
      <ul className="batch-bars">
        {holds.map((bar) => (
          <li key={`${bar.code}${bar.text}`} className="bar-hold">
            <span>! {bar.text}</span>
          </li>
        ))}
      </ul>
      <Form.Item
        label="仍要办理的理由（写入每份申领的经过）"
        name="overrule"
        rules={[{ required: true, min: 2, whitespace: true, message: '请写明仍要办理的理由' }]}
      >
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
    </>
  )
}

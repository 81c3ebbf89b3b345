import { Form, Input, Radio } from 'antd'
import { useState } from 'react'
import type { ObjectionView } from '../../../../shared/contract/batches.ts'
import { OBJECTION_RESULT_TEXT } from '../../../../shared/text/batches.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { Digits } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'

type Fields = { result: 'upheld' | 'rejected'; resolution: string }

/** One objection and how it was settled. */
export function Objection({ objection }: { objection: ObjectionView }) {
  const [open, setOpen] = useState(false)
  const done = useDone()
  const about = objection.personName ?? objection.claimNumber ?? '整张名单'
  return (
    <div className="objection" data-testid="objection">
      <div className="row row-wrap">
        <b>{about}</b>
        {objection.claimNumber && <Digits>{objection.claimNumber}</Digits>}
        <span className="quiet">
          <Digits>{objection.receivedOn}</Digits> {objection.raisedBy}
          {objection.phone && ` ${objection.phone}`}
        </span>
        {objection.result === null ? (
          <RoleButton needs="reviewer" size="small" type="primary" onClick={() => setOpen(true)}>
            处理异议
          </RoleButton>
        ) : (
          <span className={objection.result === 'upheld' ? 'bad' : 'good'}>
            {OBJECTION_RESULT_TEXT[objection.result]}
          </span>
        )}
      </div>
      <div>{objection.content}</div>
      {objection.resolution && (
        <div className="quiet">
          {objection.resolvedOn} {objection.resolvedBy}：{objection.resolution}
        </div>
      )}
      {open && (
        <FormDialog<Fields>
          title={`处理异议：${about}`}
          okText="记下处理结果"
          initial={{ result: 'rejected' }}
          onClose={() => setOpen(false)}
          save={async (fields) => {
            const { txId } = await client.publicity.resolve({ id: objection.id, ...fields })
            done(txId, `处理异议：${OBJECTION_RESULT_TEXT[fields.result]}`)
          }}
        >
          <p style={{ marginBottom: 10 }}>“{objection.content}”</p>
          <Form.Item
            label="结果"
            name="result"
            extra="成立的，这份申领随即暂缓，由人决定移出批次还是不予通过"
          >
            <Radio.Group
              options={(['rejected', 'upheld'] as const).map((value) => ({
                value,
                label: OBJECTION_RESULT_TEXT[value],
              }))}
            />
          </Form.Item>
          <Form.Item
            label="查了什么、怎么答复的"
            name="resolution"
            rules={[{ required: true, min: 2, whitespace: true, message: '请写明处理情况' }]}
          >
            <Input.TextArea rows={3} maxLength={500} autoFocus />
          </Form.Item>
        </FormDialog>
      )}
    </div>
  )
}

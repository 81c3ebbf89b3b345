import { Button, DatePicker, Form, Input, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import { DECISIONS, type DecisionKind } from '../../../../shared/domain/services.ts'
import { DECISION_TEXT } from '../../../../shared/text/services.ts'
import { client } from '../../../client.ts'
import { keepDatesFromSending } from '../../../components/date-keys.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useDay } from '../../../state/day.ts'

export type Subject = { personId: string | null; beneficiaryId: string | null; period: string | null }

type Fields = { decision: DecisionKind; on: Dayjs; by: string; document: string; reason?: string }

/** Records one decision on one or many results of a benefit. */
export function DecisionForm({
  benefit,
  asOf,
  subjects,
  whom,
  onDone,
}: {
  benefit: string
  asOf: string
  /** fetched only when the form is sent */
  subjects: () => Promise<Subject[]>
  /** 这 120 条结果, 吉克阿依 */
  whom: string
  onDone: (said: string) => void
}) {
  const { today } = useDay()
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const done = useDone()
  const decision = Form.useWatch('decision', form)
  const save = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { txId, decided, skipped } = await client.decisions.record({
        benefit,
        asOf,
        subjects: await subjects(),
        decision: fields.decision,
        on: fields.on.format('YYYY-MM-DD'),
        by: fields.by.trim(),
        document: fields.document.trim(),
        reason: fields.reason?.trim() || null,
      })
      const left = skipped.map((one) => `${count(one.count)} 条${one.reason}，没有记录`)
      const said = [`${count(decided)} 条记录为${DECISION_TEXT[fields.decision]}`, ...left].join('；')
      done(txId, said)
      onDone(said)
    } catch (error) {
      setProblem(error)
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
      initialValues={{ decision: 'approved', on: dayjs(today) }}
      onKeyDown={keepDatesFromSending}
      onFinish={(fields) => void save(fields)}
    >
      <Form.Item label={`对${whom}的决定`} name="decision">
        <Radio.Group
          optionType="button"
          options={DECISIONS.map((one) => ({ value: one, label: DECISION_TEXT[one] }))}
        />
      </Form.Item>
      <div className="two">
        <Form.Item label="决定日期" name="on" rules={[{ required: true, message: '请填写日期' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item label="由谁决定" name="by" rules={[{ required: true, min: 2, message: '请写明由谁决定' }]}>
          <Input maxLength={60} placeholder="如：局长办公会" />
        </Form.Item>
      </div>
      <Form.Item
        label="文号或会议纪要号"
        name="document"
        rules={[{ required: true, min: 2, message: '没有文号或纪要号的决定不能作为申领的依据，请填写' }]}
      >
        <Input maxLength={120} placeholder="如：局务会纪要〔2022〕7号" />
      </Form.Item>
      <Form.Item
        label={decision === 'declined' ? '不同意的原因' : '理由（可不填）'}
        name="reason"
        rules={decision === 'declined' ? [{ required: true, min: 2, message: '不同意的，请写明原因' }] : []}
      >
        <Input.TextArea rows={2} maxLength={300} />
      </Form.Item>
      <Problem error={problem} />
      <Button type="primary" htmlType="submit" loading={busy}>
        记录决定
      </Button>
    </Form>
  )
}

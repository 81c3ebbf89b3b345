import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useState } from 'react'
import type { ReadingView } from '../../../../shared/contract/policy-readings.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { keepDatesFromSending } from '../../../components/date-keys.ts'
import { Problem } from '../../../components/Problem.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

type Fields = {
  value: number | string | string[] | Dayjs
  reason: string
  decidedBy?: string
  decidedOn: Dayjs
}

/** A different reading: its value, who decided it, when and why. */
export function ReadingForm({ reading, onDone }: { reading: ReadingView; onDone: () => void }) {
  const { today } = useSession()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const done = useDone()
  const save = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { txId } = await client.policy.saveReading({
        key: reading.key,
        value: written(fields.value),
        reason: fields.reason,
        ...(fields.decidedBy ? { decidedBy: fields.decidedBy } : {}),
        decidedOn: fields.decidedOn.format('YYYY-MM-DD'),
      })
      done(txId, `改执行口径 ${reading.name}`)
      onDone()
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
      onKeyDown={keepDatesFromSending}
      initialValues={{ value: started(reading), decidedOn: dayjs(today) }}
      onFinish={(fields) => void save(fields)}
    >
      <p className="quiet" style={{ marginBottom: 10 }}>
        {reading.text}
      </p>
      <Form.Item
        label={`新的口径（现行：${reading.valueText}）`}
        name="value"
        rules={[{ required: true, message: '请填写新的口径' }]}
      >
        <ValueField reading={reading} />
      </Form.Item>
      <Form.Item label="为什么这样理解" name="reason" rules={[{ required: true, message: '请写明理由' }]}>
        <Input.TextArea rows={2} maxLength={200} placeholder="如：市局电话答复，与邻县一致" />
      </Form.Item>
      <div className="two">
        <Form.Item label="谁决定的" name="decidedBy">
          <Input maxLength={60} placeholder="如：局务会；不填为经办人" />
        </Form.Item>
        <Form.Item label="决定的日期" name="decidedOn" rules={[{ required: true, message: '请填写日期' }]}>
          <DatePicker style={{ width: '100%' }} maxDate={dayjs(today)} />
        </Form.Item>
      </div>
      <Problem error={problem} />
      <Button type="primary" htmlType="submit" loading={busy}>
        保存口径
      </Button>
    </Form>
  )
}

type Field = { reading: ReadingView; value?: Fields['value']; onChange?: (value: never) => void; id?: string }

/** The field that fits what the value is. antd hands value and onChange in. */
function ValueField({ reading, ...bound }: Field) {
  switch (reading.kind) {
    case 'number':
    case 'year':
      return <InputNumber {...(bound as object)} min={1} precision={0} style={{ width: 160 }} />
    case 'day':
      return <DatePicker {...(bound as object)} style={{ width: 200 }} />
    case 'places':
      return (
        <Places {...(bound as { value?: string[]; onChange?: (codes: string[]) => void; id?: string })} />
      )
    case 'kinds':
      return (
        <Select
          {...(bound as object)}
          mode="multiple"
          options={reading.choices.map(({ value, text }) => ({ value, label: text }))}
        />
      )
    case 'choice':
    case 'yes-no':
      return (
        <Select
          {...(bound as object)}
          options={reading.choices.map(({ value, text }) => ({ value, label: text }))}
        />
      )
  }
}

/** Places by name or code. */
function Places({
  value = [],
  onChange,
  id,
}: {
  value?: string[]
  onChange?: (codes: string[]) => void
  id?: string
}) {
  const [text, setText] = useState('')
  const found = useQuery({
    ...api.regions.search.queryOptions({ input: { text, limit: 20 } }),
    enabled: text.trim() !== '',
    placeholderData: (before) => before,
  })
  const names = useQuery(api.regions.names.queryOptions({ input: { codes: value } }))
  const options = [
    ...value.map((code) => ({ value: code, label: names.data?.[code] ?? code })),
    ...(text.trim() === '' ? [] : (found.data ?? []))
      .filter(({ code }) => !value.includes(code))
      .map(({ code, fullName }) => ({ value: code, label: fullName })),
  ]
  return (
    <Select
      {...(id ? { id } : {})}
      mode="multiple"
      value={value}
      showSearch={{ filterOption: false, onSearch: setText }}
      placeholder="输入名称或代码"
      options={options}
      onChange={(codes: string[]) => onChange?.(codes)}
    />
  )
}

function started(reading: ReadingView): Fields['value'] {
  if (reading.kind === 'number' || reading.kind === 'year') return Number(reading.value)
  if (reading.kind === 'day') return dayjs(reading.value)
  if (reading.kind === 'places' || reading.kind === 'kinds') return reading.value.split(',')
  return reading.value
}

function written(value: Fields['value']): string {
  if (Array.isArray(value)) return value.join(',')
  if (dayjs.isDayjs(value)) return value.format('YYYY-MM-DD')
  return String(value)
}

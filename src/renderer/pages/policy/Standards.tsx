import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { App, Button, DatePicker, Form, Input, InputNumber, Modal, Select, Skeleton } from 'antd'
import type { Dayjs } from 'dayjs'
import { useState } from 'react'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { useAskReason } from '../../components/ask.tsx'
import { keepDatesFromSending } from '../../components/date-keys.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { RoleButton } from '../../components/RoleButton.tsx'
import { Digits, Money } from '../../components/values.tsx'
import { useDone } from '../../frame/undo.ts'

type Fields = {
  key: string
  amount?: number | null
  value?: string
  document: string
  from?: Dayjs | null
  to?: Dayjs | null
}

/** What the office sets where a document leaves the number to it. */
export function Standards() {
  const list = useQuery(api.policy.standards.queryOptions({ input: {} }))
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const [adding, setAdding] = useState(false)
  const askReason = useAskReason()
  const done = useDone()
  const { message } = App.useApp()
  const remove = async (id: string, label: string) => {
    const reason = await askReason({
      title: `删除“${label}”的当地标准`,
      effect: '删除后，靠它定金额的结果会变成“待定标准”。已生成的申领不变。',
      okText: '删除标准',
    })
    if (reason === null) return
    try {
      const { txId } = await client.policy.removeStandard({ id, reason })
      done(txId, `删除当地标准 ${label}`)
    } catch (error) {
      message.error(problemOf(error).text, 6)
    }
  }
  const options = [
    ...(documents.data ?? []).flatMap((document) =>
      document.benefits
        .filter((benefit) => benefit.treatment === 'needs-standard' || /标准/.test(benefit.amountText))
        .map((benefit) => ({
          value: benefit.id,
          label: `${benefit.id} ${benefit.name}（${benefit.amountText}）`,
        })),
    ),
    { value: 'HLJ-08.line', label: 'HLJ-08.line 监测线（按年）' },
    { value: 'JH-19.ganzi', label: 'JH-19.ganzi 甘孜两县' },
  ]
  return (
    <div className="stack">
      <div className="row">
        <RoleButton needs="reviewer" type="primary" icon={<PlusOutlined />} onClick={() => setAdding(true)}>
          录入当地标准
        </RoleButton>
        <span className="quiet">文件只给上限或没有写数额的，录入当地文件定的标准和文号后才能算出金额。</span>
      </div>
      <Problem error={list.error} retry={() => void list.refetch()} />
      {list.isPending && <Skeleton active />}
      {list.data?.length === 0 && (
        <EmptyTeach title="还没有录入当地标准">
          结果里显示“待定标准”的项目，在这里录入后重新测算即可。
        </EmptyTeach>
      )}
      {list.data && list.data.length > 0 && (
        <table className="plain-table card" style={{ padding: 0 }}>
          <thead>
            <tr>
              <th>项目</th>
              <th className="num">标准（元）</th>
              <th>内容</th>
              <th>当地文件</th>
              <th>从</th>
              <th>至</th>
              <th aria-label="操作" />
            </tr>
          </thead>
          <tbody>
            {list.data.map((one) => (
              <tr key={one.id}>
                <td>
                  <span className="faint digits">{one.key}</span> {one.label}
                </td>
                <td className="num">
                  <Money fen={one.amountFen} />
                </td>
                <td>{one.amountFen === null ? one.valueText : ''}</td>
                <td>{one.document}</td>
                <td>
                  <Digits>{one.from ?? '起初'}</Digits>
                </td>
                <td>
                  <Digits>{one.to ?? '至今'}</Digits>
                </td>
                <td>
                  <RoleButton
                    needs="reviewer"
                    size="small"
                    type="text"
                    icon={<DeleteOutlined />}
                    aria-label={`删除 ${one.label}`}
                    onClick={() => void remove(one.id, one.label)}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <Modal
        open={adding}
        onCancel={() => setAdding(false)}
        footer={null}
        title="录入当地标准"
        destroyOnHidden
        width={560}
      >
        <StandardForm options={options} onDone={() => setAdding(false)} />
      </Modal>
    </div>
  )
}

const NAMED = new Set(['HLJ-08.line', 'JH-19.ganzi'])

function StandardForm({
  options,
  onDone,
}: {
  options: { value: string; label: string }[]
  onDone: () => void
}) {
  const [form] = Form.useForm<Fields>()
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<unknown>()
  const done = useDone()
  const key = Form.useWatch('key', form)
  const named = key !== undefined && NAMED.has(key)
  const save = async (fields: Fields) => {
    setBusy(true)
    setProblem(undefined)
    try {
      const { txId } = await client.policy.saveStandard({
        key: fields.key,
        amountFen: named || fields.amount == null ? null : Math.round(fields.amount * 100),
        ...(named && fields.value ? { value: fields.value.trim() } : {}),
        document: fields.document.trim(),
        from: fields.from ? fields.from.format('YYYY-MM-DD') : null,
        to: fields.to ? fields.to.format('YYYY-MM-DD') : null,
      })
      done(txId, `录入当地标准 ${fields.key}`)
      onDone()
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
      onKeyDown={keepDatesFromSending}
      onFinish={(fields) => void save(fields)}
    >
      <Form.Item label="项目" name="key" rules={[{ required: true, message: '请选择项目' }]}>
        <Select showSearch optionFilterProp="label" options={options} />
      </Form.Item>
      {named ? (
        <Form.Item
          label="内容"
          name="value"
          rules={[{ required: true, message: '请填写内容' }]}
          extra={
            key === 'HLJ-08.line'
              ? '各年监测线（元），写作 {"2022":7000}'
              : '两个县的代码，写作 ["513327","513328"]'
          }
        >
          <Input />
        </Form.Item>
      ) : (
        <Form.Item label="标准（元）" name="amount" rules={[{ required: true, message: '请填写标准' }]}>
          <InputNumber min={0} precision={2} style={{ width: 180 }} />
        </Form.Item>
      )}
      <Form.Item
        label="当地文件名称和文号"
        name="document"
        rules={[{ required: true, message: '没有文号的标准不能用来算钱，请填写' }]}
      >
        <Input maxLength={120} placeholder="如：马人社发〔2022〕15号" />
      </Form.Item>
      <div className="two">
        <Form.Item label="从哪天起" name="from">
          <DatePicker style={{ width: '100%' }} placeholder="不限" />
        </Form.Item>
        <Form.Item label="到哪天" name="to">
          <DatePicker style={{ width: '100%' }} placeholder="至今" />
        </Form.Item>
      </div>
      <Problem error={problem} />
      <Button type="primary" htmlType="submit" loading={busy}>
        保存
      </Button>
    </Form>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Form, Input, InputNumber, Select } from 'antd'
import type { BudgetLineView } from '../../../../shared/contract/batches.ts'
import { plainYuan } from '../../../../shared/domain/money.ts'
import { FUNDS, type Fund } from '../../../../shared/domain/policy.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

type Fields = {
  name: string
  fund: Fund
  year: number
  benefits?: string[]
  amount: string
  document: string
}

/** Enters a budget line or changes one. */
export function BudgetForm({ line, onClose }: { line: BudgetLineView | null; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  const documents = useQuery(api.policy.documents.queryOptions({ input: {} }))
  const benefits = (documents.data ?? []).flatMap((document) => document.benefits)
  return (
    <FormDialog<Fields>
      title={line ? `修改资金计划“${line.name}”` : '录入资金计划'}
      okText="保存"
      width={600}
      initial={
        line
          ? {
              name: line.name,
              fund: line.fund,
              year: line.year,
              benefits: line.benefits,
              amount: plainYuan(line.amountFen),
              document: line.document,
            }
          : { year: Number(today.slice(0, 4)), benefits: [] }
      }
      onClose={onClose}
      save={async (fields) => {
        const { txId } = await client.budgets.save({
          ...(line ? { id: line.id } : {}),
          name: fields.name,
          fund: fields.fund,
          year: fields.year,
          benefits: fields.benefits ?? [],
          amountFen: fenOf(fields.amount) ?? 0,
          document: fields.document,
        })
        done(txId, `${line ? '修改' : '录入'}资金计划 ${fields.name}`)
      }}
    >
      <Form.Item
        label="名称"
        name="name"
        rules={[{ required: true, whitespace: true, message: '请给这笔资金起名' }]}
      >
        <Input maxLength={60} placeholder="如：2026年第一批衔接资金（交通补助）" autoFocus />
      </Form.Item>
      <div className="two">
        <Form.Item label="资金来源" name="fund" rules={[{ required: true, message: '请选择资金来源' }]}>
          <Select
            aria-label="资金来源"
            options={FUNDS.filter((fund) => fund !== 'not-stated').map((fund) => ({
              value: fund,
              label: FUND_TEXT[fund],
            }))}
          />
        </Form.Item>
        <Form.Item label="年度" name="year" rules={[{ required: true, message: '请填写年度' }]}>
          <InputNumber min={2000} max={2100} precision={0} style={{ width: '100%' }} />
        </Form.Item>
        <Form.Item label="金额" name="amount" rules={[yuanRule(true)]}>
          <YuanInput label="金额" />
        </Form.Item>
        <Form.Item
          label="下达的文号"
          name="document"
          rules={[{ required: true, whitespace: true, message: '请填写下达的文号' }]}
        >
          <Input maxLength={80} />
        </Form.Item>
      </div>
      <Form.Item label="只用于这些项目" name="benefits" extra="空着表示不限项目">
        <Select
          mode="multiple"
          aria-label="只用于这些项目"
          optionFilterProp="label"
          maxTagCount={4}
          options={benefits.map((benefit) => ({
            value: benefit.id,
            label: `${benefit.id} ${benefit.name}`,
          }))}
        />
      </Form.Item>
    </FormDialog>
  )
}

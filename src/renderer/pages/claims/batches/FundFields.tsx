import { useQuery } from '@tanstack/react-query'
import { Form, Select } from 'antd'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { FUNDS, type Fund } from '../../../../shared/domain/policy.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import { api } from '../../../api.ts'

/** Fund (those that the clause names first; others only where it names none) and the budget line of that fund. */
export function FundFields({ benefit, funds }: { benefit: string; funds: readonly Fund[] }) {
  const fund: Fund | undefined = Form.useWatch('fund')
  const lines = useQuery(api.budgets.list.queryOptions({ input: {} }))
  const open = funds.length === 0 || funds.includes('not-stated')
  const allowed = open ? [...new Set([...funds, ...FUNDS])] : funds
  const fitting = (lines.data ?? []).filter(
    (line) => line.fund === fund && (line.benefits.length === 0 || line.benefits.includes(benefit)),
  )
  return (
    <div className="two">
      <Form.Item
        label="资金来源"
        name="fund"
        rules={[{ required: true, message: '请选择资金来源' }]}
        extra={open ? '条款没有写明资金来源，由本单位选定' : '只列出条款写明的来源'}
      >
        <Select
          aria-label="资金来源"
          placeholder="选择资金来源"
          options={allowed
            .filter((one) => one !== 'not-stated')
            .map((one) => ({ value: one, label: FUND_TEXT[one] }))}
        />
      </Form.Item>
      <Form.Item
        label="资金计划"
        name="budgetLineId"
        extra={fund && fitting.length === 0 ? '这个来源还没有录入资金计划，可先空着' : '审批前应写明'}
      >
        <Select
          allowClear
          aria-label="资金计划"
          placeholder="从哪一笔列支"
          options={fitting.map((line) => ({
            value: line.id,
            label: `${line.name}（余 ${formatYuan(line.leftFen)} 元）`,
          }))}
        />
      </Form.Item>
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { App, Button, Select } from 'antd'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { Problem } from '../../components/Problem.tsx'
import { problemOf } from '../../components/problem.ts'
import { type Plan, type Sheet, withColumn } from './plan.ts'

/** Which column is which field, with samples; what is recognised wrongly is put right here and remembered. */
export function MappingTable({
  sheet,
  plan,
  onChange,
}: {
  sheet: Sheet
  plan: Plan
  onChange: (plan: Plan) => void
}) {
  const { message } = App.useApp()
  const fields = useQuery(api.imports.fields.queryOptions({ input: { kind: plan.kind } }))
  const fieldOf = (index: number) =>
    Object.entries(plan.mapping).find(([, column]) => column === index)?.[0] ?? null
  const missing = (fields.data ?? []).filter(
    (field) => field.required && plan.mapping[field.field] === undefined,
  )
  const forget = () =>
    client.imports
      .forgetMapping({ kind: plan.kind })
      .then(() => message.success('已忘记记住的对应关系，下次按表头重新认'))
      .catch((error: unknown) => message.error(problemOf(error).text))
  return (
    <div>
      <Problem error={fields.error} />
      {missing.length > 0 && (
        <div className="notice" style={{ margin: '0 0 6px' }}>
          还缺必需的列：{missing.map((field) => field.label).join('、')}
        </div>
      )}
      <div style={{ maxHeight: 300, overflow: 'auto', border: '1px solid var(--line)' }}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>列名</th>
              <th style={{ width: 220 }}>当作</th>
              <th>前几行的内容</th>
            </tr>
          </thead>
          <tbody>
            {sheet.columns.map((column) => (
              <tr key={column.index}>
                <td>
                  {column.header || <span className="faint">（没有列名）</span>}
                  {column.hidden && <span className="cat">隐藏列</span>}
                </td>
                <td>
                  <Select
                    size="small"
                    style={{ width: '100%' }}
                    allowClear
                    showSearch
                    optionFilterProp="label"
                    placeholder="不导入"
                    aria-label={`${column.header} 当作`}
                    value={fieldOf(column.index)}
                    options={(fields.data ?? []).map((field) => ({
                      value: field.field,
                      label: field.required ? `${field.label}（必需）` : field.label,
                    }))}
                    onChange={(field: string | undefined) =>
                      onChange({ ...plan, mapping: withColumn(plan.mapping, column.index, field ?? null) })
                    }
                  />
                </td>
                <td className="quiet digits">{column.samples.slice(0, 4).join('、')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {sheet.remembered && (
        <Button size="small" type="link" onClick={() => void forget()}>
          忘记记住的对应关系
        </Button>
      )}
    </div>
  )
}

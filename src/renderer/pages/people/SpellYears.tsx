import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, Form, InputNumber } from 'antd'
import dayjs from 'dayjs'
import type { SpellView } from '../../../shared/contract/registry.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { fenOf, YuanInput, yuanRule } from '../../components/YuanInput.tsx'

/** What a spell had in one calendar year, as it is typed; an empty sum is unknown. */
export type TypedYear = { year: number | null; wages?: string; fare?: string }

const EARLIEST = 1990
const LATEST = 2100

export function typedYears(years: SpellView['years']): TypedYear[] {
  return years.map(({ year, wagesFen, fareFen }) => ({
    year,
    ...(wagesFen === null ? {} : { wages: formatYuan(wagesFen).replaceAll(',', '') }),
    ...(fareFen === null ? {} : { fare: formatYuan(fareFen).replaceAll(',', '') }),
  }))
}

/** Ready to be saved, in fen. The form let only whole years and sums pass. */
export function yearsOf(typed: readonly TypedYear[]): SpellView['years'] {
  return typed.flatMap(({ year, wages, fare }) =>
    year === null ? [] : [{ year, wagesFen: fenOf(wages), fareFen: fenOf(fare) }],
  )
}

/** 各年工资和往返路费, a line for each year. */
export function SpellYears() {
  return (
    <Form.List name="years">
      {(rows, { add, remove }) => (
        <div style={{ marginBottom: 12 }}>
          <div className="row" style={{ marginBottom: 4 }}>
            各年工资和往返路费
            <Button
              size="small"
              icon={<PlusOutlined />}
              onClick={() => add({ year: dayjs().year() - (rows.length === 0 ? 1 : 0) })}
            >
              加一年
            </Button>
            <span className="faint">不知道的留空</span>
          </div>
          {rows.map((row) => (
            <div key={row.key} className="row" style={{ marginBottom: 4, alignItems: 'flex-start' }}>
              <Form.Item
                name={[row.name, 'year']}
                style={{ margin: 0 }}
                rules={[
                  { required: true, message: '哪一年' },
                  ({ getFieldValue }) => ({
                    validator: (_, year: number | null) =>
                      (getFieldValue('years') as TypedYear[]).filter((one) => one?.year === year).length > 1
                        ? Promise.reject(new Error('这一年写了两次'))
                        : Promise.resolve(),
                  }),
                ]}
              >
                <InputNumber
                  aria-label="年度"
                  min={EARLIEST}
                  max={LATEST}
                  precision={0}
                  suffix="年"
                  style={{ width: 96 }}
                />
              </Form.Item>
              <Form.Item name={[row.name, 'wages']} style={{ margin: 0, flex: 1 }} rules={[yuanRule(false)]}>
                <YuanInput label="这一年的工资" placeholder="工资" />
              </Form.Item>
              <Form.Item name={[row.name, 'fare']} style={{ margin: 0, flex: 1 }} rules={[yuanRule(false)]}>
                <YuanInput label="这一年的往返路费" placeholder="往返路费" />
              </Form.Item>
              <Button
                type="text"
                icon={<DeleteOutlined />}
                aria-label="去掉这一年"
                onClick={() => remove(row.name)}
              />
            </div>
          ))}
        </div>
      )}
    </Form.List>
  )
}

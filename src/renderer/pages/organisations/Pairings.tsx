import { useQuery } from '@tanstack/react-query'
import { DatePicker, Form } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Digits } from '../../components/values.tsx'
import { RecordForm } from './RecordForm.tsx'
import { RecordList } from './RecordList.tsx'
import { useWholeList } from './whole-list.ts'

type Row = Awaited<ReturnType<typeof client.places.pairings>>[number]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'east', title: '东部县（区）', width: 300, grow: true, render: (row) => row.eastName },
  { key: 'west', title: '西部县（区）', width: 300, grow: true, render: (row) => row.westName },
  { key: 'from', title: '从', width: 120, render: (row) => <Digits>{row.from}</Digits> },
  { key: 'to', title: '至', width: 120, render: (row) => (row.to ? <Digits>{row.to}</Digits> : '至今') },
]

type Fields = { eastCounty: string; westCounty: string; from: Dayjs; to?: Dayjs | null }

export function Pairings() {
  const list = useWholeList(useQuery(api.places.pairings.queryOptions({ input: {} })))
  return (
    <RecordList
      label="结对关系"
      unit="对"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => `${row.eastName} — ${row.westName}`}
      addLabel="登记结对"
      searchable={false}
      empty={
        <EmptyTeach title="还没有结对关系">
          东西部结对的县（区）和起止时间登记在这里，一些补贴只给结对地区的人员。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<Fields>
          initial={
            row
              ? {
                  eastCounty: row.eastCounty,
                  westCounty: row.westCounty,
                  from: dayjs(row.from),
                  to: row.to ? dayjs(row.to) : null,
                }
              : {}
          }
          onDone={done}
          doneText={() => '保存结对关系'}
          save={(fields) =>
            client.places.savePairing({
              ...(row ? { id: row.id } : {}),
              eastCounty: fields.eastCounty,
              westCounty: fields.westCounty,
              from: fields.from.format('YYYY-MM-DD'),
              to: fields.to ? fields.to.format('YYYY-MM-DD') : null,
            })
          }
        >
          {() => (
            <>
              <Form.Item
                label="东部县（区）"
                name="eastCounty"
                rules={[{ required: true, message: '请选择东部县（区）' }]}
              >
                <RegionSelect />
              </Form.Item>
              <Form.Item
                label="西部县（区）"
                name="westCounty"
                rules={[{ required: true, message: '请选择西部县（区）' }]}
              >
                <RegionSelect />
              </Form.Item>
              <div className="two">
                <Form.Item
                  label="从哪天起"
                  name="from"
                  rules={[{ required: true, message: '请填写开始日期' }]}
                >
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="到哪天" name="to">
                  <DatePicker style={{ width: '100%' }} placeholder="至今" />
                </Form.Item>
              </div>
            </>
          )}
        </RecordForm>
      )}
    />
  )
}

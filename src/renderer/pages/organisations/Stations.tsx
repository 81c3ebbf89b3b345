import { useQuery } from '@tanstack/react-query'
import { DatePicker, Form, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Digits, Known, Unknown } from '../../components/values.tsx'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'
import { RecordForm } from './RecordForm.tsx'
import { RecordList } from './RecordList.tsx'
import { useWholeList } from './whole-list.ts'

type Row = Awaited<ReturnType<typeof client.places.stations>>[number]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: '联络站', width: 240, grow: true, render: (row) => <b>{row.name}</b> },
  { key: 'county', title: '所在县（区）', width: 190, render: (row) => <Known>{row.countyName}</Known> },
  {
    key: 'base',
    title: '劳务合作基地',
    width: 120,
    render: (row) => (row.cooperationBase === null ? <Unknown /> : row.cooperationBase ? '是' : '否'),
  },
  {
    key: 'opened',
    title: '设立',
    width: 110,
    render: (row) => <Known>{row.openedOn && <Digits>{row.openedOn}</Digits>}</Known>,
  },
  {
    key: 'closed',
    title: '撤销',
    width: 110,
    render: (row) => (row.closedOn ? <Digits>{row.closedOn}</Digits> : <span className="faint">—</span>),
  },
  { key: 'contact', title: '联系人', width: 110, render: (row) => <Known>{row.contact}</Known> },
  {
    key: 'phone',
    title: '电话',
    width: 140,
    render: (row) => <Known>{row.phone && <Digits>{row.phone}</Digits>}</Known>,
  },
]

type Fields = PlaceValues & {
  base: 'yes' | 'no' | 'unknown'
  openedOn?: Dayjs | null
  closedOn?: Dayjs | null
}
const dateOf = (day: Dayjs | null | undefined) => (day ? day.format('YYYY-MM-DD') : null)

export function Stations() {
  const list = useWholeList(useQuery(api.places.stations.queryOptions({ input: {} })))
  return (
    <RecordList
      label="联络站"
      unit="个"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.name}
      addLabel="登记联络站"
      searchable={false}
      empty={<EmptyTeach title="还没有联络站">驻在务工地的劳务工作站、劳务合作基地登记在这里。</EmptyTeach>}
      form={(row, done) => (
        <RecordForm<Fields>
          initial={
            row
              ? {
                  ...row,
                  base: row.cooperationBase === null ? 'unknown' : row.cooperationBase ? 'yes' : 'no',
                  openedOn: row.openedOn ? dayjs(row.openedOn) : null,
                  closedOn: row.closedOn ? dayjs(row.closedOn) : null,
                }
              : { base: 'unknown' }
          }
          onDone={done}
          doneText={(fields) => `保存 ${fields.name}`}
          save={(fields) =>
            client.places.saveStation({
              ...placeOf(row?.id, fields),
              cooperationBase: fields.base === 'unknown' ? null : fields.base === 'yes',
              openedOn: dateOf(fields.openedOn),
              closedOn: dateOf(fields.closedOn),
            })
          }
        >
          {() => (
            <>
              <PlaceFields nameLabel="联络站名称" />
              <Form.Item label="劳务合作基地" name="base">
                <Radio.Group
                  optionType="button"
                  options={[
                    { value: 'yes', label: '是' },
                    { value: 'no', label: '否' },
                    { value: 'unknown', label: '未知' },
                  ]}
                />
              </Form.Item>
              <div className="two">
                <Form.Item label="设立日期" name="openedOn">
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="撤销日期" name="closedOn">
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
              </div>
            </>
          )}
        </RecordForm>
      )}
    />
  )
}

import { useQuery } from '@tanstack/react-query'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import type { Column } from '../../components/table/columns.ts'
import { Digits, Known } from '../../components/values.tsx'
import { PlaceFields, type PlaceValues, placeOf } from './PlaceFields.tsx'
import { RecordForm } from './RecordForm.tsx'
import { RecordList } from './RecordList.tsx'
import { useWholeList } from './whole-list.ts'

type Row = Awaited<ReturnType<typeof client.places.schools>>[number]

const COLUMNS: readonly Column<Row>[] = [
  { key: 'name', title: '院校名称', width: 300, grow: true, render: (row) => <b>{row.name}</b> },
  { key: 'county', title: '所在县（区）', width: 220, render: (row) => <Known>{row.countyName}</Known> },
  { key: 'contact', title: '联系人', width: 140, render: (row) => <Known>{row.contact}</Known> },
  {
    key: 'phone',
    title: '电话',
    width: 160,
    render: (row) => <Known>{row.phone && <Digits>{row.phone}</Digits>}</Known>,
  },
]

export function Schools() {
  const list = useWholeList(useQuery(api.places.schools.queryOptions({ input: {} })))
  return (
    <RecordList
      label="院校"
      unit="所"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.name}
      addLabel="登记院校"
      searchable={false}
      empty={
        <EmptyTeach title="还没有院校">
          输送学生、开办订单班的技工院校和职业学校登记在这里，输送奖励按它们计算。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<PlaceValues>
          initial={row ?? {}}
          onDone={done}
          doneText={(fields) => `保存 ${fields.name}`}
          save={(fields) => client.places.saveSchool(placeOf(row?.id, fields))}
        >
          {() => <PlaceFields nameLabel="院校名称" />}
        </RecordForm>
      )}
    />
  )
}

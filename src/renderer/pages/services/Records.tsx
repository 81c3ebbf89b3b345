import { DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { useSearchParams } from 'react-router'
import type { ServiceRow } from '../../../shared/contract/services.ts'
import {
  KINDS_FOR_A_PERSON,
  KINDS_WITH_HEADS,
  SERVICE_KINDS,
  type ServiceKind,
} from '../../../shared/domain/services.ts'
import { SERVICE_HEADS_TEXT, SERVICE_KIND_TEXT } from '../../../shared/text/services.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Door } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { RecordList } from '../organisations/RecordList.tsx'
import { OrgSelect } from '../people/OrgSelect.tsx'
import { useLedgerOfficer } from './officer.ts'
import { PersonSelect } from './PersonSelect.tsx'
import { RemoveRecord } from './RemoveRecord.tsx'
import { YearSelect } from './YearSelect.tsx'

const COLUMNS: readonly Column<ServiceRow>[] = [
  { key: 'on', title: '日期', width: 100, render: (row) => <Digits>{row.on}</Digits> },
  { key: 'kind', title: '种类', width: 110, render: (row) => SERVICE_KIND_TEXT[row.kind] },
  {
    key: 'whom',
    title: '对象',
    width: 150,
    render: (row) =>
      row.person !== null ? (
        <Door to={`/people/${row.person.id}`}>{row.person.name}</Door>
      ) : row.employer !== null ? (
        row.employer.name
      ) : (
        <span className="faint">—</span>
      ),
  },
  {
    key: 'title',
    title: '内容',
    width: 220,
    grow: true,
    render: (row) => row.title ?? row.note ?? <span className="faint">—</span>,
  },
  {
    key: 'heads',
    title: '数量',
    width: 80,
    align: 'right',
    render: (row) => (row.heads === null ? '' : count(row.heads)),
  },
  {
    key: 'place',
    title: '地点',
    width: 210,
    render: (row) => [row.countyName, row.partnerName].filter((name) => name !== null).join(' ↔ '),
  },
  { key: 'by', title: '经办人', width: 90, render: (row) => row.doneBy ?? '' },
]

type Fields = {
  kind: ServiceKind
  on: Dayjs
  title?: string
  county?: string | null
  partnerCounty?: string | null
  personId?: string | null
  employerId?: string | null
  heads?: number | null
  doneBy?: string
  note?: string
}

/** What the office did, day by day. */
export function Records() {
  const { asOf, today } = useDay()
  const officer = useLedgerOfficer()
  const [params, setParams] = useSearchParams()
  const kind = (params.get('kind') ?? undefined) as ServiceKind | undefined
  const year = params.has('year') ? Number(params.get('year')) : undefined
  const record = params.get('record')
  const search = params.get('search') ?? ''
  const set = (key: string, value: string | undefined) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value === undefined) next.delete(key)
        else next.set(key, value)
        next.delete('record')
        return next
      },
      { replace: true },
    )
  const filter = {
    search,
    ...(kind ? { kind } : {}),
    ...(year ? { year } : {}),
    ...(record ? { ids: [record] } : {}),
  }
  const list = useWindows<ServiceRow>(JSON.stringify(filter), (offset, limit) =>
    api.services.records.queryOptions({ input: { ...filter, offset, limit } }),
  )
  return (
    <RecordList
      label="服务记录"
      unit="条"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => `${row.on} ${SERVICE_KIND_TEXT[row.kind]}`}
      addLabel="登记服务"
      placeholder="人员、单位、内容"
      filters={
        <>
          <Select
            aria-label="种类"
            style={{ width: 140 }}
            value={kind ?? ''}
            options={[
              { value: '', label: '全部种类' },
              ...SERVICE_KINDS.map((one) => ({ value: one, label: SERVICE_KIND_TEXT[one] })),
            ]}
            onChange={(next) => set('kind', next === '' ? undefined : next)}
          />
          <YearSelect all value={year} onChange={(next) => set('year', next?.toString())} />
        </>
      }
      empty={
        <EmptyTeach title="还没有服务记录">
          走访、回访、职业指导、岗位推荐、交换清单、签协议、报报表，做一件登记一条；履职清单和目标任务按这里数。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<Fields>
          initial={initialOf(row, dayjs(asOf > today ? today : asOf), officer)}
          onDone={done}
          doneText={(fields) => `${row ? '修改' : '登记'}${SERVICE_KIND_TEXT[fields.kind]}`}
          save={(fields) =>
            client.services.saveRecord({
              ...(row ? { id: row.id } : {}),
              kind: fields.kind,
              on: fields.on.format('YYYY-MM-DD'),
              title: fields.title?.trim() || null,
              county: fields.county ?? null,
              partnerCounty: fields.partnerCounty ?? null,
              personId: fields.personId ?? null,
              employerId: fields.employerId ?? null,
              heads: fields.heads ?? null,
              doneBy: fields.doneBy?.trim() || null,
              note: fields.note?.trim() || null,
            })
          }
        >
          {(form) => (
            <>
              <div className="two">
                <Form.Item label="种类" name="kind">
                  <Select
                    options={SERVICE_KINDS.map((one) => ({ value: one, label: SERVICE_KIND_TEXT[one] }))}
                  />
                </Form.Item>
                <Form.Item label="日期" name="on" rules={[{ required: true, message: '请填写日期' }]}>
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
              </div>
              <Form.Item noStyle dependencies={['kind']}>
                {() => <KindFields kind={form.getFieldValue('kind') as ServiceKind} row={row} />}
              </Form.Item>
              <Form.Item label="内容" name="title">
                <Input maxLength={120} placeholder="做了什么，如：走访光明村脱贫户" />
              </Form.Item>
              <div className="two">
                <Form.Item label="县（区）" name="county">
                  <RegionSelect />
                </Form.Item>
                <Form.Item label="协作县（区）" name="partnerCounty">
                  <RegionSelect label="协作县（区）" />
                </Form.Item>
              </div>
              <Form.Item label="经办人" name="doneBy">
                <Input maxLength={40} />
              </Form.Item>
              <Form.Item label="备注" name="note">
                <Input.TextArea rows={2} maxLength={500} />
              </Form.Item>
              {row && (
                <RemoveRecord
                  what={`${row.on} ${SERVICE_KIND_TEXT[row.kind]}`}
                  remove={(reason) => client.services.removeRecord({ id: row.id, reason })}
                  onDone={done}
                />
              )}
            </>
          )}
        </RecordForm>
      )}
    />
  )
}

/** Whom it was done for, and how many it was. */
function KindFields({ kind, row }: { kind: ServiceKind; row: ServiceRow | null }) {
  const forPerson = KINDS_FOR_A_PERSON.has(kind)
  return (
    <>
      <Form.Item
        label={forPerson ? '人员' : '人员（没有就留空）'}
        name="personId"
        rules={forPerson ? [{ required: true, message: '请选择人员' }] : []}
      >
        <PersonSelect name={row?.person?.name ?? null} />
      </Form.Item>
      {kind !== 'guidance' && (
        <Form.Item label="用人单位（没有就留空）" name="employerId">
          <OrgSelect of="employers" name={row?.employer?.name ?? null} />
        </Form.Item>
      )}
      {KINDS_WITH_HEADS.has(kind) && (
        <Form.Item label={SERVICE_HEADS_TEXT[kind] ?? '数量'} name="heads">
          <InputNumber min={0} max={1_000_000} precision={0} style={{ width: 160 }} />
        </Form.Item>
      )}
    </>
  )
}

function initialOf(row: ServiceRow | null, day: Dayjs, officer: string): Partial<Fields> {
  if (row === null) return { kind: 'visit', on: day, doneBy: officer }
  return {
    kind: row.kind,
    on: dayjs(row.on),
    title: row.title ?? '',
    county: row.county,
    partnerCounty: row.partnerCounty,
    personId: row.personId,
    employerId: row.employerId,
    heads: row.heads,
    doneBy: row.doneBy ?? '',
    note: row.note ?? '',
  }
}

import { DatePicker, Form, Input, InputNumber, Radio } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import type { FairRow } from '../../../shared/contract/services.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Known } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { RecordList } from '../organisations/RecordList.tsx'
import { EmployersSelect } from './EmployersSelect.tsx'
import { RemoveRecord } from './RemoveRecord.tsx'

const number = (key: 'posts' | 'visitors' | 'intents', title: string): Column<FairRow> => ({
  key,
  title,
  width: 80,
  align: 'right',
  render: (row) => {
    const value = row[key]
    return value === null ? '' : count(value)
  },
})

const COLUMNS: readonly Column<FairRow>[] = [
  {
    key: 'on',
    title: '日期',
    width: 100,
    render: (row) => <Known>{row.on && <Digits>{row.on}</Digits>}</Known>,
  },
  { key: 'name', title: '招聘会', width: 230, grow: true, render: (row) => <b>{row.name ?? '未填名称'}</b> },
  { key: 'place', title: '举办地', width: 190, render: (row) => <Known>{row.countyName}</Known> },
  {
    key: 'form',
    title: '形式',
    width: 70,
    render: (row) => <Known>{row.online === null ? null : row.online ? '线上' : '线下'}</Known>,
  },
  { key: 'organiser', title: '主办县（区）', width: 170, render: (row) => row.organiserName ?? '本单位' },
  {
    key: 'employers',
    title: '企业',
    width: 60,
    align: 'right',
    render: (row) => count(row.employers.length),
  },
  number('posts', '岗位'),
  number('visitors', '到场'),
  number('intents', '意向'),
]

type Fields = {
  name: string
  county?: string | null
  on: Dayjs
  organiserCounty?: string | null
  online: 'yes' | 'no' | 'unknown'
  posts?: number | null
  visitors?: number | null
  intents?: number | null
  note?: string
  employers?: string[]
}

/** 招聘会, with the employers that attended. */
export function Fairs({ chooser }: { chooser: ReactNode }) {
  const { asOf } = useDay()
  const list = useWindows<FairRow>('fairs', (offset, limit) =>
    api.services.fairs.queryOptions({ input: { offset, limit } }),
  )
  return (
    <RecordList
      label="招聘会"
      unit="场"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.name ?? '招聘会'}
      addLabel="登记招聘会"
      searchable={false}
      leading={chooser}
      empty={
        <EmptyTeach title="还没有招聘会">
          办过的招聘会登记在这里。到协作地区办的线下专场会计入目标任务，参加的企业会用于招聘补贴的测算。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<Fields>
          initial={initialOf(row, dayjs(asOf))}
          onDone={done}
          doneText={(fields) => `${row ? '修改' : '登记'}招聘会 ${fields.name}`}
          save={(fields) =>
            client.services.saveFair({
              ...(row ? { id: row.id } : {}),
              name: fields.name.trim(),
              county: fields.county ?? null,
              on: fields.on.format('YYYY-MM-DD'),
              organiserCounty: fields.organiserCounty ?? null,
              online: fields.online === 'unknown' ? null : fields.online === 'yes',
              posts: fields.posts ?? null,
              visitors: fields.visitors ?? null,
              intents: fields.intents ?? null,
              note: fields.note?.trim() || null,
              employers: fields.employers ?? [],
            })
          }
        >
          {() => (
            <>
              <Form.Item label="名称" name="name" rules={[{ required: true, message: '请填写名称' }]}>
                <Input maxLength={120} placeholder="如：春风行动东西部劳务协作专场" />
              </Form.Item>
              <div className="two">
                <Form.Item label="日期" name="on" rules={[{ required: true, message: '请填写日期' }]}>
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="举办县（区）" name="county">
                  <RegionSelect label="举办县（区）" />
                </Form.Item>
                <Form.Item label="形式" name="online">
                  <Radio.Group
                    optionType="button"
                    options={[
                      { value: 'no', label: '线下' },
                      { value: 'yes', label: '线上' },
                      { value: 'unknown', label: '未知' },
                    ]}
                  />
                </Form.Item>
                <Form.Item label="主办县（区）" name="organiserCounty">
                  <RegionSelect label="主办县（区）" placeholder="本单位办的留空" />
                </Form.Item>
                <Form.Item label="提供岗位" name="posts">
                  <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="到场人数" name="visitors">
                  <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="达成意向人数" name="intents">
                  <InputNumber min={0} max={1_000_000} precision={0} style={{ width: '100%' }} />
                </Form.Item>
              </div>
              <Form.Item label="参加的企业" name="employers">
                <EmployersSelect known={row?.employers ?? []} />
              </Form.Item>
              <Form.Item label="备注" name="note">
                <Input.TextArea rows={2} maxLength={500} />
              </Form.Item>
              {row && (
                <RemoveRecord
                  what={row.name ?? '招聘会'}
                  remove={(reason) => client.services.removeFair({ id: row.id, reason })}
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

function initialOf(row: FairRow | null, day: Dayjs): Partial<Fields> {
  if (row === null) return { on: day, online: 'no', employers: [] }
  return {
    name: row.name ?? '',
    county: row.county,
    ...(row.on === null ? {} : { on: dayjs(row.on) }),
    organiserCounty: row.organiserCounty,
    online: row.online === null ? 'unknown' : row.online ? 'yes' : 'no',
    posts: row.posts,
    visitors: row.visitors,
    intents: row.intents,
    note: row.note ?? '',
    employers: row.employers.map(({ id }) => id),
  }
}

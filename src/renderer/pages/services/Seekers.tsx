import { Checkbox, DatePicker, Form, Input, InputNumber } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import type { SeekerRow } from '../../../shared/contract/services.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { Digits, Door, Money } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { RecordList } from '../organisations/RecordList.tsx'
import { PersonSelect } from './PersonSelect.tsx'
import { RemoveRecord } from './RemoveRecord.tsx'

const COLUMNS: readonly Column<SeekerRow>[] = [
  {
    key: 'person',
    title: '姓名',
    width: 130,
    render: (row) => <Door to={`/people/${row.personId}`}>{row.personName}</Door>,
  },
  { key: 'home', title: '户籍地', width: 230, grow: true, render: (row) => row.homeText },
  { key: 'from', title: '登记日期', width: 110, render: (row) => <Digits>{row.from}</Digits> },
  {
    key: 'to',
    title: '结束',
    width: 110,
    render: (row) => (row.to === null ? '还在找' : <Digits>{row.to}</Digits>),
  },
  { key: 'skill', title: '技能', width: 130, render: (row) => row.skill ?? '' },
  { key: 'wish', title: '求职意向', width: 150, render: (row) => row.wish ?? '' },
  { key: 'where', title: '期望地区', width: 160, render: (row) => row.wishCountyName ?? '' },
  {
    key: 'wage',
    title: '期望月薪（元）',
    width: 120,
    align: 'right',
    render: (row) => <Money fen={row.wageFen} none="" />,
  },
]

type Fields = {
  personId: string | null
  from: Dayjs
  to?: Dayjs | null
  skill?: string
  wish?: string
  wishCounty?: string | null
  wage?: number | null
  note?: string
}

/** 求职登记: people who want work. */
export function Seekers({ chooser }: { chooser: ReactNode }) {
  const { asOf } = useDay()
  const [params, setParams] = useSearchParams()
  const open = params.get('open-only') === '1'
  const filter = { search: params.get('search') ?? '', open }
  const list = useWindows<SeekerRow>(JSON.stringify(filter), (offset, limit) =>
    api.services.seekers.queryOptions({ input: { ...filter, offset, limit } }),
  )
  return (
    <RecordList
      label="求职登记"
      unit="人次"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.personName}
      addLabel="登记求职"
      placeholder="姓名、意向、技能"
      leading={chooser}
      filters={
        <Checkbox
          checked={open}
          onChange={(event) =>
            setParams(
              (before) => {
                const next = new URLSearchParams(before)
                if (event.target.checked) next.set('open-only', '1')
                else next.delete('open-only')
                return next
              },
              { replace: true },
            )
          }
        >
          只看还在找的
        </Checkbox>
      }
      empty={
        <EmptyTeach title="还没有求职登记">
          想就业的人登记在这里；“一三一服务”按登记的人数它的指导、岗位和培训。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<Fields>
          initial={
            row
              ? {
                  personId: row.personId,
                  from: dayjs(row.from),
                  to: row.to === null ? null : dayjs(row.to),
                  skill: row.skill ?? '',
                  wish: row.wish ?? '',
                  wishCounty: row.wishCounty,
                  wage: row.wageFen === null ? null : row.wageFen / 100,
                  note: row.note ?? '',
                }
              : { from: dayjs(asOf) }
          }
          onDone={done}
          doneText={() => (row ? '修改求职登记' : '登记求职')}
          save={(fields) =>
            client.services.saveSeeker({
              ...(row ? { id: row.id } : {}),
              personId: fields.personId ?? '',
              from: fields.from.format('YYYY-MM-DD'),
              to: fields.to ? fields.to.format('YYYY-MM-DD') : null,
              skill: fields.skill?.trim() || null,
              wish: fields.wish?.trim() || null,
              wishCounty: fields.wishCounty ?? null,
              wageFen: fields.wage == null ? null : Math.round(fields.wage * 100),
              note: fields.note?.trim() || null,
            })
          }
        >
          {() => (
            <>
              <Form.Item label="人员" name="personId" rules={[{ required: true, message: '请选择人员' }]}>
                <PersonSelect name={row?.personName ?? null} />
              </Form.Item>
              <div className="two">
                <Form.Item label="登记日期" name="from" rules={[{ required: true, message: '请填写日期' }]}>
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="结束日期" name="to">
                  <DatePicker style={{ width: '100%' }} placeholder="还在找" />
                </Form.Item>
                <Form.Item label="技能" name="skill">
                  <Input maxLength={80} />
                </Form.Item>
                <Form.Item label="求职意向" name="wish">
                  <Input maxLength={80} />
                </Form.Item>
                <Form.Item label="期望县（区）" name="wishCounty">
                  <RegionSelect label="期望县（区）" />
                </Form.Item>
                <Form.Item label="期望月薪（元）" name="wage">
                  <InputNumber min={0} max={1_000_000} precision={2} style={{ width: '100%' }} />
                </Form.Item>
              </div>
              <Form.Item label="备注" name="note">
                <Input.TextArea rows={2} maxLength={500} />
              </Form.Item>
              {row && (
                <RemoveRecord
                  what={`${row.personName} 的求职登记`}
                  remove={(reason) => client.services.removeSeeker({ id: row.id, reason })}
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

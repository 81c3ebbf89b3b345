import { DatePicker, Form, Input, InputNumber, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { ReactNode } from 'react'
import { useSearchParams } from 'react-router'
import type { VacancyRow } from '../../../shared/contract/services.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { POST_KINDS, type PostKind } from '../../../shared/domain/policy.ts'
import { POST_KIND_TEXT } from '../../../shared/text/registry.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { RecordForm } from '../organisations/RecordForm.tsx'
import { RecordList } from '../organisations/RecordList.tsx'
import { OrgSelect } from '../people/OrgSelect.tsx'
import { RemoveRecord } from './RemoveRecord.tsx'

const COLUMNS: readonly Column<VacancyRow>[] = [
  { key: 'employer', title: '用人单位', width: 220, grow: true, render: (row) => row.employerText },
  { key: 'title', title: '岗位', width: 140, render: (row) => <b>{row.title}</b> },
  { key: 'heads', title: '人数', width: 70, align: 'right', render: (row) => count(row.heads) },
  { key: 'kind', title: '种类', width: 90, render: (row) => POST_KIND_TEXT[row.postKind] },
  { key: 'wage', title: '月工资（元）', width: 140, render: (row) => <Digits>{wageText(row)}</Digits> },
  { key: 'place', title: '地点', width: 160, render: (row) => row.countyName ?? '' },
  {
    key: 'days',
    title: '起止',
    width: 175,
    render: (row) => (
      <Digits>
        {row.from} — {row.to ?? '长期'}
      </Digits>
    ),
  },
  { key: 'suitable', title: '适合人群', width: 110, render: (row) => row.suitable ?? '' },
]

function wageText({ wageFromFen, wageToFen }: VacancyRow): string {
  const yuan = (fen: number) => formatYuan(fen).replace(/\.00$/, '')
  if (wageFromFen === null && wageToFen === null) return '面议'
  if (wageFromFen !== null && wageToFen !== null && wageFromFen !== wageToFen)
    return `${yuan(wageFromFen)}–${yuan(wageToFen)}`
  return yuan(wageFromFen ?? wageToFen ?? 0)
}

type Fields = {
  employerId?: string | null
  employerText?: string
  title: string
  heads: number
  postKind: PostKind
  county?: string | null
  wageFrom?: number | null
  wageTo?: number | null
  from: Dayjs
  to?: Dayjs | null
  education?: string
  suitable?: string
  terms?: string
  phone?: string
}

const fenOf = (yuan: number | null | undefined) => (yuan == null ? null : Math.round(yuan * 100))

/** 岗位 that employers offer. */
export function Vacancies({ chooser }: { chooser: ReactNode }) {
  const { asOf } = useDay()
  const [params] = useSearchParams()
  const filter = { search: params.get('search') ?? '' }
  const list = useWindows<VacancyRow>(JSON.stringify(filter), (offset, limit) =>
    api.services.vacancies.queryOptions({ input: { ...filter, offset, limit } }),
  )
  return (
    <RecordList
      label="岗位"
      unit="个岗位"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => `${row.title}（${row.employerText}）`}
      addLabel="登记岗位"
      placeholder="单位、岗位名称"
      leading={chooser}
      empty={
        <EmptyTeach title="还没有岗位">
          企业提供的岗位登记在这里：单位、岗位、人数、工资、地点。不讲学历、技能、年龄的写成“爱心岗位”。
        </EmptyTeach>
      }
      form={(row, done) => (
        <RecordForm<Fields>
          initial={initialOf(row, dayjs(asOf))}
          onDone={done}
          doneText={(fields) => `${row ? '修改' : '登记'}岗位 ${fields.title}`}
          save={(fields) =>
            client.services.saveVacancy({
              ...(row ? { id: row.id } : {}),
              employerId: fields.employerId ?? null,
              employerText: fields.employerText?.trim() ?? '',
              title: fields.title.trim(),
              heads: fields.heads,
              postKind: fields.postKind,
              county: fields.county ?? null,
              wageFromFen: fenOf(fields.wageFrom),
              wageToFen: fenOf(fields.wageTo),
              from: fields.from.format('YYYY-MM-DD'),
              to: fields.to ? fields.to.format('YYYY-MM-DD') : null,
              education: fields.education?.trim() || null,
              suitable: fields.suitable?.trim() || null,
              terms: fields.terms?.trim() || null,
              phone: fields.phone?.trim() || null,
            })
          }
        >
          {(form) => (
            <>
              <Form.Item label="用人单位" name="employerId">
                <OrgSelect of="employers" name={row?.employerText ?? null} />
              </Form.Item>
              <Form.Item noStyle dependencies={['employerId']}>
                {() =>
                  !form.getFieldValue('employerId') && (
                    <Form.Item label="单位名称（台账里没有的）" name="employerText">
                      <Input maxLength={120} />
                    </Form.Item>
                  )
                }
              </Form.Item>
              <div className="two">
                <Form.Item label="岗位" name="title" rules={[{ required: true, message: '请填写岗位名称' }]}>
                  <Input maxLength={80} />
                </Form.Item>
                <Form.Item label="招聘人数" name="heads" rules={[{ required: true, message: '请填写人数' }]}>
                  <InputNumber min={1} max={1_000_000} precision={0} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="岗位种类" name="postKind">
                  <Select
                    options={POST_KINDS.map((kind) => ({ value: kind, label: POST_KIND_TEXT[kind] }))}
                  />
                </Form.Item>
                <Form.Item label="工作县（区）" name="county">
                  <RegionSelect label="工作县（区）" />
                </Form.Item>
                <Form.Item label="月工资从（元）" name="wageFrom">
                  <InputNumber min={0} max={1_000_000} precision={2} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="到（元）" name="wageTo">
                  <InputNumber min={0} max={1_000_000} precision={2} style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="发布日期" name="from" rules={[{ required: true, message: '请填写日期' }]}>
                  <DatePicker style={{ width: '100%' }} />
                </Form.Item>
                <Form.Item label="截止日期" name="to">
                  <DatePicker style={{ width: '100%' }} placeholder="长期" />
                </Form.Item>
                <Form.Item label="学历要求" name="education">
                  <Input maxLength={40} placeholder="不限" />
                </Form.Item>
                <Form.Item label="适合人群" name="suitable">
                  <Input maxLength={80} placeholder="如：45岁以上、女性" />
                </Form.Item>
              </div>
              <Form.Item label="班次和福利" name="terms">
                <Input maxLength={200} placeholder="如：两班倒，包吃住，缴社保" />
              </Form.Item>
              <Form.Item label="联系电话" name="phone">
                <Input maxLength={30} />
              </Form.Item>
              {row && (
                <RemoveRecord
                  what={`岗位 ${row.title}`}
                  remove={(reason) => client.services.removeVacancy({ id: row.id, reason })}
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

function initialOf(row: VacancyRow | null, day: Dayjs): Partial<Fields> {
  if (row === null) return { postKind: 'ordinary', from: day }
  return {
    employerId: row.employerId,
    employerText: row.employerText,
    title: row.title,
    heads: row.heads,
    postKind: row.postKind,
    county: row.county,
    wageFrom: row.wageFromFen === null ? null : row.wageFromFen / 100,
    wageTo: row.wageToFen === null ? null : row.wageToFen / 100,
    from: dayjs(row.from),
    to: row.to === null ? null : dayjs(row.to),
    education: row.education ?? '',
    suitable: row.suitable ?? '',
    terms: row.terms ?? '',
    phone: row.phone ?? '',
  }
}

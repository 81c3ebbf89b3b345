import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Form, Input, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { Link, useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { employerRow } from '../../../shared/contract/registry.ts'
import {
  EMPLOYER_KINDS,
  type EmployerKind,
  RECOGNISED_KINDS,
  type RecognisedKind,
} from '../../../shared/domain/policy.ts'
import { EMPLOYER_KIND_TEXT, RECOGNISED_KIND_TEXT } from '../../../shared/text/registry.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Known, Unknown } from '../../components/values.tsx'
import { RecordForm } from './RecordForm.tsx'
import { RecordList } from './RecordList.tsx'

type Row = z.infer<typeof employerRow>

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'name',
    title: '单位名称',
    width: 240,
    grow: true,
    render: (row) => <b title={row.name}>{row.name}</b>,
  },
  {
    key: 'code',
    title: '统一社会信用代码',
    width: 172,
    render: (row) => <Known>{row.creditCode && <Digits>{row.creditCode}</Digits>}</Known>,
  },
  {
    key: 'kind',
    title: '类型',
    width: 116,
    render: (row) => (row.kind ? EMPLOYER_KIND_TEXT[row.kind] : <Unknown />),
  },
  { key: 'county', title: '所在县（区）', width: 150, render: (row) => <Known>{row.countyName}</Known> },
  {
    key: 'private',
    title: '民营',
    width: 56,
    render: (row) => (row.isPrivate === null ? <Unknown /> : row.isPrivate ? '是' : '否'),
  },
  {
    key: 'recognised',
    title: '认定',
    width: 140,
    render: (row) =>
      row.recognised.length === 0 ? (
        <span className="faint">—</span>
      ) : (
        row.recognised.map((one) => RECOGNISED_KIND_TEXT[one.kind]).join('、')
      ),
  },
  {
    key: 'heads',
    title: '在岗',
    width: 68,
    align: 'right',
    render: (row) => <Digits>{count(row.headcount)}</Digits>,
  },
  { key: 'contact', title: '联系人', width: 84, render: (row) => <Known>{row.contact}</Known> },
  {
    key: 'phone',
    title: '电话',
    width: 124,
    render: (row) => <Known>{row.phone && <Digits>{row.phone}</Digits>}</Known>,
  },
]

export function Employers() {
  const [params] = useSearchParams()
  const search = params.get('search') ?? ''
  const list = useWindows<Row>(search, (offset, limit) =>
    api.employers.list.queryOptions({ input: { search, offset, limit } }),
  )
  return (
    <RecordList
      label="用人单位"
      unit="家"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.name}
      addLabel="登记单位"
      empty={<NoEmployers searching={search !== ''} />}
      form={(row, done) => <EmployerForm row={row} onDone={done} />}
    />
  )
}

function NoEmployers({ searching }: { searching: boolean }) {
  if (searching)
    return <EmptyTeach title="没有找到这家单位">可换名称的一部分、拼音首字母或信用代码。</EmptyTeach>
  return (
    <EmptyTeach
      title="还没有用人单位"
      actions={
        <Link to="/exchange/import">
          <Button type="primary">导入用人单位</Button>
        </Link>
      }
    >
      导入务工监测表时会自动带出单位；也可以导入用人单位名单，或在右上角逐家登记。
    </EmptyTeach>
  )
}

type Fields = {
  name: string
  creditCode?: string
  kind?: EmployerKind
  county?: string | null
  isPrivate: 'yes' | 'no' | 'unknown'
  contact?: string
  phone?: string
  recognised: { kind: RecognisedKind; on: Dayjs }[]
}

function EmployerForm({ row, onDone }: { row: Row | null; onDone: () => void }) {
  const initial: Partial<Fields> = row
    ? {
        name: row.name,
        isPrivate: row.isPrivate === null ? 'unknown' : row.isPrivate ? 'yes' : 'no',
        recognised: row.recognised.map((one) => ({ kind: one.kind, on: dayjs(one.on) })),
        county: row.county,
        ...(row.creditCode ? { creditCode: row.creditCode } : {}),
        ...(row.kind ? { kind: row.kind } : {}),
        ...(row.contact ? { contact: row.contact } : {}),
        ...(row.phone ? { phone: row.phone } : {}),
      }
    : { isPrivate: 'unknown', recognised: [] }
  return (
    <RecordForm<Fields>
      initial={initial}
      onDone={onDone}
      doneText={(fields) => `保存 ${fields.name}`}
      save={(fields) =>
        client.employers.save({
          ...(row ? { id: row.id } : {}),
          name: fields.name.trim(),
          creditCode: fields.creditCode?.trim() || null,
          kind: fields.kind ?? null,
          county: fields.county ?? null,
          isPrivate: fields.isPrivate === 'unknown' ? null : fields.isPrivate === 'yes',
          contact: fields.contact?.trim() || null,
          phone: fields.phone?.trim() || null,
          recognised: fields.recognised.map((one) => ({ kind: one.kind, on: one.on.format('YYYY-MM-DD') })),
        })
      }
    >
      {() => (
        <>
          <Form.Item label="单位名称" name="name" rules={[{ required: true, message: '请填写单位名称' }]}>
            <Input maxLength={120} autoFocus={!row} />
          </Form.Item>
          <Form.Item label="统一社会信用代码" name="creditCode">
            <Input maxLength={18} placeholder="18 位；不知道就留空" />
          </Form.Item>
          <div className="two">
            <Form.Item label="类型" name="kind">
              <Select
                allowClear
                placeholder="未知"
                options={EMPLOYER_KINDS.map((kind) => ({ value: kind, label: EMPLOYER_KIND_TEXT[kind] }))}
              />
            </Form.Item>
            <Form.Item label="民营" name="isPrivate">
              <Radio.Group
                optionType="button"
                options={[
                  { value: 'yes', label: '是' },
                  { value: 'no', label: '否' },
                  { value: 'unknown', label: '未知' },
                ]}
              />
            </Form.Item>
          </div>
          <Form.Item label="所在县（区）" name="county">
            <RegionSelect />
          </Form.Item>
          <div className="two">
            <Form.Item label="联系人" name="contact">
              <Input maxLength={40} />
            </Form.Item>
            <Form.Item label="电话" name="phone">
              <Input maxLength={30} />
            </Form.Item>
          </div>
          <Form.List name="recognised">
            {(rows, { add, remove }) => (
              <div style={{ marginBottom: 12 }}>
                <div className="row" style={{ marginBottom: 4 }}>
                  基地、车间等认定
                  <Button
                    size="small"
                    icon={<PlusOutlined />}
                    onClick={() => add({ kind: 'city-base', on: null })}
                  >
                    加一项
                  </Button>
                </div>
                {rows.map((one) => (
                  <div key={one.key} className="row" style={{ marginBottom: 4, alignItems: 'flex-start' }}>
                    <Form.Item name={[one.name, 'kind']} noStyle>
                      <Select
                        aria-label="认定种类"
                        style={{ flex: 1 }}
                        options={RECOGNISED_KINDS.map((kind) => ({
                          value: kind,
                          label: RECOGNISED_KIND_TEXT[kind],
                        }))}
                      />
                    </Form.Item>
                    <Form.Item
                      name={[one.name, 'on']}
                      style={{ margin: 0 }}
                      rules={[{ required: true, message: '认定日期' }]}
                    >
                      <DatePicker placeholder="认定日期" style={{ width: 130 }} />
                    </Form.Item>
                    <Button
                      type="text"
                      icon={<DeleteOutlined />}
                      aria-label="去掉这一项"
                      onClick={() => remove(one.name)}
                    />
                  </div>
                ))}
              </div>
            )}
          </Form.List>
        </>
      )}
    </RecordForm>
  )
}

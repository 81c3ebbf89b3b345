import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Button, DatePicker, Form, Radio, Select } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
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
import type { Column } from '../../components/table/columns.ts'
import { Unknown } from '../../components/values.tsx'
import { OrganisationFields, type OrganisationValues, shownOf, storedOf } from './OrganisationFields.tsx'
import { OrganisationList } from './OrganisationList.tsx'
import {
  codeColumn,
  contactColumns,
  countyColumn,
  headsColumn,
  kindColumn,
  nameColumn,
} from './organisation-columns.tsx'
import { RecordForm } from './RecordForm.tsx'

type Row = z.infer<typeof employerRow>

const COLUMNS: readonly Column<Row>[] = [
  nameColumn('单位名称', 240),
  codeColumn(172),
  kindColumn(116, (kind) => EMPLOYER_KIND_TEXT[kind]),
  countyColumn(160),
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
  headsColumn('在岗', 68, (row) => `/people?organisation=${row.id}&working=yes`),
  ...contactColumns<Row>(84, 124),
]
const KINDS = EMPLOYER_KINDS.map((kind) => ({ value: kind, label: EMPLOYER_KIND_TEXT[kind] }))

type Fields = OrganisationValues<EmployerKind> & {
  isPrivate: 'yes' | 'no' | 'unknown'
  recognised: { kind: RecognisedKind; on: Dayjs }[]
}

export function Employers() {
  return (
    <OrganisationList<Row>
      label="用人单位"
      short="单位"
      columns={COLUMNS}
      rows={(input) => api.employers.list.queryOptions({ input })}
      teach="导入务工监测表时会自动带出单位；也可以导入用人单位名单，或在右上角逐家登记。"
      form={(row, done) => (
        <RecordForm<Fields>
          initial={
            row
              ? {
                  ...shownOf(row),
                  isPrivate: row.isPrivate === null ? 'unknown' : row.isPrivate ? 'yes' : 'no',
                  recognised: row.recognised.map((one) => ({ kind: one.kind, on: dayjs(one.on) })),
                }
              : { isPrivate: 'unknown', recognised: [] }
          }
          onDone={done}
          doneText={(fields) => `保存 ${fields.name}`}
          save={(fields) =>
            client.employers.save({
              ...storedOf(row?.id, fields),
              isPrivate: fields.isPrivate === 'unknown' ? null : fields.isPrivate === 'yes',
              recognised: fields.recognised.map((one) => ({
                kind: one.kind,
                on: one.on.format('YYYY-MM-DD'),
              })),
            })
          }
        >
          {() => (
            <>
              <OrganisationFields
                nameLabel="单位名称"
                kinds={KINDS}
                fresh={!row}
                besideKind={
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
                }
              />
              <Recognitions />
            </>
          )}
        </RecordForm>
      )}
    />
  )
}

/** 基地、车间等认定, each with its day. */
function Recognitions() {
  return (
    <Form.List name="recognised">
      {(rows, { add, remove }) => (
        <div style={{ marginBottom: 12 }}>
          <div className="row" style={{ marginBottom: 4 }}>
            基地、车间等认定
            <Button size="small" icon={<PlusOutlined />} onClick={() => add({ kind: 'city-base', on: null })}>
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
  )
}

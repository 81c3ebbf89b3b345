import { Button, Form, Input, Select } from 'antd'
import { Link, useSearchParams } from 'react-router'
import type { z } from 'zod'
import type { agentRow } from '../../../shared/contract/registry.ts'
import { AGENT_KINDS, type AgentKind } from '../../../shared/domain/policy.ts'
import { AGENT_KIND_TEXT } from '../../../shared/text/registry.ts'
import { api } from '../../api.ts'
import { client } from '../../client.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { RegionSelect } from '../../components/RegionSelect.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Known, Unknown } from '../../components/values.tsx'
import { RecordForm } from './RecordForm.tsx'
import { RecordList } from './RecordList.tsx'

type Row = z.infer<typeof agentRow>

const COLUMNS: readonly Column<Row>[] = [
  {
    key: 'name',
    title: '机构名称',
    width: 260,
    grow: true,
    render: (row) => <b title={row.name}>{row.name}</b>,
  },
  {
    key: 'code',
    title: '统一社会信用代码',
    width: 180,
    render: (row) => <Known>{row.creditCode && <Digits>{row.creditCode}</Digits>}</Known>,
  },
  {
    key: 'kind',
    title: '类型',
    width: 150,
    render: (row) => (row.kind ? AGENT_KIND_TEXT[row.kind] : <Unknown />),
  },
  { key: 'county', title: '所在县（区）', width: 170, render: (row) => <Known>{row.countyName}</Known> },
  {
    key: 'heads',
    title: '组织输出',
    width: 86,
    align: 'right',
    render: (row) => <Digits>{count(row.headcount)}</Digits>,
  },
  { key: 'contact', title: '联系人', width: 96, render: (row) => <Known>{row.contact}</Known> },
  {
    key: 'phone',
    title: '电话',
    width: 130,
    render: (row) => <Known>{row.phone && <Digits>{row.phone}</Digits>}</Known>,
  },
]

export function Agents() {
  const [params] = useSearchParams()
  const search = params.get('search') ?? ''
  const list = useWindows<Row>(search, (offset, limit) =>
    api.agents.list.queryOptions({ input: { search, offset, limit } }),
  )
  return (
    <RecordList
      label="劳务机构"
      unit="家"
      columns={COLUMNS}
      list={list}
      titleOf={(row) => row.name}
      addLabel="登记机构"
      empty={
        search ? (
          <EmptyTeach title="没有找到这家机构">可换名称的一部分、拼音首字母或信用代码。</EmptyTeach>
        ) : (
          <EmptyTeach
            title="还没有劳务机构"
            actions={
              <Link to="/exchange/import">
                <Button type="primary">导入劳务机构</Button>
              </Link>
            }
          >
            组织劳务输出的人力资源公司、劳务公司、合作社和经纪人登记在这里，服务补贴按它们计算。
          </EmptyTeach>
        )
      }
      form={(row, done) => <AgentForm row={row} onDone={done} />}
    />
  )
}

type Fields = {
  name: string
  creditCode?: string
  kind?: AgentKind
  county?: string | null
  contact?: string
  phone?: string
}

function AgentForm({ row, onDone }: { row: Row | null; onDone: () => void }) {
  const initial: Partial<Fields> = row
    ? {
        name: row.name,
        county: row.county,
        ...(row.creditCode ? { creditCode: row.creditCode } : {}),
        ...(row.kind ? { kind: row.kind } : {}),
        ...(row.contact ? { contact: row.contact } : {}),
        ...(row.phone ? { phone: row.phone } : {}),
      }
    : {}
  return (
    <RecordForm<Fields>
      initial={initial}
      onDone={onDone}
      doneText={(fields) => `保存 ${fields.name}`}
      save={(fields) =>
        client.agents.save({
          ...(row ? { id: row.id } : {}),
          name: fields.name.trim(),
          creditCode: fields.creditCode?.trim() || null,
          kind: fields.kind ?? null,
          county: fields.county ?? null,
          contact: fields.contact?.trim() || null,
          phone: fields.phone?.trim() || null,
        })
      }
    >
      {() => (
        <>
          <Form.Item label="机构名称" name="name" rules={[{ required: true, message: '请填写机构名称' }]}>
            <Input maxLength={120} autoFocus={!row} />
          </Form.Item>
          <Form.Item label="统一社会信用代码" name="creditCode">
            <Input maxLength={18} placeholder="18 位；不知道就留空" />
          </Form.Item>
          <Form.Item label="类型" name="kind">
            <Select
              allowClear
              placeholder="未知"
              options={AGENT_KINDS.map((kind) => ({ value: kind, label: AGENT_KIND_TEXT[kind] }))}
            />
          </Form.Item>
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
        </>
      )}
    </RecordForm>
  )
}

import { api } from '../../api.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import type { Column } from '../../components/table/columns.ts'
import { WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Moment } from '../../components/values.tsx'
import { AUDIT_LIMIT, type AuditRow } from './audit-row.ts'

const COLUMNS: readonly Column<AuditRow>[] = [
  { key: 'seq', title: '序号', width: 90, align: 'right', render: (row) => <Digits>{row.seq}</Digits> },
  { key: 'at', title: '时间', width: 160, render: (row) => <Moment at={row.at} /> },
  { key: 'actor', title: '经办人', width: 130, render: (row) => row.actor },
  { key: 'label', title: '做了什么', width: 320, grow: true, render: (row) => row.label },
  {
    key: 'changes',
    title: '改动项数',
    width: 100,
    align: 'right',
    render: (row) => <Digits>{count(row.changes)}</Digits>,
  },
  {
    key: 'tx',
    title: '流水号',
    width: 250,
    render: (row) => <span className="faint digits">{row.txId}</span>,
  },
]

/** Who did what when, newest first. Nothing can be taken out of it. */
export function Audit() {
  const list = useWindows<AuditRow>('audit', (offset, limit) =>
    api.audit.list.queryOptions({ input: { offset, limit: Math.min(limit, AUDIT_LIMIT) } }),
  )
  return (
    <WindowTable
      label="操作记录"
      columns={COLUMNS}
      list={list}
      rowId={(row) => String(row.seq)}
      empty={
        <EmptyTeach title="还没有操作记录">
          每一次改动、导入、查看完整证件号，都会按先后记在这里，前后相连，不能删改。
        </EmptyTeach>
      }
    />
  )
}

import { api } from '../../api.ts'
import type { Column } from '../../components/table/columns.ts'
import { WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'

type Finding = { row: number; severity: 'refused' | 'warned'; code: string; message: string }

const COLUMNS: readonly Column<Finding>[] = [
  {
    key: 'row',
    title: '行',
    width: 80,
    render: (finding) => <span className="digits">第 {finding.row} 行</span>,
  },
  {
    key: 'severity',
    title: '处理',
    width: 80,
    render: (finding) =>
      finding.severity === 'refused' ? (
        <span className="bad">✗ 退回</span>
      ) : (
        <span className="quiet">! 提醒</span>
      ),
  },
  {
    key: 'message',
    title: '说明',
    width: 400,
    grow: true,
    render: (finding) => <span title={finding.message}>{finding.message}</span>,
  },
]

/** All findings of one import. */
export function Findings({ importId }: { importId: string }) {
  const list = useWindows<Finding>(importId, (offset, limit) =>
    api.imports.findings.queryOptions({ input: { importId, offset, limit } }),
  )
  return (
    <div style={{ height: 260, display: 'flex' }}>
      <WindowTable
        label="导入问题"
        columns={COLUMNS}
        list={list}
        rowId={(finding) => `${finding.row}-${finding.code}`}
        empty={<p className="quiet">没有问题。</p>}
      />
    </div>
  )
}

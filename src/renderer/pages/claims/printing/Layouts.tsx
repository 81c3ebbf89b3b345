import { useQuery, useQueryClient } from '@tanstack/react-query'
import { App, Button, Table, Tag } from 'antd'
import { type ReactNode, useState } from 'react'
import type { LayoutView } from '../../../../shared/contract/papers.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { PAPER_KIND_TEXT } from '../../../../shared/text/papers.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { LayoutEditor } from './LayoutEditor.tsx'
import { Offset } from './Offset.tsx'

/** Layouts of ours and the office's own copies of them. */
export function Layouts({ choose }: { choose: ReactNode }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const queries = useQueryClient()
  const layouts = useQuery(api.papers.layouts.queryOptions({ input: {} }))
  const [editing, setEditing] = useState<string | null>(null)
  const [moving, setMoving] = useState<LayoutView | null>(null)
  const again = () => queries.invalidateQueries({ queryKey: api.papers.key() })
  if (editing !== null) {
    return (
      <LayoutEditor
        id={editing}
        onDone={() => {
          setEditing(null)
          void again()
        }}
      />
    )
  }
  const remove = async (row: LayoutView) => {
    const reason = await askReason({
      title: `删除版式“${row.name}”`,
      effect: '以后不能再选它打印；已经打出的纸不受影响。',
      okText: '删除版式',
    })
    if (reason === null) return
    try {
      await client.papers.removeLayout({ id: row.id, reason })
      await again()
      message.success(`已删除版式“${row.name}”`)
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  return (
    <>
      <div className="toolbar row-wrap">
        {choose}
        <span className="quiet">随软件提供的是自拟的地方样式，非上级制发；复制后可按当地格式修改。</span>
      </div>
      <Problem error={layouts.error} />
      <div style={{ overflow: 'auto', flex: 1, minHeight: 0, padding: '0 16px 16px' }}>
        <Table<LayoutView>
          size="small"
          rowKey="id"
          pagination={false}
          loading={layouts.isPending}
          dataSource={layouts.data ?? []}
          columns={[
            {
              title: '版式',
              dataIndex: 'name',
              render: (name: string, row) => (
                <>
                  {name} {row.own ? <Tag color="blue">本单位</Tag> : <Tag>自拟样式</Tag>}
                </>
              ),
            },
            { title: '用于', render: (_, row) => row.kinds.map((kind) => PAPER_KIND_TEXT[kind]).join('、') },
            { title: '纸张', dataIndex: 'paper', width: 100 },
            {
              title: '套打位置',
              width: 150,
              render: (_, row) =>
                row.offset ? `右 ${row.offset.rightMm}，下 ${row.offset.downMm} 毫米` : '未设',
            },
            {
              title: '修改',
              width: 190,
              render: (_, row) =>
                row.changedBy && row.changedAt ? `${row.changedBy} ${shanghaiDay(row.changedAt)}` : '',
            },
            {
              title: '',
              width: 230,
              render: (_, row) => (
                <span className="row nowrap">
                  <RoleButton needs="reviewer" size="small" onClick={() => setEditing(row.id)}>
                    {row.own ? '修改' : '复制修改'}
                  </RoleButton>
                  <Button size="small" onClick={() => setMoving(row)}>
                    套打
                  </Button>
                  {row.own && (
                    <RoleButton needs="reviewer" size="small" danger onClick={() => void remove(row)}>
                      删除
                    </RoleButton>
                  )}
                </span>
              ),
            },
          ]}
        />
      </div>
      {moving && (
        <Offset
          layout={moving}
          onClose={() => {
            setMoving(null)
            void again()
          }}
        />
      )}
    </>
  )
}

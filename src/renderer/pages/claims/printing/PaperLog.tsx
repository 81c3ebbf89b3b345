import { App, Button, Input, Select } from 'antd'
import { type ReactNode, useMemo, useState } from 'react'
import { useSearchParams } from 'react-router'
import type { PaperRow } from '../../../../shared/contract/papers.ts'
import { PAPER_STATES, type PaperState } from '../../../../shared/domain/claim-states.ts'
import { PAPER_KINDS } from '../../../../shared/domain/papers.ts'
import { PAPER_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { PAPER_KIND_TEXT } from '../../../../shared/text/papers.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { useAskReason } from '../../../components/ask.tsx'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { problemOf } from '../../../components/problem.ts'
import type { Column } from '../../../components/table/columns.ts'
import { NOTHING, selectedCount, selectedIds } from '../../../components/table/selection.ts'
import { WindowTable } from '../../../components/table/WindowTable.tsx'
import { useWindows } from '../../../components/table/windows.ts'
import { count, Money } from '../../../components/values.tsx'

const COLUMNS: readonly Column<PaperRow>[] = [
  { key: 'serial', title: '编号', width: 190, render: (row) => <span className="digits">{row.serial}</span> },
  {
    key: 'kind',
    title: '种类',
    width: 132,
    render: ({ layoutName, drawnBy }) =>
      drawnBy === null ? (
        layoutName
      ) : (
        <span title={`版式：${drawnBy.name}，版本 ${drawnBy.digest}`}>{layoutName}</span>
      ),
  },
  { key: 'title', title: '内容', width: 150, grow: true, render: (row) => row.title },
  { key: 'count', title: '份数', width: 56, align: 'right', render: (row) => count(row.claimCount) },
  {
    key: 'amount',
    title: '金额（元）',
    width: 110,
    align: 'right',
    render: (row) => <Money fen={row.amountFen} />,
  },
  { key: 'pages', title: '页', width: 44, align: 'right', render: (row) => count(row.pages) },
  { key: 'state', title: '状态', width: 76, render: (row) => PAPER_STATE_TEXT[row.state] },
  {
    key: 'at',
    title: '打印时间',
    width: 124,
    render: (row) =>
      new Date(row.printedAt).toLocaleString('zh-CN', {
        timeZone: 'Asia/Shanghai',
        dateStyle: 'short',
        timeStyle: 'short',
      }),
  },
  { key: 'by', title: '打印人', width: 92, render: (row) => row.printedBy },
  {
    key: 'reprints',
    title: '重打、作废',
    width: 170,
    render: (row) => {
      const said = [row.reprints > 0 ? `重打 ${row.reprints} 次` : '', row.reprintReason ?? '']
        .filter(Boolean)
        .join('：')
      return <span title={said}>{said}</span>
    },
  },
]

/** What was printed, with its serial numbers; many are marked at once as stamped, handed out or spoiled. */
export function PaperLog({ choose }: { choose: ReactNode }) {
  const { message } = App.useApp()
  const askReason = useAskReason()
  const [params, setParams] = useSearchParams()
  const [selection, setSelection] = useState(NOTHING)
  const search = params.get('search') ?? ''
  const layout = PAPER_KINDS.find((kind) => kind === params.get('paper'))
  const state = PAPER_STATES.find((one) => one === params.get('state'))
  const filter = useMemo(
    () => ({ search, ...(layout ? { layout } : {}), ...(state ? { state } : {}) }),
    [search, layout, state],
  )
  const fetchPage = (offset: number, limit: number) => client.papers.list({ ...filter, offset, limit })
  const list = useWindows<PaperRow>(JSON.stringify(filter), (offset, limit) =>
    api.papers.list.queryOptions({ input: { ...filter, offset, limit } }),
  )
  const set = (key: string, value: string | null | undefined) => {
    setSelection(NOTHING)
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        if (value) next.set(key, value)
        else next.delete(key)
        return next
      },
      { replace: true },
    )
  }
  const chosen = selectedCount(selection, list.total ?? 0)
  const mark = async (to: 'stamped' | 'handed-out' | 'spoiled') => {
    try {
      const reason =
        to === 'spoiled'
          ? await askReason({
              title: `作废 ${count(chosen)} 份纸质件`,
              effect: '作废后编号不再使用；再打印时给新的编号。',
              okText: '作废',
            })
          : ''
      if (reason === null) return
      const ids = await selectedIds(selection, fetchPage, (row) => row.id)
      const done = await client.papers.mark({ ids, state: to, reason })
      setSelection(NOTHING)
      message.success(`${PAPER_STATE_TEXT[to]} ${count(done.changed)} 份`)
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }
  return (
    <>
      <div className="toolbar row-wrap">
        {choose}
        <Input.Search
          allowClear
          style={{ width: 200 }}
          aria-label="查找编号或内容"
          placeholder="编号、姓名、村"
          defaultValue={search}
          onSearch={(text) => set('search', text)}
        />
        <Select
          allowClear
          style={{ width: 170 }}
          aria-label="种类"
          placeholder="全部种类"
          value={layout ?? null}
          options={PAPER_KINDS.map((value) => ({ value, label: PAPER_KIND_TEXT[value] }))}
          onChange={(value: string | null | undefined) => set('paper', value)}
        />
        <Select
          allowClear
          style={{ width: 110 }}
          aria-label="状态"
          placeholder="全部状态"
          value={state ?? null}
          options={PAPER_STATES.map((value: PaperState) => ({ value, label: PAPER_STATE_TEXT[value] }))}
          onChange={(value: string | null | undefined) => set('state', value)}
        />
        <span className="spring" />
        <Button disabled={chosen === 0} onClick={() => void mark('stamped')}>
          登记盖章{chosen > 0 ? ` ${count(chosen)} 份` : ''}
        </Button>
        <Button disabled={chosen === 0} onClick={() => void mark('handed-out')}>
          登记发出
        </Button>
        <Button danger disabled={chosen === 0} onClick={() => void mark('spoiled')}>
          作废…
        </Button>
      </div>
      <Problem error={list.error} />
      <WindowTable
        label="打印记录"
        columns={COLUMNS}
        list={list}
        rowId={(row) => row.id}
        selection={selection}
        onSelect={setSelection}
        empty={
          <EmptyTeach title="还没有打印记录">
            在“打印”里打出的每一份，都在这里留有编号、时间和经手人。
          </EmptyTeach>
        }
      />
    </>
  )
}

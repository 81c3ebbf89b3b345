import { DatePicker } from 'antd'
import dayjs from 'dayjs'
import { useMemo, useRef, useState } from 'react'
import { useSearchParams } from 'react-router'
import { api } from '../../api.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { FilterChips } from '../../components/FilterChips.tsx'
import { SearchBox } from '../../components/SearchBox.tsx'
import type { Column } from '../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, Moment } from '../../components/values.tsx'
import { AuditPanel } from './AuditPanel.tsx'
import { AUDIT_LIMIT, type AuditRow } from './audit-row.ts'

const COLUMNS: readonly Column<AuditRow>[] = [
  { key: 'seq', title: '序号', width: 90, align: 'right', render: (row) => <Digits>{row.seq}</Digits> },
  { key: 'at', title: '时间', width: 160, render: (row) => <Moment at={row.at} /> },
  { key: 'actor', title: '经办人', width: 130, render: (row) => row.actor },
  { key: 'label', title: '做了什么', width: 320, grow: true, render: (row) => <b>{row.label}</b> },
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

/** Who did what when, newest first, and what it changed. Nothing can be taken out of it. */
export function Audit() {
  const [params, setParams] = useSearchParams()
  const table = useRef<TableHandle>(null)
  const [open, setOpen] = useState<AuditRow | null>(null)
  const filter = useMemo(() => filterOf(params), [params])
  const set = (changes: Readonly<Record<string, string | null>>) =>
    setParams(
      (before) => {
        const next = new URLSearchParams(before)
        for (const [key, value] of Object.entries(changes))
          if (value) next.set(key, value)
          else next.delete(key)
        return next
      },
      { replace: true },
    )
  const list = useWindows<AuditRow>(JSON.stringify(filter), (offset, limit) =>
    api.audit.list.queryOptions({ input: { ...filter, offset, limit: Math.min(limit, AUDIT_LIMIT) } }),
  )
  const close = () => {
    setOpen(null)
    table.current?.focus()
  }
  const filtered = params.size > 0
  return (
    <>
      <div className="toolbar">
        <SearchBox
          label="查找操作"
          placeholder="经办人、做了什么、流水号"
          value={filter.search ?? ''}
          onChange={(text) => set({ search: text })}
          onDown={() => table.current?.focus()}
        />
        <DatePicker.RangePicker
          allowEmpty
          aria-label="哪些天"
          placeholder={['从哪天', '到哪天']}
          value={[dayOf(filter.from), dayOf(filter.to)]}
          onChange={(days) =>
            set({
              from: days?.[0]?.format('YYYY-MM-DD') ?? null,
              to: days?.[1]?.format('YYYY-MM-DD') ?? null,
            })
          }
        />
        <span className="quiet digits">{list.total === undefined ? '' : `${count(list.total)} 次操作`}</span>
      </div>
      <FilterChips
        chips={
          filter.about
            ? [
                {
                  key: 'about',
                  text: `与 ${params.get('name') ?? (filter.about.of === 'person' ? '某人' : '某份申领')} 有关的`,
                  onRemove: () => set({ person: null, claim: null, name: null }),
                },
              ]
            : []
        }
        onClear={() => setParams({}, { replace: true })}
      />
      <div className="list-area">
        <WindowTable
          label="操作记录"
          handle={table}
          columns={COLUMNS}
          list={list}
          rowId={(row) => String(row.seq)}
          openId={open ? String(open.seq) : null}
          onOpen={setOpen}
          empty={
            filtered ? (
              <EmptyTeach title="没有符合条件的操作">可以只输经办人的姓，或“修改”“审核”这样的字。</EmptyTeach>
            ) : (
              <EmptyTeach title="还没有操作记录">
                每一次改动、导入、查看完整证件号，都会按先后记在这里，前后相连，不能删改。
              </EmptyTeach>
            )
          }
        />
        {open && <AuditPanel key={open.seq} act={open} onClose={close} />}
      </div>
    </>
  )
}

const DAY = /^\d{4}-\d{2}-\d{2}$/
const dayOf = (text: string | undefined) => (text ? dayjs(text) : null)

function filterOf(params: URLSearchParams) {
  const [from, to] = [params.get('from') ?? '', params.get('to') ?? '']
  const [person, claim] = [params.get('person'), params.get('claim')]
  const about = person
    ? { of: 'person' as const, id: person }
    : claim
      ? { of: 'claim' as const, id: claim }
      : undefined
  return {
    search: params.get('search') ?? '',
    ...(DAY.test(from) ? { from } : {}),
    ...(DAY.test(to) ? { to } : {}),
    ...(about ? { about } : {}),
  }
}

import { useQuery } from '@tanstack/react-query'
import { Progress, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { TargetView } from '../../../shared/contract/duties.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { count } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { EvidenceList } from './EvidenceList.tsx'

type Open = { id: string; which: 'met' | 'unmet' | 'unknown'; part?: string }

/** Targets of the documents: the figure so far, the figure to reach, and the rows behind them. */
export function Targets() {
  const { asOf } = useDay()
  const answer = useQuery({
    ...api.duties.targets.queryOptions({ input: { asOf } }),
    placeholderData: (before) => before,
  })
  const [open, setOpen] = useState<Open | null>(null)
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <Skeleton active />
  const groups = Map.groupBy(answer.data, ({ docTitle }) => docTitle)
  const shown = answer.data.find(({ id }) => id === open?.id)
  return (
    <>
      <p className="quiet" style={{ marginBottom: 10 }}>
        进度由台账里的记录数出来，截至 {asOf}。数字可以点开看是哪些记录；“不清楚”的补上资料后才能算。
      </p>
      <div className="stack" style={{ maxWidth: 1100 }}>
        {[...groups].map(([title, rows]) => (
          <section key={title} className="card" aria-label={title}>
            <h2>{title}</h2>
            {rows.map((row) => (
              <Target key={row.id} row={row} onOpen={setOpen} />
            ))}
          </section>
        ))}
      </div>
      {open && shown && (
        <SidePanel
          title={shown.name}
          subtitle={`${shown.id} ${shown.measureText} · ${shown.periodText}`}
          onClose={() => setOpen(null)}
        >
          <TargetRows
            key={`${open.id}${open.part ?? ''}`}
            row={shown}
            open={open}
            asOf={asOf}
            onOpen={setOpen}
          />
        </SidePanel>
      )}
    </>
  )
}

function Target({ row, onOpen }: { row: TargetView; onOpen: (open: Open) => void }) {
  const door = (which: Open['which'], text: string, part?: string) => (
    <button
      type="button"
      className="as-link digits"
      aria-label={`${row.name}：${text}`}
      onClick={() => onOpen({ id: row.id, which, ...(part === undefined ? {} : { part }) })}
    >
      {text}
    </button>
  )
  return (
    <article className="target" data-testid={`target-${row.id}`}>
      <div className="target-head">
        <span className="faint digits">{row.id}</span>
        <b>{row.name}</b>
        <Link className="faint door" to={`/policy/library/${row.doc}#${row.id}`}>
          {row.clause}
        </Link>
        <span className="quiet">
          {row.holder} · {row.periodText}
          {row.within !== null && ` · 含在 ${row.within} 之内`}
          {row.sumOf.length > 0 && ` · ${row.sumOf.join(' + ')}`}
        </span>
        <span className="spring" />
        <span className="target-figure">
          {door('met', count(row.done))}
          <span className="quiet">
            {' '}
            / {row.goal === null ? '—' : count(row.goal)} {row.unit}
          </span>
        </span>
      </div>
      <Progress
        percent={percentOf(row)}
        size="small"
        showInfo={false}
        aria-label={`${row.name} ${count(row.done)} / ${row.goal ?? '—'}`}
        {...(row.reached ? { status: 'success' as const } : {})}
      />
      <div className="quiet target-foot">
        <span>{row.reached ? '✓ 已达到' : stateText(row)}</span>
        {row.compare === 'all' && row.lacking > 0 && door('unmet', `还差 ${count(row.lacking)} ${row.unit}`)}
        {row.unknown > 0 && door('unknown', `不清楚 ${count(row.unknown)}`)}
        {row.parts.map((part) => (
          <span key={part.measure}>
            {part.text} {part.owed} 次：
            {door('met', `${count(part.done)}/${count(part.goal)} 人`, part.measure)}
          </span>
        ))}
        {row.byPlace.slice(0, 4).map((place) => (
          <span key={place.code} className="faint">
            {place.name} {count(place.figure)}
          </span>
        ))}
        {row.byPlace.length > 4 && <span className="faint">等 {row.byPlace.length} 个县区</span>}
      </div>
    </article>
  )
}

function percentOf({ done, goal }: TargetView): number {
  if (goal === null || goal === 0) return 0
  return Math.min(100, Math.floor((done / goal) * 100))
}

function stateText(row: TargetView): string {
  if (row.goal === null || row.goal === 0)
    return row.compare === 'steady' ? '上年同日没有在业的人可比' : '还没有对象可数'
  if (row.compare === 'steady') return `比上年同日少 ${count(row.goal - row.done)} ${row.unit}`
  return row.compare === 'all' ? `${percentOf(row)}%` : `还差 ${count(row.goal - row.done)} ${row.unit}`
}

function TargetRows({
  row,
  open,
  asOf,
  onOpen,
}: {
  row: TargetView
  open: Open
  asOf: string
  onOpen: (open: Open) => void
}) {
  const several = row.compare === 'all' || row.unknown > 0
  const options = [
    { value: 'met', label: `已完成` },
    ...(row.compare === 'all' ? [{ value: 'unmet', label: `还差` }] : []),
    ...(row.unknown > 0 ? [{ value: 'unknown', label: '不清楚' }] : []),
  ]
  return (
    <div className="stack">
      <div style={{ lineHeight: 1.65 }}>{row.wording}</div>
      {row.readings.map((reading) => (
        <div key={reading} className="faint">
          本单位理解：{reading}
        </div>
      ))}
      {several && (
        <Segmented
          size="small"
          options={options}
          value={open.which}
          onChange={(which) => onOpen({ ...open, which: which as Open['which'] })}
        />
      )}
      <EvidenceList
        asked={{
          row: row.id,
          asOf,
          which: open.which,
          ...(open.part === undefined ? {} : { part: open.part }),
        }}
        none={open.which === 'met' ? '台账里还没有能算进来的记录。' : '没有。'}
      />
    </div>
  )
}

import { Link } from 'react-router'
import type { DocumentView } from '../../../../shared/contract/policy.ts'
import { useDay } from '../../../state/day.ts'
import { GHOST_LENGTH, type Timeline, timelineOf } from './timeline.ts'

/** The documents in time: when each is in force, what carries out what, what was replaced, until when is paid out. */
export function Relations({ documents }: { documents: readonly DocumentView[] }) {
  const { asOf } = useDay()
  const line = timelineOf(documents, asOf)
  return (
    <figure className="relations card">
      {/* biome-ignore lint/a11y/useSemanticElements: a drawing with links in it; a fieldset cannot be one */}
      <svg viewBox={`0 0 ${line.width} ${line.height}`} aria-label="各文件的有效期和相互关系" role="group">
        {line.years.map(({ year, x }) => (
          <g key={year}>
            <line className="rel-year" x1={x} x2={x} y1={16} y2={line.height} />
            <text className="rel-faint" x={x + 3} y={11}>
              {year}
            </text>
          </g>
        ))}
        <line className="rel-today" x1={line.today} x2={line.today} y1={16} y2={line.height} />
        <text className="rel-today-text" x={line.today - 4} y={line.height - 4} textAnchor="end">
          截至 {asOf}
        </text>
        {line.bars.map((bar) => (
          <Link
            key={bar.document.id}
            to={`/policy/library/${bar.document.id}`}
            aria-label={bar.document.title}
          >
            <title>{bar.document.title}</title>
            {bar.claims !== null && bar.claims > bar.to && (
              <g>
                <line className="rel-claims" x1={bar.to} x2={bar.claims} y1={bar.y + 27} y2={bar.y + 27} />
                <text className="rel-faint" x={bar.to + 5} y={bar.y + 40}>
                  兑现到 {bar.document.claimUntil}
                </text>
              </g>
            )}
            <rect
              className="rel-bar"
              x={bar.from}
              y={bar.y + 19}
              width={bar.to - bar.from}
              height={16}
              rx={3}
            />
            {bar.assumed && (
              <line className="rel-assumed" x1={bar.from} x2={bar.from} y1={bar.y + 15} y2={bar.y + 39} />
            )}
            <text className="rel-name" x={bar.from} y={bar.y + 14}>
              {bar.document.id}
              <tspan className="rel-faint" dx={6}>
                {bar.document.territory}
                {bar.document.number ? ` ${bar.document.number}` : ''}
                {bar.assumed ? '（施行日期为推定）' : ''}
              </tspan>
            </text>
            <text className="rel-inside" x={bar.from + 6} y={bar.y + 31}>
              {bar.document.inForceFrom} 至 {bar.document.inForceTo}
            </text>
          </Link>
        ))}
        <Ties line={line} />
      </svg>
    </figure>
  )
}

function Ties({ line }: { line: Timeline }) {
  return (
    <>
      {line.ghosts.map((ghost) => (
        <g key={`${ghost.by}-${ghost.name}`}>
          <rect
            className="rel-ghost"
            x={ghost.to - GHOST_LENGTH}
            y={ghost.y + 19}
            width={GHOST_LENGTH}
            height={16}
            rx={3}
          />
          <text className="rel-faint" x={ghost.to - GHOST_LENGTH - 5} y={ghost.y + 31} textAnchor="end">
            取代 {ghost.name}
          </text>
        </g>
      ))}
      {line.ties.map(({ from, to, rows }) => {
        const x = from.to + 10
        const start = from.y + 27
        const end = to.y + 27
        return (
          <g key={`${from.document.id}-${to.document.id}`}>
            <path className="rel-tie" d={`M ${from.to} ${start} H ${x} V ${end} H ${to.to + 7}`} />
            <path className="rel-head" d={`M ${to.to + 2} ${end} l 7 -4 v 8 z`} />
            <text className="rel-faint" x={x + 6} y={(start + end) / 2 + 4}>
              {to.document.id} 落实 {from.document.id}
              {rows > 0 ? `，${rows} 条由它执行` : ''}
            </text>
          </g>
        )
      })}
    </>
  )
}

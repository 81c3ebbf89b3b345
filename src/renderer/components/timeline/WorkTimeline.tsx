import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { pictureOf } from './layout.ts'

const LANE = 24
const TOP = 4

/** Work spells as bars by employer, months as dots (insured, or worked without), years below. */
export function WorkTimeline({ person, asOf, width }: { person: PersonDetail; asOf: string; width: number }) {
  const picture = pictureOf(person, asOf, width)
  if (!picture) return <p className="quiet">还没有务工经历，也没有参保记录。</p>
  const height = TOP + picture.lanes * LANE + 22
  const missing = picture.dots.filter((dot) => dot.state === 'missing').length
  const insured = picture.dots.length - missing
  const everyYear = width / picture.years.length >= 34 ? 1 : Math.ceil(34 / (width / picture.years.length))
  return (
    <figure style={{ margin: 0 }}>
      <svg
        className="timeline"
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label={`务工 ${person.spells.length} 段，参保 ${insured} 个月，在岗未参保 ${missing} 个月`}
      >
        {picture.years.map(({ year, x }, at) => (
          <g key={year}>
            <line className="axis" x1={x} x2={x} y1={0} y2={height - 18} />
            {at % everyYear === 0 && (
              <text x={x + 3} y={height - 5}>
                {year}
              </text>
            )}
          </g>
        ))}
        <line className="axis" x1={0} x2={width} y1={height - 18} y2={height - 18} />
        {picture.bars.map((bar) => {
          const y = TOP + bar.lane * LANE
          const room = width - (bar.x + bar.width)
          const inside = bar.width > bar.label.length * 11 + 8
          const right = room > bar.label.length * 11 + 8
          return (
            <g key={bar.id}>
              <title>{bar.title}</title>
              <rect
                className={bar.endUnknown ? 'spell-unknown' : 'spell'}
                x={bar.x}
                y={y + 4}
                width={bar.width}
                height={14}
                rx={2}
              />
              <text
                className={inside ? 'spell-text spell-inside' : 'spell-text'}
                x={inside ? bar.x + 4 : right ? bar.x + bar.width + 4 : bar.x - 4}
                y={y + 15}
                textAnchor={inside || right ? 'start' : 'end'}
              >
                {bar.label}
                {bar.open && !inside ? '（在岗）' : ''}
              </text>
            </g>
          )
        })}
        {picture.dots.map((dot) => (
          <circle
            key={dot.x}
            className={dot.state === 'insured' ? 'insured' : 'uninsured'}
            cx={dot.x}
            cy={TOP + dot.lane * LANE + 12}
            r={dot.state === 'insured' ? 2.8 : 2.4}
          >
            <title>{dot.title}</title>
          </circle>
        ))}
        <line className="today" x1={picture.todayX} x2={picture.todayX} y1={0} y2={height - 18}>
          <title>截至日</title>
        </line>
      </svg>
      <figcaption className="legend">
        <span>
          <i className="l-spell" />
          务工
        </span>
        <span>
          <i className="l-insured" />
          参保 {insured} 个月
        </span>
        <span>
          <i className="l-missing" />
          在岗未参保 {missing} 个月
        </span>
      </figcaption>
    </figure>
  )
}

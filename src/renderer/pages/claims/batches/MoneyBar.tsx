import { formatYuan } from '../../../../shared/domain/money.ts'
import { Money } from '../../../components/values.tsx'

type Line = { amountFen: number; committedFen: number; paidFen: number; leftFen: number }

/** A budget line as a bar: paid, committed, left; what goes beyond it is red and said. */
export function MoneyBar({ line }: { line: Line }) {
  const whole = Math.max(line.amountFen, line.paidFen + line.committedFen, 1)
  const over = Math.max(0, -line.leftFen)
  const within = Math.max(0, line.committedFen - over)
  const wide = (fen: number) => ({ width: `${(Math.max(0, fen) / whole) * 100}%` })
  return (
    <>
      <div
        className="money-bar"
        role="img"
        aria-label={`计划 ${formatYuan(line.amountFen)} 元，已发 ${formatYuan(line.paidFen)} 元，已占用 ${formatYuan(line.committedFen)} 元，余 ${formatYuan(line.leftFen)} 元`}
      >
        <span className="part-paid" style={wide(line.paidFen)} />
        <span className="part-committed" style={wide(within)} />
        <span className="part-over" style={wide(over)} />
      </div>
      <div className="money-legend">
        <span>
          计划 <Money fen={line.amountFen} />
        </span>
        <span>
          <i style={{ background: '#2d8f6f' }} />
          已发 <Money fen={line.paidFen} />
        </span>
        <span>
          <i style={{ background: '#e0a030' }} />
          占用 <Money fen={line.committedFen} />
        </span>
        <span className={over > 0 ? 'bad' : undefined}>
          {over > 0 ? (
            <>
              超出 <Money fen={over} />
            </>
          ) : (
            <>
              <i />余 <Money fen={line.leftFen} />
            </>
          )}
        </span>
      </div>
    </>
  )
}

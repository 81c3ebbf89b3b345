import { Link } from 'react-router'
import type { BatchBar, BatchDetail } from '../../../../shared/contract/batches.ts'
import { isCheckId } from '../../../../shared/domain/checks.ts'
import { BAR_KIND_TEXT } from '../../../../shared/text/batches.ts'

/** What stands against the next step, each with the way to what it is about. */
export function BatchBars({ batch }: { batch: BatchDetail }) {
  if (batch.step === null) return null
  if (batch.bars.length === 0) {
    return (
      <section className="card good" aria-label="妨碍下一步的事项">
        ✓ 没有妨碍“{batch.step.name}”的事项。
      </section>
    )
  }
  return (
    <section className="card" aria-label="妨碍下一步的事项">
      <h2>
        妨碍“{batch.step.name}”的事项
        <span className="quiet">“须写理由”的可以写明理由后办理，“不能办理”的必须先处理</span>
      </h2>
      <ul className="batch-bars">
        {batch.bars.map((bar) => (
          <li key={`${bar.code}${bar.text}`} className={`bar-${bar.severity}`}>
            <span className="bar-kind">{BAR_KIND_TEXT[bar.severity]}</span>
            <span>
              {bar.text} <BarDoor bar={bar} batch={batch} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}

function BarDoor({ bar, batch }: { bar: BatchBar; batch: BatchDetail }) {
  switch (bar.code) {
    case 'held':
      return (
        <Link className="door" to={`/claims/batches/${batch.id}?held=1`} replace>
          看这 {bar.claims} 份
        </Link>
      )
    case 'sample-denied':
    case 'sample-open':
      return <Below id="batch-samples">看核查名单</Below>
    case 'facts-unchecked':
      return <Below id="batch-moved">去核对</Below>
    case 'facts-moved':
      return <Below id="batch-moved">看变了什么</Below>
    case 'over-budget':
    case 'no-budget':
      return (
        <Link className="door" to="/claims/payments/budgets">
          看资金计划
        </Link>
      )
    default:
      return isCheckId(bar.code) ? <Below id="batch-findings">看疑点</Below> : null
  }
}

/** A door to a part of this page. */
function Below({ id, children }: { id: string; children: string }) {
  return (
    <button
      type="button"
      className="as-link"
      onClick={() => document.getElementById(id)?.scrollIntoView({ behavior: 'smooth' })}
    >
      {children}
    </button>
  )
}

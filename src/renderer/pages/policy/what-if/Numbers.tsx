import type { BudgetSide, ScenarioResult, ScenarioSummary } from '../../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { FUND_TEXT, OUTCOME_TEXT } from '../../../../shared/text/policy.ts'
import { count, Digits } from '../../../components/values.tsx'

/** The two sides as large numbers, with what lies between them. */
export function Numbers({ result }: { result: ScenarioSummary }) {
  const { base, changed } = result
  const unit = result.forPeople ? '人' : '家（个）'
  return (
    <div className={result.budget ? 'what-if-numbers with-budget' : 'what-if-numbers'}>
      <SideCard title="现在" side={base} unit={unit} />
      <SideCard
        title="改后"
        side={changed}
        unit={unit}
        people={changed.people - base.people}
        fen={changed.amountFen - base.amountFen}
      />
      {result.budget && <BudgetCard budget={result.budget} />}
    </div>
  )
}

function SideCard({
  title,
  side,
  unit,
  people,
  fen,
}: {
  title: string
  side: ScenarioResult['base']
  unit: string
  people?: number
  fen?: number
}) {
  const others = side.outcomes.filter(({ outcome }) => outcome !== 'eligible')
  return (
    <section className="card what-if-side" aria-label={title}>
      <h2>
        {title} <span className="quiet digits">截至 {side.asOf}</span>
      </h2>
      <div className="what-if-big">
        <b className="digits">
          {count(side.people)} <small>{unit}</small>
        </b>
        {people !== undefined && <Difference text={signed(people, count)} same={people === 0} />}
      </div>
      <div className="what-if-big">
        <b className="digits">
          {formatYuan(side.amountFen)} <small>元</small>
        </b>
        {fen !== undefined && <Difference text={signed(fen, formatYuan)} same={fen === 0} />}
      </div>
      <p className="quiet what-if-small">
        将满足 {count(side.pending.people)} {unit}，<Digits>{formatYuan(side.pending.amountFen)}</Digits> 元
        {side.pending.without > 0 && `（其中 ${count(side.pending.without)} 份金额还未定）`}
      </p>
      {others.length > 0 && (
        <p className="faint what-if-small">
          {others.map(({ outcome, count: n }) => `${OUTCOME_TEXT[outcome]} ${count(n)}`).join(' · ')}
        </p>
      )}
      {side.merged > 0 && (
        <p className="faint what-if-small">另有 {count(side.merged)} 份与别的重复，只能领一次，没有计入。</p>
      )}
    </section>
  )
}

function Difference({ text, same }: { text: string; same: boolean }) {
  return <span className={same ? 'what-if-difference same digits' : 'what-if-difference digits'}>{text}</span>
}

export function signed(value: number, words: (value: number) => string): string {
  if (value === 0) return '不变'
  return value > 0 ? `▲ ${words(value)}` : `▼ ${words(-value)}`
}

function BudgetCard({ budget }: { budget: NonNullable<ScenarioSummary['budget']> }) {
  return (
    <section className="card what-if-side" aria-label="预算">
      <h2>
        预算{' '}
        <span className="quiet digits">
          {budget.year === null ? '对全部应付' : `${budget.year}年`}
          {budget.fund !== null && `，${FUND_TEXT[budget.fund]}`}
        </span>
      </h2>
      <p className="digits what-if-small">
        {formatYuan(budget.amountFen)} 元
        {budget.grantedFen > 0 && `，当年已发放 ${formatYuan(budget.grantedFen)} 元`}
      </p>
      <BudgetLine title="现在" side={budget.base} />
      <BudgetLine title="改后" side={budget.changed} />
    </section>
  )
}

function BudgetLine({ title, side }: { title: string; side: BudgetSide }) {
  const short = side.leftFen < 0
  return (
    <div className="what-if-budget">
      <div className="row spread">
        <span>{title}</span>
        <b className={short ? 'bad digits' : 'good digits'}>
          {short ? '缺' : '余'} {formatYuan(Math.abs(side.leftFen))} 元
        </b>
      </div>
      <div className="faint what-if-small">
        {side.crossed
          ? `第 ${count(side.crossed.nth)} 份${side.crossed.pending ? '（将满足）' : ''}超出${side.crossed.on ? `，${side.crossed.on}` : ''}`
          : '没有超出'}
        {side.pendingFen > 0 &&
          `；算上将满足的${side.leftAtEndFen < 0 ? '缺' : '余'} ${formatYuan(Math.abs(side.leftAtEndFen))} 元`}
        {side.earlierFen > 0 && `；往年满足未发的 ${formatYuan(side.earlierFen)} 元没有计入`}
      </div>
    </div>
  )
}

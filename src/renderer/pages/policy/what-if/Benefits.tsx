import type { ScenarioSummary } from '../../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { CONCERNED_TEXT } from '../../../../shared/text/scenario.ts'
import { count, Money } from '../../../components/values.tsx'
import { signed } from './Numbers.tsx'

/** The benefits that the scenario touches, where it is more than the chosen one. */
export function Benefits({ result }: { result: ScenarioSummary }) {
  if (result.benefits.length < 2) return null
  return (
    <section className="card">
      <h2>
        相关的项目 <span className="quiet">上面的数只合计“选中”和“随改动变化”的项目</span>
      </h2>
      <table className="plain-table">
        <thead>
          <tr>
            <th>项目</th>
            <th>为什么列出</th>
            <th className="num">现在（人/家）</th>
            <th className="num">现在（元）</th>
            <th className="num">改后（人/家）</th>
            <th className="num">改后（元）</th>
            <th className="num">相差（元）</th>
          </tr>
        </thead>
        <tbody>
          {result.benefits.map((line) => (
            <tr key={line.benefit}>
              <td>
                <span className="faint digits">{line.benefit}</span> {line.name}
              </td>
              <td className="quiet">{CONCERNED_TEXT[line.why]}</td>
              <td className="num">{count(line.base.people)}</td>
              <td className="num">
                <Money fen={line.base.amountFen} />
              </td>
              <td className="num">{count(line.changed.people)}</td>
              <td className="num">
                <Money fen={line.changed.amountFen} />
              </td>
              <td className="num digits">
                {signed(line.changed.amountFen - line.base.amountFen, formatYuan)}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

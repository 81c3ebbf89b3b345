import { Segmented } from 'antd'
import { useState } from 'react'
import type { ScenarioCounty, ScenarioSummary } from '../../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { count, Door, Money } from '../../../components/values.tsx'
import { CountyChart } from './charts.tsx'
import { signed } from './Numbers.tsx'

type By = 'home' | 'work'

/** Both sides county by county, drawn and in a table. */
export function Counties({ result, benefit }: { result: ScenarioSummary; benefit: string | null }) {
  const homes = result.homeCounties.length > 0
  const [chosen, setBy] = useState<By>('home')
  const by = homes ? chosen : 'work'
  const counties = by === 'home' ? result.homeCounties : result.workCounties
  return (
    <section className="card">
      <h2>
        按县（区），元
        <Segmented<By>
          size="small"
          value={by}
          aria-label="按哪里的县"
          options={[
            { value: 'home', label: '户籍县', disabled: !homes },
            { value: 'work', label: '务工县' },
          ]}
          onChange={setBy}
        />
        <span className="quiet">{count(counties.length)} 个</span>
      </h2>
      {counties.length === 0 ? (
        <p className="quiet">两边都没有可领的。</p>
      ) : (
        <>
          <CountyChart counties={counties} />
          <CountyTable counties={counties} benefit={by === 'home' ? benefit : null} />
        </>
      )}
    </section>
  )
}

/** `benefit`: its stored results are the rows behind the number of today. */
function CountyTable({ counties, benefit }: { counties: readonly ScenarioCounty[]; benefit: string | null }) {
  return (
    <table className="plain-table" data-testid="what-if-counties">
      <thead>
        <tr>
          <th>县（区）</th>
          <th className="num">现在（人）</th>
          <th className="num">现在（元）</th>
          <th className="num">改后（人）</th>
          <th className="num">改后（元）</th>
          <th className="num">相差（元）</th>
        </tr>
      </thead>
      <tbody>
        {counties.map((line) => (
          <tr key={line.code}>
            <td>
              {line.name} <span className="faint digits">{line.code}</span>
            </td>
            <td className="num">
              {benefit !== null && line.code !== '' && line.base.people > 0 ? (
                <Door
                  to={`/policy/results?benefit=${benefit}&outcome=eligible&outcome=discretionary&homeCounty=${line.code}`}
                  label={`${line.name} 现在 ${line.base.people} 人`}
                >
                  {count(line.base.people)}
                </Door>
              ) : (
                count(line.base.people)
              )}
            </td>
            <td className="num">
              <Money fen={line.base.amountFen} />
            </td>
            <td className="num">{count(line.changed.people)}</td>
            <td className="num">
              <Money fen={line.changed.amountFen} />
            </td>
            <td className="num digits">{signed(line.changed.amountFen - line.base.amountFen, formatYuan)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

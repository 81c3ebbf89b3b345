import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ScenarioSummary } from '../../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { signed } from './Numbers.tsx'

/** Two kept scenarios line by line: what they change, what they come to, and each county. */
export function CompareKept({ ids }: { ids: readonly [string, string] }) {
  const first = useQuery(api.scenarios.get.queryOptions({ input: { id: ids[0] } }))
  const second = useQuery(api.scenarios.get.queryOptions({ input: { id: ids[1] } }))
  const [a, b] = [first.data, second.data]
  if (!a || !b)
    return first.error || second.error ? <Problem error={first.error ?? second.error} /> : <Skeleton active />
  const counties = countyPairs(a.summary, b.summary)
  const rows: [string, string, string, string][] = [
    ['改了什么', a.kept.changes.join('；') || '只看现在', b.kept.changes.join('；') || '只看现在', ''],
    ['测算日', a.kept.asOf, b.kept.asOf, ''],
    numbers('改后人数', a.kept.changed.people, b.kept.changed.people, count),
    numbers('改后金额（元）', a.kept.changed.amountFen, b.kept.changed.amountFen, formatYuan),
    numbers(
      '比现在多（少）的金额（元）',
      a.kept.changed.amountFen - a.kept.base.amountFen,
      b.kept.changed.amountFen - b.kept.base.amountFen,
      formatYuan,
    ),
    [
      '预算结余（元）',
      a.kept.budget === null ? '没有设' : formatYuan(a.kept.budget.leftFen),
      b.kept.budget === null ? '没有设' : formatYuan(b.kept.budget.leftFen),
      '',
    ],
  ]
  return (
    <div className="compare-kept">
      <table className="plain-table" data-testid="compare-kept">
        <thead>
          <tr>
            <th />
            <th>{a.kept.name}</th>
            <th>{b.kept.name}</th>
            <th className="num">相差</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(([what, left, right, between]) => (
            <tr key={what}>
              <td>{what}</td>
              <td className="digits">{left}</td>
              <td className="digits">{right}</td>
              <td className="num digits">{between}</td>
            </tr>
          ))}
          {counties.map(({ code, name, left, right }) => (
            <tr key={code}>
              <td>
                {name} <span className="faint">改后（元）</span>
              </td>
              <td className="digits">{formatYuan(left)}</td>
              <td className="digits">{formatYuan(right)}</td>
              <td className="num digits">{signed(right - left, formatYuan)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function numbers(
  what: string,
  left: number,
  right: number,
  words: (value: number) => string,
): [string, string, string, string] {
  return [what, words(left), words(right), signed(right - left, words)]
}

function countyPairs(a: ScenarioSummary, b: ScenarioSummary) {
  const fen = (side: ScenarioSummary) =>
    new Map(side.homeCounties.map((line) => [line.code, line.changed.amountFen]))
  const [left, right] = [fen(a), fen(b)]
  const names = new Map([...a.homeCounties, ...b.homeCounties].map(({ code, name }) => [code, name]))
  return [...names].map(([code, name]) => ({
    code,
    name,
    left: left.get(code) ?? 0,
    right: right.get(code) ?? 0,
  }))
}

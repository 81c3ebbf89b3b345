import { useQuery } from '@tanstack/react-query'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { count, Door, Money } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'

/** Whoever works or worked there and every claim that hangs on it, each number a door to its rows. */
export function Behind({ id }: { id: string }) {
  const { asOf } = useDay()
  const behind = useQuery(api.organisations.behind.queryOptions({ input: { id, asOf } }))
  const found = behind.data
  if (!found) return <Problem error={behind.error} />
  const employer = found.kind === 'employer'
  const claims = found.claims.reduce((sum, one) => sum + one.count, 0)
  return (
    <section className="section" aria-label="名下的人和申领" style={{ marginBottom: 18 }}>
      <h3>名下的人和申领</h3>
      <ul className="lines">
        <Line
          text={employer ? `在岗，截至 ${asOf}` : `组织输出、还在岗，截至 ${asOf}`}
          n={found.workingNow}
          unit="人"
          to={`/people?organisation=${id}&working=yes`}
        />
        <Line
          text={employer ? '来务工过的，连同已离开的' : '组织输出过的，连同已返回的'}
          n={found.ever}
          unit="人"
          to={`/people?organisation=${id}`}
        />
        <Line text="申领" n={claims} unit="份" to={`/claims/list?organisation=${id}`} />
        {found.claims.map((one) => (
          <li key={one.state} className="row spread" style={{ paddingLeft: 16 }}>
            <span className="quiet">{CLAIM_STATE_TEXT[one.state]}</span>
            <span className="row">
              <span className="quiet">
                <Money fen={one.amountFen} /> 元
              </span>
              <Door
                to={`/claims/list?organisation=${id}&state=${one.state}`}
                label={`${CLAIM_STATE_TEXT[one.state]} ${one.count} 份`}
              >
                {count(one.count)}
              </Door>
              份
            </span>
          </li>
        ))}
        <li className="row spread">
          <span>这些人能不能领、为什么</span>
          <Door to={`/policy/results?organisation=${id}`}>看测算结果</Door>
        </li>
      </ul>
    </section>
  )
}

function Line({ text, n, unit, to }: { text: string; n: number; unit: string; to: string }) {
  return (
    <li className="row spread">
      <span>{text}</span>
      <span className="row">
        {n === 0 ? (
          <span className="digits">0</span>
        ) : (
          <Door to={to} label={`${text} ${n} ${unit}`}>
            {count(n)}
          </Door>
        )}
        {unit}
      </span>
    </li>
  )
}

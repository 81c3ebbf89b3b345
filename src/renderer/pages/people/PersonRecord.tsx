import { EditOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { api } from '../../api.ts'
import { OutcomeTag } from '../../components/OutcomeTag.tsx'
import { WorkTimeline } from '../../components/timeline/WorkTimeline.tsx'
import { Digits, Money, momentText } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'
import { claimStateText } from '../claims/state-text.ts'
import { SuspectedTwins } from './duplicates/SuspectedTwins.tsx'
import { Household } from './Household.tsx'
import { PersonFacts } from './PersonFacts.tsx'
import { PersonForm } from './PersonForm.tsx'
import { RemovePerson } from './RemovePerson.tsx'
import { Spells } from './Spells.tsx'

/** Everything the ledger holds about one person, in the order a clerk asks. */
export function PersonRecord({
  person,
  wide = false,
  onRemoved,
}: {
  person: PersonDetail
  wide?: boolean
  onRemoved: () => void
}) {
  const [editing, setEditing] = useState(false)
  const { asOf } = useDay()
  const run = useQuery(api.policy.latestRun.queryOptions({ input: {} }))
  if (editing)
    return <PersonForm person={person} onSaved={() => setEditing(false)} onCancel={() => setEditing(false)} />
  return (
    <>
      <section className="section">
        <h3>
          基本信息
          <span className="spring" />
          <Link to={`/system/audit?person=${person.id}&name=${encodeURIComponent(person.name)}`}>
            改动记录
          </Link>
          <Button size="small" icon={<EditOutlined />} onClick={() => setEditing(true)}>
            修改
          </Button>
          <RemovePerson person={person} onRemoved={onRemoved} />
        </h3>
        <PersonFacts person={person} />
      </section>
      <SuspectedTwins personId={person.id} />
      <section className="section">
        <h3>务工与参保</h3>
        <WorkTimeline person={person} asOf={asOf} width={wide ? 1020 : 488} />
        <Spells person={person} />
      </section>
      <section className="section">
        <h3>
          政策测算结果
          <span className="spring" />
          <Link to={`/policy/explain?person=${person.id}`}>逐条解释</Link>
        </h3>
        {person.results.length === 0 ? (
          <p className="quiet">
            {run.data
              ? `截至 ${run.data.asOf} 的测算里没有可领、快满足或缺信息的项目；为什么，看“逐条解释”。`
              : '还没有测算过。'}
          </p>
        ) : (
          <ul className="lines">
            {person.results.map((result) => (
              <li key={`${result.benefit}-${result.period ?? ''}`} className="row spread">
                <Link
                  className="door"
                  to={`/policy/explain?person=${person.id}&benefit=${result.benefit}${result.period ? `&period=${encodeURIComponent(result.period)}` : ''}`}
                >
                  {result.benefit}
                  {result.period && <span className="quiet"> {result.period}</span>}
                </Link>
                <span className="row">
                  {result.amountFen !== null && (
                    <span>
                      <Money fen={result.amountFen} /> 元
                    </span>
                  )}
                  <OutcomeTag outcome={result.outcome} on={result.on} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="section">
        <h3>申领与发放</h3>
        {person.claims.length + person.grants.length === 0 ? (
          <p className="quiet">没有申领，也没有发放记录。</p>
        ) : (
          <ul className="lines">
            {person.claims.map((claim) => (
              <li key={claim.id} className="row spread">
                <Link className="door" to={`/claims/list?open=${claim.id}`}>
                  {claim.number}
                </Link>
                <span className="row">
                  <span>{claim.benefit}</span>
                  <span>
                    <Money fen={claim.amountFen} /> 元
                  </span>
                  <span className="cat">{claimStateText(claim.state)}</span>
                  <span className="faint digits">{momentText(claim.draftedAt).slice(0, 10)}</span>
                </span>
              </li>
            ))}
            {person.grants.map((grant) => (
              <li key={`${grant.benefit}-${grant.period}-${grant.on}`} className="row spread">
                <span>
                  已发放 {grant.benefit} {grant.period}
                </span>
                <span>
                  <Money fen={grant.amountFen} none="金额未知" /> <Digits>{grant.on}</Digits>
                </span>
              </li>
            ))}
          </ul>
        )}
      </section>
      <Household person={person} />
      {person.source && (
        <p className="faint" style={{ marginTop: 14 }}>
          来自 {person.source}
        </p>
      )}
    </>
  )
}

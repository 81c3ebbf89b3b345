import { Link } from 'react-router'
import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { Digits, Known, Unknown } from '../../components/values.tsx'

/** The household with its members, each a door to their record. */
export function Household({ person }: { person: PersonDetail }) {
  const { household } = person
  return (
    <section className="section">
      <h3>家庭</h3>
      {!household ? (
        <Unknown what="未登记家庭户" />
      ) : (
        <>
          <dl className="facts">
            <dt>户编号</dt>
            <dd>
              <Known>{household.code && <Digits>{household.code}</Digits>}</Known>
            </dd>
            <dt>人口</dt>
            <dd>
              <Known>{household.size}</Known>
            </dd>
            <dt>户类型</dt>
            <dd className="wide">
              <Known>{household.kindText}</Known>
            </dd>
          </dl>
          <ul className="lines" style={{ marginTop: 6 }}>
            {household.members.map((member) => (
              <li key={member.id} className="row spread">
                {member.id === person.id ? (
                  <b>{member.name}</b>
                ) : (
                  <Link to={`/people/${member.id}`}>{member.name}</Link>
                )}
                <span className="row quiet">
                  <Known>{member.relation}</Known>
                  <span>
                    {member.age === null ? <Unknown what="年龄未知" /> : <Digits>{member.age} 岁</Digits>}
                  </span>
                  <span>{member.working ? '在岗' : '不在岗'}</span>
                </span>
              </li>
            ))}
          </ul>
          {household.years.length > 0 && (
            <p className="quiet">
              自主生产：
              {household.years
                .map(
                  (one) =>
                    `${one.year} 年${one.ownProduction === null ? '未知' : one.ownProduction ? '有' : '无'}`,
                )
                .join('，')}
            </p>
          )}
        </>
      )}
    </section>
  )
}

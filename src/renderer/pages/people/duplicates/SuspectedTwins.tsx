import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { api } from '../../../api.ts'
import { Likely, pairKey } from './columns.tsx'

const SHOWN = 3

/** Says on a person's record that another one may be of the same person, and leads to the two side by side. */
export function SuspectedTwins({ personId }: { personId: string }) {
  const pairs = useQuery(
    api.duplicates.list.queryOptions({
      input: { kind: 'person', state: 'open', recordId: personId, offset: 0, limit: SHOWN },
    }),
  )
  if (!pairs.data || pairs.data.total === 0) return null
  return (
    <section className="section" aria-label="疑似重复">
      <h3>疑似重复</h3>
      <ul className="lines">
        {pairs.data.rows.map((pair) => {
          const other = pair.firstId === personId ? pair.second : pair.first
          return (
            <li key={pairKey(pair)}>
              <Likely of={pair.likelihood} score={pair.score} /> <b>{other.title}</b>{' '}
              <span className="quiet digits">{other.detail}</span>{' '}
              <Link className="nowrap" to={`/people/duplicates?open=${pairKey(pair)}`}>
                对照
              </Link>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

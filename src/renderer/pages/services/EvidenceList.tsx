import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { EvidenceView } from '../../../shared/contract/duties.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { count, Digits } from '../../components/values.tsx'

type Asked = {
  row: string
  year?: number
  asOf?: string
  part?: string
  which: 'met' | 'unmet' | 'unknown'
}

const STEP = 100

/** The rows behind a figure; each is a door to its record. */
export function EvidenceList({ asked, none }: { asked: Asked; none: string }) {
  const [shown, setShown] = useState(STEP)
  const answer = useQuery({
    ...api.duties.evidence.queryOptions({ input: { ...asked, offset: 0, limit: Math.min(shown, 1000) } }),
    placeholderData: (before) => before,
  })
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  if (!answer.data) return <Skeleton active paragraph={{ rows: 2 }} />
  const { total, rows } = answer.data
  if (total === 0) return <div className="quiet">{none}</div>
  const dated = rows.some(({ on }) => on !== null)
  return (
    <>
      <ul className="evidence">
        {rows.map((row) => (
          <EvidenceItem key={`${row.id}-${row.on ?? ''}-${row.detail ?? ''}`} row={row} dated={dated} />
        ))}
      </ul>
      {rows.length < total && (
        <Button size="small" type="link" onClick={() => setShown(shown + STEP * 4)} disabled={shown >= 1000}>
          共 {count(total)} 条，已显示 {count(rows.length)} 条{shown < 1000 ? '，再显示一些' : ''}
        </Button>
      )}
    </>
  )
}

function EvidenceItem({ row, dated }: { row: EvidenceView; dated: boolean }) {
  const to = doorOf(row)
  const name = row.name ?? '未填名称'
  return (
    <li>
      {dated && <span className="evidence-day digits">{row.on}</span>}
      <span className="evidence-what">
        {to === null ? (
          name
        ) : (
          <Link className="door" to={to}>
            {name}
          </Link>
        )}
        {row.detail !== null && row.detail !== name && <span className="quiet"> {row.detail}</span>}
        {row.placeText !== '' && <span className="faint"> {row.placeText}</span>}
      </span>
      {row.weight > 1 && <Digits>{count(row.weight)}</Digits>}
    </li>
  )
}

/** Where the record of a row of evidence stands. */
function doorOf({ kind, id, name, personId }: EvidenceView): string | null {
  if (personId !== null) return `/people/${personId}`
  const search = name === null ? '' : `?search=${encodeURIComponent(name)}`
  switch (kind) {
    case 'employer':
      return `/organisations/employers${search}`
    case 'station':
      return '/organisations/stations'
    case 'fair':
      return '/services/posts?of=fairs'
    case 'vacancy':
      return `/services/posts${search}`
    case 'import':
      return '/exchange/history'
    case 'audit':
      return '/system/audit'
    case 'record':
      return `/services/records?record=${encodeURIComponent(id)}`
    default:
      return null
  }
}

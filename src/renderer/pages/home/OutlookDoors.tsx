import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import { formatYuan } from '../../../shared/domain/money.ts'
import { api } from '../../api.ts'
import { count } from '../../components/values.tsx'

/** What is owed, coming and about to be lost: three doors. Nothing before the first calculation. */
export function OutlookDoors() {
  const status = useQuery({
    ...api.outlook.status.queryOptions({ input: {} }),
    placeholderData: (before) => before,
  })
  if (!status.data || (status.data.run === null && status.data.ahead === null)) return null
  const { unclaimed, coming, losing, ahead } = status.data
  const notYet = '还没有推算，点开推算今后十二个月'
  const doors = [
    {
      view: 'unclaimed',
      label: '应享未享',
      value: unclaimed?.count,
      says: unclaimed ? `条件都满足，还没有申领，${formatYuan(unclaimed.amountFen)} 元` : '还没有测算',
    },
    {
      view: 'coming',
      label: '将要可领',
      value: coming?.count,
      says: coming && ahead ? `到 ${ahead.last} 首次可领，${formatYuan(coming.amountFen)} 元` : notYet,
    },
    {
      view: 'losing',
      label: '快要失去',
      value: losing?.count,
      says: losing ? `断保、离岗、到期，其中 30 天内 ${count(losing.within30)} 项` : notYet,
    },
  ]
  return (
    <nav className="outlook-doors" aria-label="展望">
      {doors.map((door) => (
        <Link key={door.view} className="stat" to={`/policy/outlook?view=${door.view}`}>
          <b className="digits">{door.value === undefined ? '—' : count(door.value)}</b>
          <span>
            <strong>{door.label}</strong>　{door.says}
          </span>
        </Link>
      ))}
    </nav>
  )
}

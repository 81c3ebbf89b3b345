import { Segmented } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { CheckRules } from './CheckRules.tsx'
import { ComparisonLists } from './ComparisonLists.tsx'
import { Findings } from './Findings.tsx'

const PARTS = [
  { value: 'findings', label: '疑点清单' },
  { value: 'rules', label: '核对规则' },
  { value: 'lists', label: '比对名单' },
]

/** 疑点: what the checks found, what each asks and how grave it is here, lists of other offices. */
export function Checks() {
  const { part = 'findings' } = useParams()
  const navigate = useNavigate()
  const chooser = (
    <Segmented
      aria-label="疑点的部分"
      options={PARTS}
      value={PARTS.some(({ value }) => value === part) ? part : 'findings'}
      onChange={(to) => navigate(to === 'findings' ? '/claims/checks' : `/claims/checks/${to}`)}
    />
  )
  if (part === 'rules') return <CheckRules chooser={chooser} />
  if (part === 'lists') return <ComparisonLists chooser={chooser} />
  return <Findings chooser={chooser} />
}

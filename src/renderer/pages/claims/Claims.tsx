import { Navigate, useLocation, useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Board } from './board/Board.tsx'
import { DELIVERED, WhileRead } from './delivered.tsx'
import { ClaimList } from './list/ClaimList.tsx'
import { Rules } from './rules/Rules.tsx'

const TABS = [
  { key: 'board', label: '看板', to: '/claims/board' },
  { key: 'list', label: '申领', to: '/claims/list' },
  { key: 'batches', label: '批次', to: '/claims/batches' },
  { key: 'publicity', label: '公示', to: '/claims/publicity' },
  { key: 'payments', label: '发放', to: '/claims/payments' },
  { key: 'checks', label: '疑点', to: '/claims/checks' },
  { key: 'print', label: '打印中心', to: '/claims/print' },
  { key: 'rules', label: '办理规则', to: '/claims/rules' },
] as const

/** A tab stands where its screen does. */
const SHOWN = TABS.filter(
  ({ key }) =>
    key === 'board' || key === 'list' || key === 'print' || key === 'rules' || DELIVERED[key] !== undefined,
)

/** Screens that scroll as a page; the others hold a table that scrolls by itself. */
const SCROLLING: ReadonlySet<string> = new Set(['rules'])

/** From entitlement to money: claims, what lies on which desk, batches, lists, payments, doubts, paper, rules. */
export function Claims() {
  const { tab = 'board' } = useParams()
  const { search } = useLocation()
  // Addresses that are written down in messages and bookmarks of before.
  if (tab === 'drafts') return <Navigate to={`/claims/list${search}`} replace />
  return (
    <Page title="申领与发放" tabs={SHOWN} tab={tab} scroll={SCROLLING.has(tab)}>
      <WhileRead>
        <Shown tab={tab} />
      </WhileRead>
    </Page>
  )
}

function Shown({ tab }: { tab: string }) {
  const Screen = DELIVERED[tab as keyof typeof DELIVERED]
  if (Screen) return <Screen />
  if (tab === 'rules') return <Rules />
  return tab === 'list' ? <ClaimList /> : <Board />
}

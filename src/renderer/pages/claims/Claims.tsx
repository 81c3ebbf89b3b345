import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Drafts } from './Drafts.tsx'
import { Print } from './Print.tsx'

const TABS = [
  { key: 'drafts', label: '申领草稿', to: '/claims/drafts' },
  { key: 'print', label: '打印', to: '/claims/print' },
] as const

export function Claims() {
  const { tab = 'drafts' } = useParams()
  return (
    <Page title="申领与发放" tabs={TABS} tab={tab} scroll={false}>
      {tab === 'print' ? <Print /> : <Drafts />}
    </Page>
  )
}

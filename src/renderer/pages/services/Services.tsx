import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Duties } from './Duties.tsx'
import { Limits } from './Limits.tsx'
import { Posts } from './Posts.tsx'
import { Records } from './Records.tsx'
import { Referrals } from './Referrals.tsx'
import { Targets } from './Targets.tsx'

const TABS = [
  { key: 'targets', label: '指标', to: '/services/targets' },
  { key: 'duties', label: '履职清单', to: '/services/duties' },
  { key: 'records', label: '服务记录', to: '/services/records' },
  { key: 'posts', label: '岗位与招聘会', to: '/services/posts' },
  { key: 'referrals', label: '转介', to: '/services/referrals' },
  { key: 'limits', label: '限制核对', to: '/services/limits' },
] as const

export function Services() {
  const { tab = 'targets' } = useParams()
  const table = tab === 'records' || tab === 'posts' || tab === 'duties' || tab === 'referrals'
  return (
    <Page title="服务与岗位" tabs={TABS} tab={tab} scroll={!table}>
      {tab === 'duties' ? (
        <Duties />
      ) : tab === 'records' ? (
        <Records />
      ) : tab === 'posts' ? (
        <Posts />
      ) : tab === 'referrals' ? (
        <Referrals />
      ) : tab === 'limits' ? (
        <Limits />
      ) : (
        <Targets />
      )}
    </Page>
  )
}

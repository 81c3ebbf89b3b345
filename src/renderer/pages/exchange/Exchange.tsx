import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { History } from './History.tsx'
import { Import } from './Import.tsx'

const TABS = [
  { key: 'import', label: '导入', to: '/exchange/import' },
  { key: 'history', label: '导入记录', to: '/exchange/history' },
] as const

export function Exchange() {
  const { tab = 'import' } = useParams()
  return (
    <Page title="数据交换" tabs={TABS} tab={tab}>
      {tab === 'history' ? <History /> : <Import />}
    </Page>
  )
}

import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Answers } from './Answers.tsx'
import { Bundles } from './bundles/Bundles.tsx'
import { Conflicts } from './bundles/Conflicts.tsx'
import { Export } from './export/Export.tsx'
import { History } from './History.tsx'
import { Import } from './Import.tsx'
import { Partners } from './partners/Partners.tsx'

const TABS = [
  { key: 'import', label: '导入', to: '/exchange/import' },
  { key: 'export', label: '报送导出', to: '/exchange/export' },
  { key: 'answers', label: '对方反馈', to: '/exchange/answers' },
  { key: 'history', label: '导入记录', to: '/exchange/history' },
  { key: 'bundles', label: '收发交换文件', to: '/exchange/bundles' },
  { key: 'conflicts', label: '冲突', to: '/exchange/conflicts' },
  { key: 'partners', label: '伙伴与钥匙', to: '/exchange/partners' },
] as const

export function Exchange() {
  const { tab = 'import' } = useParams()
  return (
    <Page title="数据交换" tabs={TABS} tab={tab} scroll={tab !== 'answers' && tab !== 'export'}>
      {tab === 'bundles' ? (
        <Bundles />
      ) : tab === 'conflicts' ? (
        <Conflicts />
      ) : tab === 'partners' ? (
        <Partners />
      ) : tab === 'history' ? (
        <History />
      ) : tab === 'export' ? (
        <Export />
      ) : tab === 'answers' ? (
        <Answers />
      ) : (
        <Import />
      )}
    </Page>
  )
}

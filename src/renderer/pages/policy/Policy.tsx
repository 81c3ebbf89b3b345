import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { ExplainPerson } from './ExplainPerson.tsx'
import { Library } from './library/Library.tsx'
import { Outlook } from './outlook/Outlook.tsx'
import { Packs } from './packs/Packs.tsx'
import { Results } from './Results.tsx'
import { RunSummary } from './RunSummary.tsx'
import { Standards } from './Standards.tsx'
import { WhatIf } from './what-if/WhatIf.tsx'

const TABS = [
  { key: 'run', label: '测算', to: '/policy/run' },
  { key: 'results', label: '结果名单', to: '/policy/results' },
  { key: 'outlook', label: '应享未享', to: '/policy/outlook' },
  { key: 'what-if', label: '情景测算', to: '/policy/what-if' },
  { key: 'explain', label: '逐人解释', to: '/policy/explain' },
  { key: 'standards', label: '当地标准', to: '/policy/standards' },
  { key: 'library', label: '政策库', to: '/policy/library' },
  { key: 'packs', label: '政策包', to: '/policy/packs' },
] as const

export function Policy() {
  const { tab = 'run' } = useParams()
  return (
    <Page
      title="政策测算"
      tabs={TABS}
      tab={tab}
      scroll={tab !== 'results' && tab !== 'outlook' && tab !== 'library' && tab !== 'what-if'}
    >
      {tab === 'results' ? (
        <Results />
      ) : tab === 'outlook' ? (
        <Outlook />
      ) : tab === 'what-if' ? (
        <WhatIf />
      ) : tab === 'explain' ? (
        <ExplainPerson />
      ) : tab === 'standards' ? (
        <Standards />
      ) : tab === 'library' ? (
        <Library />
      ) : tab === 'packs' ? (
        <Packs />
      ) : (
        <RunSummary />
      )}
    </Page>
  )
}

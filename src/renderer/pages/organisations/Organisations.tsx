import { useParams } from 'react-router'
import { Page } from '../../components/Page.tsx'
import { Agents } from './Agents.tsx'
import { Employers } from './Employers.tsx'
import { Pairings } from './Pairings.tsx'
import { Schools } from './Schools.tsx'
import { Stations } from './Stations.tsx'

const TABS = [
  { key: 'employers', label: '用人单位', to: '/organisations/employers' },
  { key: 'agents', label: '劳务机构', to: '/organisations/agents' },
  { key: 'schools', label: '院校', to: '/organisations/schools' },
  { key: 'stations', label: '联络站', to: '/organisations/stations' },
  { key: 'pairings', label: '结对关系', to: '/organisations/pairings' },
] as const

export function Organisations() {
  const { tab = 'employers' } = useParams()
  return (
    <Page title="单位与机构" tabs={TABS} tab={tab} scroll={false}>
      {tab === 'agents' ? (
        <Agents />
      ) : tab === 'schools' ? (
        <Schools />
      ) : tab === 'stations' ? (
        <Stations />
      ) : tab === 'pairings' ? (
        <Pairings />
      ) : (
        <Employers />
      )}
    </Page>
  )
}

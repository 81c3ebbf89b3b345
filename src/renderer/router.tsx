import { createHashRouter, Navigate, type RouteObject, useLocation } from 'react-router'
import { Frame } from './frame/Frame.tsx'
import { Claims } from './pages/claims/Claims.tsx'
import { ClaimPage } from './pages/claims/claim/ClaimPage.tsx'
import { Exchange } from './pages/exchange/Exchange.tsx'
import { Home } from './pages/home/Home.tsx'
import { Organisations } from './pages/organisations/Organisations.tsx'
import { Duplicates } from './pages/people/duplicates/Duplicates.tsx'
import { People } from './pages/people/People.tsx'
import { PersonPage } from './pages/people/PersonPage.tsx'
import { Policy } from './pages/policy/Policy.tsx'
import { Services } from './pages/services/Services.tsx'
import { System } from './pages/system/System.tsx'

/** Sends a page's bare address to its first tab, keeping the filters. */
function To({ tab, filtered }: { tab: string; filtered?: string }) {
  const { search } = useLocation()
  return <Navigate to={`${search && filtered ? filtered : tab}${search}`} replace />
}

const routes: RouteObject[] = [
  {
    element: <Frame />,
    children: [
      { path: '/', element: <Home /> },
      { path: '/people', element: <People /> },
      { path: '/people/duplicates', element: <Duplicates /> },
      { path: '/people/:id', element: <PersonPage /> },
      { path: '/organisations', element: <To tab="/organisations/employers" /> },
      { path: '/organisations/:tab', element: <Organisations /> },
      { path: '/services', element: <To tab="/services/targets" /> },
      { path: '/services/:tab', element: <Services /> },
      { path: '/policy', element: <To tab="/policy/run" filtered="/policy/results" /> },
      { path: '/policy/:tab', element: <Policy /> },
      { path: '/policy/:tab/:part', element: <Policy /> },
      { path: '/claims', element: <To tab="/claims/board" filtered="/claims/list" /> },
      { path: '/claims/one/:id', element: <ClaimPage /> },
      { path: '/claims/:tab', element: <Claims /> },
      { path: '/claims/:tab/:part', element: <Claims /> },
      { path: '/exchange', element: <To tab="/exchange/import" /> },
      { path: '/exchange/:tab', element: <Exchange /> },
      { path: '/system', element: <To tab="/system/office" /> },
      { path: '/system/:tab', element: <System /> },
      { path: '*', element: <Navigate to="/" replace /> },
    ],
  },
]

/** Addresses after `#`, so that the same pages work under app:// and http. */
export const router = createHashRouter(routes)

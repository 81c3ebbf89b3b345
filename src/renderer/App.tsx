import { QueryClientProvider, useQuery } from '@tanstack/react-query'
import { App as AntApp, ConfigProvider, Spin } from 'antd'
import zhCN from 'antd/locale/zh_CN'
import { useEffect, useRef } from 'react'
import { RouterProvider } from 'react-router'
import { api, queryClient } from './api.ts'
import { Problem } from './components/Problem.tsx'
import { ConnectionBanner } from './frame/ConnectionBanner.tsx'
import { followEvents } from './live.ts'
import { Start } from './pages/start/Start.tsx'
import { WhoIsThere } from './pages/start/WhoIsThere.tsx'
import { router } from './router.tsx'
import { useMode } from './state/appearance.ts'
import { chooseDay } from './state/day.ts'
import { firstScreenHeld } from './state/held.ts'
import { SessionContext } from './state/session.ts'
import { useStore } from './state/store.ts'
import { themeOf } from './theme.ts'

export function App() {
  const mode = useMode()
  useEffect(() => {
    document.documentElement.dataset.theme = mode
  }, [mode])
  return (
    <ConfigProvider locale={zhCN} theme={themeOf(mode)} button={{ autoInsertSpace: false }}>
      <AntApp message={{ maxCount: 3 }} notification={{ placement: 'bottomRight' }}>
        <QueryClientProvider client={queryClient}>
          <Gate />
        </QueryClientProvider>
      </AntApp>
    </ConfigProvider>
  )
}

/** The first screen while no ledger is open, the frame once one is. */
function Gate() {
  // A program that is left open overnight has another today in the morning.
  const state = useQuery(
    api.ledger.state.queryOptions({ refetchInterval: 60_000, refetchOnWindowFocus: 'always' }),
  )
  const held = useStore(firstScreenHeld)
  useEffect(() => {
    const stop = new AbortController()
    void followEvents(stop.signal)
    return () => stop.abort()
  }, [])
  const today = state.data?.today
  const lastToday = useRef<string>(undefined)
  useEffect(() => {
    if (lastToday.current !== undefined && lastToday.current !== today) void queryClient.invalidateQueries()
    lastToday.current = today
  }, [today])
  const open = state.data?.ledger?.id
  const lastOpen = useRef<string>(undefined)
  // Another ledger, or none: nothing of the last one may stay on screen or in memory.
  useEffect(() => {
    const last = lastOpen.current
    if (last === open) return
    lastOpen.current = open
    if (last === undefined) return
    chooseDay(null)
    const ofLedger = {
      predicate: ({ queryKey }: { queryKey: readonly unknown[] }) => !isLedgerState(queryKey),
    }
    if (open === undefined) queryClient.removeQueries(ofLedger)
    else {
      void router.navigate('/')
      void queryClient.resetQueries(ofLedger)
    }
  }, [open])

  if (state.isPending)
    return (
      <div className="start">
        <Spin />
      </div>
    )
  if (!state.data)
    return (
      <div className="start">
        <div className="start-card start-narrow">
          <Problem error={state.error} retry={() => void state.refetch()} />
        </div>
      </div>
    )
  return (
    <SessionContext value={state.data}>
      {state.data.ledger && !held ? (
        state.data.ledger.role === null ? (
          <>
            <ConnectionBanner />
            <WhoIsThere />
          </>
        ) : (
          <RouterProvider router={router} />
        )
      ) : (
        <>
          <ConnectionBanner />
          <Start />
        </>
      )}
    </SessionContext>
  )
}

function isLedgerState(queryKey: readonly unknown[]): boolean {
  const path = queryKey[0]
  return Array.isArray(path) && path[0] === 'ledger'
}

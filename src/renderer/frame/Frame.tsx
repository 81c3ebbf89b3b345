import { BulbOutlined, LockOutlined } from '@ant-design/icons'
import { App, Button, Dropdown, Tooltip } from 'antd'
import { useCallback, useState } from 'react'
import { Outlet, useBlocker } from 'react-router'
import { api, client, queryClient } from '../api.ts'
import { useAskLeave } from '../components/ask.tsx'
import { problemOf } from '../components/problem.ts'
import { type Appearance, chooseAppearance } from '../state/appearance.ts'
import { forgetAllJobs } from '../state/jobs.ts'
import { forgetOpen } from '../state/returning.ts'
import { useLedger } from '../state/session.ts'
import { hasUnsaved } from '../state/unsaved.ts'
import { AtTheDesk } from './AtTheDesk.tsx'
import { CommandSearch } from './CommandSearch.tsx'
import { ConnectionBanner } from './ConnectionBanner.tsx'
import { DayInForce } from './DayInForce.tsx'
import { useIdleLock } from './idle-lock.ts'
import { useFrameKeys } from './keys.ts'
import { LeaveGuard } from './LeaveGuard.tsx'
import { Navigation } from './Navigation.tsx'
import { useOpenPaper } from './open-paper.ts'
import { TaskTray } from './TaskTray.tsx'
import { useUndo } from './undo.ts'
import { useScanner } from './use-scanner.ts'

/** What surrounds every page: entries at the left, search, day, tasks, person and lock at the top. */
export function Frame() {
  const ledger = useLedger()
  const { message } = App.useApp()
  const askLeave = useAskLeave()
  const undo = useUndo()
  const openPaper = useOpenPaper()
  const [searching, setSearching] = useState(false)
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => hasUnsaved() && currentLocation.pathname !== nextLocation.pathname,
  )

  const lockNow = useCallback(async () => {
    try {
      // What is still being asked for would only be answered with "locked".
      await queryClient.cancelQueries()
      await client.ledger.lock()
      forgetAllJobs()
      forgetOpen()
      await queryClient.invalidateQueries({ queryKey: api.ledger.key() })
    } catch (error) {
      message.error(problemOf(error).text)
    }
  }, [message])
  const lock = useCallback(async () => {
    if (hasUnsaved() && !(await askLeave())) return
    await lockNow()
  }, [askLeave, lockNow])
  const openSearch = useCallback(() => setSearching(true), [])
  // A desk that was left is locked whatever lies on it.
  useIdleLock(ledger.idleMinutes, () => void lockNow())
  useFrameKeys({ search: openSearch, lock, undo: undo.run })
  useScanner((number) => void openPaper(number))

  return (
    <div className="frame">
      <div className="frame-brand">
        <span className="frame-mark" aria-hidden="true">
          劳
        </span>
        劳务协作台账
      </div>
      <div className="frame-top">
        <button type="button" className="search-open" onClick={openSearch}>
          搜索人员、单位、申领、条款
          <kbd>Ctrl+K</kbd>
        </button>
        <DayInForce />
        <span className="spring" />
        {ledger.demo && <span className="demo-mark">演示县 · 数据均为虚构</span>}
        <TaskTray />
        <AppearanceButton />
        <AtTheDesk />
        <Tooltip title="锁定（Ctrl+L）">
          <Button type="text" icon={<LockOutlined />} aria-label="锁定" onClick={() => void lock()} />
        </Tooltip>
      </div>
      <Navigation />
      <div className="frame-main">
        <ConnectionBanner />
        <Outlet />
      </div>
      <CommandSearch open={searching} onClose={() => setSearching(false)} onLock={() => void lock()} />
      <LeaveGuard blocker={blocker} />
    </div>
  )
}

function AppearanceButton() {
  const items: { key: Appearance; label: string }[] = [
    { key: 'light', label: '浅色' },
    { key: 'dark', label: '深色' },
    { key: 'system', label: '跟随系统' },
  ]
  return (
    <Dropdown trigger={['click']} menu={{ items, onClick: ({ key }) => chooseAppearance(key as Appearance) }}>
      <Button type="text" icon={<BulbOutlined />} aria-label="外观" title="外观" />
    </Dropdown>
  )
}

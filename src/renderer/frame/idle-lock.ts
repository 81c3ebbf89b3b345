import { App } from 'antd'
import { useEffect, useRef } from 'react'
import { isFinished, useJobs } from '../state/jobs.ts'
import { keep, readKept } from '../state/kept.ts'

const LOOK_EVERY = 5000
/** How long before the lock the screen says so. */
const WARNING = 60_000
const NOTICE = 'idle-lock'
/** Shared by all windows of this machine: work in one keeps the others open. */
const KEY = 'last-touch'

/**
 * Locks after so many minutes without a key, a click or a turn of the wheel; 0: never. A running job keeps the ledger
 * open, since locking would cancel it.
 */
export function useIdleLock(minutes: number, lock: () => void): void {
  const { message } = App.useApp()
  const working = useJobs().some((job) => !isFinished(job))
  const latest = useRef({ lock, working })
  latest.current = { lock, working }
  useEffect(() => {
    if (minutes === 0) return
    let told = 0
    let warned = false
    const touch = () => {
      const now = Date.now()
      if (warned) message.destroy(NOTICE)
      warned = false
      if (now - told < 1000) return
      told = now
      keep(KEY, now)
    }
    const look = () => {
      if (latest.current.working) return touch()
      const left = readKept(KEY, 0) + minutes * 60_000 - Date.now()
      if (left <= 0) latest.current.lock()
      else if (left <= WARNING && !warned) {
        warned = true
        message.warning({ key: NOTICE, duration: 0, content: '一分钟内没有操作就会自动锁定，按任意键继续。' })
      } else if (left > WARNING && warned) {
        warned = false
        message.destroy(NOTICE)
      }
    }
    touch()
    const events = ['keydown', 'pointerdown', 'wheel'] as const
    for (const event of events) window.addEventListener(event, touch, { passive: true })
    const timer = setInterval(look, Math.min(LOOK_EVERY, minutes * 15_000))
    return () => {
      clearInterval(timer)
      message.destroy(NOTICE)
      for (const event of events) window.removeEventListener(event, touch)
    }
  }, [minutes, message])
}

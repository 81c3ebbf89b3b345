import { useSession } from './session.ts'
import { createStore, useStore } from './store.ts'

/** The day in force that the clerk chose; `null`: today. Never kept: each morning begins with today. */
const chosen = createStore<string | null>(null)

export function chooseDay(day: string | null): void {
  chosen.set(day)
}

/** The day in force, and whether it is today. */
export function useDay(): { asOf: string; isToday: boolean; today: string } {
  const { today } = useSession()
  const day = useStore(chosen) ?? today
  return { asOf: day, isToday: day === today, today }
}

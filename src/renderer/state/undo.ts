import { createStore, useStore } from './store.ts'

/** The last change made on this screen that can be taken back, with its words. */
export type LastAction = { txId: string; label: string }
const last = createStore<LastAction | null>(null)

export function rememberAction(txId: string | null, label: string): void {
  if (txId) last.set({ txId, label })
}

export function takeLastAction(): LastAction | null {
  const action = last.get()
  last.set(null)
  return action
}

export function useLastAction(): LastAction | null {
  return useStore(last)
}

import { createStore, useStore } from '../../state/store.ts'

/** Claims chosen by hand for printing; `null`: print by filter. Too many for an address. */
const chosen = createStore<readonly string[] | null>(null)

export function choosePrint(ids: readonly string[] | null): void {
  chosen.set(ids)
}

export function useChosenForPrint(): readonly string[] | null {
  return useStore(chosen)
}

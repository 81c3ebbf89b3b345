import { createStore } from './store.ts'

/** True while the first screen must stay although a ledger is open: its recovery key is not yet put away. */
export const firstScreenHeld = createStore(false)

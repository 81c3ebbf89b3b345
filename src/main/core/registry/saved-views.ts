import type { SavedView, ViewList } from '../../../shared/contract/views.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { settings } from '../db/schema/registry.ts'

/** As many as a clerk still finds his way in. */
const MOST = 40

const keyOf = (list: ViewList) => `views.${list}`

/** The named filters of a list, in the order in which they were first kept. */
export function savedViews(ledger: Pick<ReadLedger, 'prepare'>, list: ViewList): SavedView[] {
  const stored = ledger.prepare<string>('SELECT value FROM settings WHERE key = ?').pluck().get(keyOf(list))
  return stored === undefined ? [] : (JSON.parse(stored as string) as SavedView[])
}

/**
 * Keeps a filter under its name, in the place of one of the same name.
 * @throws Refusal `views.too-many`
 */
export function saveView(tx: WriteTx, list: ViewList, view: SavedView): SavedView[] {
  const before = savedViews(tx, list)
  const known = before.some(({ name }) => name === view.name)
  if (!known && before.length >= MOST)
    throw new Refusal('views.too-many', `常用筛选最多存 ${MOST} 组，请先删去不用的。`)
  const after = known ? before.map((one) => (one.name === view.name ? view : one)) : [...before, view]
  return store(tx, list, after)
}

/** Takes a named filter away; one that is gone already is no fault. */
export function removeView(tx: WriteTx, list: ViewList, name: string): SavedView[] {
  const after = savedViews(tx, list).filter((one) => one.name !== name)
  return store(tx, list, after)
}

function store(tx: WriteTx, list: ViewList, views: SavedView[]): SavedView[] {
  tx.local(settings).upsert({ key: keyOf(list), value: JSON.stringify(views) })
  return views
}

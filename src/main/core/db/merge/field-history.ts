/**
 * What the change log tells of one record, whatever ledgers the changes were made in: a field holds what the change with
 * the latest clock wrote. The same set of changes gives the same values and the same conflicts in every ledger, in
 * whatever order the changes arrived.
 */

/** In a removal's `before`: the clocks of the record's changes (all but its insertion) that its maker knew of. */
export const SEEN = '$seen'

/** A change to a record. */
export interface RecordChange {
  readonly hlc: string
  readonly op: string
  /** {column: JSON value} */
  readonly fields: Readonly<Record<string, unknown>>
  /** the same columns as the change's maker found them; null for a new record */
  readonly before: Readonly<Record<string, unknown>> | null
}

/** One field, changed twice by people who did not know of each other. */
export interface FieldConflict {
  readonly field: string
  readonly earlierHlc: string
  readonly laterHlc: string
  readonly earlier: unknown
  readonly later: unknown
  /** what the later one found */
  readonly base: unknown
  /**
   * of a removal: the clocks of what was changed without its maker knowing, in order; then `table/id@clock` of what was
   * added to the record
   */
  readonly unseen?: readonly string[]
  /** the removal was taken back since: nothing is lost any more */
  readonly over?: boolean
}

/** The field that marks a record as removed: since when, or null. */
const REMOVED = 'deleted_at'
/** Fields that say why, not what. */
const BESIDE: ReadonlySet<string> = new Set(['deleted_reason', 'source'])

/** By clock; changes of one transaction stay in their order. */
export function inOrder(changes: readonly RecordChange[]): RecordChange[] {
  return [...changes].sort((a, b) => (a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0))
}

/** What each field holds after these changes, which are in order. */
export function valuesOf(ordered: readonly RecordChange[]): Map<string, unknown> {
  const values = new Map<string, unknown>()
  for (const { fields } of ordered) for (const name in fields) values.set(name, fields[name])
  return values
}

/**
 * The conflicts among changes that are in order: a change whose maker found something else in the field than the change
 * before had left there, and that wrote something else; and a removal by somebody who did not know of a change.
 */
export function conflictsOf(ordered: readonly RecordChange[]): FieldConflict[] {
  const conflicts: FieldConflict[] = []
  const last = new Map<string, RecordChange>()
  for (const change of ordered) {
    const { fields, before, hlc } = change
    for (const field in fields) {
      if (before !== null && !BESIDE.has(field)) {
        const earlier = last.get(field)
        const value = fields[field]
        if (earlier !== undefined) {
          const left = earlier.fields[field]
          const found = before[field] ?? null
          const twoDeletions = field === REMOVED && left !== null && value !== null
          if (!same(found, left) && !same(value, left) && !twoDeletions)
            conflicts.push({
              field,
              earlierHlc: earlier.hlc,
              laterHlc: hlc,
              earlier: left,
              later: value,
              base: found,
            })
        }
      }
      last.set(field, change)
    }
  }
  return [...conflicts, ...blindRemovals(ordered)]
}

/** Removals up to the next time that they were taken back, each with the changes that none of their makers knew of. */
function blindRemovals(ordered: readonly RecordChange[]): FieldConflict[] {
  const found: (FieldConflict | undefined)[] = []
  let removals: RecordChange[] = []
  for (const [at, change] of ordered.entries()) {
    if (!(REMOVED in change.fields)) continue
    if (change.fields[REMOVED] !== null) removals.push(change)
    else {
      found.push(blindRemoval(ordered.slice(0, at), removals, true))
      removals = []
    }
  }
  found.push(blindRemoval(ordered, removals, false))
  return found.filter((conflict) => conflict !== undefined)
}

function blindRemoval(
  ordered: readonly RecordChange[],
  removals: readonly RecordChange[],
  over: boolean,
): FieldConflict | undefined {
  const unseen = unseenChanges(ordered, removals)
  const latest = unseen.at(-1)
  const removal = removals.at(-1)
  if (removal === undefined || latest === undefined) return undefined
  return removalConflict(removal, latest, unseen, over)
}

/** The changes, of which none of the removals' makers knew, that say what the record would not say without them. */
function unseenChanges(ordered: readonly RecordChange[], removals: readonly RecordChange[]): string[] {
  const begun = new Set(ordered.filter(({ op }) => op === 'insert').map(({ hlc }) => hlc))
  const isKnown = (change: RecordChange) =>
    begun.has(change.hlc) || removals.some((one) => knewOf(one, change))
  const known = ordered.filter(isKnown)
  if (known.length === ordered.length) return []
  const all = valuesOf(ordered)
  const without = valuesOf(known)
  const lost = [...all.keys()].filter(
    (field) => field !== REMOVED && !BESIDE.has(field) && !same(all.get(field), without.get(field)),
  )
  return ordered
    .filter((change) => !isKnown(change) && lost.some((field) => field in change.fields))
    .map(({ hlc }) => hlc)
}

/** What stands against the removal of a record to which something was added (`added`: by `table/id`, with its clock). */
export function addedToRemoved(
  ordered: readonly RecordChange[],
  added: readonly { readonly record: string; readonly hlc: string }[],
): FieldConflict | undefined {
  const back = ordered.findLastIndex(({ fields }) => REMOVED in fields && fields[REMOVED] === null)
  const removals = ordered.filter(({ fields }, at) => at > back && REMOVED in fields)
  const removal = removals.at(-1)
  if (removal === undefined) return undefined
  const changed = unseenChanges(ordered, removals)
  const inTime = [...added].sort((a, b) => (a.hlc + a.record < b.hlc + b.record ? -1 : 1))
  const latest = [...changed, ...inTime.map(({ hlc }) => hlc)].sort().at(-1)
  if (latest === undefined) return undefined
  const unseen = [...changed, ...inTime.map(({ record, hlc }) => `${record}@${hlc}`)]
  return removalConflict(removal, latest, unseen, false)
}

function removalConflict(
  removal: RecordChange,
  latest: string,
  unseen: readonly string[],
  over: boolean,
): FieldConflict {
  const removed = { hlc: removal.hlc, value: removal.fields[REMOVED] }
  const kept = { hlc: latest, value: null }
  const [earlier, later] = kept.hlc < removed.hlc ? [kept, removed] : [removed, kept]
  return {
    field: REMOVED,
    earlierHlc: earlier.hlc,
    laterHlc: later.hlc,
    earlier: earlier.value,
    later: later.value,
    base: null,
    unseen,
    over,
  }
}

/** Whether the maker of a removal knew of a change; one of an older version, which does not say, of all before it. */
function knewOf(removal: RecordChange, { hlc }: RecordChange): boolean {
  if (hlc === removal.hlc) return true
  // Whoever changes a record after having removed it knows that, too: an undo does.
  if (hlc > removal.hlc) return nodeOf(hlc) === nodeOf(removal.hlc)
  const seen = removal.before?.[SEEN]
  return Array.isArray(seen) ? seen.includes(hlc) : true
}

/** The ledger at the end of a clock's text. */
function nodeOf(hlc: string): string {
  return hlc.slice(hlc.lastIndexOf('-') + 1)
}

/** JSON values, `null` and missing alike. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === undefined || a === null) return b === undefined || b === null
  return typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b)
}

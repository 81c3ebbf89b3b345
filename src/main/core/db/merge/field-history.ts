/**
 * What the change log tells of one record, whatever ledgers the changes were made in: a field holds what the change with
 * the latest clock wrote. The same set of changes gives the same values and the same conflicts in every ledger, in
 * whatever order the changes arrived.
 */

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
}

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
 * before had left there, and that wrote something else; and a change to a record by somebody who did not know that it
 * was deleted.
 */
export function conflictsOf(ordered: readonly RecordChange[]): FieldConflict[] {
  const conflicts: FieldConflict[] = []
  const last = new Map<string, RecordChange>()
  let removal: RecordChange | undefined
  for (const change of ordered) {
    const { fields, before, hlc } = change
    for (const field in fields) {
      if (before !== null && !BESIDE.has(field)) {
        const earlier = last.get(field)
        const value = fields[field]
        if (earlier !== undefined) {
          const left = earlier.fields[field]
          const found = before[field] ?? null
          const twoDeletions = field === 'deleted_at' && left !== null && value !== null
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
    if ('deleted_at' in fields) removal = fields.deleted_at === null ? undefined : change
    else if (removal !== undefined && change.op === 'update' && removal.hlc !== hlc) {
      conflicts.push({
        field: 'deleted_at',
        earlierHlc: removal.hlc,
        laterHlc: hlc,
        earlier: removal.fields.deleted_at,
        later: null,
        base: null,
      })
      removal = undefined
    }
  }
  return conflicts
}

/** JSON values, `null` and missing alike. */
function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (a === undefined || a === null) return b === undefined || b === null
  return typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b)
}

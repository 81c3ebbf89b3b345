/**
 * Which subject a record belongs to. An update of a record names neither person nor claim, so it has to be known; a row
 * for each record would double the store, so a thousand go to a page, sorted. Ids are made in the order of time: the pages
 * of two bundles rarely overlap, and a lookup reads a few.
 */
import { sql } from 'drizzle-orm'
import type { Store, StoreCell } from '../store/store.ts'

const PAGE = 1000

/** Rows for `directories`. */
export function directoryPages(
  ordinal: number,
  firstPage: number,
  subjects: readonly (readonly [rowId: string, subjectId: string])[],
): StoreCell[][] {
  const sorted = [...subjects].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  const pages: StoreCell[][] = []
  for (let from = 0; from < sorted.length; from += PAGE) {
    const page = sorted.slice(from, from + PAGE)
    const lines = page.map(([rowId, subjectId]) => `${rowId}\t${subjectId}`).join('\n')
    pages.push([ordinal, firstPage + pages.length, page[0]?.[0] ?? '', page.at(-1)?.[0] ?? '', lines])
  }
  return pages
}

/** The subjects of these records, as far as they are known. */
export async function lookUp(store: Store, rowIds: Iterable<string>): Promise<Map<string, string>> {
  const wanted = [...new Set(rowIds)].sort()
  const found = new Map<string, string>()
  const [first, last] = [wanted[0], wanted.at(-1)]
  if (first === undefined || last === undefined) return found
  const { directories } = store.tables
  const pages = await store.all<{ ordinal: number; page: number; first: string; last: string }>(sql`
    SELECT ordinal, page, first, last FROM ${directories}
    WHERE ${directories.last} >= ${first} AND ${directories.first} <= ${last} ORDER BY ordinal, page`)
  const asked = new Set(wanted)
  for (const page of pages) {
    if (!holdsAny(wanted, page.first, page.last)) continue
    const rows = await store.all<{ lines: string }>(sql`
      SELECT lines FROM ${directories}
      WHERE ${directories.ordinal} = ${page.ordinal} AND ${directories.page} = ${page.page}`)
    for (const line of (rows[0]?.lines ?? '').split('\n')) {
      const tab = line.indexOf('\t')
      const rowId = line.slice(0, tab)
      if (asked.has(rowId)) found.set(rowId, line.slice(tab + 1))
    }
  }
  return found
}

/** Whether one of the sorted ids lies within. */
function holdsAny(sorted: readonly string[], first: string, last: string): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >> 1
    if ((sorted[middle] ?? '') < first) low = middle + 1
    else high = middle
  }
  const next = sorted[low]
  return next !== undefined && next <= last
}

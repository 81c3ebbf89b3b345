/** Entries by table. */
export type TableCounts = Readonly<Record<string, number>>

/** Of all entries: as many may come late without its being worth waiting for them. */
const FEW = 0.1

/**
 * Whether a bundle tells of its people one after the other (a roster as it was imported), as far as it has been read: the
 * entries of nearly every table have come in about the same proportion. Otherwise (first everybody, then everybody's work)
 * people who are written early have to be derived again when the rest of them comes.
 * @param expected as the manifest counts them
 */
export function isByPerson(seen: ReadonlyMap<string, number>, expected: TableCounts): boolean {
  const tables = Object.entries(expected)
  const total = tables.reduce((sum, [, count]) => sum + count, 0)
  const come = tables.reduce((sum, [table]) => sum + (seen.get(table) ?? 0), 0)
  const late = tables.filter(([table, count]) => (seen.get(table) ?? 0) / count < come / total / 2)
  return late.reduce((sum, [, count]) => sum + count, 0) <= total * FEW
}

import type { Cell } from '../db/tables.ts'
import { foldOrganisation } from '../registry/employers.ts'

/**
 * What was typed, as a condition: one of the columns contains it, names and pinyin as they are folded.
 * `undefined`: nothing was typed.
 */
export function nameSearch(
  text: string,
  columns: readonly string[],
): { sql: string; params: Cell[] } | undefined {
  const typed = text.trim()
  if (typed === '') return undefined
  const folded = foldOrganisation(typed).toLowerCase()
  const needle = folded === '' ? typed : folded
  return {
    sql: `(${columns.map((column) => `instr(lower(${column}), ?) > 0`).join(' OR ')})`,
    params: columns.map(() => needle),
  }
}

/** Result lists that say of one thing both that it went through and that it was sent back. Pure. */
import type { RowAnswer } from './result-rows.ts'

/** What a row says, and of what (`id`; undefined: nothing of ours). */
export type Spoken = { readonly id: string | undefined; readonly answer: RowAnswer; readonly row: number }

/** Ids of which one file says on one day that they were rejected and that they were not, with the rows that say so. */
export function contradictions(spoken: readonly Spoken[]): Map<string, number[]> {
  const days = new Map<string, { id: string; rejected: boolean; other: boolean; rows: number[] }>()
  for (const { id, answer, row } of spoken) {
    if (id === undefined || answer.outcome === 'waiting') continue
    const key = `${id} ${answer.on ?? ''}`
    const day = days.get(key) ?? { id, rejected: false, other: false, rows: [] }
    if (answer.outcome === 'rejected') day.rejected = true
    else day.other = true
    day.rows.push(row)
    days.set(key, day)
  }
  const both = new Map<string, number[]>()
  for (const { id, rejected, other, rows } of days.values())
    if (rejected && other) both.set(id, [...(both.get(id) ?? []), ...rows])
  return both
}

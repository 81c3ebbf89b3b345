/** Insured months (参保月份), a bit a month in one number a year: bit 0 January … bit 11 December. */
import type { MonthIndex } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { insuredYears, spells } from '../db/schema/work.ts'
import { sameEmployer, spellsOf } from './spells.ts'

/** Adds the months `from` to `to`, both included, to masks by year. `to` before `from` adds nothing. */
export function addMonthRange(masks: Map<number, number>, from: MonthIndex, to: MonthIndex): void {
  for (let month = from; month <= to; month += 1) {
    const year = Math.floor(month / 12)
    masks.set(year, (masks.get(year) ?? 0) | (1 << (month % 12)))
  }
}

/** How many months a mask holds. */
export function countMonths(mask: number): number {
  let count = 0
  for (let left = mask; left !== 0; left &= left - 1) count += 1
  return count
}

/** What a list says, added to the record: months on record are never taken away by a list that does not name them. */
export function mergeMonths(stored: number | undefined, said: number): { months: number; changed: boolean } {
  const months = (stored ?? 0) | said
  return { months, changed: months !== stored }
}

/**
 * Saves typed months of one year with one employer: exactly these, also none.
 * The person's spells with that employer count as fully known from then on. @throws Refusal `employers.not-found`, `people.not-found`
 */
export function saveInsured(
  tx: WriteTx,
  input: {
    readonly personId: string
    readonly employerId: string | null
    readonly county: string
    readonly year: number
    readonly months: number
  },
): string {
  const { personId, employerId, county, year, months } = input
  const person = tx.prepare('SELECT id FROM people WHERE id = ? AND deleted_at IS NULL').get(personId)
  if (person === undefined)
    throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除或撤销导入。')
  const employer =
    employerId === null
      ? undefined
      : tx
          .prepare<{ name: string }>('SELECT name FROM employers WHERE id = ? AND deleted_at IS NULL')
          .get(employerId)
  if (employerId !== null && employer === undefined)
    throw new Refusal('employers.not-found', '台账中没有这个用人单位，可能已被删除。')
  const said = { employerId, employerText: employer?.name ?? null }
  const stored = tx
    .prepare<{ id: string; employerId: string | null; employerText: string | null }>(
      `SELECT id, employer_id AS employerId, employer_text AS employerText FROM insured_years
       WHERE person_id = ? AND county = ? AND year = ? AND deleted_at IS NULL`,
    )
    .all(personId, county, year)
    .find((row) =>
      employerId === null
        ? row.employerId === null && row.employerText === null
        : sameEmployer(row, said) === true,
    )
  if (stored) tx.update(insuredYears, stored.id, { months })
  const saved =
    stored?.id ?? tx.insert(insuredYears, { personId, ...said, county, year, months, source: 'entry' })
  for (const spell of spellsOf(tx, personId))
    if (sameEmployer(spell, said) === true) tx.update(spells, spell.id, { insuredKnown: true })
  return saved
}

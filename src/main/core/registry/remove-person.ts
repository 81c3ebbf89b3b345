import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { people, personCategories } from '../db/schema/registry.ts'
import { decisions, jobSeekers, referrals, serviceRecords } from '../db/schema/services.ts'
import {
  attendance,
  certificates,
  courses,
  enrolments,
  insuredYears,
  placements,
  rentYears,
  spells,
  spellYears,
} from '../db/schema/work.ts'

/** What goes with a person: everything that is only theirs. */
const THEIRS = [
  ['person_categories', personCategories],
  ['spell_years', spellYears],
  ['spells', spells],
  ['insured_years', insuredYears],
  ['rent_years', rentYears],
  ['certificates', certificates],
  ['courses', courses],
  ['enrolments', enrolments],
  ['placements', placements],
  ['attendance', attendance],
  ['service_records', serviceRecords],
  ['job_seekers', jobSeekers],
  ['referrals', referrals],
  ['decisions', decisions],
] as const

/**
 * Marks a person, with everything that is only theirs, as deleted.
 * @throws Refusal `people.not-found`; `people.has-claims` where money was or is being claimed for them
 */
export function removePerson(tx: WriteTx, id: string, reason: string): void {
  const person = tx.prepare('SELECT 1 FROM people WHERE id = ? AND deleted_at IS NULL').get(id)
  if (person === undefined) throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除。')
  refuseClaimed(tx, id)
  removeTheirs(tx, id, reason)
  tx.remove(people, id, reason)
}

/** @throws Refusal `people.has-claims` where money was or is being claimed for a person */
export function refuseClaimed(tx: WriteTx, id: string): void {
  const claim = tx
    .prepare<{ number: string }>(
      `SELECT number FROM claims WHERE person_id = ? AND deleted_at IS NULL
       UNION ALL SELECT benefit FROM grants WHERE person_id = ? AND deleted_at IS NULL LIMIT 1`,
    )
    .get(id, id)
  if (claim !== undefined) {
    throw new Refusal(
      'people.has-claims',
      `这个人已有申领或发放记录（${claim.number}），不能删除。草稿请先撤回；信息有误请直接修改。`,
      { claim: claim.number },
    )
  }
}

/** Marks everything that is only a person's as deleted. */
export function removeTheirs(tx: WriteTx, id: string, reason: string): void {
  for (const [name, table] of THEIRS) {
    const ids = tx
      .prepare<string>(`SELECT id FROM ${name} WHERE person_id = ? AND deleted_at IS NULL`)
      .pluck()
      .all(id) as string[]
    for (const row of ids) tx.remove(table, row, reason)
  }
}

import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'

type Tables = 'service_records' | 'job_seekers' | 'vacancies' | 'fairs' | 'referrals' | 'decisions'

/** A form may have been open while its record was deleted. @throws Refusal `services.not-found` */
export function refuseGone(tx: WriteTx, table: Tables, id: string): void {
  if (tx.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(id) === undefined)
    throw new Refusal('services.not-found', '这条记录已不在台账中，可能已被删除或撤销。请刷新列表。')
}

/** The person and employer that a record names must be there. @throws Refusal `people.not-found`, `employers.not-found` */
export function refuseNobody(
  tx: WriteTx,
  { personId, employerId }: { personId?: string | null; employerId?: string | null },
): void {
  const there = (table: string, id: string) =>
    tx.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(id) !== undefined
  if (personId && !there('people', personId))
    throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除。请重新选择。')
  if (employerId && !there('employers', employerId))
    throw new Refusal('employers.not-found', '台账中没有这个用人单位，可能已被删除。请重新选择。')
}

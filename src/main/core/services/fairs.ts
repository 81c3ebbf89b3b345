/** 招聘会 and the employers that attended. */
import type { FairRow } from '../../../shared/contract/services.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { fairEmployers, fairs } from '../db/schema/work.ts'
import type { Cell } from '../db/tables.ts'
import type { InputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import type { Reading } from './evidence.ts'
import { regionName } from './records.ts'
import { refuseGone, refuseNobody } from './subjects.ts'

/** Fairs of a year, or of all years, the latest first. */
export function listFairs(
  ledger: Reading,
  filter: InputOf<'services.fairs'>,
  regions: Regions,
): { total: number; rows: FairRow[] } {
  const params: Cell[] = filter.year === undefined ? [] : [`${filter.year}-01-01`, `${filter.year}-12-31`]
  const from = `FROM fairs WHERE deleted_at IS NULL ${filter.year === undefined ? '' : 'AND on_date >= ? AND on_date <= ?'}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const rows = ledger
    .prepare<
      Omit<FairRow, 'countyName' | 'organiserName' | 'employers' | 'online'> & { online: number | null }
    >(
      `SELECT id, name, county, on_date AS "on", organiser_county AS organiserCounty, online, posts, visitors, intents, note
       ${from} ORDER BY on_date IS NULL, on_date DESC, id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
  const employers = employersOf(
    ledger,
    rows.map(({ id }) => id),
  )
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      online: row.online === null ? null : row.online === 1,
      countyName: regionName(regions, row.county),
      organiserName: regionName(regions, row.organiserCounty),
      employers: employers.get(row.id) ?? [],
    })),
  }
}

function employersOf(
  ledger: Reading,
  fairIds: readonly string[],
): Map<string, { id: string; name: string }[]> {
  const found = new Map<string, { id: string; name: string }[]>()
  for (const { fairId, ...employer } of ledger
    .prepare<{ fairId: string; id: string; name: string }>(
      `SELECT f.fair_id AS fairId, e.id, e.name FROM fair_employers f JOIN employers e ON e.id = f.employer_id
       WHERE f.fair_id IN (SELECT value FROM json_each(?)) AND f.deleted_at IS NULL ORDER BY e.pinyin`,
    )
    .all(JSON.stringify(fairIds)))
    found.set(fairId, [...(found.get(fairId) ?? []), employer])
  return found
}

/** @throws Refusal `fair.intents`, `services.not-found`, `employers.not-found` */
export function saveFair(
  tx: WriteTx,
  { id, employers, on, ...input }: InputOf<'services.saveFair'>,
  source = 'entry',
): string {
  if (input.intents !== null && input.visitors !== null && input.intents > input.visitors)
    throw new Refusal('fair.intents', '达成意向的人数多于到场人数，请核对。')
  for (const employerId of employers) refuseNobody(tx, { employerId })
  const row = { ...input, onDate: on }
  if (id !== undefined) {
    refuseGone(tx, 'fairs', id)
    tx.update(fairs, id, row)
  }
  const fairId = id ?? tx.insert(fairs, { ...row, source })
  const stored = attendances(tx, fairId)
  const wanted = new Set(employers)
  for (const employerId of wanted)
    if (!stored.some((one) => one.employerId === employerId))
      tx.insert(fairEmployers, { fairId, employerId, source })
  for (const one of stored)
    if (!wanted.has(one.employerId)) tx.remove(fairEmployers, one.id, '招聘会登记中删去')
  return fairId
}

/** A fair goes with the list of who attended. @throws Refusal `services.not-found` */
export function removeFair(tx: WriteTx, id: string, reason: string): void {
  refuseGone(tx, 'fairs', id)
  for (const one of attendances(tx, id)) tx.remove(fairEmployers, one.id, reason)
  tx.remove(fairs, id, reason)
}

function attendances(tx: WriteTx, fairId: string): { id: string; employerId: string }[] {
  return tx
    .prepare<{ id: string; employerId: string }>(
      'SELECT id, employer_id AS employerId FROM fair_employers WHERE fair_id = ? AND deleted_at IS NULL',
    )
    .all(fairId)
}

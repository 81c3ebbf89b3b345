import { foldName } from '../../../shared/domain/person-name.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { pairings, schools, stations } from '../db/schema/registry.ts'
import type { InputOf } from '../procedure.ts'

/** Saves a school: a new one without `id`. @throws Refusal `place.not-found` */
export function saveSchool(tx: WriteTx, { id, ...input }: InputOf<'places.saveSchool'>): string {
  const row = { ...input, nameFolded: foldName(input.name) }
  refuseGone(tx, 'schools', id)
  if (id === undefined) return tx.insert(schools, { ...row, source: 'entry' })
  tx.update(schools, id, row)
  return id
}

/** Saves a station. @throws Refusal `station.closed-before-opened`, `place.not-found` */
export function saveStation(tx: WriteTx, { id, ...input }: InputOf<'places.saveStation'>): string {
  if (input.openedOn !== null && input.closedOn !== null && input.closedOn < input.openedOn) {
    throw new Refusal('station.closed-before-opened', '撤站日期早于建站日期，请核对。')
  }
  const row = { ...input, nameFolded: foldName(input.name) }
  refuseGone(tx, 'stations', id)
  if (id === undefined) return tx.insert(stations, { ...row, source: 'entry' })
  tx.update(stations, id, row)
  return id
}

/** Saves a dated pairing. @throws Refusal `pairing.reversed`, `pairing.overlaps`, `place.not-found` */
export function savePairing(tx: WriteTx, { id, ...input }: InputOf<'places.savePairing'>): string {
  if (input.to !== null && input.to < input.from) {
    throw new Refusal('pairing.reversed', '结对终止日期早于起始日期，请核对。')
  }
  const twin = tx
    .prepare<{ id: string; from: string }>(
      `SELECT id, from_date AS "from" FROM pairings WHERE east_county = ? AND west_county = ? AND deleted_at IS NULL
         AND from_date <= ? AND coalesce(to_date, '9999') >= ? AND id <> ?`,
    )
    .get(input.eastCounty, input.westCounty, input.to ?? '9999', input.from, id ?? '')
  if (twin !== undefined) {
    throw new Refusal(
      'pairing.overlaps',
      `这两个县已有一段从 ${twin.from} 起的结对，时间重叠。请修改那一段。`,
    )
  }
  const row = {
    eastCounty: input.eastCounty,
    westCounty: input.westCounty,
    fromDate: input.from,
    toDate: input.to,
  }
  refuseGone(tx, 'pairings', id)
  if (id === undefined) return tx.insert(pairings, { ...row, source: 'entry' })
  tx.update(pairings, id, row)
  return id
}

/** A form may have been open while its record was deleted. */
function refuseGone(tx: WriteTx, table: 'schools' | 'stations' | 'pairings', id: string | undefined): void {
  if (id === undefined) return
  if (tx.prepare(`SELECT 1 FROM ${table} WHERE id = ? AND deleted_at IS NULL`).get(id) === undefined)
    throw new Refusal('place.not-found', '这条记录已不在台账中，可能已被删除。请刷新列表后重新登记。')
}

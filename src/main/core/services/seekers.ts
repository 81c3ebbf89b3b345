/** 求职登记: people who want work. */
import type { SeekerRow } from '../../../shared/contract/services.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { jobSeekers } from '../db/schema/services.ts'
import type { InputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import type { Reading } from './evidence.ts'
import { regionName } from './records.ts'
import { refuseGone, refuseNobody } from './subjects.ts'
import { nameSearch } from './typed-names.ts'

/** Those who are looking, the latest first; `open`: only those who still are. */
export function listSeekers(
  ledger: Reading,
  filter: InputOf<'services.seekers'>,
  regions: Regions,
): { total: number; rows: SeekerRow[] } {
  const search = nameSearch(filter.search, ['p.name_folded', 'p.pinyin', 'k.wish', 'k.skill'])
  const where = `k.deleted_at IS NULL ${filter.open ? 'AND k.to_date IS NULL' : ''} ${search === undefined ? '' : `AND ${search.sql}`}`
  const params = search?.params ?? []
  const from = `FROM job_seekers k JOIN people p ON p.id = k.person_id WHERE ${where}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const rows = ledger
    .prepare<
      Omit<SeekerRow, 'homeText' | 'wishCountyName'> & { homeCounty: string | null; township: string | null }
    >(
      `SELECT k.id, k.person_id AS personId, p.name AS personName, k.from_date AS "from", k.to_date AS "to", k.skill, k.wish,
         k.wish_county AS wishCounty, k.wage_fen AS wageFen, k.note, p.home_county AS homeCounty,
         p.home_township_text AS township
       ${from} ORDER BY k.from_date DESC, k.id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map(({ homeCounty, township, ...row }) => ({
      ...row,
      homeText: `${regionName(regions, homeCounty) ?? ''}${township ?? ''}`,
      wishCountyName: regionName(regions, row.wishCounty),
    }))
  return { total, rows }
}

/** @throws Refusal `seeker.reversed`, `seeker.twice`, `services.not-found`, `people.not-found` */
export function saveSeeker(tx: WriteTx, { id, from, to, ...input }: InputOf<'services.saveSeeker'>): string {
  if (to !== null && to < from) throw new Refusal('seeker.reversed', '求职结束日期早于登记日期，请核对。')
  refuseNobody(tx, input)
  const twin = tx
    .prepare<{ id: string; from: string }>(
      `SELECT id, from_date AS "from" FROM job_seekers WHERE person_id = ? AND deleted_at IS NULL AND id <> ?
         AND from_date <= ? AND coalesce(to_date, '9999') >= ?`,
    )
    .get(input.personId, id ?? '', to ?? '9999', from)
  if (twin !== undefined)
    throw new Refusal('seeker.twice', `这个人从 ${twin.from} 起已登记求职，请修改那一条或先写上结束日期。`, {
      id: twin.id,
    })
  const row = { ...input, fromDate: from, toDate: to }
  if (id === undefined) return tx.insert(jobSeekers, { ...row, source: 'entry' })
  refuseGone(tx, 'job_seekers', id)
  tx.update(jobSeekers, id, row)
  return id
}

/** 服务记录: what the office did, day by day. */
import type { ServiceRow } from '../../../shared/contract/services.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { KINDS_FOR_A_PERSON } from '../../../shared/domain/services.ts'
import { SERVICE_KIND_TEXT } from '../../../shared/text/services.ts'
import type { WriteTx } from '../db/ledger.ts'
import { serviceRecords } from '../db/schema/services.ts'
import type { Cell } from '../db/tables.ts'
import type { InputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import { sourceTexts } from '../registry/source-text.ts'
import type { Reading } from './evidence.ts'
import { refuseGone, refuseNobody } from './subjects.ts'
import { nameSearch } from './typed-names.ts'

/** Records that match, the latest first. */
export function listRecords(
  ledger: Reading,
  filter: InputOf<'services.records'>,
  regions: Regions,
): { total: number; rows: ServiceRow[] } {
  const parts = ['r.deleted_at IS NULL']
  const params: Cell[] = []
  const add = (sql: string, ...values: Cell[]) => {
    parts.push(sql)
    params.push(...values)
  }
  if (filter.kind !== undefined) add('r.kind = ?', filter.kind)
  if (filter.year !== undefined)
    add('r.on_date >= ? AND r.on_date <= ?', `${filter.year}-01-01`, `${filter.year}-12-31`)
  if (filter.personId !== undefined) add('r.person_id = ?', filter.personId)
  if (filter.employerId !== undefined) add('r.employer_id = ?', filter.employerId)
  if (filter.ids !== undefined) add('r.id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.ids))
  const search = nameSearch(filter.search, [
    'p.name_folded',
    'p.pinyin',
    'e.name_folded',
    'e.pinyin',
    'r.title',
    'r.note',
  ])
  if (search !== undefined) add(search.sql, ...search.params)
  const from = `FROM service_records r LEFT JOIN people p ON p.id = r.person_id LEFT JOIN employers e ON e.id = r.employer_id
    WHERE ${parts.join(' AND ')}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const source = sourceTexts(ledger)
  const rows = ledger
    .prepare<
      Omit<ServiceRow, 'countyName' | 'partnerName' | 'person' | 'employer'> & {
        personName: string | null
        employerName: string | null
      }
    >(
      `SELECT r.id, r.kind, r.on_date AS "on", r.title, r.county, r.partner_county AS partnerCounty, r.person_id AS personId,
         r.employer_id AS employerId, r.heads, r.done_by AS doneBy, r.note, r.source, p.name AS personName, e.name AS employerName
       ${from} ORDER BY r.on_date DESC, r.id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map(({ personName, employerName, ...row }) => ({
      ...row,
      source: source(row.source),
      countyName: regionName(regions, row.county),
      partnerName: regionName(regions, row.partnerCounty),
      person: row.personId === null ? null : { id: row.personId, name: personName ?? '' },
      employer: row.employerId === null ? null : { id: row.employerId, name: employerName ?? '' },
    }))
  return { total, rows }
}

export function regionName(regions: Regions, code: string | null): string | null {
  return code === null ? null : (regions.fullName(code) ?? code)
}

/**
 * Saves a record: a new one without `id`.
 * @throws Refusal `service.no-person`, `service.says-nothing`, `service.not-yet`, `services.not-found`, `people.not-found`, `employers.not-found`
 */
export function saveRecord(
  tx: WriteTx,
  { id, on, ...input }: InputOf<'services.saveRecord'>,
  today: string,
  source = 'entry',
): string {
  const kind = SERVICE_KIND_TEXT[input.kind]
  if (on > today) throw new Refusal('service.not-yet', '服务记录写已经做了的事，日期不能在今天之后。')
  if (KINDS_FOR_A_PERSON.has(input.kind) && input.personId === null)
    throw new Refusal('service.no-person', `“${kind}”是为一个人做的，请选择人员。`)
  const said = [input.title, input.note, input.personId, input.employerId]
  if (said.every((text) => text === null || text === ''))
    throw new Refusal('service.says-nothing', `请写明“${kind}”的内容，或选择对象。`)
  refuseNobody(tx, input)
  const row = { ...input, onDate: on }
  if (id === undefined) return tx.insert(serviceRecords, { ...row, source })
  refuseGone(tx, 'service_records', id)
  tx.update(serviceRecords, id, row)
  return id
}

/** 岗位: what employers offer. */
import type { VacancyRow } from '../../../shared/contract/services.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { vacancies } from '../db/schema/services.ts'
import type { Cell } from '../db/tables.ts'
import type { InputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import type { Reading } from './evidence.ts'
import { regionName } from './records.ts'
import { refuseGone, refuseNobody } from './subjects.ts'
import { nameSearch } from './typed-names.ts'

/** Vacancies that match, the latest first. */
export function listVacancies(
  ledger: Reading,
  filter: InputOf<'services.vacancies'>,
  regions: Regions,
): { total: number; rows: VacancyRow[] } {
  const parts = ['deleted_at IS NULL']
  const params: Cell[] = []
  if (filter.year !== undefined) {
    parts.push('from_date <= ? AND coalesce(to_date, from_date) >= ?')
    params.push(`${filter.year}-12-31`, `${filter.year}-01-01`)
  }
  if (filter.postKind !== undefined) {
    parts.push('post_kind = ?')
    params.push(filter.postKind)
  }
  const search = nameSearch(filter.search, ['employer_text', 'title'])
  if (search !== undefined) {
    parts.push(search.sql)
    params.push(...search.params)
  }
  const from = `FROM vacancies WHERE ${parts.join(' AND ')}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0
  const rows = ledger
    .prepare<Omit<VacancyRow, 'countyName'>>(
      `SELECT id, employer_id AS employerId, employer_text AS employerText, title, heads, post_kind AS postKind, county,
         wage_from_fen AS wageFromFen, wage_to_fen AS wageToFen, from_date AS "from", to_date AS "to",
         education_text AS education, suitable_text AS suitable, terms_text AS terms, phone
       ${from} ORDER BY from_date DESC, id DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map((row) => ({ ...row, countyName: regionName(regions, row.county) }))
  return { total, rows }
}

/** @throws Refusal `vacancy.no-employer`, `vacancy.reversed`, `vacancy.wages-reversed`, `services.not-found`, `employers.not-found` */
export function saveVacancy(
  tx: WriteTx,
  { id, ...input }: InputOf<'services.saveVacancy'>,
  source = 'entry',
): string {
  refuseNobody(tx, { employerId: input.employerId })
  const employer =
    input.employerId === null
      ? undefined
      : tx.prepare<{ name: string }>('SELECT name FROM employers WHERE id = ?').get(input.employerId)?.name
  const employerText = employer ?? input.employerText
  if (employerText === '') throw new Refusal('vacancy.no-employer', '请选择或填写用人单位。')
  if (input.to !== null && input.to < input.from)
    throw new Refusal('vacancy.reversed', '岗位截止日期早于发布日期，请核对。')
  const { wageFromFen, wageToFen } = input
  if (wageFromFen !== null && wageToFen !== null && wageToFen < wageFromFen)
    throw new Refusal('vacancy.wages-reversed', '月工资的高限低于低限，请核对。')
  const row = {
    employerId: input.employerId,
    employerText,
    title: input.title,
    heads: input.heads,
    postKind: input.postKind,
    county: input.county,
    wageFromFen,
    wageToFen,
    fromDate: input.from,
    toDate: input.to,
    educationText: input.education,
    suitableText: input.suitable,
    termsText: input.terms,
    phone: input.phone,
  }
  if (id === undefined) return tx.insert(vacancies, { ...row, source })
  refuseGone(tx, 'vacancies', id)
  tx.update(vacancies, id, row)
  return id
}

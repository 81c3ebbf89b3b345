import type { z } from 'zod'
import type { PersonRow, peopleFilter } from '../../../shared/contract/registry.ts'
import { CATEGORIES, type Category } from '../../../shared/domain/categories.ts'
import { addMonths, dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { ageOn, maskId } from '../../../shared/domain/id-number.ts'
import { NAME_DOT, nameKey } from '../../../shared/domain/person-name.ts'
import { maskPhone } from '../../../shared/domain/phone.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { foundByName } from './names-at-hand.ts'
import { foldPinyin } from './pinyin.ts'
import type { Regions } from './regions.ts'

export type PeopleFilter = z.output<typeof peopleFilter>

type Clause = { sql: string; params: (string | number)[] }

/** A search as SQL over `people p`: the index to walk, its condition, and which hits come first (0 best, below 4). */
export type SearchClause = Clause & {
  index: 'people_search' | 'people_name' | 'people_phone'
  rank: Clause
  /** what is looked for in names without their dots, where that is all the condition asks */
  nameKey?: string
}

/**
 * What was typed into a search box, as a condition on the columns of an index that is walked whole.
 * A mobile number looks for just that phone, other digits look into ID numbers and phones, Latin letters into initials and pinyin,
 * anything else into names, with or without their dots. `undefined`: nothing was typed that could be looked for.
 */
export function searchClause(text: string): SearchClause | undefined {
  const typed = text.trim()
  const compact = typed.replace(/\s+/g, '')
  if (/^1\d{10}$/.test(compact)) {
    return { index: 'people_phone', sql: 'p.phone = ?', params: [compact], rank: { sql: '0', params: [] } }
  }
  const index = 'people_search'
  if (/^\d{3,}[0-9xX]?$/.test(compact)) {
    const digits = compact.toUpperCase()
    return {
      index,
      sql: digits.length < PHONE_PART ? IN_ID : `(${IN_ID} OR p.rowid IN (${BY_PHONE}))`,
      params: digits.length < PHONE_PART ? [digits] : [digits, digits],
      rank: {
        sql: `CASE WHEN p.id_number = ? THEN 0 WHEN substr(p.id_number, -length(?)) = ? THEN 1 WHEN ${IN_ID} THEN 2 ELSE 3 END`,
        params: [digits, digits, digits, digits],
      },
    }
  }
  if (/^[a-zA-ZüÜ\s'’]+$/.test(typed)) {
    const letters = foldPinyin(typed)
    if (letters === '') return undefined
    return {
      index,
      // Latin letters of a name stand in its pinyin too.
      sql: '(instr(p.pinyin, ?) > 0 OR instr(p.initials, ?) = 1)',
      params: [letters, letters],
      rank: {
        sql: 'CASE WHEN p.initials = ? OR p.pinyin = ? THEN 0 WHEN instr(p.pinyin, ?) = 1 THEN 1 WHEN instr(p.initials, ?) = 1 THEN 2 ELSE 3 END',
        params: [letters, letters, letters, letters],
      },
    }
  }
  const key = nameKey(typed)
  if (key === '') return undefined
  const letters = [...key]
  // Its first and last character leave few names from which to take the dots, which costs more than both looks.
  const ends = [...new Set([letters.at(0) ?? '', letters.at(-1) ?? ''])]
  return {
    index: 'people_name',
    nameKey: key,
    sql: `(${ends.map(() => 'instr(p.name_folded, ?) > 0 AND ').join('')}instr(${DOTLESS}, ?) > 0)`,
    params: [...ends, key],
    rank: {
      sql: `CASE instr(${DOTLESS}, ?) WHEN 1 THEN ${DOTLESS} <> ? ELSE 2 END`,
      params: [key, key],
    },
  }
}

const IN_ID = 'instr(p.id_number, ?) > 0'
/** From so many digits on, part of a phone is looked for: its end, or what of it was typed so far. */
const PHONE_PART = 4
const BY_PHONE = 'SELECT q.rowid FROM people q INDEXED BY people_phone WHERE instr(q.phone, ?) > 0'

const DOTLESS = `replace(p.name_folded, '${NAME_DOT}', '')`

/** Who has a spell that goes on at a day: begun, and open or not yet ended. */
const WORKING = `SELECT w.rowid FROM spells s JOIN people w ON w.id = s.person_id WHERE s.deleted_at IS NULL
  AND s.from_date <= ? AND (s.to_state = 'open' OR s.to_date >= ?)`

/** A spell with the organisation, which is bound twice. */
const OF_ORGANISATION = '(s.employer_id = ? OR s.agent_id = ?)'

/** Ids of who ever worked for an employer or was sent out by an agent; the organisation is bound twice. */
export function workersOf(): string {
  return `SELECT s.person_id FROM spells s WHERE s.deleted_at IS NULL AND ${OF_ORGANISATION}`
}

/** Of `spells`, with `contractEndingDays` bound: work that goes on while its labour contract ends within a month. */
export const CONTRACT_ENDING =
  "deleted_at IS NULL AND to_state = 'open' AND contract_to >= ? AND contract_to <= ?"

/** From the day asked about to a month later. */
export function contractEndingDays(today: string): [from: string, to: string] {
  return [today, formatDate(addMonths(dayOf(today), 1))]
}

/** One row for each household that has somebody: its head, or else the first on record. */
const ONE_OF_HOUSEHOLD = `SELECT one FROM (SELECT h.rowid AS one,
    min(CASE WHEN h.relation_to_head IN ('户主', '本人', '本人或户主') THEN 0 ELSE h.rowid END)
  FROM people h WHERE h.deleted_at IS NULL AND h.household_id IS NOT NULL GROUP BY h.household_id)`

function filterClauses(filter: PeopleFilter, today: string): Clause[] {
  const clauses: Clause[] = [{ sql: 'p.deleted_at IS NULL', params: [] }]
  const add = (sql: string, ...params: (string | number)[]) => clauses.push({ sql, params })
  if (filter.homeCounty !== undefined) {
    add('p.home_county >= ? AND p.home_county < ?', filter.homeCounty, codesEnd(filter.homeCounty))
  }
  if (filter.homeTownship !== undefined) add('p.home_township_text = ?', filter.homeTownship)
  if (filter.sex !== undefined) add('p.sex = ?', filter.sex === '男' ? 'male' : 'female')
  if (filter.ethnicity !== undefined) add('p.ethnicity_code = ?', filter.ethnicity)
  if (filter.ageFrom !== undefined) add('p.birth_date <= ?', yearsBefore(today, filter.ageFrom))
  if (filter.ageTo !== undefined) add('p.birth_date > ?', yearsBefore(today, filter.ageTo + 1))
  if (filter.categories.length > 0) {
    add(
      `p.rowid IN (SELECT h.rowid FROM person_categories c JOIN people h ON h.id = c.person_id
        WHERE c.deleted_at IS NULL AND c.category IN (${filter.categories.map(() => '?').join(',')})
        AND c.from_date <= ? AND (c.to_date IS NULL OR c.to_date >= ?))`,
      ...filter.categories,
      today,
      today,
    )
  }
  if (filter.organisationId !== undefined) {
    const both = [filter.organisationId, filter.organisationId]
    if (filter.working === 'yes') add(`p.rowid IN (${WORKING} AND ${OF_ORGANISATION})`, today, today, ...both)
    else add(`p.id IN (${workersOf()})`, ...both)
  }
  if (filter.working !== undefined) {
    add(`p.rowid ${filter.working === 'yes' ? '' : 'NOT '}IN (${WORKING})`, today, today)
  }
  if (filter.insuredIn !== undefined) {
    const [year, month] = filter.insuredIn.split('-').map(Number)
    add(
      'p.id IN (SELECT person_id FROM insured_years WHERE year = ? AND (months & ?) <> 0 AND deleted_at IS NULL)',
      year ?? 0,
      1 << ((month ?? 1) - 1),
    )
  }
  if (filter.contractEnding) {
    add(`p.id IN (SELECT person_id FROM spells WHERE ${CONTRACT_ENDING})`, ...contractEndingDays(today))
  }
  if (filter.oneOfHousehold) add(`p.rowid IN (${ONE_OF_HOUSEHOLD})`)
  if (filter.workCounty !== undefined) {
    add(
      `p.rowid IN (${WORKING} AND s.county >= ? AND s.county < ?)`,
      today,
      today,
      filter.workCounty,
      codesEnd(filter.workCounty),
    )
  }
  if (filter.importId !== undefined) {
    // The rows of a transaction stand together in the change log; the audit says where.
    add(
      `p.id IN (SELECT l.row_id FROM imports i JOIN audit a ON a.tx_id = i.tx_id
        JOIN change_log l ON l.seq >= a.first_seq AND l.seq < a.first_seq + a.changes
        WHERE i.id = ? AND l.tbl = 'people')`,
      filter.importId,
    )
  }
  return clauses
}

/** Sorts after every code of the area `code`, which may also be a province or a prefecture. */
export function codesEnd(code: string): string {
  return `${code}\u{10ffff}`
}

/** The day on which somebody of `years` years today was born at the latest. */
function yearsBefore(today: string, years: number): string {
  return `${String(Number(today.slice(0, 4)) - years).padStart(4, '0')}${today.slice(4)}`
}

type ListedPerson = {
  id: string
  name: string
  idNumber: string | null
  sex: string | null
  birthDate: string | null
  ethnicityText: string | null
  homeCounty: string | null
  homeTownshipText: string | null
  phone: string | null
}

/**
 * People that match, best hits first, then by pinyin and name: `limit` of them from `offset`, and how many match in all.
 * Finding is one walk of an index that stands in the order of the list; records are read for the rows shown alone.
 */
export function listPeople(
  ledger: ReadLedger,
  filter: PeopleFilter & { offset: number; limit: number },
  today: string,
  regions: Regions,
): { total: number; rows: PersonRow[] } {
  const { total, window } = matchingPeople(ledger, filter, today)
  const found = ledger
    .prepare<ListedPerson>(`SELECT p.id, p.name, p.id_number AS idNumber, p.sex, p.birth_date AS birthDate, p.ethnicity_text AS ethnicityText,
       p.home_county AS homeCounty, p.home_township_text AS homeTownshipText, p.phone
     FROM json_each(?) hit JOIN people p ON p.rowid = hit.value ORDER BY hit.key`)
    .all(JSON.stringify(window))
  return { total, rows: completeRows(ledger, found, today, regions) }
}

/** How many people are from each township as it was written, in the area of `county` or anywhere, the fullest first. */
export function homeTownships(
  ledger: ReadLedger,
  county: string | undefined,
): { name: string; people: number }[] {
  const [within, ...params] =
    county === undefined ? [''] : [' AND home_county >= ? AND home_county < ?', county, codesEnd(county)]
  return ledger
    .prepare<{ name: string; people: number }>(
      `SELECT home_township_text AS name, count(*) AS people FROM people
       WHERE deleted_at IS NULL AND home_township_text <> ''${within} GROUP BY 1 ORDER BY 2 DESC, 1`,
    )
    .all(...params)
}

/** As `people_search` stands, so that nothing is sorted; the walk itself keeps the order of whoever is equal in all of it. */
const IN_ORDER = `ORDER BY p.pinyin, p.name_folded, p.initials, p.id_number, p.home_county, p.sex, p.birth_date,
  p.ethnicity_code`
/** The same list of hits in the few columns that `people_name` has. */
const BY_NAME = 'ORDER BY p.pinyin, p.name_folded, p.rowid'

/** Row numbers of the people in the window, and how many match in all. */
function matchingPeople(
  ledger: ReadLedger,
  filter: PeopleFilter & { offset: number; limit: number },
  today: string,
): { total: number; window: number[] } {
  const { offset, limit } = filter
  const clauses = filterClauses(filter, today)
  const search = searchClause(filter.search)
  if (search) clauses.push(search)
  const where = clauses.map((clause) => clause.sql).join(' AND ')
  const params = clauses.flatMap((clause) => clause.params)
  const from = `people p INDEXED BY ${search?.index ?? 'people_search'} WHERE ${where}`
  if (clauses.length === 1) {
    const total = ledger.prepare<number>(`SELECT count(*) FROM ${from}`).pluck().get() as number
    const window = ledger.prepare<number>(`SELECT p.rowid FROM ${from} ${IN_ORDER} LIMIT ? OFFSET ?`).pluck()
    return { total, window: window.all(limit, offset) as number[] }
  }
  const rank = search?.rank ?? { sql: '0', params: [] }
  const ranked =
    (clauses.length === 2 && search !== undefined ? atHand(ledger, search) : undefined) ??
    (ledger
      .prepare<number>(`SELECT p.rowid * 4 + ${rank.sql} FROM ${from} ${orderOf(search)}`)
      .pluck()
      .all(...rank.params, ...params) as number[])
  return { total: ranked.length, window: byRank(ranked, offset, limit) }
}

function orderOf(search: SearchClause | undefined): string {
  return search === undefined || search.index === 'people_search' ? IN_ORDER : BY_NAME
}

/** The window of hits (`row * 4 + rank`, in the order of the list) with the better ranks first. */
function byRank(hits: readonly number[], offset: number, limit: number): number[] {
  const window: number[] = []
  let before = 0
  for (let rank = 0; rank < 4 && window.length < limit; rank += 1) {
    for (const hit of hits) {
      if (hit % 4 !== rank) continue
      if (before >= offset) window.push((hit - rank) / 4)
      before += 1
      if (window.length === limit) break
    }
  }
  return window
}

/** The best `limit` people for what was typed, as row numbers. */
export function bestPeople(ledger: ReadLedger, search: SearchClause, limit: number): number[] {
  const known = atHand(ledger, search)
  if (known !== undefined) return byRank(known, 0, limit)
  const hits = ledger
    .prepare<number>(
      `SELECT p.rowid * 4 + ${search.rank.sql} FROM people p INDEXED BY ${search.index}
       WHERE p.deleted_at IS NULL AND ${search.sql} ${orderOf(search)}`,
    )
    .pluck()
  return byRank(hits.all(...search.rank.params, ...search.params) as number[], 0, limit)
}

/** What a search for a name alone finds, from the names in this thread's memory, where they say it. */
function atHand(ledger: ReadLedger, search: SearchClause): number[] | undefined {
  if (search.nameKey === undefined) return undefined
  return foundByName(ledger, search.nameKey, (rows) => {
    const some = ledger.prepare<number>(
      `SELECT 1 FROM json_each(?) changed CROSS JOIN people p ON p.rowid = changed.value
       WHERE p.deleted_at IS NULL AND ${search.sql} LIMIT 1`,
    )
    return some.get(JSON.stringify(rows), ...search.params) !== undefined
  })
}

function completeRows(
  ledger: ReadLedger,
  found: ListedPerson[],
  today: string,
  regions: Regions,
): PersonRow[] {
  const ids = JSON.stringify(found.map((p) => p.id))
  const categories = new Map<string, Category[]>()
  for (const row of ledger
    .prepare<{
      personId: string
      category: Category
    }>(`SELECT person_id AS personId, category FROM person_categories
     WHERE person_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL
       AND from_date <= ? AND (to_date IS NULL OR to_date >= ?)`)
    .all(ids, today, today)) {
    // Two periods of one category may both hold today.
    const held = categories.get(row.personId) ?? []
    if (!held.includes(row.category)) categories.set(row.personId, [...held, row.category])
  }
  const work = new Map<string, { employer: string | null; county: string | null }>()
  for (const row of ledger
    .prepare<{
      personId: string
      employer: string | null
      county: string | null
    }>(`SELECT s.person_id AS personId, coalesce(e.name, s.employer_text) AS employer, s.county
     FROM spells s LEFT JOIN employers e ON e.id = s.employer_id
     WHERE s.person_id IN (SELECT value FROM json_each(?)) AND s.deleted_at IS NULL AND s.from_date <= ?
       AND (s.to_state = 'open' OR s.to_date >= ?) ORDER BY s.from_date`)
    .all(ids, today, today)) {
    work.set(row.personId, row)
  }
  return found.map((person) => {
    const job = work.get(person.id)
    return {
      id: person.id,
      name: person.name,
      idMasked: person.idNumber === null ? null : maskId(person.idNumber),
      sex: sexText(person.sex),
      age: person.birthDate === null ? null : ageOn(person.birthDate, today),
      ethnicity: person.ethnicityText,
      homeCounty: person.homeCounty,
      homeText: [person.homeCounty === null ? null : regions.name(person.homeCounty), person.homeTownshipText]
        .filter((part) => part !== null && part !== undefined)
        .join(' '),
      categories: (categories.get(person.id) ?? []).sort(
        (a, b) => CATEGORIES.indexOf(a) - CATEGORIES.indexOf(b),
      ),
      workText: job === undefined ? null : job.employer,
      workCounty: job?.county ?? null,
      phoneMasked: person.phone === null ? null : maskPhone(person.phone),
    }
  })
}

/** The stored code of a sex in the screen's word. */
export function sexText(code: string | null): '男' | '女' | null {
  return code === 'male' ? '男' : code === 'female' ? '女' : null
}

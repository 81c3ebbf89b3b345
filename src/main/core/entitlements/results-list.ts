import type { z } from 'zod'
import type { ResultRow, resultsFilter } from '../../../shared/contract/policy.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { type BeneficiaryKind, conditionsOfMask, type Outcome } from '../../../shared/domain/policy.ts'
import { CONDITION_TEXT } from '../../../shared/text/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { organisationsNamed } from '../registry/organisations.ts'
import { codesEnd, searchClause, workersOf } from '../registry/people-list.ts'
import type { Regions } from '../registry/regions.ts'
import { countPacked, packedAmong, packedAnswers } from './stored-results.ts'

export type ResultsFilter = z.output<typeof resultsFilter>

/** What a list of results needs to know of a benefit. */
export type ListedBenefit = { id: string; name: string; doc: string; beneficiaryKind: BeneficiaryKind }

type ResultRecord = {
  key: string
  benefit: string
  outcome: Outcome
  beneficiaryKind: BeneficiaryKind
  beneficiaryId: string
  personId: string | null
  period: string | null
  amountFen: number | null
  months: number | null
  on: string | null
  mask: number
  spellId: string | null
}

/**
 * Results of the latest calculation that match: `limit` from `offset`, and how many in all. First what somebody may act
 * on, in the order of the calculation, then what stands packed by person, in the order of people.
 */
export function listResults(
  ledger: ReadLedger,
  filter: ResultsFilter & { offset: number; limit: number },
  benefits: readonly ListedBenefit[],
  regions: Regions,
): { total: number; rows: ResultRow[] } {
  const known = new Map(benefits.map((benefit) => [benefit.id, benefit]))
  const wanted = benefits
    .filter(
      (benefit) =>
        (filter.doc === undefined || benefit.doc === filter.doc) &&
        (filter.benefit === undefined || benefit.id === filter.benefit),
    )
    .map((benefit) => benefit.id)
  const parts = [storedResults(ledger, filter, wanted)]
  const packed = filter.onMonth === undefined ? packedAmong(filter.outcomes) : []
  if (packed.length > 0) parts.push(packedResults(ledger, filter, wanted, packed))
  const found: FoundRecord[] = []
  let total = 0
  for (const part of parts) {
    const offset = Math.max(0, filter.offset - total)
    total += part.count()
    const room = filter.limit - found.length
    if (filter.offset >= total || room === 0) continue
    found.push(
      ...ledger.prepare<FoundRecord>(`${part.rows} LIMIT ? OFFSET ?`).all(...part.params, room, offset),
    )
  }
  const records = found.map((record): ResultRecord => {
    const beneficiaryKind = record.beneficiaryKind ?? known.get(record.benefit)?.beneficiaryKind ?? 'person'
    const own = beneficiaryKind === 'person' ? record.personId : ''
    return { ...record, beneficiaryKind, beneficiaryId: record.beneficiaryId ?? own ?? '' }
  })
  return { total, rows: complete(ledger, records, known, regions) }
}

/** As read: a packed answer does not say whom it pays. */
type FoundRecord = Omit<ResultRecord, 'beneficiaryKind' | 'beneficiaryId'> & {
  beneficiaryKind: BeneficiaryKind | null
  beneficiaryId: string | null
}

/** `rows`: the SELECT in its order, for `params`. */
type Part = { rows: string; params: (string | number)[]; count: () => number }

function storedResults(ledger: ReadLedger, filter: ResultsFilter, wanted: readonly string[]): Part {
  const parts = ['r.benefit IN (SELECT value FROM json_each(?))']
  const params: (string | number)[] = [JSON.stringify(wanted)]
  if (filter.outcomes.length > 0) {
    parts.push('r.outcome IN (SELECT value FROM json_each(?))')
    params.push(JSON.stringify(filter.outcomes))
  }
  if (filter.onMonth !== undefined) {
    parts.push('r.on_date >= ? AND r.on_date <= ?')
    params.push(`${filter.onMonth}-01`, `${filter.onMonth}-31`)
  }
  if (filter.unclaimed) {
    parts.push(
      'NOT EXISTS (SELECT 1 FROM claim_entitlements c WHERE c.entitlement_key = r.entitlement_key AND c.deleted_at IS NULL)',
    )
  }
  addPerson(filter, 'r', parts, params)
  const from = `FROM evaluation_results r WHERE ${parts.join(' AND ')}`
  return {
    rows: `SELECT r.entitlement_key AS key, r.benefit, r.outcome, r.beneficiary_kind AS beneficiaryKind,
      r.beneficiary_id AS beneficiaryId, r.person_id AS personId, r.period, r.amount_fen AS amountFen, r.months,
      r.on_date AS "on", r.mask, r.spell_id AS spellId ${from} ORDER BY r.seq`,
    params,
    count: () => ledger.prepare<{ n: number }>(`SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0,
  }
}

/** Whom a packed answer concerns besides the person is filled in from the benefit. */
function packedResults(
  ledger: ReadLedger,
  filter: ResultsFilter,
  wanted: readonly string[],
  outcomes: readonly Outcome[],
): Part {
  const answers = packedAnswers(wanted, outcomes)
  const parts: string[] = []
  const params: (string | number)[] = [...answers.params]
  addPerson(filter, 'p', parts, params)
  const all = `WITH a AS MATERIALIZED (${answers.sql})`
  const from = `FROM evaluation_people p JOIN a ON a.set_id = p.set_id${parts.length === 0 ? '' : ` WHERE ${parts.join(' AND ')}`}`
  return {
    rows: `${all} SELECT a.benefit || ':' || p.person_id || ':' || a.place AS key, a.benefit, a.outcome,
      NULL AS beneficiaryKind, NULL AS beneficiaryId, p.person_id AS personId, a.period, NULL AS amountFen,
      NULL AS months, NULL AS "on", a.mask, NULL AS spellId ${from} ORDER BY p.person_id, a.place`,
    params,
    count: () =>
      parts.length === 0
        ? countPacked(ledger, wanted, outcomes)
        : (ledger.prepare<{ n: number }>(`${all} SELECT count(*) AS n ${from}`).get(...params)?.n ?? 0),
  }
}

/** Conditions on whom a result concerns: of stored results (`r`), which say whom they pay, or of packed ones (`p`). */
function addPerson(filter: ResultsFilter, of: 'r' | 'p', parts: string[], params: (string | number)[]): void {
  const column = `${of}.person_id`
  const any = (...clauses: readonly ({ sql: string; params: (string | number)[] } | undefined)[]) => {
    const said = clauses.filter((clause) => clause !== undefined)
    if (said.length === 0) return
    parts.push(`(${said.map((clause) => clause.sql).join(' OR ')})`)
    for (const clause of said) params.push(...clause.params)
  }
  const search = searchClause(filter.search)
  const named = of === 'r' ? organisationsNamed(filter.search) : undefined
  any(
    search && {
      sql: `${column} IN (SELECT p.id FROM people p INDEXED BY ${search.index} WHERE p.deleted_at IS NULL AND ${search.sql})`,
      params: search.params,
    },
    named && { sql: `r.beneficiary_id IN (${named.sql})`, params: named.params },
  )
  if (filter.organisationId !== undefined) {
    const id = filter.organisationId
    any(
      { sql: `${column} IN (${workersOf()})`, params: [id, id] },
      of === 'r' ? { sql: 'r.beneficiary_id = ?', params: [id] } : undefined,
    )
  }
  if (filter.homeCounty !== undefined) {
    parts.push(
      `${column} IN (SELECT id FROM people WHERE home_county >= ? AND home_county < ? AND deleted_at IS NULL)`,
    )
    params.push(filter.homeCounty, codesEnd(filter.homeCounty))
  }
}

type PersonCard = {
  id: string
  name: string
  idNumber: string | null
  homeCounty: string | null
  township: string | null
}

function complete(
  ledger: ReadLedger,
  records: readonly ResultRecord[],
  benefits: ReadonlyMap<string, ListedBenefit>,
  regions: Regions,
): ResultRow[] {
  const ids = (values: readonly (string | null)[]) =>
    JSON.stringify([...new Set(values)].filter((id) => id !== null))
  const people = byId(
    ledger
      .prepare<PersonCard>(
        `SELECT id, name, id_number AS idNumber, home_county AS homeCounty, home_township_text AS township
         FROM people WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(ids(records.map((record) => record.personId))),
  )
  const bodies = ids(records.filter((r) => r.beneficiaryKind !== 'person').map((r) => r.beneficiaryId))
  const beneficiaries = byId(
    ledger
      .prepare<{ id: string; name: string }>(
        `SELECT id, name FROM employers WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name FROM agents WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name FROM schools WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name FROM stations WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(bodies, bodies, bodies, bodies),
  )
  const spells = byId(
    ledger
      .prepare<{ id: string; employer: string | null; county: string | null }>(
        `SELECT s.id, coalesce(e.name, s.employer_text) AS employer, s.county FROM spells s
         LEFT JOIN employers e ON e.id = s.employer_id WHERE s.id IN (SELECT value FROM json_each(?))`,
      )
      .all(ids(records.map((record) => record.spellId))),
  )
  const claimed = new Set(
    ledger
      .prepare<string>(
        'SELECT entitlement_key FROM claim_entitlements WHERE entitlement_key IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL',
      )
      .pluck()
      .all(ids(records.map((record) => record.key))),
  )
  return records.map((record) => {
    const person = record.personId === null ? undefined : people.get(record.personId)
    const spell = record.spellId === null ? undefined : spells.get(record.spellId)
    const benefit = benefits.get(record.benefit)
    return {
      key: record.key,
      benefit: record.benefit,
      benefitName: benefit?.name ?? record.benefit,
      outcome: record.outcome,
      beneficiaryKind: record.beneficiaryKind,
      beneficiaryId: record.beneficiaryId,
      beneficiaryName:
        record.beneficiaryKind === 'person'
          ? (person?.name ?? '')
          : (beneficiaries.get(record.beneficiaryId)?.name ?? '—'),
      personId: record.personId,
      personName: person?.name ?? null,
      idMasked: person === undefined || person.idNumber === null ? null : maskId(person.idNumber),
      homeText:
        person === undefined || person.homeCounty === null
          ? ''
          : `${regions.name(person.homeCounty) ?? person.homeCounty} ${person.township ?? ''}`.trim(),
      workText:
        spell === undefined
          ? null
          : [spell.county === null ? null : regions.name(spell.county), spell.employer]
              .filter((part) => part !== null && part !== undefined)
              .join(' '),
      period: record.period,
      amountFen: record.amountFen,
      months: record.months,
      on: record.on,
      reason: reasonText(record),
      claimed: claimed.has(record.key),
    }
  })
}

/** One short phrase: which conditions stand in the way. */
export function reasonText(result: { outcome: Outcome; mask: number; on: string | null }): string {
  const conditions = conditionsOfMask(result.mask).map((id) => CONDITION_TEXT[id])
  const named = conditions.join('、')
  switch (result.outcome) {
    case 'ineligible':
      return named === '' ? '不符合' : `不符合：${named}`
    case 'undetermined':
      return named === '' ? '缺信息' : `缺：${named}`
    case 'pending':
      return `${named === '' ? '' : `还差${named}，`}最早 ${result.on ?? '日期未知'} 可领`
    default:
      return ''
  }
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}

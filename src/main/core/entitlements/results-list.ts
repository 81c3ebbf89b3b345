import type { z } from 'zod'
import type { ResultRow, resultsFilter } from '../../../shared/contract/policy.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { type BeneficiaryKind, conditionsOfMask, type Outcome } from '../../../shared/domain/policy.ts'
import { CONDITION_TEXT } from '../../../shared/text/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { searchClause } from '../registry/people-list.ts'
import type { Regions } from '../registry/regions.ts'

export type ResultsFilter = z.output<typeof resultsFilter>

/** What a list of results needs to know of a benefit. */
export type ListedBenefit = { id: string; name: string; doc: string; beneficiaryKind: BeneficiaryKind }

type Clause = { sql: string; params: (string | number)[] }

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
 * Results of the latest calculation that match: `limit` from `offset`, and how many in all. Plain refusals stand packed
 * by person (`evaluation_refusals`) and are unpacked only where one benefit's are asked for.
 */
export function listResults(
  ledger: ReadLedger,
  filter: ResultsFilter & { offset: number; limit: number },
  benefits: readonly ListedBenefit[],
  regions: Regions,
): { total: number; rows: ResultRow[] } {
  const wanted = benefits.filter(
    (benefit) =>
      (filter.doc === undefined || benefit.doc === filter.doc) &&
      (filter.benefit === undefined || benefit.id === filter.benefit),
  )
  const parts = [storedResults(filter, wanted)]
  if (wantsRefusals(filter)) for (const benefit of wanted) parts.push(packedRefusals(filter, benefit))
  const union = parts.map((part) => part.sql).join(' UNION ALL ')
  const params = parts.flatMap((part) => part.params)
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n FROM (${union})`).get(...params)?.n ?? 0
  const records = ledger
    .prepare<ResultRecord>(`SELECT * FROM (${union}) LIMIT ? OFFSET ?`)
    .all(...params, filter.limit, filter.offset)
  return { total, rows: complete(ledger, records, new Map(benefits.map((b) => [b.id, b])), regions) }
}

function wantsRefusals(filter: ResultsFilter): boolean {
  return (
    filter.onMonth === undefined && (filter.outcomes.length === 0 || filter.outcomes.includes('ineligible'))
  )
}

function storedResults(filter: ResultsFilter, wanted: readonly ListedBenefit[]): Clause {
  const parts = ['r.benefit IN (SELECT value FROM json_each(?))']
  const params: (string | number)[] = [JSON.stringify(wanted.map((benefit) => benefit.id))]
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
  addPerson(filter, 'r.person_id', parts, params)
  return {
    sql: `SELECT r.entitlement_key AS key, r.benefit, r.outcome, r.beneficiary_kind AS beneficiaryKind,
        r.beneficiary_id AS beneficiaryId, r.person_id AS personId, r.period, r.amount_fen AS amountFen, r.months,
        r.on_date AS "on", r.mask, r.spell_id AS spellId
      FROM evaluation_results r WHERE ${parts.join(' AND ')}`,
    params,
  }
}

function packedRefusals(filter: ResultsFilter, benefit: ListedBenefit): Clause {
  const parts = ['json_extract(f.failed, ?) IS NOT NULL']
  const path = `$."${benefit.id}"`
  const params: (string | number)[] = [path]
  addPerson(filter, 'f.person_id', parts, params)
  return {
    sql: `SELECT '${benefit.id}:' || f.person_id AS key, '${benefit.id}' AS benefit, 'ineligible' AS outcome,
        '${benefit.beneficiaryKind}' AS beneficiaryKind, ${benefit.beneficiaryKind === 'person' ? 'f.person_id' : "''"} AS beneficiaryId,
        f.person_id AS personId, NULL AS period, NULL AS amountFen, NULL AS months, NULL AS "on",
        json_extract(f.failed, ?) AS mask, NULL AS spellId
      FROM evaluation_refusals f WHERE ${parts.join(' AND ')}`,
    params: [path, ...params],
  }
}

function addPerson(
  filter: ResultsFilter,
  column: string,
  parts: string[],
  params: (string | number)[],
): void {
  const search = searchClause(filter.search)
  if (search !== undefined) {
    parts.push(`${column} IN (SELECT p.id FROM people p WHERE p.deleted_at IS NULL AND ${search.sql})`)
    params.push(...search.params)
  }
  if (filter.homeCounty !== undefined) {
    parts.push(`${column} IN (SELECT id FROM people WHERE home_county LIKE ? AND deleted_at IS NULL)`)
    params.push(`${filter.homeCounty}%`)
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

import type { z } from 'zod'
import type { agentRow, employerRow } from '../../../shared/contract/registry.ts'
import type { AgentKind, EmployerKind, RecognisedKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { foldOrganisation } from './employers.ts'
import { codesEnd } from './people-list.ts'
import { foldPinyin } from './pinyin.ts'
import type { Regions } from './regions.ts'

type OrganisationFilter = {
  search: string
  county?: string | undefined
  kind?: string | undefined
  offset: number
  limit: number
}
type Clause = { sql: string; params: (string | number)[] }

/** Employers that match, by name, with how many work there on `today`. */
export function listEmployers(
  ledger: ReadLedger,
  filter: OrganisationFilter,
  today: string,
  regions: Regions,
): { total: number; rows: z.output<typeof employerRow>[] } {
  const where = organisationClause(filter)
  const total = count(ledger, `employers o WHERE ${where.sql}`, where.params)
  const rows = ledger
    .prepare<{
      id: string
      name: string
      creditCode: string | null
      kind: EmployerKind | null
      county: string | null
      isPrivate: number | null
      phone: string | null
      contact: string | null
      headcount: number
    }>(
      `SELECT o.id, o.name, o.credit_code AS creditCode, o.kind, o.county, o.is_private AS isPrivate, o.phone, o.contact,
         (SELECT count(DISTINCT s.person_id) FROM spells s WHERE s.employer_id = o.id AND s.deleted_at IS NULL
           AND s.from_date <= ? AND (s.to_state = 'open' OR s.to_date >= ?)) AS headcount
       FROM employers o WHERE ${where.sql} ORDER BY o.pinyin, o.id LIMIT ? OFFSET ?`,
    )
    .all(today, today, ...where.params, filter.limit, filter.offset)
  const recognised = new Map<string, { kind: RecognisedKind; on: string }[]>()
  for (const { employerId, ...recognition } of ledger
    .prepare<{ employerId: string; kind: RecognisedKind; on: string }>(
      `SELECT employer_id AS employerId, kind, on_date AS "on" FROM employer_recognitions
       WHERE employer_id IN (SELECT value FROM json_each(?)) AND deleted_at IS NULL ORDER BY on_date`,
    )
    .all(JSON.stringify(rows.map((row) => row.id)))) {
    recognised.set(employerId, [...(recognised.get(employerId) ?? []), recognition])
  }
  return {
    total,
    rows: rows.map((row) => ({
      ...row,
      isPrivate: row.isPrivate === null ? null : row.isPrivate === 1,
      countyName: countyName(regions, row.county),
      recognised: recognised.get(row.id) ?? [],
    })),
  }
}

/** Agents that match, by name, with how many people's spells they organised. */
export function listAgents(
  ledger: ReadLedger,
  filter: OrganisationFilter,
  regions: Regions,
): { total: number; rows: z.output<typeof agentRow>[] } {
  const where = organisationClause(filter)
  const total = count(ledger, `agents o WHERE ${where.sql}`, where.params)
  const rows = ledger
    .prepare<{
      id: string
      name: string
      creditCode: string | null
      kind: AgentKind | null
      county: string | null
      phone: string | null
      contact: string | null
      headcount: number
    }>(
      `SELECT o.id, o.name, o.credit_code AS creditCode, o.kind, o.county, o.phone, o.contact,
         (SELECT count(DISTINCT s.person_id) FROM spells s WHERE s.agent_id = o.id AND s.deleted_at IS NULL) AS headcount
       FROM agents o WHERE ${where.sql} ORDER BY o.pinyin, o.id LIMIT ? OFFSET ?`,
    )
    .all(...where.params, filter.limit, filter.offset)
  return { total, rows: rows.map((row) => ({ ...row, countyName: countyName(regions, row.county) })) }
}

function organisationClause(filter: OrganisationFilter): Clause {
  const parts = ['o.deleted_at IS NULL']
  const params: (string | number)[] = []
  const search = organisationSearch(filter.search)
  if (search !== undefined) {
    parts.push(search.sql)
    params.push(...search.params)
  }
  if (filter.county !== undefined) {
    parts.push('o.county >= ? AND o.county < ?')
    params.push(filter.county, codesEnd(filter.county))
  }
  if (filter.kind !== undefined) {
    parts.push('o.kind = ?')
    params.push(filter.kind)
  }
  return { sql: parts.join(' AND '), params }
}

/**
 * What was typed, as a condition on `o` (employers or agents): part of the name, pinyin or credit code, or the first
 * letters of the initials. `undefined`: nothing was typed that could be looked for.
 */
export function organisationSearch(text: string): Clause | undefined {
  const name = foldOrganisation(text)
  if (name === '') return undefined
  const parts = ['instr(o.name_folded, ?) > 0', 'instr(o.credit_code, ?) > 0']
  const params = [name, name]
  if (/^[a-zA-ZüÜ\s'’]+$/.test(text.trim())) {
    const letters = foldPinyin(text)
    parts.push('instr(o.pinyin, ?) > 0', 'instr(o.initials, ?) = 1')
    params.push(letters, letters)
  }
  return { sql: `(${parts.join(' OR ')})`, params }
}

/** Ids of the employers and agents that were named, as a SELECT; `undefined` where nothing was typed that could be looked for. */
export function organisationsNamed(text: string): Clause | undefined {
  const search = organisationSearch(text)
  if (search === undefined) return undefined
  const of = (table: string) => `SELECT o.id FROM ${table} o WHERE o.deleted_at IS NULL AND ${search.sql}`
  return {
    sql: `${of('employers')} UNION ALL ${of('agents')}`,
    params: [...search.params, ...search.params],
  }
}

function count(ledger: ReadLedger, from: string, params: (string | number)[]): number {
  return ledger.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${from}`).get(...params)?.n ?? 0
}

function countyName(regions: Regions, code: string | null): string | null {
  return code === null ? null : (regions.fullName(code) ?? null)
}

import { type DayNumber, parseDate } from '../../../shared/domain/dates.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type {
  AgentFact,
  EmployerFact,
  FairFact,
  GrantFact,
  PlacementFact,
  SchoolFact,
  StationFact,
  Tables,
} from '../policy/facts.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** The small tables that a calculation of everybody keeps in memory beside the stream of people. */
export function ledgerTables(ledger: Reading): Tables {
  return {
    employers: employersWhere(ledger, '1'),
    agents: agentsWhere(ledger, '1'),
    schools: schoolsWhere(ledger, '1'),
    stations: stationsWhere(ledger, '1'),
    fairs: fairsOf(ledger),
    placements: placementsWhere(ledger, '1'),
    grants: grantsWhere(ledger, '1'),
  }
}

// `where` below is a condition on the table's own columns, written in this folder; what a clerk gave is bound.

export function employersWhere(
  ledger: Reading,
  where: string,
  ...bound: string[]
): Map<string, EmployerFact> {
  const recognised = new Map<string, Map<string, DayNumber | undefined>>()
  for (const row of ledger
    .prepare<{ employerId: string; kind: string; on: string }>(
      `SELECT employer_id AS employerId, kind, on_date AS "on" FROM employer_recognitions
       WHERE deleted_at IS NULL AND employer_id IN (SELECT id FROM employers WHERE ${where}) ORDER BY on_date DESC`,
    )
    .all(...bound)) {
    const kinds = recognised.get(row.employerId) ?? new Map<string, DayNumber | undefined>()
    // The earliest recognition of a kind stands last and wins.
    kinds.set(row.kind, day(row.on))
    recognised.set(row.employerId, kinds)
  }
  return new Map(
    ledger
      .prepare<{ id: string; kind: string | null; county: string | null; isPrivate: number | null }>(
        `SELECT id, kind, county, is_private AS isPrivate FROM employers WHERE deleted_at IS NULL AND ${where}`,
      )
      .all(...bound)
      .map((row): [string, EmployerFact] => [
        row.id,
        {
          id: row.id,
          kind: row.kind ?? undefined,
          county: row.county ?? undefined,
          private: flag(row.isPrivate),
          recognised: recognised.get(row.id) ?? new Map(),
        },
      ]),
  )
}

export function agentsWhere(ledger: Reading, where: string, ...bound: string[]): Map<string, AgentFact> {
  return new Map(
    ledger
      .prepare<{ id: string; kind: string | null }>(
        `SELECT id, kind FROM agents WHERE deleted_at IS NULL AND ${where}`,
      )
      .all(...bound)
      .map((row): [string, AgentFact] => [row.id, { id: row.id, kind: row.kind ?? undefined }]),
  )
}

export function schoolsWhere(ledger: Reading, where: string, ...bound: string[]): Map<string, SchoolFact> {
  return new Map(
    ledger
      .prepare<{ id: string; county: string | null }>(
        `SELECT id, county FROM schools WHERE deleted_at IS NULL AND ${where}`,
      )
      .all(...bound)
      .map((row): [string, SchoolFact] => [row.id, { id: row.id, county: row.county ?? undefined }]),
  )
}

export function stationsWhere(ledger: Reading, where: string, ...bound: string[]): Map<string, StationFact> {
  return new Map(
    ledger
      .prepare<{ id: string; county: string | null; base: number | null }>(
        `SELECT id, county, cooperation_base AS base FROM stations WHERE deleted_at IS NULL AND ${where}`,
      )
      .all(...bound)
      .map((row): [string, StationFact] => [
        row.id,
        { id: row.id, county: row.county ?? undefined, cooperationBase: flag(row.base) },
      ]),
  )
}

/** Grants to bodies for themselves. */
export function grantsWhere(ledger: Reading, where: string, ...bound: string[]): GrantFact[] {
  return ledger
    .prepare<{
      benefit: string
      beneficiary: string
      period: string | null
      amountFen: number | null
      on: string
    }>(
      `SELECT benefit, beneficiary_id AS beneficiary, period, amount_fen AS amountFen, granted_on AS "on"
       FROM grants WHERE person_id IS NULL AND deleted_at IS NULL AND ${where}`,
    )
    .all(...bound)
    .map(
      (row): GrantFact => ({
        benefit: row.benefit,
        beneficiary: row.beneficiary,
        for: undefined,
        period: row.period ?? undefined,
        amountFen: row.amountFen ?? undefined,
        on: day(row.on),
      }),
    )
}

export function fairsOf(ledger: Reading): FairFact[] {
  const attended = new Map<string, string[]>()
  for (const row of ledger
    .prepare<{ fairId: string; employerId: string }>(
      'SELECT fair_id AS fairId, employer_id AS employerId FROM fair_employers WHERE deleted_at IS NULL',
    )
    .all()) {
    const employers = attended.get(row.fairId)
    if (employers === undefined) attended.set(row.fairId, [row.employerId])
    else employers.push(row.employerId)
  }
  return ledger
    .prepare<{ id: string; county: string | null; on: string | null }>(
      'SELECT id, county, on_date AS "on" FROM fairs WHERE deleted_at IS NULL',
    )
    .all()
    .map((row) => ({
      id: row.id,
      county: row.county ?? undefined,
      on: row.on === null ? undefined : day(row.on),
      employers: attended.get(row.id) ?? [],
    }))
}

export function placementsWhere(ledger: Reading, where: string, ...bound: string[]): PlacementFact[] {
  return ledger
    .prepare<{
      id: string
      school: string | null
      person: string
      employer: string | null
      on: string | null
      highSkill: number | null
    }>(
      `SELECT id, school_id AS school, person_id AS person, employer_id AS employer, on_date AS "on", high_skill AS highSkill
       FROM placements WHERE deleted_at IS NULL AND ${where}`,
    )
    .all(...bound)
    .map((row) => ({
      path: `placements.${row.id}`,
      school: row.school ?? undefined,
      person: row.person,
      employer: row.employer ?? undefined,
      on: row.on === null ? undefined : day(row.on),
      highSkill: flag(row.highSkill),
    }))
}

function day(text: string): DayNumber | undefined {
  return parseDate(text)
}

function flag(cell: number | null): boolean | undefined {
  return cell === null ? undefined : cell === 1
}

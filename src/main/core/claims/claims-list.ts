import type { z } from 'zod'
import type { ClaimRow, claimsFilter } from '../../../shared/contract/claims.ts'
import { DEFAULT_PROCEDURE, firstStep } from '../../../shared/domain/claim-procedure.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import type { OutsideState } from '../../../shared/domain/outside-results.ts'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { CLAIMS_OF_ORGANISATION } from '../registry/organisation-behind.ts'
import { organisationsNamed } from '../registry/organisations.ts'
import { codesEnd, searchClause } from '../registry/people-list.ts'
import type { ClaimFacts } from './claim-facts.ts'
import { HOLD_COUNT, IS_HELD } from './workflow/holds.ts'
import { OfficeProcedures } from './workflow/office-procedures.ts'
import { type StoredStep, waitingAt } from './workflow/positions.ts'

export type ClaimsFilter = z.output<typeof claimsFilter>

export type ClaimRecord = StoredStep & {
  id: string
  number: string
  beneficiaryKind: BeneficiaryKind
  personId: string | null
  period: string | null
  amountFen: number
  dueOn: string | null
  batchId: string | null
  outside: OutsideState | null
  holds: number
  facts: string
  printedTimes: number
}

/** Of `claims c`. */
export const CLAIM_COLUMNS = `c.id, c.number, c.benefit, c.beneficiary_kind AS beneficiaryKind, c.person_id AS personId, c.period,
  c.amount_fen AS amountFen, c.state, c.drafted_at AS draftedAt, c.facts,
  c.procedure_id AS procedureId, c.step, c.due_on AS dueOn, c.batch_id AS batchId, c.outside_state AS outside,
  ${HOLD_COUNT} AS holds,
  (SELECT count(*) FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'printed') AS printedTimes`

/** A claim drafted before procedures were kept waits at the first step of the one of its day (see `waitingAt`). */
const STEP_OF_OLD_DRAFT = `coalesce((SELECT json_extract(p.steps, '$.steps[0].id') FROM procedures p
  WHERE p.benefit IN (c.benefit, '*') AND p.from_date <= date(c.drafted_at, '+8 hours') AND p.deleted_at IS NULL
  ORDER BY p.benefit = '*', p.from_date DESC, p.id DESC LIMIT 1), ?)`

/** Of `claims c`: in a batch, or in it when the other system answered; those that it sent back or paid have left it. */
export const SENT_WITH = `(c.batch_id = ? OR EXISTS (SELECT 1 FROM outside_answers a
  WHERE a.subject_id = c.id AND a.batch_id = ? AND a.deleted_at IS NULL))`

/** Condition on `claims c`, also used to choose what is printed. */
export function claimsWhere(filter: ClaimsFilter): { sql: string; params: (string | number)[] } {
  // A withdrawn claim is marked as deleted, so that its entitlement is free; it is still listed when asked for.
  const parts = [filter.state === 'withdrawn' ? "c.state = 'withdrawn'" : 'c.deleted_at IS NULL']
  const params: (string | number)[] = []
  const add = (sql: string, ...values: (string | number)[]) => {
    parts.push(sql)
    params.push(...values)
  }
  if (filter.state !== undefined && filter.state !== 'withdrawn') add('c.state = ?', filter.state)
  if (filter.benefit !== undefined) add('c.benefit = ?', filter.benefit)
  if (filter.step !== undefined)
    add(
      `(c.step = ? OR (c.step IS NULL AND c.procedure_id IS NULL AND c.state = 'drafted' AND ${STEP_OF_OLD_DRAFT} = ?))`,
      filter.step,
      firstStep(DEFAULT_PROCEDURE),
      filter.step,
    )
  if (filter.batchId !== undefined) add('c.batch_id = ?', filter.batchId)
  if (filter.sentWith !== undefined) add(SENT_WITH, filter.sentWith, filter.sentWith)
  if (filter.personId !== undefined) add('c.person_id = ?', filter.personId)
  if (filter.organisationId !== undefined)
    add(
      `c.id IN (SELECT id FROM claims WHERE ${CLAIMS_OF_ORGANISATION})`,
      filter.organisationId,
      filter.organisationId,
    )
  if (filter.overdueOn !== undefined) add('c.due_on < ?', filter.overdueOn)
  if (filter.held !== undefined) {
    add(`${filter.held ? '' : 'NOT '}${IS_HELD}`)
  }
  if (filter.outside !== undefined) add('c.outside_state = ?', filter.outside)
  if (filter.ids !== undefined) add('c.id IN (SELECT value FROM json_each(?))', JSON.stringify(filter.ids))
  if (filter.printed !== undefined) {
    add(
      `${filter.printed ? '' : 'NOT '}EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'printed')`,
    )
  }
  if (filter.homeCounty !== undefined) {
    add(
      'c.person_id IN (SELECT id FROM people WHERE home_county >= ? AND home_county < ?)',
      filter.homeCounty,
      codesEnd(filter.homeCounty),
    )
  }
  const text = filter.search.trim()
  if (text !== '') {
    const search = searchClause(text)
    const ofPerson =
      search === undefined
        ? ''
        : ` OR c.person_id IN (SELECT p.id FROM people p INDEXED BY ${search.index} WHERE p.deleted_at IS NULL AND ${search.sql})`
    const named = organisationsNamed(text)
    const ofOrganisation = named === undefined ? '' : ` OR c.beneficiary_id IN (${named.sql})`
    add(
      `(instr(c.number, ?) > 0${ofPerson}${ofOrganisation})`,
      text.toUpperCase(),
      ...(search?.params ?? []),
      ...(named?.params ?? []),
    )
  }
  return { sql: parts.join(' AND '), params }
}

/** Claims that match, the newest number first. */
export function listClaims(
  ledger: ReadLedger,
  filter: ClaimsFilter & { offset: number; limit: number },
  benefitNames: ReadonlyMap<string, string>,
): { total: number; rows: ClaimRow[] } {
  const where = claimsWhere(filter)
  const total =
    ledger
      .prepare<{ n: number }>(`SELECT count(*) AS n FROM claims c WHERE ${where.sql}`)
      .get(...where.params)?.n ?? 0
  const rows = ledger
    .prepare<ClaimRecord>(
      `SELECT ${CLAIM_COLUMNS} FROM claims c WHERE ${where.sql} ORDER BY c.number DESC LIMIT ? OFFSET ?`,
    )
    .all(...where.params, filter.limit, filter.offset)
  const procedures = new OfficeProcedures(ledger)
  return { total, rows: rows.map((row) => claimRowView(row, benefitNames, procedures)) }
}

/** Number and sum of the claims that match, by benefit. */
export function claimTotals(ledger: ReadLedger, filter: ClaimsFilter) {
  const where = claimsWhere(filter)
  const byBenefit = ledger
    .prepare<{ benefit: string; count: number; amountFen: number }>(
      `SELECT c.benefit, count(*) AS count, sum(c.amount_fen) AS amountFen FROM claims c
       WHERE ${where.sql} GROUP BY c.benefit ORDER BY c.benefit`,
    )
    .all(...where.params)
  return {
    count: byBenefit.reduce((sum, row) => sum + row.count, 0),
    amountFen: byBenefit.reduce((sum, row) => sum + row.amountFen, 0),
    byBenefit,
  }
}

/** A claim as lists show it. */
export function claimRowView(
  record: ClaimRecord,
  benefitNames: ReadonlyMap<string, string>,
  procedures: OfficeProcedures,
): ClaimRow {
  const facts = JSON.parse(record.facts) as ClaimFacts
  return {
    id: record.id,
    number: record.number,
    benefit: record.benefit,
    benefitName: benefitNames.get(record.benefit) ?? record.benefit,
    beneficiaryKind: record.beneficiaryKind,
    beneficiaryName: facts.beneficiaryName,
    personId: record.personId,
    personName: facts.person?.name ?? null,
    idMasked: facts.person?.idNumber === null || facts.person === null ? null : maskId(facts.person.idNumber),
    homeText: facts.person?.homeAddress ?? '',
    employerName: facts.work?.employer ?? null,
    period: record.period,
    amountFen: record.amountFen,
    state: record.state,
    stepName: waitingAt(record, procedures)?.name ?? null,
    dueOn: record.dueOn,
    holds: record.holds,
    batchId: record.batchId,
    outside: record.outside,
    draftedAt: record.draftedAt,
    printedTimes: record.printedTimes,
  }
}

import type { Explanation } from '../../../shared/contract/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { AccountTick, ApplicationFormData } from '../forms/application-fields.ts'
import type { RosterRow } from '../forms/roster-fields.ts'
import type { ClaimFacts } from './claim-facts.ts'
import { type ClaimsFilter, claimsWhere } from './claims-list.ts'

/** A claim as paper needs it: frozen facts, and the payee as the ledger knows them today. */
export type PaperClaim = {
  id: string
  number: string
  amountFen: number
  months: number | null
  period: string | null
  draftedAt: string
  facts: ClaimFacts
  trace: Explanation
  payeeName: string | null
  payeeBank: string | null
  payeeAccount: string | null
  payeeAccountKind: string | null
  place: string
}

/** The live claims that match (a withdrawn one is printed no more), in the order in which paper is handed out: county, township, village, household, name. */
export function paperClaims(ledger: ReadLedger, filter: ClaimsFilter): PaperClaim[] {
  const where = claimsWhere(filter)
  return ledger
    .prepare<Omit<PaperClaim, 'facts' | 'trace'> & { facts: string; trace: string }>(
      `SELECT c.id, c.number, c.amount_fen AS amountFen, c.months, c.period, c.drafted_at AS draftedAt, c.facts, c.trace,
         p.payee_name AS payeeName, p.payee_bank AS payeeBank, p.payee_account AS payeeAccount,
         p.payee_account_kind AS payeeAccountKind,
         coalesce(p.home_county, '') || coalesce(p.home_township_text, '') || coalesce(p.home_village, '') AS place
       FROM claims c LEFT JOIN people p ON p.id = c.person_id
       WHERE ${where.sql} AND c.deleted_at IS NULL
       ORDER BY p.home_county, p.home_township_text, p.home_village, p.household_id, p.pinyin, c.number`,
    )
    .all(...where.params)
    .map((row) => ({
      ...row,
      facts: JSON.parse(row.facts) as ClaimFacts,
      trace: JSON.parse(row.trace) as Explanation,
    }))
}

/** What the individual application form prints for a claim. */
export function applicationData(claim: PaperClaim, office: string, filledOn: string): ApplicationFormData {
  const { facts, trace } = claim
  const person = facts.person
  const work = facts.work
  return {
    formNumber: claim.number,
    filledOn,
    office,
    applicant: {
      name: person?.name ?? facts.beneficiaryName,
      sex: person?.sex ?? undefined,
      ethnicity: person?.ethnicity ?? undefined,
      idNumber: person?.idNumber ?? undefined,
      householdAddress: person?.homeAddress ?? undefined,
      categories: person?.categories ?? [],
      phone: person?.phone ?? undefined,
    },
    work: {
      employer: work?.employer ?? undefined,
      place: work?.place ?? undefined,
      position: work?.position ?? undefined,
      monthlyWage: work?.monthlyIncomeFen ?? undefined,
      from: work?.from ?? undefined,
      to: work?.toState === 'open' ? null : (work?.to ?? undefined),
      insuredFrom: work?.insuredFrom ?? undefined,
      insuredTo: work?.insuredTo ?? undefined,
    },
    benefit: {
      name: trace.benefitName,
      document: trace.docNumber ?? trace.docTitle,
      clause: trace.clause,
      standard: trace.amountText,
      period: periodText(claim),
      amount: claim.amountFen,
    },
    payee: {
      // An empty name is no other person: the applicant is paid.
      name: claim.payeeName ?? person?.name,
      accountKind: (claim.payeeAccountKind ?? undefined) as AccountTick | undefined,
      bank: claim.payeeBank ?? undefined,
      account: claim.payeeAccount ?? undefined,
    },
    attachments: [],
    agent: undefined,
  }
}

/** What an application roster prints for a claim. */
export function rosterRow(claim: PaperClaim): RosterRow {
  const { facts, trace } = claim
  return {
    name: facts.person?.name ?? facts.beneficiaryName,
    sex: facts.person?.sex ?? undefined,
    idNumber: facts.person?.idNumber ?? undefined,
    homePlace: facts.person?.homeAddress ?? undefined,
    employer: facts.work?.employer ?? undefined,
    benefit: trace.benefitName,
    amount: claim.amountFen,
    account: claim.payeeAccount ?? undefined,
  }
}

function periodText(claim: PaperClaim): string | undefined {
  if (claim.period === null) return claim.months === null ? '一次性' : `共 ${claim.months} 个月`
  if (/^\d{4}$/.test(claim.period)) return `${claim.period}年`
  const month = /^(\d{4})-(\d{2})$/.exec(claim.period)
  return month ? `${month[1]}年${Number(month[2])}月` : claim.period
}

import type { Explanation } from '../../../shared/contract/policy.ts'
import { dayOf, monthOfDay } from '../../../shared/domain/dates.ts'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ClaimFacts } from '../claims/claim-facts.ts'
import { type ClaimsFilter, claimsWhere } from '../claims/claims-list.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { AccountTick, ApplicationFormData } from '../forms/application-fields.ts'

/** A claim as paper needs it: frozen facts, and the payee as the ledger knows them today. */
export type PaperClaim = {
  id: string
  number: string
  benefit: string
  beneficiaryKind: BeneficiaryKind
  beneficiaryId: string
  personId: string | null
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
  township: string | null
  village: string | null
  birthDate: string | null
  pinyin: string | null
  contractFrom: string | null
  contractTo: string | null
  filingNumber: string | null
  filingOn: string | null
  /** first day of the work that it rests on, as it is on record now */
  workFrom: string | null
  /** 1: all insured months of that work are on record */
  insuredKnown: number | null
  /** insured with that employer in the year of that day and the one before it: year, and a bit a month */
  insuredYears: [year: number, months: number][]
}

/** The live claims that match (a withdrawn one is printed no more), in the order in which paper is handed out: county, township, village, household, name. */
export function paperClaims(ledger: ReadLedger, filter: ClaimsFilter): PaperClaim[] {
  const where = claimsWhere(filter)
  return ledger
    .prepare<
      Omit<PaperClaim, 'facts' | 'trace' | 'insuredYears'> & {
        facts: string
        trace: string
        insuredYears: string
      }
    >(
      `SELECT c.id, c.number, c.benefit, c.beneficiary_kind AS beneficiaryKind, c.beneficiary_id AS beneficiaryId,
         c.person_id AS personId, c.amount_fen AS amountFen, c.months, c.period, c.drafted_at AS draftedAt, c.facts, c.trace,
         p.payee_name AS payeeName, p.payee_bank AS payeeBank, p.payee_account AS payeeAccount,
         p.payee_account_kind AS payeeAccountKind, p.home_township_text AS township, p.home_village AS village,
         p.birth_date AS birthDate, p.pinyin, s.contract_from AS contractFrom, s.contract_to AS contractTo,
         s.filing_number AS filingNumber, s.filing_on AS filingOn, s.from_date AS workFrom, s.insured_known AS insuredKnown,
         (SELECT json_group_array(json_array(i.year, i.months)) FROM insured_years i
          WHERE i.person_id = s.person_id AND i.employer_id = s.employer_id AND i.deleted_at IS NULL
            AND i.year BETWEEN substr(s.from_date, 1, 4) - 1 AND substr(s.from_date, 1, 4)) AS insuredYears
       FROM claims c LEFT JOIN people p ON p.id = c.person_id
       LEFT JOIN spells s ON s.id = json_extract(c.facts, '$.work.spellId')
       WHERE ${where.sql} AND c.deleted_at IS NULL
       ORDER BY p.home_county, p.home_township_text, p.home_village, p.household_id, p.pinyin, c.number`,
    )
    .all(...where.params)
    .map((row) => ({
      ...row,
      facts: JSON.parse(row.facts) as ClaimFacts,
      trace: JSON.parse(row.trace) as Explanation,
      insuredYears: JSON.parse(row.insuredYears) as PaperClaim['insuredYears'],
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

/** What a claim is for, in words: 2022年、2022年3月、共 6 个月、一次性. */
export function periodText(claim: PaperClaim): string {
  if (claim.period === null) return claim.months === null ? '一次性' : `共 ${claim.months} 个月`
  return wordsOfPeriod(claim.period)
}

/** 2022 → 2022年, 2022-03 → 2022年3月, 2022Q1 → 2022年第1季度; others as they stand. */
export function wordsOfPeriod(period: string): string {
  if (/^\d{4}$/.test(period)) return `${period}年`
  const quarter = /^(\d{4})Q([1-4])$/.exec(period)
  if (quarter) return `${quarter[1]}年第${quarter[2]}季度`
  const month = /^(\d{4})-(\d{2})$/.exec(period)
  return month ? `${month[1]}年${Number(month[2])}月` : period
}

/** Months that "half a year before" means. */
const HALF_YEAR = 6

/**
 * Whether the person was insured with the same employer in the half year before the work; `undefined`: not known, so that
 * the organiser fills it in.
 */
export function insuredBeforeWork(
  claim: Pick<PaperClaim, 'workFrom' | 'insuredKnown' | 'insuredYears'>,
): '有' | '无' | undefined {
  if (claim.workFrom === null) return undefined
  const start = monthOfDay(dayOf(claim.workFrom))
  const before = Array.from({ length: HALF_YEAR }, (_, at) => start - 1 - at)
  const insured = claim.insuredYears.some(([year, months]) =>
    before.some((month) => Math.floor(month / 12) === year && (months & (1 << (month % 12))) !== 0),
  )
  if (insured) return '有'
  return claim.insuredKnown === 1 ? '无' : undefined
}

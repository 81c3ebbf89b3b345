import type { PaymentState } from '../../../shared/domain/claim-states.ts'
import { ageOn, maskId } from '../../../shared/domain/id-number.ts'
import { PAYMENT_STATE_TEXT } from '../../../shared/text/claims.ts'
import { payeesOf } from '../claims/payment/payable.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { ClaimLine, PaymentLine, PublicLine, SummaryLine } from '../forms/list-fields.ts'
import { insuredBeforeWork, type PaperClaim, periodText } from './claims-on-paper.ts'
import { placeOf } from './grouping.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** A claim as a line of a list for the office. `today`: for the age. */
export function claimLine(claim: PaperClaim, today: string): ClaimLine {
  const { facts, trace } = claim
  const { person, work } = facts
  return {
    number: claim.number,
    name: person?.name ?? facts.beneficiaryName,
    sex: person?.sex ?? undefined,
    age: claim.birthDate === null ? undefined : ageOn(claim.birthDate, today),
    ethnicity: person?.ethnicity ?? undefined,
    idNumber: person?.idNumber ?? undefined,
    phone: person?.phone ?? undefined,
    homePlace: person?.homeAddress ?? undefined,
    employer: work?.employer ?? undefined,
    workPlace: work?.place ?? undefined,
    position: work?.position ?? undefined,
    workSpan: spanText(work?.from, work?.toState === 'open' ? null : work?.to),
    contractSpan:
      claim.contractFrom === null ? undefined : spanText(claim.contractFrom, claim.contractTo ?? undefined),
    insuredSpan: spanText(work?.insuredFrom, work?.insuredTo ?? undefined),
    insuredBefore: insuredBeforeWork(claim),
    filing: [claim.filingNumber, claim.filingOn].filter((part) => part !== null).join(' ') || undefined,
    months: claim.months ?? undefined,
    benefit: trace.benefitName,
    period: periodText(claim),
    amount: claim.amountFen,
    payee: claim.payeeName ?? person?.name ?? facts.beneficiaryName,
    bank: claim.payeeBank ?? undefined,
    account: claim.payeeAccount ?? undefined,
  }
}

/** A claim as it hangs on a wall: what is not for the public does not come along. */
export function publicLine(claim: PaperClaim, today: string): PublicLine {
  const { name, sex, age, employer, workPlace, workSpan, benefit, amount } = claimLine(claim, today)
  const idNumber = claim.facts.person?.idNumber
  return {
    name,
    sex,
    age,
    maskedId: idNumber ? maskId(idNumber) : undefined,
    homePlace: [claim.township, claim.village].join('') || undefined,
    employer,
    workPlace,
    workSpan,
    benefit,
    amount,
  }
}

/** One line for each village or township, in the order of the claims. */
export function summaryLines(claims: readonly PaperClaim[], by: 'village' | 'township'): SummaryLine[] {
  return [...Map.groupBy(claims, (claim) => placeOf(claim, by))].map(([place, members]) => ({
    place,
    people: new Set(members.map(personKey)).size,
    claims: members.length,
    amount: members.reduce((sum, { amountFen }) => sum + amountFen, 0),
  }))
}

/** Whom a claim is for, to count people and not claims. */
export function personKey(claim: PaperClaim): string {
  return claim.personId ?? claim.beneficiaryId
}

/** What was sent to the bank for these claims; for those not sent yet what would be sent. In their order. */
export function paymentLines(ledger: Reading, claims: readonly PaperClaim[]): PaymentLine[] {
  const ids = JSON.stringify(claims.map(({ id }) => id))
  const sent = ledger
    .prepare<{
      claimId: string
      payee: string
      idNumber: string | null
      account: string
      bank: string | null
      amount: number
      purpose: string
      state: PaymentState
    }>(
      `SELECT claim_id AS claimId, payee_name AS payee, payee_id_number AS idNumber, account, bank,
         amount_fen AS amount, purpose, state
       FROM payments y WHERE deleted_at IS NULL AND claim_id IN (SELECT value FROM json_each(?))
         AND NOT EXISTS (SELECT 1 FROM payments z WHERE z.reissue_of = y.id AND z.deleted_at IS NULL)`,
    )
    .all(ids)
  const byClaim = Map.groupBy(sent, ({ claimId }) => claimId)
  const payees = new Map(payeesOf(ledger, JSON.parse(ids)).map((one) => [one.claimId, one]))
  return claims.flatMap((claim): PaymentLine[] => {
    const person = claim.facts.person?.name
    const made = byClaim.get(claim.id)
    if (made) {
      return made.map((one) => ({
        ...one,
        person,
        idNumber: one.idNumber ?? undefined,
        bank: one.bank ?? undefined,
        state: PAYMENT_STATE_TEXT[one.state],
      }))
    }
    const payee = payees.get(claim.id)
    return [
      {
        payee: payee?.payeeName ?? claim.facts.beneficiaryName,
        person,
        idNumber: payee?.idNumber ?? undefined,
        account: payee?.account ?? undefined,
        bank: payee?.bank ?? undefined,
        amount: claim.amountFen,
        purpose: claim.trace.benefitName,
        state: '待发放',
      },
    ]
  })
}

/** 2021年3月至今: days are left out, lists are narrow. `null`: still going on; unknown ends leave room. */
function spanText(from: string | null | undefined, to: string | null | undefined): string | undefined {
  if (from === undefined || from === null) return undefined
  const month = (text: string) => `${text.slice(0, 4)}.${Number(text.slice(5, 7))}`
  return `${month(from)}至${to === null ? '今' : to === undefined ? '　　　' : month(to)}`
}

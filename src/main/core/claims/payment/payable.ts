import type { PaymentPlan } from '../../../../shared/contract/payments.ts'
import { readAccount } from '../../../../shared/domain/bank-card.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { Batch } from '../batch/batch-record.ts'
import type { ClaimFacts } from '../claim-facts.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** A claim with the payee as the ledger holds it now. */
export type Payable = {
  readonly claimId: string
  readonly personId: string | null
  readonly number: string
  readonly amountFen: number
  readonly period: string | null
  readonly payeeName: string
  readonly idNumber: string | null
  readonly account: string | null
  readonly bank: string | null
  readonly phone: string | null
  /** why it is held; null: it is not */
  readonly held: string | null
}

type Row = Omit<Payable, 'payeeName' | 'idNumber'> & {
  beneficiaryKind: string
  facts: string
  ownPayee: string | null
  idNumber: string | null
}

/** People are paid to their card; employers, agents and schools to the account of their record. */
const PAYEE = `SELECT c.id AS claimId, c.number, c.amount_fen AS amountFen, c.period, c.beneficiary_kind AS beneficiaryKind,
    c.facts, c.person_id AS personId,
    iif(c.beneficiary_kind = 'person', p.id_number, NULL) AS idNumber,
    iif(c.beneficiary_kind = 'person', p.payee_name, NULL) AS ownPayee,
    iif(c.beneficiary_kind = 'person', p.payee_account, g.bank_account) AS account,
    iif(c.beneficiary_kind = 'person', p.payee_bank, g.bank_name) AS bank,
    iif(c.beneficiary_kind = 'person', p.phone, g.phone) AS phone,
    (SELECT group_concat(h.reason, '；') FROM claim_holds h
     WHERE h.claim_id = c.id AND h.released_at IS NULL AND h.deleted_at IS NULL) AS held
  FROM claims c LEFT JOIN people p ON p.id = c.person_id
  LEFT JOIN payees g ON g.id = c.beneficiary_id
  WHERE c.deleted_at IS NULL`

/** Claims of a batch that no standing payment covers. */
export function payableClaims(ledger: Reading, batchId: string): Payable[] {
  return read(
    ledger,
    `AND c.batch_id = ? AND c.state <> 'paid' AND NOT EXISTS (SELECT 1 FROM payments y WHERE y.claim_id = c.id AND y.deleted_at IS NULL)
     ORDER BY c.number`,
    batchId,
  )
}

/** These claims, with their payees. */
export function payeesOf(ledger: Reading, claimIds: readonly string[]): Payable[] {
  return read(
    ledger,
    'AND c.id IN (SELECT value FROM json_each(?)) ORDER BY c.number',
    JSON.stringify(claimIds),
  )
}

function read(ledger: Reading, where: string, param: string): Payable[] {
  return ledger
    .prepare<Row>(`WITH payees AS (${ORGANISATIONS}) ${PAYEE} ${where}`)
    .all(param)
    .map(({ facts, ownPayee, beneficiaryKind: _, ...row }) => {
      const { person, beneficiaryName } = JSON.parse(facts) as ClaimFacts
      return { ...row, payeeName: ownPayee ?? person?.name ?? beneficiaryName }
    })
}

const ORGANISATIONS = `SELECT id, bank_account, bank_name, phone FROM employers
  UNION ALL SELECT id, bank_account, bank_name, phone FROM agents`

/** What stands against paying this one, as its record is; `undefined`: nothing. */
export function problemOf(payable: Payable): string | undefined {
  if (payable.held !== null) return `正在暂缓（${payable.held}），请先核实并解除`
  if (payable.account === null) return '没有收款账号，请在人员或单位资料里补上'
  const reading = readAccount(payable.account)
  if (!reading.ok) return `收款账号“${payable.account}”不是账号，请改正`
  if (payable.amountFen <= 0) return '金额不大于零'
  return undefined
}

/** What making the payment file of a batch would do; changes nothing. */
export function planPayment(ledger: Reading, batch: Batch): PaymentPlan {
  const payable = payableClaims(ledger, batch.id)
  const problems = payable.flatMap((one) => {
    const problem = problemOf(one)
    return problem === undefined
      ? []
      : [
          {
            claimId: one.claimId,
            personId: one.personId,
            number: one.number,
            payeeName: one.payeeName,
            problem,
          },
        ]
  })
  const under = ledger
    .prepare<number>(
      `SELECT count(DISTINCT c.id) FROM claims c JOIN payments y ON y.claim_id = c.id AND y.deleted_at IS NULL
       WHERE c.batch_id = ? AND c.deleted_at IS NULL`,
    )
    .pluck()
    .get(batch.id) as number
  return {
    count: payable.length,
    amountFen: payable.reduce((sum, { amountFen }) => sum + amountFen, 0),
    problems,
    under,
  }
}

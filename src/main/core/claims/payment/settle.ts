import type { BankReturnResult } from '../../../../shared/contract/payments.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { batches } from '../../db/schema/batches.ts'
import { grants } from '../../db/schema/claims.ts'
import { payments } from '../../db/schema/payments.ts'
import { moveClaims } from '../workflow/act.ts'
import { openHoldsFor } from '../workflow/holds.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { positionsOf } from '../workflow/positions.ts'
import type { OpenPayment, Settlement } from './bank-return.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Payments of a file that the bank has not spoken of yet. */
export function openPayments(ledger: Reading, paymentFileId: string): OpenPayment[] {
  return ledger
    .prepare<OpenPayment>(
      `SELECT id, row, account, payee_name AS payeeName, amount_fen AS amountFen FROM payments
       WHERE payment_file_id = ? AND state = 'sent' AND deleted_at IS NULL ORDER BY row`,
    )
    .all(paymentFileId)
}

/**
 * Records what became of payments: paid claims are done and leave their grants, returned ones wait to be paid again.
 * @throws Refusal `payments.settled` where one of them was settled before, `payments.settled-on` where the day lies before
 * its file was made or after today; nothing is changed then
 */
export function settle(
  tx: WriteTx,
  by: string,
  settlements: readonly Settlement[],
  today: string,
): Pick<BankReturnResult, 'paid' | 'paidFen' | 'returned'> {
  const find = tx.prepare<Sent>(
    `SELECT p.claim_id AS claimId, p.state, p.amount_fen AS amountFen, p.row, f.number AS fileNumber, f.made_at AS madeAt
     FROM payments p JOIN payment_files f ON f.id = p.payment_file_id WHERE p.id = ? AND p.deleted_at IS NULL`,
  )
  const outcome = new Map<string, Settlement>()
  let paidFen = 0
  for (const settlement of settlements) {
    const payment = find.get(settlement.paymentId)
    if (payment === undefined || payment.state !== 'sent') {
      throw new Refusal('payments.settled', '所选明细里有的已经登记过到账或退回，请刷新后再办。')
    }
    const on = settlement.on ?? today
    refuseDay(payment, on, today)
    tx.update(payments, settlement.paymentId, {
      state: settlement.state,
      settledOn: on,
      returnReason: settlement.state === 'returned' ? settlement.reason : null,
    })
    if (settlement.state === 'paid') paidFen += payment.amountFen
    outcome.set(payment.claimId, settlement)
  }
  const positions = positionsOf(tx, new OfficeProcedures(tx), [...outcome.keys()])
  moveClaims(
    tx,
    by,
    positions.map((position) => {
      const { state, on, reason } = outcome.get(position.id) as Settlement
      return state === 'paid'
        ? {
            position,
            step: null,
            state,
            dueOn: null,
            event: state,
            data: { step: position.step, note: on ?? today },
          }
        : { position, step: position.step, state, dueOn: null, event: state, data: { note: reason } }
    }),
  )
  const paid = [...outcome].filter(([, { state }]) => state === 'paid')
  for (const [claimId, { on }] of paid) leaveGrants(tx, by, claimId, on ?? today)
  closeBatches(
    tx,
    positions.flatMap(({ batchId }) => (batchId === null ? [] : [batchId])),
  )
  return { paid: paid.length, paidFen, returned: outcome.size - paid.length }
}

type Sent = {
  claimId: string
  state: string
  amountFen: number
  row: number
  fileNumber: string
  madeAt: string
}

/** Money cannot arrive before it was asked for, nor tomorrow. */
function refuseDay({ fileNumber, row, madeAt }: Sent, on: string, today: string): void {
  const made = shanghaiDay(madeAt)
  const wrong = on < made ? `早于支付文件生成的 ${made}` : on > today ? `晚于今天（${today}）` : undefined
  if (wrong !== undefined)
    throw new Refusal(
      'payments.settled-on',
      `${fileNumber} 第 ${row} 行：银行办理的日期 ${on} ${wrong}，请照银行的单据核对日期。`,
    )
}

/** 已发放: one grant for each entitlement of a claim. One that stands already was paid twice: a person has to look. */
export function leaveGrants(tx: WriteTx, by: string, claimId: string, on: string): void {
  const claim = tx
    .prepare<{
      benefit: string
      beneficiaryKind: string
      beneficiaryId: string
      personId: string | null
      period: string | null
    }>(
      `SELECT benefit, beneficiary_kind AS beneficiaryKind, beneficiary_id AS beneficiaryId, person_id AS personId, period
       FROM claims WHERE id = ?`,
    )
    .get(claimId)
  if (claim === undefined) throw new Error(`no claim ${claimId}`)
  const entitlements = tx
    .prepare<{ key: string; period: string | null; amountFen: number }>(
      `SELECT entitlement_key AS "key", period, amount_fen AS amountFen FROM claim_entitlements
       WHERE claim_id = ? AND deleted_at IS NULL`,
    )
    .all(claimId)
  const granted = tx.prepare('SELECT 1 FROM grants WHERE entitlement_key = ? AND deleted_at IS NULL')
  for (const { key, period, amountFen } of entitlements) {
    if (granted.get(key) !== undefined) {
      openHoldsFor(
        tx,
        [
          {
            claimId,
            check: 'granted-twice',
            evidence: key,
            reason: '同一权益此前已发放过，本次又已到账，请核实后追回。',
          },
        ],
        by,
      )
      continue
    }
    tx.insert(grants, {
      ...claim,
      period,
      entitlementKey: key,
      amountFen,
      months: /^\d{4}-\d{2}$/.test(period ?? '') ? 1 : null,
      grantedOn: on,
      source: 'entry',
    })
  }
}

/** A batch is paid when all its claims are; one without claims stays as it is. */
export function closeBatches(tx: WriteTx, batchIds: readonly string[]): void {
  const claimsOf = tx.prepare<{ all: number; open: number }>(
    `SELECT count(*) AS "all", count(*) FILTER (WHERE state <> 'paid') AS open
     FROM claims WHERE batch_id = ? AND deleted_at IS NULL`,
  )
  for (const id of new Set(batchIds)) {
    const { all, open } = claimsOf.get(id) as { all: number; open: number }
    if (all > 0 && open === 0) tx.update(batches, id, { state: 'paid', step: null })
  }
}

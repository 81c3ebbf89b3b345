/** Money that went out: check 23. */
import type { CheckWorld } from './check-world.ts'
import { title, whose } from './entitlement-checks.ts'
import type { Check, Found } from './finding.ts'

type Payment = {
  id: string
  claimId: string
  state: string
  reason: string | null
  reissueOf: string | null
  file: string
  firstClaim: string | null
  firstState: string | null
}

/** 23: a return without its reason, a reissue that is not linked to a return of the same claim, a claim paid twice. */
export const returnedPayment: Check = function* (world) {
  const standing = new Map<string, Payment[]>()
  const rows = world.rows<Payment>(
    `SELECT y.id, y.claim_id AS claimId, y.state, y.return_reason AS reason, y.reissue_of AS reissueOf, f.number AS file,
       o.claim_id AS firstClaim, o.state AS firstState
     FROM payments y JOIN payment_files f ON f.id = y.payment_file_id LEFT JOIN payments o ON o.id = y.reissue_of
     WHERE y.deleted_at IS NULL {claims:y.claim_id} ORDER BY y.id`,
  )
  for (const payment of rows) {
    if (payment.state === 'returned') {
      if (payment.reason === null || payment.reason.trim() === '')
        yield* found(world, payment, 'no-reason', '银行退回，没有写原因。')
    } else standing.set(payment.claimId, [...(standing.get(payment.claimId) ?? []), payment])
    if (payment.reissueOf === null) continue
    if (payment.firstClaim !== payment.claimId)
      yield* found(world, payment, 'other-claim', '重新发放的一笔连到了别的申领。')
    else if (payment.firstState !== 'returned')
      yield* found(world, payment, 'not-returned', '重新发放的一笔所连的原支付没有退回。')
  }
  for (const payments of standing.values()) {
    const [first, ...more] = payments
    if (first === undefined || more.length === 0) continue
    const files = payments.map(({ file }) => file).join('、')
    yield* found(
      world,
      first,
      `twice:${files}`,
      `有 ${payments.length} 笔没有退回的支付（${files}），会重复发放。`,
    )
  }
}

function* found(world: CheckWorld, payment: Payment, matter: string, text: string): Generator<Found> {
  const claim = world.claimById.get(payment.claimId)
  if (claim === undefined) return
  yield {
    ...whose(claim),
    evidence: `payment:${payment.id}:${matter}`,
    text: `${title(world, claim)}：支付文件 ${payment.file} 中${text}`,
  }
}

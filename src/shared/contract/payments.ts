import { z } from 'zod'
import { PAYMENT_STATES } from '../domain/claim-states.ts'
import { fileRef } from './files.ts'
import { dateText, fen, id, job, query, write } from './procedure.ts'

const reason = z.string().trim().min(2, '请写明原因')

export const bankProfileView = z.object({
  id: z.string(),
  name: z.string(),
  /** xlsx, csv, txt as a person says it */
  formatText: z.string(),
  origin: z.string(),
  /** made or changed by this office */
  own: z.boolean(),
  /** YAML */
  definition: z.string(),
})
export type BankProfileView = z.infer<typeof bankProfileView>

/** Someone who cannot be paid as the ledger stands, and why. */
export const paymentProblem = z.object({
  claimId: id,
  /** whose record is put right; null: an employer's or agent's */
  personId: id.nullable(),
  number: z.string(),
  payeeName: z.string(),
  problem: z.string(),
})

export const paymentPlan = z.object({
  count: z.int(),
  amountFen: fen,
  problems: z.array(paymentProblem),
  /** already sent or paid; not sent twice */
  under: z.int(),
})
export type PaymentPlan = z.infer<typeof paymentPlan>

export const paymentView = z.object({
  id,
  row: z.int(),
  claimId: id,
  claimNumber: z.string(),
  payeeName: z.string(),
  accountMasked: z.string(),
  bank: z.string().nullable(),
  amountFen: fen,
  state: z.enum(PAYMENT_STATES),
  settledOn: dateText.nullable(),
  returnReason: z.string().nullable(),
  /** the returned payment that this one makes good: file number and row */
  reissueOf: z.string().nullable(),
  /** it was returned and made good by a later one */
  reissued: z.boolean(),
})
export type PaymentView = z.infer<typeof paymentView>

/** One payment of a claim. */
export const claimPayment = z.object({
  id,
  fileId: id,
  fileNumber: z.string(),
  batchId: id,
  row: z.int(),
  madeAt: z.string(),
  madeBy: z.string(),
  payeeName: z.string(),
  accountMasked: z.string(),
  bank: z.string().nullable(),
  amountFen: fen,
  state: z.enum(PAYMENT_STATES),
  settledOn: dateText.nullable(),
  returnReason: z.string().nullable(),
  /** the returned payment that this one makes good: file number and row */
  reissueOf: z.string().nullable(),
  /** the later payment that made this one good */
  reissuedBy: z.string().nullable(),
})
export type ClaimPayment = z.infer<typeof claimPayment>

export const paymentFileView = z.object({
  id,
  number: z.string(),
  batchId: id,
  batchNumber: z.string(),
  batchTitle: z.string(),
  profileName: z.string(),
  fileName: z.string(),
  sha256: z.string(),
  count: z.int(),
  amountFen: fen,
  sent: z.int(),
  paid: z.int(),
  returned: z.int(),
  paidFen: fen,
  madeAt: z.string(),
  madeBy: z.string(),
})
export type PaymentFileView = z.infer<typeof paymentFileView>

/** A returned payment beside the account that it would be paid to now. */
export const reissuePlanRow = z.object({
  paymentId: id,
  claimId: id,
  personId: id.nullable(),
  number: z.string(),
  payeeName: z.string(),
  amountFen: fen,
  returnReason: z.string().nullable(),
  oldAccountMasked: z.string(),
  newAccountMasked: z.string().nullable(),
  /** the ledger still holds the account that the bank returned */
  sameAccount: z.boolean(),
  /** why it cannot be paid again as the ledger stands */
  problem: z.string().nullable(),
})
export type ReissuePlanRow = z.infer<typeof reissuePlanRow>

export const madePayment = z.object({
  paymentFileId: id,
  number: z.string(),
  /** the file for the bank, and the sheet that it is checked against */
  files: z.array(fileRef),
  count: z.int(),
  amountFen: fen,
})

export const bankReturnResult = z.object({
  dryRun: z.boolean(),
  rows: z.int(),
  paid: z.int(),
  paidFen: fen,
  returned: z.int(),
  /** rows of the bank's file that are no payment of ours, or not clear */
  unmatched: z.array(z.object({ row: z.int(), text: z.string(), why: z.string() })),
  /** payments that the bank's file says nothing of */
  silent: z.int(),
})
export type BankReturnResult = z.infer<typeof bankReturnResult>

export const clawbackView = z.object({
  id,
  claimId: id,
  claimNumber: z.string(),
  payeeName: z.string(),
  amountFen: fen,
  reason: z.string(),
  document: z.string().nullable(),
  demandedOn: dateText,
  demandedBy: z.string(),
  receivedFen: fen,
  receivedOn: dateText.nullable(),
})
export type ClawbackView = z.infer<typeof clawbackView>

export const payments = {
  profiles: query('银行格式').input(z.object({})).output(z.array(bankProfileView)),
  saveProfile: write('保存银行格式', 'reviewer')
    .input(
      z.object({
        /** own profile to change; absent: a new one */
        id: id.optional(),
        basedOn: z.string().max(60).optional(),
        definition: z.string().max(20_000),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  removeProfile: write('删除银行格式', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
  /** The first rows as the file would hold them; of a batch, or of made-up people. */
  previewProfile: query('预览银行格式')
    .input(z.object({ definition: z.string().max(20_000), batchId: id.optional() }))
    .output(
      z.object({
        headers: z.array(z.string()),
        rows: z.array(z.array(z.string())),
        lines: z.array(z.string()),
      }),
    ),
  plan: query('预览发放')
    .input(z.object({ batchId: id }))
    .output(paymentPlan),
  /** Writes the payment file of a batch; each claim is in one file that stands, never in two. */
  make: job('生成支付文件', z.object({ batchId: id, profile: z.string() }), madePayment),
  /** Old and new account of each, before they are paid again; changes nothing. */
  planReissue: query('预览重新发放')
    .input(z.object({ paymentIds: z.array(id).min(1).max(10_000) }))
    .output(z.array(reissuePlanRow)),
  /** Pays returned ones again, to the account that the ledger holds now; linked to the first. */
  reissue: job(
    '重新发放',
    z.object({ paymentIds: z.array(id).min(1).max(10_000), profile: z.string() }),
    madePayment,
    'reviewer',
  ),
  files: query('支付文件')
    .input(z.object({ batchId: id.optional() }))
    .output(z.array(paymentFileView)),
  get: query('支付明细')
    .input(z.object({ id, state: z.enum(PAYMENT_STATES).optional() }))
    .output(z.object({ file: paymentFileView, payments: z.array(paymentView) })),
  /** What was paid for one claim, the first first. */
  ofClaim: query('申领的发放')
    .input(z.object({ claimId: id }))
    .output(z.array(claimPayment)),
  /** The same bytes as were made. */
  open: job('取支付文件', z.object({ id }), fileRef),
  /** Takes in what the bank said of a payment file; `dryRun` only says what would be. */
  takeReturn: job('导入银行回盘', z.object({ id, token: z.string(), dryRun: z.boolean() }), bankReturnResult),
  /** By hand, where the bank only said so on paper. */
  settle: write('登记到账或退回')
    .input(
      z.object({
        paymentIds: z.array(id).min(1).max(10_000),
        state: z.enum(['paid', 'returned']),
        on: dateText,
        reason: z.string().trim().max(200).default(''),
      }),
    )
    .output(z.object({ settled: z.int() })),
  clawbacks: query('追回')
    .input(z.object({ claimId: id.optional(), open: z.boolean().optional() }))
    .output(z.array(clawbackView)),
  demandClawback: write('要求追回', 'reviewer')
    .input(
      z.object({
        claimId: id,
        amountFen: fen.min(1, '金额应大于零'),
        reason,
        document: z.string().trim().max(80).default(''),
        on: dateText,
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  receiveClawback: write('登记追回款')
    .input(z.object({ id, amountFen: fen.min(1, '金额应大于零'), on: dateText }))
    .output(z.object({ txId: z.string() })),
}

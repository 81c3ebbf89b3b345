import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { batches } from './batches.ts'
import { claims } from './claims.ts'
import { live, naturalKey, record } from './columns.ts'

/** 银行格式 that the office made or changed; ours lie in resources/profiles. */
export const bankProfiles = sqliteTable('bank_profiles', {
  ...record(),
  name: text('name').notNull(),
  /** YAML as in resources/profiles/bank-*.yaml */
  definition: text('definition').notNull(),
  /** id of the profile that it was copied from */
  basedOn: text('based_on'),
  changedAt: text('changed_at').notNull(),
  changedBy: text('changed_by').notNull(),
})

/** 支付文件: what went to finance or the bank, once. */
export const paymentFiles = sqliteTable(
  'payment_files',
  {
    ...record(),
    batchId: text('batch_id')
      .notNull()
      .references(() => batches.id),
    number: text('number').notNull(),
    profile: text('profile').notNull(),
    fileName: text('file_name').notNull(),
    fileId: text('file_id').notNull(),
    sha256: text('sha256').notNull(),
    rowCount: integer('row_count').notNull(),
    amountFen: integer('amount_fen').notNull(),
    madeAt: text('made_at').notNull(),
    madeBy: text('made_by').notNull(),
  },
  (t) => [naturalKey('payment_files_number').on(t.number), index('payment_files_batch').on(t.batchId)],
)

/** 支付明细: one payment to one payee, frozen as it was sent. A reissue is a new row linked to the first. */
export const payments = sqliteTable(
  'payments',
  {
    ...record(),
    paymentFileId: text('payment_file_id')
      .notNull()
      .references(() => paymentFiles.id),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    /** row in the file, from 1 */
    row: integer('row').notNull(),
    payeeName: text('payee_name').notNull(),
    payeeIdNumber: text('payee_id_number'),
    account: text('account').notNull(),
    bank: text('bank'),
    amountFen: integer('amount_fen').notNull(),
    purpose: text('purpose').notNull(),
    /** sent, paid, returned */
    state: text('state').notNull(),
    /** day of payment or return, as the bank says */
    settledOn: text('settled_on'),
    returnReason: text('return_reason'),
    /** the returned payment that this one makes good */
    reissueOf: text('reissue_of'),
  },
  (t) => [
    naturalKey('payments_row').on(t.paymentFileId, t.row).where(live(t.deletedAt)),
    // A returned payment is made good once.
    naturalKey('payments_reissue').on(t.reissueOf).where(live(t.deletedAt)),
    index('payments_claim').on(t.claimId),
  ],
)

/** 银行回盘: what the bank said of a payment file. */
export const bankReturns = sqliteTable(
  'bank_returns',
  {
    ...record(),
    paymentFileId: text('payment_file_id')
      .notNull()
      .references(() => paymentFiles.id),
    fileName: text('file_name').notNull(),
    fileId: text('file_id').notNull(),
    sha256: text('sha256').notNull(),
    paidCount: integer('paid_count').notNull(),
    returnedCount: integer('returned_count').notNull(),
    unmatchedCount: integer('unmatched_count').notNull(),
    takenAt: text('taken_at').notNull(),
    takenBy: text('taken_by').notNull(),
  },
  (t) => [naturalKey('bank_returns_file').on(t.paymentFileId, t.sha256).where(live(t.deletedAt))],
)

/** 追回: money asked back from a payee, and what came. */
export const clawbacks = sqliteTable(
  'clawbacks',
  {
    ...record(),
    claimId: text('claim_id')
      .notNull()
      .references(() => claims.id),
    amountFen: integer('amount_fen').notNull(),
    reason: text('reason').notNull(),
    document: text('document'),
    demandedOn: text('demanded_on').notNull(),
    demandedBy: text('demanded_by').notNull(),
    receivedFen: integer('received_fen').notNull(),
    receivedOn: text('received_on'),
  },
  (t) => [index('clawbacks_claim').on(t.claimId)],
)

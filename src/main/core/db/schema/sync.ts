import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 交换伙伴: an office or the platform whose key card this office has compared and trusts. */
export const partners = sqliteTable(
  'partners',
  {
    ...record(),
    name: text('name').notNull(),
    /** office, platform */
    kind: text('kind').notNull(),
    /** the partner's ledger and its node in the clock */
    ledgerId: text('ledger_id').notNull(),
    node: text('node').notNull(),
    /** age1…: what is encrypted to it */
    ageRecipient: text('age_recipient').notNull(),
    /** base64 of its Ed25519 public key */
    signingKey: text('signing_key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    trustedAt: text('trusted_at').notNull(),
    trustedBy: text('trusted_by').notNull(),
    revokedAt: text('revoked_at'),
    revokedBy: text('revoked_by'),
    revokedReason: text('revoked_reason'),
    /** the partner entry whose key this one took the place of */
    replaces: text('replaces'),
    /** JSON: what it may receive, shared/domain/sync-scope.ts */
    scope: text('scope').notNull(),
    note: text('note'),
  },
  (t) => [naturalKey('partners_signing_key').on(t.signingKey).where(live(t.deletedAt))],
)

/** This office's own keys, the secret halves too: never logged, never exported. Local. */
export const officeKeys = sqliteTable('office_keys', {
  id: text('id').primaryKey(),
  /** AGE-SECRET-KEY-1… */
  ageIdentity: text('age_identity').notNull(),
  ageRecipient: text('age_recipient').notNull(),
  /** PKCS #8 PEM */
  signingPem: text('signing_pem').notNull(),
  /** base64 */
  signingKey: text('signing_key').notNull(),
  madeAt: text('made_at').notNull(),
  /** the day from which a newer one signs; files encrypted to it can still be read */
  retiredAt: text('retired_at'),
})

/** 发件箱: bundles that were made. Local. */
export const outbox = sqliteTable(
  'outbox',
  {
    id: text('id').primaryKey(),
    /** the partner's ledger, whatever keys it has had */
    ledgerId: text('ledger_id').notNull(),
    sequence: integer('sequence').notNull(),
    /** changes, full, receipt, handover */
    kind: text('kind').notNull(),
    /** the acknowledged sequence that it goes on from; 0: from the beginning */
    base: integer('base').notNull(),
    /** SHA-256 of the file */
    sha256: text('sha256').notNull(),
    bytes: integer('bytes').notNull(),
    entries: integer('entries').notNull(),
    /** the change log up to which the partner knows everything in its scope once it has this */
    throughSeq: integer('through_seq').notNull(),
    fileName: text('file_name').notNull(),
    /** JSON SyncScope that it was made under */
    scope: text('scope').notNull(),
    madeAt: text('made_at').notNull(),
    madeBy: text('made_by').notNull(),
    /** none, accepted, partial, rejected */
    receipt: text('receipt').notNull(),
    receiptAt: text('receipt_at'),
    /** JSON BundleReceipt */
    receiptJson: text('receipt_json'),
  },
  (t) => [uniqueIndex('outbox_sequence').on(t.ledgerId, t.sequence)],
)

/** 收件箱: bundles that came. Local. */
export const inbox = sqliteTable(
  'inbox',
  {
    id: text('id').primaryKey(),
    /** the sender's ledger */
    ledgerId: text('ledger_id').notNull(),
    sequence: integer('sequence').notNull(),
    kind: text('kind').notNull(),
    base: integer('base').notNull(),
    sha256: text('sha256').notNull(),
    madeAt: text('made_at').notNull(),
    receivedAt: text('received_at').notNull(),
    receivedBy: text('received_by').notNull(),
    /** applied, waiting; refused: it waited, and could not be taken when its turn came */
    state: text('state').notNull(),
    entries: integer('entries').notNull(),
    /** entries that were new here */
    taken: integer('taken').notNull(),
    /** JSON [{tbl, rowId, claimId, code, message}] */
    rejected: text('rejected').notNull(),
    conflicts: integer('conflicts').notNull(),
    twins: integer('twins').notNull(),
    /** milliseconds by which the sender's clock was ahead of this machine's when the bundle came */
    skew: integer('skew').notNull(),
    /** the file itself while it waits for an earlier one */
    content: blob('content', { mode: 'buffer' }),
    /** the outgoing bundle that carried its receipt */
    receiptSentIn: text('receipt_sent_in'),
  },
  (t) => [uniqueIndex('inbox_sequence').on(t.ledgerId, t.sequence)],
)

/** Who did, where and when, what other ledgers' entries of the change log tell: one row for each clock. Append-only. */
export const originTransactions = sqliteTable('origin_transactions', {
  hlc: text('hlc').primaryKey(),
  txId: text('tx_id').notNull(),
  at: text('at').notNull(),
  actor: text('actor').notNull(),
  action: text('action').notNull(),
  /** the name of the office */
  office: text('office').notNull(),
})

/** 冲突: one field, changed in two ledgers that did not know of each other. Derived from the change log. */
export const mergeConflicts = sqliteTable(
  'merge_conflicts',
  {
    /** table, record, field and both clocks: the same in every ledger */
    id: text('id').primaryKey(),
    tbl: text('tbl').notNull(),
    rowId: text('row_id').notNull(),
    field: text('field').notNull(),
    earlierHlc: text('earlier_hlc').notNull(),
    laterHlc: text('later_hlc').notNull(),
    /** JSON values */
    earlier: text('earlier').notNull(),
    later: text('later').notNull(),
    /** what both started from, as far as the later one knew */
    base: text('base').notNull(),
    foundAt: text('found_at').notNull(),
    /** the bundle that brought it to light; null: kept before this was noted */
    inboxId: text('inbox_id'),
    /** of a removal: JSON array of the clocks of what was changed without its maker knowing */
    unseen: text('unseen'),
    /** milliseconds by which one of the clocks was off when its file came */
    skew: integer('skew').notNull(),
  },
  (t) => [index('merge_conflicts_record').on(t.tbl, t.rowId)],
)

/** What was decided on a conflict; travels, so that it is decided once. */
export const conflictDecisions = sqliteTable(
  'conflict_decisions',
  {
    ...record(),
    conflictId: text('conflict_id').notNull(),
    /** earlier, later, other */
    choice: text('choice').notNull(),
    reason: text('reason'),
    decidedAt: text('decided_at').notNull(),
    decidedBy: text('decided_by').notNull(),
  },
  (t) => [index('conflict_decisions_conflict').on(t.conflictId)],
)

/** Fields and tables of newer versions, kept until this ledger's own version knows them. Local. */
export const keptFields = sqliteTable(
  'kept_fields',
  {
    id: text('id').primaryKey(),
    tbl: text('tbl').notNull(),
    rowId: text('row_id').notNull(),
    field: text('field').notNull(),
    hlc: text('hlc').notNull(),
    /** JSON */
    value: text('value').notNull(),
  },
  (t) => [uniqueIndex('kept_fields_key').on(t.tbl, t.rowId, t.field)],
)

/** Whose records a partner has been sent. Local. */
export const partnerPeople = sqliteTable(
  'partner_people',
  {
    id: text('id').primaryKey(),
    ledgerId: text('ledger_id').notNull(),
    personId: text('person_id').notNull(),
    /** the sequence that brought them first */
    sequence: integer('sequence').notNull(),
  },
  (t) => [uniqueIndex('partner_people_key').on(t.ledgerId, t.personId)],
)

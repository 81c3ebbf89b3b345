import { blob, index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 已安装的政策包: a pack file that the office took in, with its bytes, so that every copy of the ledger has it. */
export const installedPacks = sqliteTable(
  'installed_packs',
  {
    ...record(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    /** who made the pack file, as it says itself */
    issuer: text('issuer').notNull(),
    madeOn: text('made_on').notNull(),
    /** JSON: [{ id, version, title }] */
    documents: text('documents').notNull(),
    /** of the key that signed it; NULL: unsigned */
    fingerprint: text('fingerprint'),
    /** name of the trusted signer on the day of installing; NULL: unsigned or unknown, taken for `accepted_reason` */
    signer: text('signer'),
    acceptedReason: text('accepted_reason'),
    installedAt: text('installed_at').notNull(),
    installedBy: text('installed_by').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
  },
  (t) => [naturalKey('installed_packs_sha256').on(t.sha256).where(live(t.deletedAt))],
)

/** 启用: from which day calculations use a pack; withdrawn: as if it had never been. */
export const packActivations = sqliteTable(
  'pack_activations',
  {
    ...record(),
    packId: text('pack_id')
      .notNull()
      .references(() => installedPacks.id),
    fromDate: text('from_date').notNull(),
    reason: text('reason').notNull(),
    activatedAt: text('activated_at').notNull(),
    activatedBy: text('activated_by').notNull(),
    withdrawnAt: text('withdrawn_at'),
    withdrawnReason: text('withdrawn_reason'),
    withdrawnBy: text('withdrawn_by'),
  },
  (t) => [index('pack_activations_pack').on(t.packId)],
)

/** 可信的签发人: keys whose pack files this office takes without a further question. */
export const packSigners = sqliteTable(
  'pack_signers',
  {
    ...record(),
    name: text('name').notNull(),
    /** raw Ed25519 key, base64 */
    publicKey: text('public_key').notNull(),
    fingerprint: text('fingerprint').notNull(),
    trustedAt: text('trusted_at').notNull(),
    trustedBy: text('trusted_by').notNull(),
  },
  (t) => [naturalKey('pack_signers_key').on(t.publicKey).where(live(t.deletedAt))],
)

/** 收到的政策包: pack files that came with bundles of partners, until a person installs them or sets them aside. Local. */
export const receivedPacks = sqliteTable(
  'received_packs',
  {
    id: text('id').primaryKey(),
    /** the sender's ledger, and the number of the bundle that brought it first */
    ledgerId: text('ledger_id').notNull(),
    sequence: integer('sequence').notNull(),
    fileName: text('file_name').notNull(),
    sha256: text('sha256').notNull(),
    content: blob('content', { mode: 'buffer' }).notNull(),
    receivedAt: text('received_at').notNull(),
    setAsideAt: text('set_aside_at'),
    setAsideBy: text('set_aside_by'),
    setAsideReason: text('set_aside_reason'),
  },
  (t) => [uniqueIndex('received_packs_sha256').on(t.sha256)],
)

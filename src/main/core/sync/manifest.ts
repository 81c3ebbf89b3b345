/**
 * What a bundle says of itself: plain data without anything personal, signed, readable without the key, so that whoever
 * carries the file can tell which one it is.
 */
import { z } from 'zod'

export const BUNDLE_FORMAT = 1

/** changes: since the last acknowledged; full: everything in scope; receipt: answers only; handover: the whole station. */
export const BUNDLE_KINDS = ['changes', 'full', 'receipt', 'handover'] as const
export type BundleKind = (typeof BUNDLE_KINDS)[number]

const count = z.int().nonnegative()
const sha256 = z.string().regex(/^[0-9a-f]{64}$/)
const id = z.string().regex(/^[\w.:-]{1,100}$/)
/** Shown in terminals and on screens: nothing that moves a cursor or turns the direction of text. */
export const shownOffice = z
  .string()
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is kept out
  .regex(/^[^\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e\u2066-\u2069]{1,200}$/)

export const bundleManifest = z.object({
  format: z.literal(BUNDLE_FORMAT),
  kind: z.enum(BUNDLE_KINDS),
  from: z.object({
    ledgerId: id,
    node: id,
    office: shownOffice,
    /** base64 of its Ed25519 public key */
    signer: z.string().length(44),
  }),
  to: z.object({ ledgerId: id, office: shownOffice }),
  /** 1, 2, … from this sender to this recipient */
  sequence: z.int().positive(),
  /** the acknowledged sequence that the content goes on from; 0: from the beginning */
  base: count,
  /** SHA-256 of that bundle's file; null where base is 0 */
  parent: sha256.nullable(),
  /** ISO 8601, UTC, by the sender's wall clock */
  madeAt: z.iso.datetime(),
  /** the sender's hybrid logical clock */
  clock: id,
  schema: z.object({
    /** of the sender */
    version: z.int().positive(),
    /** the oldest version that can take it in without losing anything */
    readableFrom: z.int().positive(),
  }),
  counts: z.object({
    transactions: count,
    entries: count,
    receipts: count,
    files: count,
    byTable: z.record(id, count),
  }),
  /** the plain text before compression */
  payload: z.object({ bytes: count, sha256 }),
})
export type BundleManifest = z.infer<typeof bundleManifest>

export const rejectedRow = z.object({
  tbl: z.string(),
  rowId: z.string(),
  /** the claim that it belongs to */
  claimId: z.string().optional(),
  code: z.string(),
  /** Chinese, for the clerk */
  message: z.string(),
})
export type RejectedRow = z.infer<typeof rejectedRow>

/** What a receiver answers to one bundle. */
export const bundleReceipt = z.object({
  sequence: z.int().positive(),
  /** SHA-256 of the bundle's file */
  hash: sha256,
  state: z.enum(['accepted', 'partial', 'rejected']),
  /** entries taken, those known already included */
  accepted: count,
  rejected: z.array(rejectedRow),
  conflicts: count,
})
export type BundleReceipt = z.infer<typeof bundleReceipt>

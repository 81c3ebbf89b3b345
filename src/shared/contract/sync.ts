import { z } from 'zod'
import { fileRef } from './files.ts'
import { id, job, page, pageInput, query, write } from './procedure.ts'

const KINDS = ['changes', 'full', 'receipt', 'handover'] as const
export const bundleKind = z.enum(KINDS)

export const receiptState = z.enum(['none', 'accepted', 'partial', 'rejected'])

const rejected = z.object({
  tbl: z.string(),
  rowId: z.string(),
  claimId: z.string().optional(),
  /** number of that claim here, where it is one of ours */
  claimNumber: z.string().nullable().optional(),
  code: z.string(),
  message: z.string(),
})

export const outboxRow = z.object({
  id,
  sequence: z.int(),
  kind: bundleKind,
  base: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  entries: z.int(),
  fileName: z.string(),
  madeAt: z.string(),
  madeBy: z.string(),
  receipt: receiptState,
  receiptAt: z.string().nullable(),
  rejected: z.array(rejected),
})
export type OutboxRow = z.infer<typeof outboxRow>

export const inboxRow = z.object({
  id,
  sequence: z.int(),
  kind: bundleKind,
  base: z.int(),
  sha256: z.string(),
  madeAt: z.string(),
  receivedAt: z.string(),
  receivedBy: z.string(),
  /** refused: it waited, and could not be taken when its turn came; `rejected` says why */
  state: z.enum(['applied', 'waiting', 'refused']),
  entries: z.int(),
  taken: z.int(),
  rejected: z.array(rejected),
  conflicts: z.int(),
  twins: z.int(),
  /** milliseconds: the sender's clock ahead (positive) or behind */
  skew: z.int(),
  /** our sequence that carried the answer, as text; null: not answered yet */
  receiptSentIn: z.string().nullable(),
})
export type InboxRow = z.infer<typeof inboxRow>

/** What to do next with a partner, the most pressing first. */
export const SYNC_ADVICE = [
  /** the partner may receive nothing yet */
  'set-scope',
  /** a bundle waits for an earlier one: ask for it, or for everything */
  'ask-missing',
  /** one that waited was refused, and nothing taken since makes up for it */
  'ask-refused',
  /** bundles came that were not answered */
  'send-receipt',
  /** changes that the partner has not been sent */
  'send-changes',
  /** sent long ago and no answer */
  'ask-receipt',
  /** rows were rejected */
  'mend-rejected',
] as const
export const syncAdvice = z.enum(SYNC_ADVICE)
export type SyncAdvice = z.infer<typeof syncAdvice>

export const partnerExchange = z.object({
  ledgerId: z.string(),
  name: z.string(),
  kind: z.enum(['office', 'platform']),
  revoked: z.boolean(),
  sent: z.object({
    last: z.int().nullable(),
    lastAt: z.string().nullable(),
    /** last sequence that was answered */
    acknowledged: z.int().nullable(),
    /** made and not answered */
    open: z.int(),
    /** changes that no bundle to the partner has held yet, at most 10,000 counted */
    since: z.int(),
  }),
  received: z.object({
    last: z.int().nullable(),
    lastAt: z.string().nullable(),
    waiting: z.array(z.int()),
    /** sequences that never came */
    missing: z.array(z.int()),
    unanswered: z.int(),
    /** the last one that waited and was refused, as long as nothing was taken after it */
    refused: z.int().nullable(),
    /** milliseconds, of the last one */
    skew: z.int(),
  }),
  advice: z.array(syncAdvice),
})
export type PartnerExchange = z.infer<typeof partnerExchange>

export const syncOverview = z.object({
  /** null: no keys yet */
  fingerprint: z.string().nullable(),
  partners: z.array(partnerExchange),
  openConflicts: z.int(),
  openHolds: z.int(),
})
export type SyncOverview = z.infer<typeof syncOverview>

export const bundleFacts = z.object({
  kind: bundleKind,
  from: z.object({ ledgerId: z.string(), office: z.string() }),
  to: z.object({ ledgerId: z.string(), office: z.string() }),
  sequence: z.int(),
  base: z.int(),
  madeAt: z.string(),
  entries: z.int(),
  transactions: z.int(),
  receipts: z.int(),
  files: z.int(),
  byTable: z.record(z.string(), z.int()),
  sha256: z.string(),
  bytes: z.int(),
})
export type BundleFacts = z.infer<typeof bundleFacts>

export const madeBundle = z.object({ file: fileRef, facts: bundleFacts })
export type MadeBundle = z.infer<typeof madeBundle>

export const takenBundle = z.object({
  facts: bundleFacts,
  partner: z.string(),
  state: z.enum(['applied', 'waiting', 'known']),
  missing: z.array(z.int()),
  entries: z.int(),
  taken: z.int(),
  rejected: z.array(rejected),
  conflicts: z.int(),
  twins: z.int(),
  folded: z.int(),
  skew: z.int(),
  receipts: z.array(
    z.object({ sequence: z.int(), state: z.enum(['accepted', 'partial', 'rejected']), rejected: z.int() }),
  ),
  /** names of the policy packs that came with it: they wait among the packs, nothing is installed by itself */
  packs: z.array(z.string()),
  /** sequences that waited for this one and went in with it */
  followed: z.array(z.int()),
  /** sequences that waited for this one and could not be taken, and why */
  refused: z.array(z.object({ sequence: z.int(), reason: z.string() })),
  txId: z.string().nullable(),
})
export type TakenBundle = z.infer<typeof takenBundle>

const side = z.object({
  /** raw JSON value as the ledger stores it */
  value: z.unknown(),
  /** in words */
  text: z.string(),
  by: z.string(),
  office: z.string(),
  /** ISO 8601 by that office's wall clock */
  at: z.string(),
  /** the hybrid logical clock, for whoever compares */
  hlc: z.string(),
  /** made in this ledger */
  own: z.boolean(),
})

export const conflictView = z.object({
  id: z.string(),
  tbl: z.string(),
  /** Chinese name of the kind of record */
  tableText: z.string(),
  rowId: z.string(),
  /** whose record it is, or what it is called */
  title: z.string(),
  personId: z.string().nullable(),
  claimId: z.string().nullable(),
  field: z.string(),
  fieldText: z.string(),
  baseText: z.string(),
  earlier: side,
  later: side,
  /** what the record holds now, in words */
  now: z.string(),
  /** where a suggestion can be made, and why */
  suggestion: z.object({ choice: z.enum(['earlier', 'later']), why: z.enum(['filled', 'later']) }).nullable(),
  /** one of the clocks was off by this many milliseconds: time says little */
  skew: z.int(),
  /** two records that were folded into one, and differ */
  twin: z.boolean(),
  /** decided at the claim itself, not here */
  atClaim: z.boolean(),
  /** where one side removes the record, and the other had changed it */
  removal: z
    .object({
      side: z.enum(['earlier', 'later']),
      reason: z.string(),
      /** why it cannot be taken back here: a claim is drafted anew, a merge is undone as a whole; null: it can */
      stays: z.enum(['claim', 'merged']).nullable(),
      /** what was changed or added without the remover knowing; `text` in words */
      changes: z.array(z.object({ text: z.string(), by: z.string(), office: z.string(), at: z.string() })),
    })
    .nullable(),
  /** the bundle that brought it to light, where that was noted; the partner's name is empty where it is none any more */
  cameWith: z.object({ partner: z.string(), sequence: z.int() }).nullable(),
  foundAt: z.string(),
  decision: z
    .object({
      choice: z.enum(['earlier', 'later', 'other']),
      by: z.string(),
      at: z.string(),
      reason: z.string().nullable(),
    })
    .nullable(),
})
export type ConflictView = z.infer<typeof conflictView>

/** 交换: bundles to and from partner offices. */
export const sync = {
  overview: query('交换概况').output(syncOverview),
  outbox: query('发件箱')
    .input(z.object({ ledgerId: z.string() }))
    .output(z.array(outboxRow)),
  inbox: query('收件箱')
    .input(z.object({ ledgerId: z.string() }))
    .output(z.array(inboxRow)),
  /** Makes the next bundle for a partner. */
  make: job('导出交换文件', z.object({ ledgerId: z.string(), kind: bundleKind }), madeBundle, 'clerk'),
  /** Takes a bundle in, or says what that would do. */
  takeIn: job(
    '接收交换文件',
    z.object({
      token: z.string(),
      dryRun: z.boolean().default(false),
      /** take it although the sender's clock is days ahead */
      acceptClock: z.boolean().default(false),
    }),
    takenBundle,
    'clerk',
  ),
  conflicts: query('冲突')
    .input(
      z.object({
        state: z.enum(['open', 'decided']).default('open'),
        rowId: z.string().optional(),
        ...pageInput,
      }),
    )
    .output(page(conflictView)),
  decide: write('裁定冲突', 'clerk')
    .input(
      z.object({
        ids: z.array(z.string()).min(1).max(1000),
        choice: z.enum(['earlier', 'later', 'other']),
        /** for `other`: the value as it is stored */
        value: z.union([z.string(), z.number(), z.null()]).optional(),
        reason: z.string().trim().max(200).optional(),
      }),
    )
    .output(z.object({ decided: z.int(), txId: z.string() })),
}

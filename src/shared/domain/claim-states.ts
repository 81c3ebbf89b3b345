/** The life of a claim: states, what happens to it, and the steps that an office puts between draft and payment. */

/** Where a claim stands. The last completed step gives it; see `stateAt` in claim-procedure.ts. */
export const CLAIM_STATES = [
  'drafted',
  'received',
  'reviewing',
  'reviewed',
  'batched',
  'posted',
  'cleared',
  'approved',
  'sent',
  'paid',
  'returned',
  'refused',
  'withdrawn',
] as const
export type ClaimState = (typeof CLAIM_STATES)[number]

/** States in which nothing further happens by itself. */
export const FINAL_STATES: ReadonlySet<ClaimState> = new Set(['paid', 'refused', 'withdrawn'])

/** Kinds of step that a procedure is made of. */
export const STEP_KINDS = [
  'paper',
  'opinion',
  'batch',
  'publicity',
  'approval',
  'finance',
  'payment',
] as const
export type StepKind = (typeof STEP_KINDS)[number]

/** Whose opinion, or where a public list is posted. */
export const STEP_LEVELS = ['village', 'township', 'county'] as const
export type StepLevel = (typeof STEP_LEVELS)[number]

/** How the days of a step are counted. */
export const DAY_KINDS = ['working', 'calendar'] as const
export type DayKind = (typeof DAY_KINDS)[number]

/** Everything that is written into a claim's story. Append-only; never reuse a word for another act. */
export const CLAIM_EVENTS = [
  'drafted',
  'printed',
  'withdrawn',
  'received',
  'attached',
  'opinion',
  'sent-back',
  'held',
  'released',
  'refused',
  'batched',
  'unbatched',
  'posted',
  'objected',
  'resolved',
  'cleared',
  'approved',
  'approval-revoked',
  'submitted',
  'accepted',
  'rejected',
  'sent',
  'paid',
  'returned',
  'reissued',
  'clawback-demanded',
  'clawback-received',
] as const
export type ClaimEventKind = (typeof CLAIM_EVENTS)[number]

/** 支付明细: states of one payment to one payee. */
export const PAYMENT_STATES = ['sent', 'paid', 'returned'] as const
export type PaymentState = (typeof PAYMENT_STATES)[number]

/** States of a batch. It is locked from `posted` on. */
export const BATCH_STATES = ['open', 'posted', 'cleared', 'approved', 'sent', 'paid', 'dissolved'] as const
export type BatchState = (typeof BATCH_STATES)[number]

/** Severity of a check's finding: block cannot go on, hold needs a person's recorded decision, warn only tells. */
export const CHECK_SEVERITIES = ['block', 'hold', 'warn'] as const
export type CheckSeverity = (typeof CHECK_SEVERITIES)[number]

/** Lists that other offices give for comparison; a match is a hold, never a refusal. */
export const COMPARISON_KINDS = ['deaths', 'public-servants', 'state-firm-staff', 'cadre-families'] as const
export type ComparisonKind = (typeof COMPARISON_KINDS)[number]

/** What a phone call to a sampled claimant found. */
export const CALL_RESULTS = ['confirmed', 'denied', 'wrong-number', 'not-reached'] as const
export type CallResult = (typeof CALL_RESULTS)[number]

/** State of a paper: what has been done with the sheet itself. */
export const PAPER_STATES = ['printed', 'reprinted', 'stamped', 'handed-out', 'spoiled'] as const
export type PaperState = (typeof PAPER_STATES)[number]

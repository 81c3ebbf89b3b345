/** Looking ahead: what is owed, what is coming, what is being lost. */

/** Why an entitlement is about to be lost. Their order is the bit order of stored rows: append, never reorder. */
export const LOSS_REASONS = [
  /** insured before, not in the last month that ended, while the work goes on */
  'insurance-lapsed',
  /** at work for more than a month and never insured */
  'insurance-not-begun',
  /** the work ended a short while ago, before the condition was met */
  'work-ended',
  /** the work has an end on record, before the condition is met */
  'work-ends',
  /** the labour contract ends before the condition is met */
  'contract-ends',
  /** the document ends before the condition is met */
  'document-ends',
  /** it is met in the last month of the document: nothing may come between */
  'document-tight',
  /** met, or met too late, and the claim window closes */
  'window-closes',
] as const
export type LossReason = (typeof LOSS_REASONS)[number]

/** What an entry of 将要可领 will be on its day; `undetermined`: only a fact for the amount is to be entered then. */
export const COMING_OUTCOMES = ['eligible', 'discretionary', 'needs-standard', 'undetermined'] as const
export type ComingOutcome = (typeof COMING_OUTCOMES)[number]

/** Bit of a reason in stored rows. */
export function lossBit(reason: LossReason): number {
  return 1 << LOSS_REASONS.indexOf(reason)
}

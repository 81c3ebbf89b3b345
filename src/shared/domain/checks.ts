/**
 * The checks before money moves, as data: number in the field's list, how grave a finding is where the office says
 * nothing, how far the office may change that, what may be set, and what is looked over.
 */
import type { CheckSeverity } from './claim-states.ts'

/** What the office may set; `off`: the check is not run. Rising gravity. */
export const CHECK_LEVELS = ['off', 'warn', 'hold', 'block'] as const
export type CheckLevel = (typeof CHECK_LEVELS)[number]

/** Where a check can find something: in one claim, in a batch as a whole, in records without any claim. */
export type CheckScope = 'claim' | 'batch' | 'ledger'

/** A value that the office may set; whole numbers only. A switch is 0 or 1. */
export type CheckParameter = {
  readonly key: string
  readonly kind: 'number' | 'switch'
  readonly default: number
  readonly least: number
  readonly most: number
}

export type CheckSpec = {
  /** 1 to 28 */
  readonly number: number
  readonly level: CheckLevel
  /** the mildest and the gravest that the office may set */
  readonly mildest: CheckLevel
  readonly gravest: CheckLevel
  readonly scopes: readonly CheckScope[]
  readonly parameters: readonly CheckParameter[]
}

const number = (key: string, value: number, least: number, most: number): CheckParameter => ({
  key,
  kind: 'number',
  default: value,
  least,
  most,
})
const turn = (key: string, value: 0 | 1): CheckParameter => ({
  key,
  kind: 'switch',
  default: value,
  least: 0,
  most: 1,
})
/** A block that a document or the law on public money asks for: never milder. */
const fixed = (
  no: number,
  scopes: readonly CheckScope[],
  parameters: readonly CheckParameter[] = [],
): CheckSpec => ({ number: no, level: 'block', mildest: 'block', gravest: 'block', scopes, parameters })
/** Another office's list: a person decides, whatever the list says. */
const list = (no: number, scopes: readonly CheckScope[], mildest: CheckLevel = 'off'): CheckSpec => ({
  number: no,
  level: 'hold',
  mildest,
  gravest: 'hold',
  scopes,
  parameters: [],
})
const warning = (no: number, parameters: readonly CheckParameter[] = []): CheckSpec => ({
  number: no,
  level: 'warn',
  mildest: 'off',
  gravest: 'hold',
  scopes: ['claim', 'ledger'],
  parameters,
})

/** In the order of their numbers. Ids are stored with holds and settings: never reuse one for another matter. */
export const CHECKS = {
  'entitlement-twice': fixed(1, ['claim', 'batch']),
  'ever-paid': {
    number: 2,
    level: 'off',
    mildest: 'off',
    gravest: 'block',
    scopes: ['claim'],
    parameters: [turn('anyBenefit', 0)],
  },
  'not-first-time': fixed(3, ['claim']),
  'outside-document-time': fixed(4, ['claim']),
  'amount-too-high': fixed(5, ['claim']),
  'workplace-not-named': {
    number: 6,
    level: 'block',
    mildest: 'hold',
    gravest: 'block',
    scopes: ['claim', 'ledger'],
    parameters: [],
  },
  'category-not-held': fixed(7, ['claim']),
  'age-outside-limits': {
    number: 8,
    level: 'hold',
    mildest: 'off',
    gravest: 'block',
    scopes: ['claim'],
    parameters: [number('least', 16, 0, 100), number('mostMen', 60, 0, 120), number('mostWomen', 60, 0, 120)],
  },
  'paid-from-public-purse': list(9, ['claim']),
  'cadre-family-in-post': list(10, ['claim', 'ledger']),
  'two-posts-at-once': fixed(11, ['claim', 'ledger'], [number('most', 1, 1, 5)]),
  'post-contract-and-insurance': {
    number: 12,
    level: 'block',
    mildest: 'hold',
    gravest: 'block',
    scopes: ['claim', 'ledger'],
    parameters: [number('months', 12, 1, 60)],
  },
  'said-to-be-dead': list(13, ['claim'], 'hold'),
  'paid-for-itself': {
    number: 14,
    level: 'hold',
    mildest: 'warn',
    gravest: 'block',
    scopes: ['claim', 'ledger'],
    parameters: [],
  },
  'two-agents': fixed(15, ['claim', 'ledger']),
  'insured-only-briefly': warning(16, [
    number('leastMonths', 1, 1, 12),
    number('mostMonths', 3, 1, 12),
    number('people', 3, 1, 1000),
    number('within', 12, 1, 60),
  ]),
  'phone-or-payee-shared': {
    number: 17,
    level: 'hold',
    mildest: 'warn',
    gravest: 'block',
    scopes: ['claim', 'ledger'],
    parameters: [number('people', 2, 2, 100), turn('insideHousehold', 0)],
  },
  'account-across-households': {
    number: 18,
    level: 'hold',
    mildest: 'warn',
    gravest: 'block',
    scopes: ['claim', 'ledger'],
    parameters: [],
  },
  'sums-differ': fixed(19, ['batch']),
  'posting-not-finished': fixed(20, ['batch']),
  'funds-mixed': fixed(21, ['batch']),
  'origin-and-host-pay': warning(22),
  'returned-payment': fixed(23, ['claim']),
  'household-without-work': { ...warning(24), scopes: ['ledger'] },
  'insurance-or-work-ended': warning(25, [number('monthsBehind', 3, 1, 24), number('monthsSince', 3, 1, 24)]),
  'public-list-unmasked': fixed(26, ['batch']),
  'household-phone-apart': warning(27),
  'rehired-by-same-employer': warning(28, [number('months', 12, 1, 60)]),
} as const satisfies Readonly<Record<string, CheckSpec>>

export type CheckId = keyof typeof CHECKS
export const CHECK_IDS = Object.keys(CHECKS) as [CheckId, ...CheckId[]]

/** True where the text is the id of a check; holds by hand and of samples have other words. */
export function isCheckId(text: string): text is CheckId {
  return Object.hasOwn(CHECKS, text)
}

export function checkSpec(check: CheckId): CheckSpec {
  return CHECKS[check]
}

/** `possible`: a fact is missing that would decide it. */
export const CERTAINTIES = ['certain', 'possible'] as const
export type Certainty = (typeof CERTAINTIES)[number]

/** How grave a finding is. What is only possible bars nobody: a person looks first. `undefined`: the check is off. */
export function severityOf(level: CheckLevel, certainty: Certainty): CheckSeverity | undefined {
  if (level === 'off') return undefined
  return level === 'block' && certainty === 'possible' ? 'hold' : level
}

/** True where the office may set this level. */
export function mayBeSet(check: CheckId, level: CheckLevel): boolean {
  const { mildest, gravest } = checkSpec(check)
  const at = CHECK_LEVELS.indexOf(level)
  return at >= CHECK_LEVELS.indexOf(mildest) && at <= CHECK_LEVELS.indexOf(gravest)
}

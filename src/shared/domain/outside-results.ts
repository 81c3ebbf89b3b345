/**
 * 对方系统: what a system that we do not own (the provincial platform) said of what was handed in to it. Pure: where
 * something stands there follows from the set of its answers, whatever the order in which their files were taken in.
 */

/** One answer of the other system. */
export const OUTSIDE_OUTCOMES = ['accepted', 'rejected', 'paid'] as const
export type OutsideOutcome = (typeof OUTSIDE_OUTCOMES)[number]

/** Where something stands with the other system. */
export const OUTSIDE_STATES = ['submitted', ...OUTSIDE_OUTCOMES] as const
export type OutsideState = (typeof OUTSIDE_STATES)[number]

/** What an answer is about. */
export const OUTSIDE_SUBJECTS = ['claim', 'person', 'spell'] as const
export type OutsideSubject = (typeof OUTSIDE_SUBJECTS)[number]

export type OutsideAnswer = {
  readonly outcome: OutsideOutcome
  /** day of the answer, as the other system says; null: it says none */
  readonly on: string | null
  /** which handing-in it answers, from 1 */
  readonly round: number
}

/** Two answers of one day contradict each other: money that went out stays, else the safe one counts until a person looks. */
const WEIGHT: Readonly<Record<OutsideOutcome, number>> = { accepted: 0, rejected: 1, paid: 2 }

/**
 * Where something stands after all these answers. Paid is for good; else the latest answer to the latest handing-in,
 * and of one day the heavier one. `handedIn`: how often it was handed in, as far as the ledger knows.
 */
export function outsideState(answers: readonly OutsideAnswer[], handedIn: number): OutsideState | null {
  if (answers.some(({ outcome }) => outcome === 'paid')) return 'paid'
  const now = presentRound(handedIn)
  let best: OutsideAnswer | undefined
  for (const answer of answers) {
    if (answer.round < now) continue
    if (best === undefined || isLater(answer, best)) best = answer
  }
  return best?.outcome ?? (handedIn > 0 ? 'submitted' : null)
}

/** An answer without a day is as old as can be. */
function isLater(answer: OutsideAnswer, than: OutsideAnswer): boolean {
  const [a, b] = [answer.on ?? '', than.on ?? '']
  return a > b || (a === b && WEIGHT[answer.outcome] > WEIGHT[than.outcome])
}

/** The handing-in that is waited on; what was handed in by hand, and never told to the ledger, counts as the first. */
export function presentRound(handedIn: number): number {
  return Math.max(1, handedIn)
}

/** Which handing-in an answer is to: that of its day or the last before it; without a day the present one. */
export function roundOf(handedInOn: readonly string[], on: string | null): number {
  if (on === null) return presentRound(handedInOn.length)
  return Math.max(1, handedInOn.filter((day) => day <= on).length)
}

/**
 * Whether an answer was taken in before: the same outcome, day and reason. Without a day it is the same answer only
 * where nothing was handed in anew since, or where it comes from the very file that was taken in then.
 */
export function isKnownAnswer(
  known: readonly (OutsideAnswer & { readonly reason: string; readonly sameFile: boolean })[],
  answer: OutsideAnswer & { readonly reason: string },
): boolean {
  return known.some(
    (one) =>
      one.outcome === answer.outcome &&
      one.on === answer.on &&
      one.reason === answer.reason &&
      (answer.on !== null || one.round === answer.round || one.sameFile),
  )
}

const SUFFIX =
  /[_\-－ ](all|success|failure|succeeded|failed|fail|error|全部|成功|失败)(?:[\s_\-－]*(?:副本|copy|\d+|[(（]\d+[)）]))*$/iu

/** What a result list's name says of its rows: `…_success`, `…_failure`, `…_all`; undefined where it says nothing. */
export function listNamed(fileName: string): 'all' | 'success' | 'failure' | undefined {
  const stem = fileName.normalize('NFKC').replace(/\.(xlsx|xlsm|csv)$/iu, '')
  const word = SUFFIX.exec(stem)?.[1]?.toLowerCase()
  if (word === undefined) return undefined
  if (word === 'all' || word === '全部') return 'all'
  return word.startsWith('succ') || word === '成功' ? 'success' : 'failure'
}

/** What two ways of calculating say, in a form in which they can be laid side by side. */
import type { ConditionId } from '../../../../src/shared/domain/policy.ts'

/** One answer that is no refusal. */
export interface Answer {
  readonly benefit: string
  /** for whom; empty for bodies paid for themselves */
  readonly person: string
  /** empty: nobody is named by the facts */
  readonly payee: string
  readonly period: string
  readonly outcome: string
  readonly amountFen: number | null
  readonly months: number | null
  /** with pending */
  readonly on: string | null
}

/** By benefit and person. */
export type Answers = ReadonlyMap<string, readonly Answer[]>
/** Conditions that failed, by benefit and person. */
export type Refusals = ReadonlyMap<string, readonly (readonly ConditionId[])[]>

export function subject(benefit: string, person: string): string {
  return `${benefit} ${person}`
}

/** Adds to a list that a map holds. */
export function addTo<T>(map: Map<string, T[]>, key: string, item: T): void {
  const list = map.get(key)
  if (list === undefined) map.set(key, [item])
  else list.push(item)
}

/** Outcomes with nothing to pay, now or on a known day: lists name neither their payee nor their months. */
const NOTHING_TO_PAY = ['closed', 'delegated', 'needs-standard']

const exactly = ({ payee, period, outcome, amountFen, months, on }: Answer) =>
  `${payee} ${period} ${outcome} ${amountFen ?? '-'} ${months ?? '-'} ${on ?? '-'}`
const barely = ({ period, outcome }: Answer) => `${period} ${outcome}`

/** Where the two differ: benefit and person, and what each said; at most three. */
export function differences(asked: Answers, stored: Answers) {
  const found: { subject: string; asked: string[]; stored: string[] }[] = []
  for (const key of new Set([...asked.keys(), ...stored.keys()])) {
    const listed = stored.get(key) ?? []
    const left = { asked: [...(asked.get(key) ?? [])], stored: [] as Answer[] }
    const take = (one: Answer, gist: (answer: Answer) => string) => {
      const at = left.asked.findIndex((other) => gist(other) === gist(one))
      if (at >= 0) left.asked.splice(at, 1)
      return at >= 0
    }
    const unnamed = listed.filter((one) => !take(one, exactly))
    left.stored = unnamed.filter((one) => !(NOTHING_TO_PAY.includes(one.outcome) && take(one, barely)))
    if (left.asked.length + left.stored.length === 0) continue
    found.push({ subject: key, asked: left.asked.map(exactly), stored: left.stored.map(exactly) })
    if (found.length === 3) break
  }
  return found
}

const RULING_OUT: readonly ConditionId[] = ['home', 'category', 'workplace', 'kind']

/**
 * A refusal is listed where nothing better is answered, and names conditions that a question asked by itself says failed as
 * well, or what already rules people out before a row is weighed. Gives what is amiss, at most five.
 */
export function refusalsAmiss(
  asked: { answers: Answers; refused: Refusals },
  stored: { answers: Answers; refused: Refusals },
): string[] {
  const found: string[] = []
  for (const [key, failures] of asked.refused) {
    const listed = stored.refused.get(key) ?? []
    if (listed.length === 0 && !asked.answers.has(key)) found.push(`${key}: not listed`)
    const failed = new Set(failures.flat())
    for (const conditions of listed) {
      if (conditions.length === 0) found.push(`${key}: listed without a condition`)
      const more = conditions.filter((id) => !failed.has(id) && !RULING_OUT.includes(id))
      if (more.length > 0) found.push(`${key}: listed ${more}, asked ${[...failed]}`)
    }
  }
  for (const key of stored.refused.keys()) if (!asked.refused.has(key)) found.push(`${key}: only listed`)
  return found.slice(0, 5)
}

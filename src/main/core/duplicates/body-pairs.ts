import {
  type BodyCandidate,
  bodyNameCore,
  bodyNameKey,
  type HouseholdCandidate,
} from '../../../shared/domain/duplicate-bodies.ts'
import { KeyColumn, keyOf, PairSet, type PlacePair } from './blocks.ts'

const CODE = 18

/** Finds employers, or agents, that have to be compared. */
export class BodyPairs {
  #places = 0
  readonly #columns = Array.from({ length: 6 }, () => new KeyColumn())
  readonly #slips = Array.from({ length: CODE + CODE - 1 }, () => new KeyColumn())

  /** Takes a record in; gives its place. */
  add(body: BodyCandidate): number {
    const code = body.creditCode?.toUpperCase()
    const keys = [
      keyOf(code),
      keyOf(bodyNameKey(body.name)),
      keyOf(bodyNameCore(body.name), body.county),
      keyOf(body.account),
      keyOf(body.phone, body.county),
      keyOf(body.phone, bodyNameCore(body.name)),
    ]
    for (const [at, column] of this.#columns.entries()) column.add(keys[at])
    for (const [at, column] of this.#slips.entries()) column.add(keyOf(slipOf(code, at)))
    this.#places += 1
    return this.#places - 1
  }

  pairs(): PlacePair[] {
    const found = new PairSet()
    for (const column of [...this.#columns, ...this.#slips]) column.meet((a, b) => found.add(a, b))
    return found.sorted()
  }
}

/** The code with one place blanked (18 ways), or two neighbours in rising order (17 ways). */
function slipOf(code: string | undefined, way: number): string | undefined {
  if (code?.length !== CODE) return undefined
  if (way < CODE) return `${code.slice(0, way)}?${code.slice(way + 1)}`
  const at = way - CODE
  return code.slice(0, at) + [...code.slice(at, at + 2)].sort().join('') + code.slice(at + 2)
}

/** Finds households that have to be compared. */
export class HouseholdPairs {
  #places = 0
  readonly #columns = Array.from({ length: 2 }, () => new KeyColumn())

  /** Takes a record in; gives its place. */
  add(household: HouseholdCandidate): number {
    this.#columns[0]?.add(keyOf(household.code))
    this.#columns[1]?.add(keyOf(household.phone, household.village))
    this.#places += 1
    return this.#places - 1
  }

  pairs(): PlacePair[] {
    const found = new PairSet()
    for (const column of this.#columns) column.meet((a, b) => found.add(a, b))
    return found.sorted()
  }
}

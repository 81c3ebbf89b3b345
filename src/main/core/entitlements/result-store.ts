import type { WriteTx } from '../db/ledger.ts'
import {
  evaluationHeads,
  evaluationPeople,
  evaluationResults,
  evaluationSets,
} from '../db/schema/evaluation.ts'
import { evaluationRuns } from '../db/schema/policy.ts'
import type { Cell } from '../db/tables.ts'
import type { CountedHead } from '../policy/headcounts.ts'
import { setNumber } from './packed-answers.ts'
import type { DecidedRange } from './range-decider.ts'

/** Results of one person are numbered within this many, so that a person's can be replaced in their place. */
export const RESULTS_EACH = 4096
/** Results of bodies for themselves are numbered from here: after everybody's. */
export const FIRST_BODY_RESULT = 2 ** 50

/** Stores a whole calculation, range by range, in any order. */
export class ResultStore {
  private readonly tx: WriteTx
  private readonly sets = new Map<string, { id: number; people: number }>()
  /** by decider: the numbers of its sets here */
  private readonly numbers = new Map<object, { id: number; people: number }[]>()
  private readonly heads = new Map<
    string,
    {
      employer: string
      benefit: string
      year: number
      known: number[]
      possible: number[]
    }
  >()

  constructor(tx: WriteTx) {
    this.tx = tx
  }

  /** Takes away the last calculation. */
  clear(): void {
    const { tx } = this
    for (const table of [
      evaluationResults,
      evaluationPeople,
      evaluationSets,
      evaluationHeads,
      evaluationRuns,
    ])
      tx.local(table).delete()
  }

  /** `first`: the number of the first person; `decider`: whose counting of sets the range follows. */
  range(decided: DecidedRange, first: number, decider: object): void {
    const numbers = this.numbersOf(decider, decided.freshSets)
    const heads = new Map(decided.heads)
    const people = decided.people.map((id, i): Cell[] => {
      const number = decided.sets[i] as number
      const set = number === 0 ? undefined : numbers[number - 1]
      if (set !== undefined) set.people += 1
      const counted = heads.get(i)
      return [id, first + i, set?.id ?? null, counted === undefined ? null : JSON.stringify(counted)]
    })
    for (const [, counted] of decided.heads) for (const head of counted) this.addHead(head)
    this.tx.local(evaluationPeople).insertCells(people)
    this.tx.local(evaluationResults).insertCells(numbered(decided, first))
  }

  bodies(results: readonly (readonly Cell[])[]): void {
    this.tx.local(evaluationResults).insertCells(results.map((cells, i) => [FIRST_BODY_RESULT + i, ...cells]))
  }

  /** What is known only once everybody has been stored. */
  finish(): void {
    this.tx
      .local(evaluationSets)
      .insertCells([...this.sets].map(([answers, { id, people }]) => [id, answers, people]))
    this.tx
      .local(evaluationHeads)
      .insertCells(
        [...this.heads.values()].map(({ benefit, employer, year, known, possible }) => [
          benefit,
          employer,
          year,
          JSON.stringify(known),
          JSON.stringify(possible),
        ]),
      )
  }

  private numbersOf(decider: object, fresh: readonly string[]): { id: number; people: number }[] {
    let numbers = this.numbers.get(decider)
    if (numbers === undefined) {
      numbers = []
      this.numbers.set(decider, numbers)
    }
    for (const answers of fresh) {
      let set = this.sets.get(answers)
      if (set === undefined) {
        set = { id: setNumber(answers), people: 0 }
        this.sets.set(answers, set)
      }
      numbers.push(set)
    }
    return numbers
  }

  private addHead([benefit, employer, year, day, sure]: CountedHead): void {
    const key = `${benefit}|${employer}|${year}`
    let heads = this.heads.get(key)
    if (heads === undefined) {
      heads = { benefit, employer, year, known: [], possible: [] }
      this.heads.set(key, heads)
    }
    ;(sure === 1 ? heads.known : heads.possible).push(day)
  }
}

/** The results with their numbers: those of one person follow one another. */
export function numbered({ owners, results }: DecidedRange, first: number): Cell[][] {
  let owner = -1
  let next = 0
  return results.map((cells, i) => {
    const own = owners[i] as number
    next = own === owner ? next + 1 : 0
    owner = own
    if (next === RESULTS_EACH) throw new Error(`more than ${RESULTS_EACH} results for one person`)
    return [(first + own) * RESULTS_EACH + next, ...cells]
  })
}

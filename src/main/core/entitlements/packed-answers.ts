import { createHash } from 'node:crypto'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { HotResult } from '../policy/engine.ts'
import type { Row } from '../policy/row.ts'
import { OUT } from '../policy/weighing.ts'

/**
 * Outcomes that ask nothing of anybody for this person: refused, out of its window, another document's business, or
 * waiting for one standard that is entered for all. They have no amount, and stand packed.
 */
export const PACKED_OUTCOMES: ReadonlySet<Outcome> = new Set<Outcome>([
  'ineligible',
  'closed',
  'delegated',
  'needs-standard',
])

/** One packed answer, as the JSON of `evaluation_sets.answers` lists it: the mask is that of the failed conditions. */
export type PackedAnswer = readonly [benefit: string, outcome: Outcome, period: string | null, mask: number]

/** A set's own number in `evaluation_sets`: a digest of what it says, so that it is found without looking through them all. */
export function setNumber(answers: string): number {
  return Number.parseInt(createHash('sha256').update(answers).digest('hex').slice(0, 12), 16)
}

/** More rows than all documents together will have. */
const MOST_ROWS = 1024
const MOST_ANSWERS = 8192
const FIRST_YEAR = 1900
const YEARS = 255

/** True for an answer that is stored packed: what is given for one course or fair names it, and keeps a row of its own. */
export function isPacked(result: HotResult): boolean {
  switch (result.outcome) {
    case OUT.ineligible:
      return true
    case OUT.closed:
    case OUT.delegated:
    case OUT['needs-standard']:
      return result.period === null && result.amountFen < 0
    default:
      return false
  }
}

/** Very many people have the same packed answers, so each set is written once and people point to it. */
export class PackedAnswers {
  /** two words an answer: row, outcome and year; mask */
  private readonly scratch = new Int32Array(2 * MOST_ANSWERS)
  private readonly bytes = Buffer.from(this.scratch.buffer)
  private readonly numbers = new Map<Row, number>()
  private readonly rows: Row[] = []
  private readonly ids = new Map<string, number>()
  private fresh: string[] = []
  private used = 0

  /** Starts a person. */
  begin(): void {
    this.used = 0
  }

  add(result: HotResult): void {
    let number = this.numbers.get(result.row)
    if (number === undefined) {
      number = this.rows.push(result.row) - 1
      if (number >= MOST_ROWS) throw new Error(`more than ${MOST_ROWS} rows`)
      this.numbers.set(result.row, number)
    }
    if (this.used === this.scratch.length)
      throw new Error(`more than ${MOST_ANSWERS} answers about one person`)
    const year = result.year === 0 ? 0 : result.year - FIRST_YEAR
    if (year < 0 || year > YEARS) throw new Error(`the year ${result.year} of an answer`)
    this.scratch[this.used] = (((number << 4) | result.outcome) << 8) | year
    this.scratch[this.used + 1] = result.failed
    this.used += 2
  }

  /** Number of the person's set, from 1 in the order in which sets first occur; 0 where nothing was packed. */
  set(): number {
    if (this.used === 0) return 0
    const key = this.bytes.toString('latin1', 0, this.used * Int32Array.BYTES_PER_ELEMENT)
    let id = this.ids.get(key)
    if (id === undefined) {
      id = this.ids.size + 1
      this.ids.set(key, id)
      this.fresh.push(this.written())
    }
    return id
  }

  /** JSON of the set of the person added last, or `undefined` where nothing was packed. */
  get last(): string | undefined {
    return this.used === 0 ? undefined : this.written()
  }

  /** JSON of the sets that were not there before, in the order of their numbers; each is given once. */
  takeFresh(): string[] {
    const { fresh } = this
    this.fresh = []
    return fresh
  }

  private written(): string {
    const answers: PackedAnswer[] = []
    for (let i = 0; i < this.used; i += 2) {
      const word = this.scratch[i] as number
      const row = this.rows[word >> 12] as Row
      const year = word & 0xff
      answers.push([
        row.id,
        OUTCOMES[(word >> 8) & 0xf] as Outcome,
        year === 0 ? null : String(year + FIRST_YEAR),
        this.scratch[i + 1] as number,
      ])
    }
    return JSON.stringify(answers)
  }
}

import { createHash } from 'node:crypto'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { HotResult } from '../policy/engine.ts'
import type { Gated } from '../policy/gates.ts'
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
  /** the number of what the gates refused, then two words an answer: row, outcome and year; mask */
  private readonly scratch = new Int32Array(1 + 2 * MOST_ANSWERS)
  private readonly bytes = Buffer.from(this.scratch.buffer)
  /** by index of the row */
  private readonly rows: Row[] = []
  private readonly ids = new Map<string, number>()
  private fresh: string[] = []
  private used = 1
  private gated: Gated | undefined

  /** Starts a person. */
  begin(): void {
    this.used = 1
    this.gated = undefined
  }

  add(result: HotResult): void {
    const { row } = result
    if (this.rows[row.index] === undefined) {
      if (row.index >= MOST_ROWS) throw new Error(`more than ${MOST_ROWS} rows`)
      this.rows[row.index] = row
    }
    if (this.used === this.scratch.length)
      throw new Error(`more than ${MOST_ANSWERS} answers about one person`)
    const year = result.year === 0 ? 0 : result.year - FIRST_YEAR
    if (year < 0 || year > YEARS) throw new Error(`the year ${result.year} of an answer`)
    this.scratch[this.used] = (((row.index << 4) | result.outcome) << 8) | year
    this.scratch[this.used + 1] = result.failed
    this.used += 2
  }

  /** What the gates refused this person, beside what was added. */
  addGated(gated: Gated): void {
    this.gated = gated
    this.scratch[0] = gated.number
  }

  /** Number of the person's set, from 1 in the order in which sets first occur; 0 where nothing was packed. */
  set(): number {
    if (this.isEmpty) return 0
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
    return this.isEmpty ? undefined : this.written()
  }

  /** JSON of the sets that were not there before, in the order of their numbers; each is given once. */
  takeFresh(): string[] {
    const { fresh } = this
    this.fresh = []
    return fresh
  }

  private get isEmpty(): boolean {
    return this.used === 1 && (this.gated === undefined || this.gated.refused.length === 0)
  }

  /** In the order of the rows, as if nothing had been refused apart. */
  private written(): string {
    const answers: string[] = []
    const { refused = [], why = [] } = this.gated ?? {}
    let at = 1
    for (let i = 0; i <= refused.length; i++) {
      const next = refused[i]
      for (; at < this.used; at += 2) {
        const word = this.scratch[at] as number
        const row = this.rows[word >> 12] as Row
        if (next !== undefined && row.index > next.index) break
        const year = word & 0xff
        answers.push(
          answerJson(
            row,
            OUTCOMES[(word >> 8) & 0xf] as Outcome,
            year === 0 ? null : year + FIRST_YEAR,
            this.scratch[at + 1] as number,
          ),
        )
      }
      if (next !== undefined) answers.push(answerJson(next, 'ineligible', null, why[i] as number))
    }
    return `[${answers.join(',')}]`
  }
}

/** JSON of a `PackedAnswer`: thousands of sets of dozens of answers are written. */
function answerJson(row: Row, outcome: Outcome, year: number | null, mask: number): string {
  let id = quoted.get(row.id)
  if (id === undefined) {
    id = JSON.stringify(row.id)
    quoted.set(row.id, id)
  }
  return `[${id},"${outcome}",${year === null ? 'null' : `"${year}"`},${mask}]`
}

const quoted = new Map<string, string>()

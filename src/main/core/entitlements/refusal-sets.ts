import type { Row } from '../policy/row.ts'

/** More rows than all documents together will have. */
const MOST_ROWS = 1024

/**
 * What people were refused, as `evaluation_refusal_sets` keeps it: JSON {benefit: mask of the failed conditions}. Many
 * people are refused the same for the same reasons, so each set is written once and people point to it.
 */
export class RefusalSets {
  private readonly scratch = new Int32Array(2 * MOST_ROWS)
  private readonly bytes = Buffer.from(this.scratch.buffer)
  private readonly numbers = new Map<Row, number>()
  private readonly rows: Row[] = []
  private readonly ids = new Map<string, number>()
  private fresh: [id: number, failed: string][] = []
  private used = 0

  /** Starts a person. */
  begin(): void {
    this.used = 0
  }

  /** Answers about the same row follow one another; their failed conditions are united. */
  add(row: Row, failed: number): void {
    let number = this.numbers.get(row)
    if (number === undefined) {
      number = this.rows.push(row) - 1
      this.numbers.set(row, number)
    }
    if (this.used > 0 && this.scratch[this.used - 2] === number) {
      this.scratch[this.used - 1] = (this.scratch[this.used - 1] as number) | failed
      return
    }
    if (this.used === this.scratch.length) throw new Error(`more than ${MOST_ROWS} rows refuse one person`)
    this.scratch[this.used] = number
    this.scratch[this.used + 1] = failed
    this.used += 2
  }

  /** The set of the person, or `undefined` where nothing was refused. */
  set(): number | undefined {
    if (this.used === 0) return undefined
    const key = this.bytes.toString('latin1', 0, this.used * Int32Array.BYTES_PER_ELEMENT)
    let id = this.ids.get(key)
    if (id === undefined) {
      const failed: Record<string, number> = {}
      for (let i = 0; i < this.used; i += 2) {
        const row = this.rows[this.scratch[i] as number] as Row
        failed[row.id] = (failed[row.id] ?? 0) | (this.scratch[i + 1] as number)
      }
      id = this.ids.size + 1
      this.ids.set(key, id)
      this.fresh.push([id, JSON.stringify(failed)])
    }
    return id
  }

  /** The sets that were not there before, to be written; each is given once. */
  takeFresh(): [id: number, failed: string][] {
    const { fresh } = this
    this.fresh = []
    return fresh
  }
}

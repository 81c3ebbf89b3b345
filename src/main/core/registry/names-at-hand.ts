import { NAME_DOT } from '../../../shared/domain/person-name.ts'
import type { ReadLedger } from '../db/ledger.ts'

/** So many people may have changed since the names were gathered; after more they are gathered anew. */
const MOST_CHANGED = 200
/** Entries of the change log that are looked through for people; after more, gathering is quicker. */
const MOST_LOGGED = 20_000

/** By connection: when it is closed its names go with it. */
const gathered = new WeakMap<ReadLedger, Names>()

/**
 * Gathers everybody's names into this thread's memory (about 20 bytes a person), so that a search by name looks through
 * one text and not through an encrypted index; anew where somebody changed since. For threads that answer searches, when
 * they have nothing else to do.
 */
export function gatherNames(ledger: ReadLedger): void {
  const known = gathered.get(ledger)
  if (known?.follow(ledger) === true && known.changed.size === 0) return
  const names = ledger.snapshot(() => Names.of(ledger))
  if (names === undefined) gathered.delete(ledger)
  else gathered.set(ledger, names)
}

/**
 * Row numbers of the people whose name without its dots holds `key`, in the order of lists, each as `row * 4 + rank`
 * (0 the whole name, 1 its beginning, 2 elsewhere). `undefined` where that has to be asked of the ledger: names were not
 * gathered, or somebody changed since of whom `concerns` says that they are found.
 */
export function foundByName(
  ledger: ReadLedger,
  key: string,
  concerns: (rows: readonly number[]) => boolean,
): number[] | undefined {
  const names = gathered.get(ledger)
  if (names === undefined || !names.follow(ledger)) return undefined
  if (names.changed.size > 0 && concerns([...names.changed])) return undefined
  return names.find(key)
}

class Names {
  /** rows of people who were changed, came or went since; what is gathered of them says nothing */
  readonly changed = new Set<number>()
  /** names without dots, one a line, in the order of lists */
  private readonly text: string
  /** by line: where it starts in the text; one more for the end */
  private readonly starts: Int32Array
  private readonly rows: Float64Array
  private seen: number

  private constructor(text: string, starts: Int32Array, rows: Float64Array, seen: number) {
    this.text = text
    this.starts = starts
    this.rows = rows
    this.seen = seen
  }

  /** `undefined`: a name holds a line break, which no name that was folded does. */
  static of(ledger: ReadLedger): Names | undefined {
    const seen = lastChange(ledger)
    const lines: string[] = []
    const rows: number[] = []
    const starts: number[] = [0]
    let end = 0
    const everybody = ledger
      .prepare(
        `SELECT p.rowid, replace(p.name_folded, '${NAME_DOT}', '') FROM people p INDEXED BY people_search
         WHERE p.deleted_at IS NULL ORDER BY p.pinyin, p.name_folded, p.rowid`,
      )
      .raw()
      .iterate()
    for (const [row, name] of everybody as Iterable<readonly [number, string]>) {
      if (name.includes('\n')) return undefined
      rows.push(row)
      lines.push(name)
      end += name.length + 1
      starts.push(end)
    }
    return new Names(lines.join('\n'), Int32Array.from(starts), Float64Array.from(rows), seen)
  }

  /** Takes note of who changed. False: so much did that all has to be gathered anew. */
  follow(ledger: ReadLedger): boolean {
    const last = lastChange(ledger)
    if (last === this.seen) return true
    if (this.changed.size > MOST_CHANGED || last < this.seen || last - this.seen > MOST_LOGGED) return false
    const rows = ledger
      .prepare<number>(
        `SELECT p.rowid FROM change_log l JOIN people p ON p.id = l.row_id WHERE l.seq > ? AND +l.tbl = 'people'`,
      )
      .pluck()
      .all(this.seen) as number[]
    for (const row of rows) this.changed.add(row)
    this.seen = last
    return this.changed.size <= MOST_CHANGED
  }

  find(key: string): number[] {
    const { text, starts, rows, changed } = this
    const found: number[] = []
    let line = 0
    let at = text.indexOf(key)
    while (at >= 0) {
      while ((starts[line + 1] as number) <= at) line += 1
      const start = starts[line] as number
      const next = starts[line + 1] as number
      const row = rows[line] as number
      if (!changed.has(row)) found.push(row * 4 + (at > start ? 2 : next - 1 - start === key.length ? 0 : 1))
      at = text.indexOf(key, next)
    }
    return found
  }
}

function lastChange(ledger: ReadLedger): number {
  return (
    (ledger.prepare<number | null>('SELECT max(seq) FROM change_log').pluck().get() as number | null) ?? 0
  )
}

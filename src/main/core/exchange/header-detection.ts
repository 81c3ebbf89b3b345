/** Finds the header of a sheet by itself: title rows above, merged and two-row headers, any order of columns. Pure. */
import { IMPORT_KINDS, type ImportKind } from '../../../shared/contract/imports.ts'
import { foldHeader } from './header-folding.ts'
import type { ImportProfile, ImportProfiles } from './import-profiles.ts'
import type { SheetRow } from './workbook/sheet-row.ts'

export type FoundHeader = {
  kind: ImportKind
  /** number of the header's last row, as the spreadsheet counts */
  headerRow: number
  /** whether the row above belongs to it */
  twoRows: boolean
  /** header text of each column, '' where there is none */
  headers: string[]
  /** field → column from 0 */
  fields: Map<string, number>
}

/** A merged range, rows from 1, columns from 0, both ends included. */
export type MergedRange = { top: number; bottom: number; left: number; right: number; ref: string }

/** More than any header has columns: a mark decides. */
const MARK = 1000

/** Headers stand among the first rows with content; further down there is data. */
const ROWS_SEARCHED = 20

/**
 * The best header in the first rows for any kind (or for `only`), or undefined where no row has the columns that a kind
 * needs. Of equal ones the earlier row wins, a single row before a pair.
 */
export function findHeader(
  profiles: ImportProfiles,
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  only?: ImportKind,
): FoundHeader | undefined {
  let best: (FoundHeader & { score: number }) | undefined
  const kinds = only === undefined ? IMPORT_KINDS : [only]
  for (const { headers, row, twoRows } of candidates(rows, merges)) {
    for (const kind of kinds) {
      const fields = mapHeaders(profiles[kind], headers)
      if (missingFields(profiles[kind], fields).length > 0) continue
      const below = rows.filter(({ number }) => number > row)
      const marked = isMarked(profiles[kind], fields, below)
      if (only === undefined && marked === false) continue
      const score = fields.size + (marked === true ? MARK : 0) - (twoRows ? 0.5 : 0)
      if (best === undefined || score > best.score)
        best = { kind, headerRow: row, twoRows, headers: headers.map(([text]) => text ?? ''), fields, score }
    }
  }
  return best
}

/** Whether a header has a column that only this kind has; undefined where the kind has none of its own. */
function isMarked(
  profile: ImportProfile,
  fields: ReadonlyMap<string, number>,
  below: readonly SheetRow[],
): boolean | undefined {
  const marks = profile.fields.filter((field) => field.marks)
  if (marks.length === 0) return undefined
  return marks.some(({ field, like }) => {
    const column = fields.get(field)
    if (column === undefined) return false
    return like === undefined || below.some(({ values }) => like.test(String(values[column] ?? '').trim()))
  })
}

/** The header at a row that a person chose. */
export function headerAt(
  profile: ImportProfile,
  rows: readonly SheetRow[],
  merges: readonly MergedRange[],
  headerRow: number,
): FoundHeader | undefined {
  let best: FoundHeader | undefined
  for (const { headers, row, twoRows } of candidates(rows, merges)) {
    if (row !== headerRow) continue
    const fields = mapHeaders(profile, headers)
    if (best === undefined || fields.size > best.fields.size)
      best = { kind: profile.kind, headerRow, twoRows, headers: headers.map(([text]) => text ?? ''), fields }
  }
  return best
}

/** Labels of what a kind needs and the mapping lacks; one of a group stands for the whole group. */
export function missingFields(profile: ImportProfile, fields: ReadonlyMap<string, number>): string[] {
  const missing = profile.fields
    .filter(({ field, required }) => required && !fields.has(field))
    .map(({ label }) => label)
  for (const members of profile.groups.values()) {
    const present = members.some((member) =>
      member.endsWith(':')
        ? [...fields.keys()].some((field) => field.startsWith(member))
        : fields.has(member),
    )
    if (present) continue
    const labels = members.filter((member) => !member.endsWith(':')).map((member) => profile.labelOf(member))
    missing.push(labels.join('或'))
  }
  return missing
}

/** The headers seen in the row that looks most like one, each with the nearest known header where there is one. */
export function nearestHeaders(
  profiles: ImportProfiles,
  rows: readonly SheetRow[],
): { seen: string[]; nearest: { seen: string; known: string }[] } {
  let seen: string[] = []
  for (const row of rows.slice(0, ROWS_SEARCHED)) {
    const texts = row.values.flatMap((value) => (typeof value === 'string' ? [value.trim()] : []))
    if (texts.length > seen.length) seen = texts
  }
  const known = [
    ...new Set(
      IMPORT_KINDS.flatMap((kind) =>
        profiles[kind].fields.flatMap(({ label, aliases }) => [label, ...aliases]),
      ),
    ),
  ].map((label) => ({ label, pairs: bigrams(foldHeader(label)) }))
  const nearest = seen.flatMap((text) => {
    const pairs = bigrams(foldHeader(text))
    let found: { label: string; likeness: number } | undefined
    for (const { label, pairs: other } of known) {
      const likeness = overlap(pairs, other)
      if (likeness >= 0.4 && (found === undefined || likeness > found.likeness)) found = { label, likeness }
    }
    return found === undefined ? [] : [{ seen: text, known: found.label }]
  })
  return { seen, nearest }
}

/** 'B3:D4' and the like; a range that is none is left out. */
export function mergedRanges(refs: readonly string[]): MergedRange[] {
  return refs.flatMap((ref) => {
    const parts = /^\$?([A-Z]{1,3})\$?(\d+):\$?([A-Z]{1,3})\$?(\d+)$/.exec(ref)
    if (!parts) return []
    return [
      {
        left: columnNumber(parts[1] ?? ''),
        top: Number(parts[2]),
        right: columnNumber(parts[3] ?? ''),
        bottom: Number(parts[4]),
        ref,
      },
    ]
  })
}

/** Column letters of a column from 0: A, Z, AA. */
export function columnLetters(column: number): string {
  let letters = ''
  for (let left = column + 1; left > 0; left = Math.floor((left - 1) / 26))
    letters = String.fromCharCode(65 + ((left - 1) % 26)) + letters
  return letters
}

function columnNumber(letters: string): number {
  let number = 0
  for (const letter of letters) number = number * 26 + letter.charCodeAt(0) - 64
  return number - 1
}

type Candidate = { headers: readonly (readonly string[])[]; row: number; twoRows: boolean }

/** Each row on its own, and each row under the one above it: texts of a column, best first. */
function* candidates(rows: readonly SheetRow[], merges: readonly MergedRange[]): Generator<Candidate> {
  const searched = rows.slice(0, ROWS_SEARCHED)
  for (const [index, row] of searched.entries()) {
    const own = textsOf(row, merges)
    yield { headers: own.map((text) => [text]), row: row.number, twoRows: false }
    const above = index > 0 ? searched[index - 1] : undefined
    if (above === undefined || above.number < row.number - 2) continue
    const upper = textsOf(above, merges)
    const width = Math.max(own.length, upper.length)
    const headers = Array.from({ length: width }, (_, column) => {
      const [high, low] = [upper[column] ?? '', own[column] ?? '']
      return high !== '' && low !== '' && high !== low ? [high + low, low, high] : [low || high]
    })
    yield { headers, row: row.number, twoRows: true }
  }
}

/** Texts of a row; a merged cell's text stands in each of its columns. */
function textsOf(row: SheetRow, merges: readonly MergedRange[]): string[] {
  const texts = row.values.map((value) => (typeof value === 'string' ? value.trim() : String(value ?? '')))
  for (const { top, bottom, left, right } of merges) {
    if (row.number !== top || bottom - top > 3) continue
    for (let column = left + 1; column <= right && column < 500; column += 1) {
      while (texts.length <= column) texts.push('')
      if (texts[column] === '') texts[column] = texts[left] ?? ''
    }
  }
  return texts
}

/** The first column of each field; what a merged title says over many columns is no header of each. */
function mapHeaders(profile: ImportProfile, headers: Candidate['headers']): Map<string, number> {
  const fields = new Map<string, number>()
  for (const [column, texts] of headers.entries()) {
    for (const text of texts) {
      if (text === '' || text.length > 60) continue
      const found = profile.fieldOf(text)
      if (found === undefined) continue
      if (found !== 'ignored' && !fields.has(found.field)) fields.set(found.field, column)
      break
    }
  }
  return fields
}

function bigrams(text: string): Set<string> {
  const pairs = new Set<string>()
  for (let i = 0; i + 1 < text.length; i += 1) pairs.add(text.slice(i, i + 2))
  return pairs
}

/** Dice's likeness of two sets, 0 to 1. */
function overlap(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a.size === 0 || b.size === 0) return 0
  let common = 0
  for (const pair of a) if (b.has(pair)) common += 1
  return (2 * common) / (a.size + b.size)
}

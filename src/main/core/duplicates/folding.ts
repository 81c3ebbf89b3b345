/** 相同的记录并为一条: which of two records' children say the same thing, and what one of them keeps of the other. */
import { naturalKeys } from '../db/natural-keys.ts'
import type { Cell, TableInfo } from '../db/tables.ts'

/** A record as the file has it, by column name. */
export type Row = Readonly<Record<string, Cell>>

/** Columns on which two living records of a table are one. `whole`: all that they say has to be the same. */
type TwinKey = { readonly columns: readonly string[]; readonly known: boolean }

/** Besides the natural keys that fold: what becomes one only when two records of one person or employer are joined. */
const FURTHER_KEYS: Readonly<Record<string, readonly TwinKey[]>> = {
  // The employer under two spellings that lead to one record.
  spells: [{ columns: ['person_id', 'employer_id', 'county', 'from_date'], known: true }],
  insured_years: [{ columns: ['person_id', 'employer_id', 'county', 'year'], known: true }],
  attendance: [{ columns: ['person_id', 'employer_id', 'month'], known: false }],
  attachments: [{ columns: ['owner_kind', 'owner_id', 'sha256', 'item'], known: false }],
}

/** Facts without a key: one where all that they say is the same. */
const SAME_IN_ALL: ReadonlySet<string> = new Set(['certificates', 'courses', 'enrolments', 'placements'])

/** Months as bits: united, never chosen between. */
const MONTHS: Readonly<Record<string, string>> = {
  insured_years: 'months',
  rent_years: 'months',
  spell_years: 'training_months',
}

/** Columns that tell one thing together: the first says whether it is known. */
const TOGETHER: Readonly<Record<string, readonly (readonly string[])[]>> = {
  spells: [
    ['to_state', 'to_date'],
    ['organised_state', 'agent_id', 'agent_text'],
    ['filing_state', 'filing_number', 'filing_on'],
    ['contract_state', 'contract_from', 'contract_to'],
    ['accident_state', 'accident_from', 'accident_to'],
    ['employer_id', 'employer_text'],
  ],
}

/** Says where a record came from and whether it is gone, not what it tells. */
export function isContent(column: string): boolean {
  return !['id', 'source', 'deleted_at', 'deleted_reason'].includes(column)
}

/** The keys on which living records of this table are folded, each with whether all its parts have to be known. */
export function twinKeys(info: TableInfo): readonly TwinKey[] {
  const natural = naturalKeys()
    .filter(({ table, policy }) => table.name === info.name && policy === 'fold')
    .map(({ columns }) => ({ columns, known: false }))
  const whole = SAME_IN_ALL.has(info.name)
    ? [{ columns: info.columns.map(({ name }) => name).filter(isContent), known: false }]
    : []
  return [...natural, ...(FURTHER_KEYS[info.name] ?? []), ...whole]
}

export type Folded = {
  /** what the kept record takes over from the other */
  readonly cells: Readonly<Record<string, Cell>>
  /** months that the kept record did not have */
  readonly months: number
  /** columns in which both say something, and not the same; the kept record's stays */
  readonly differing: readonly string[]
}

/** What of `other` the kept record lacks: unknown fields are filled, months united, what it knows stays. */
export function fold(info: TableInfo, keep: Row, other: Row): Folded {
  const cells: Record<string, Cell> = {}
  const differing: string[] = []
  let months = 0
  const monthColumn = MONTHS[info.name]
  const grouped = new Map<string, string>()
  for (const [first = '', ...rest] of TOGETHER[info.name] ?? [])
    for (const column of rest) grouped.set(column, first)
  for (const { name } of info.columns) {
    if (!isContent(name)) continue
    const mine = keep[name] ?? null
    const theirs = other[name] ?? null
    if (theirs === null || theirs === mine) continue
    if (name === monthColumn) {
      const united = Number(mine ?? 0) | Number(theirs)
      if (united !== mine) cells[name] = united
      months += bits(united) - bits(Number(mine ?? 0))
      continue
    }
    const lead = grouped.get(name)
    // A day on which work ended says nothing of a spell that is known to go on.
    const takes = lead === undefined || keep[lead] === null || keep[lead] === other[lead]
    if (mine === null && takes) cells[name] = theirs
    else if (mine !== null) differing.push(name)
  }
  return { cells, months, differing }
}

function bits(months: number): number {
  let count = 0
  for (let left = months; left !== 0; left &= left - 1) count += 1
  return count
}

/** Which rows a profile chooses, and which of them changed. Rows are named by their keys, so that nothing large stands in memory. */
import { yuanToFen } from '../../../../shared/domain/money.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { Cell } from '../../db/tables.ts'
import type { ExportFilter, ExportProfile } from './export-profile.ts'
import type { ExportSourceSpec, SourceField } from './export-source.ts'
import { fieldOf, LEDGER_SOURCES, type LedgerSource } from './export-sources.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Clause = { sql: string; params: Cell[] }

/** Rows are read so many keys at a time. */
const AT_ONCE = 500

/** A source that is read from the ledger. Throws for `results`, whose rows are given. */
export function sourceOf(profile: ExportProfile): ExportSourceSpec {
  if (profile.source === 'results') throw new Error('rows of results are given, not read')
  return LEDGER_SOURCES[profile.source]
}

/** Keys of all rows that a profile chooses, in the order in which they stand; at most `limit`. */
export function chosenKeys(ledger: Reading, profile: ExportProfile, limit = -1): string[] {
  const { sql, params } = condition(profile)
  const source = sourceOf(profile)
  // A row of several (months) has one key; the order is the same for all of them.
  const distinct = source.within === undefined ? '' : `GROUP BY ${source.key}`
  return ledger
    .prepare(
      `SELECT ${source.key} FROM ${source.from} WHERE ${sql} ${distinct} ORDER BY ${source.order} LIMIT ?`,
    )
    .pluck()
    .all(...params, limit) as string[]
}

/** How many keys there are. */
export function countChosen(ledger: Reading, profile: ExportProfile): number {
  const { sql, params } = condition(profile)
  const source = sourceOf(profile)
  return Number(
    ledger
      .prepare(`SELECT count(DISTINCT ${source.key}) FROM ${source.from} WHERE ${sql}`)
      .pluck()
      .get(...params) ?? 0,
  )
}

/** Rows of the keys, in their order: who each is about, then the values of `fields`. */
export function* readRows(
  ledger: Reading,
  profile: ExportProfile,
  fields: readonly SourceField[],
  keys: readonly string[],
): Generator<{ key: string; who: string; values: Cell[] }> {
  const source = sourceOf(profile)
  const { sql, params } = condition(profile)
  const columns = fields.map((field, at) => `${field.sql} AS v${at}`)
  const rows = ledger
    .prepare(
      `SELECT k.value, ${[...whoColumns(source), ...columns].join(', ')}
       FROM json_each(?) k CROSS JOIN ${source.from}
       WHERE ${source.key} = k.value AND ${sql} ORDER BY k.key${source.within === undefined ? '' : `, ${source.within}`}`,
    )
    .raw()
  for (let at = 0; at < keys.length; at += AT_ONCE)
    for (const [key, name, idNumber, ...values] of rows.all(
      JSON.stringify(keys.slice(at, at + AT_ONCE)),
      ...params,
    ))
      yield { key: String(key), who: whoText(name, idNumber), values }
}

/** Who rows are about that are no longer chosen; also those whose record is gone. */
export function whoOf(ledger: Reading, profile: ExportProfile, keys: readonly string[]): string[] {
  const source = sourceOf(profile)
  return ledger
    .prepare(
      `SELECT ${whoColumns(source).join(', ')} FROM json_each(?) k CROSS JOIN ${source.who.from}
       WHERE ${source.key} = k.value ORDER BY k.key`,
    )
    .raw()
    .all(JSON.stringify(keys))
    .map(([name, idNumber]) => whoText(name, idNumber))
}

/**
 * Keys whose rows show something that was changed after `seq` of the change log. That a claim was handed in by an export
 * is no change to report.
 */
export function changedKeys(ledger: Reading, profile: ExportProfile, seq: number): Set<string> {
  const source = sourceOf(profile)
  const shown = new Set([source.table])
  for (const { field: name } of [...profile.columns, ...profile.filters]) {
    const field = name === undefined ? undefined : fieldOf(profile.source, name)
    if (field?.table !== undefined) shown.add(field.table)
  }
  const parts = Object.entries(source.touched).flatMap(([table, keys]) => (shown.has(table) ? [keys] : []))
  const sql = `WITH entries AS MATERIALIZED (SELECT tbl, row_id FROM change_log WHERE seq > ? ${answers(profile)})
    ${parts.join(' UNION ')}`
  return new Set(ledger.prepare(sql).pluck().all(seq) as string[])
}

/** That a claim was handed in, or answered, is no news to whom it was handed in; unless the profile tells it. */
function answers(profile: ExportProfile): string {
  if (profile.columns.some(({ field }) => field === 'claim.outsideState')) return ''
  return `AND NOT (tbl = 'claims' AND op = 'update' AND json_remove(fields, '$.outside_state') = '{}')`
}

/** The last change of the log. */
export function lastSequence(ledger: Reading): number {
  return Number(ledger.prepare('SELECT coalesce(max(seq), 0) FROM change_log').pluck().get() ?? 0)
}

/** The last change before a day began in Shanghai. */
export function sequenceBefore(ledger: Reading, day: string): number {
  const began = new Date(`${day}T00:00:00+08:00`).toISOString()
  const first = ledger
    .prepare('SELECT min(first_seq) FROM audit WHERE at >= ? AND changes > 0')
    .pluck()
    .get(began)
  return first === null || first === undefined ? lastSequence(ledger) : Number(first) - 1
}

function whoColumns({ who }: ExportSourceSpec): string[] {
  return [`${who.name} AS who_name`, `${who.idNumber} AS who_id`]
}

function whoText(name: Cell | undefined, idNumber: Cell | undefined): string {
  const tail = typeof idNumber === 'string' ? `（${idNumber.slice(-4)}）` : ''
  return `${name ?? ''}${tail}`
}

function condition(profile: ExportProfile): Clause {
  const parts: Clause[] = [{ sql: sourceOf(profile).where, params: [] }]
  for (const filter of profile.filters) {
    const field = fieldOf(profile.source as LedgerSource, filter.field)
    if (field === undefined) throw new Error(`no field ${filter.field}`)
    parts.push(...clausesOf(field, filter))
  }
  return { sql: parts.map(({ sql }) => sql).join(' AND '), params: parts.flatMap(({ params }) => params) }
}

function clausesOf(field: SourceField, filter: ExportFilter): Clause[] {
  const clauses: Clause[] = []
  const cells = (values: readonly string[]): Cell[] =>
    values.map((value) => (field.kind === 'yes-no' ? (value === 'yes' ? 1 : 0) : bound(field, value)))
  const marks = (values: readonly string[]) => values.map(() => '?').join(', ')
  if (filter.is !== undefined)
    clauses.push(
      field.kind === 'codes'
        ? {
            sql: `(${filter.is.map(() => `',' || ${field.sql} || ',' LIKE ?`).join(' OR ')})`,
            params: filter.is.map((value) => `%,${value},%`),
          }
        : { sql: `${field.sql} IN (${marks(filter.is)})`, params: cells(filter.is) },
    )
  if (filter.not !== undefined)
    clauses.push({
      sql: `(${field.sql} IS NULL OR ${field.sql} NOT IN (${marks(filter.not)}))`,
      params: cells(filter.not),
    })
  if (filter.from !== undefined)
    clauses.push({ sql: `${field.sql} >= ?`, params: [bound(field, filter.from)] })
  if (filter.to !== undefined) clauses.push({ sql: `${field.sql} <= ?`, params: [bound(field, filter.to)] })
  if (filter.filled !== undefined)
    clauses.push({ sql: `${field.sql} IS ${filter.filled ? 'NOT NULL' : 'NULL'}`, params: [] })
  return clauses
}

function bound(field: SourceField, value: string): Cell {
  if (field.kind === 'number') return Number(value)
  if (field.kind !== 'money') return value
  const reading = yuanToFen(value)
  if (!reading.ok) throw new Error(`not yuan: ${value}`)
  return reading.fen
}

/**
 * 合并 of two records, as a plan: which records change how and which go. It is made by reading only, so that a clerk sees
 * what a merge would do before it is done, from the same code.
 */
import type { ReadLedger, ReadStatement } from '../db/ledger.ts'
import { referencesTo } from '../db/references.ts'
import { type Cell, type TableInfo, tableInfoByName } from '../db/tables.ts'
import { fold, type Row, twinKeys } from './folding.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** One record of the plan that changes; `cells` by column name. */
export type PlannedChange = {
  readonly info: TableInfo
  readonly id: string
  readonly cells: Record<string, Cell>
}

/** One that goes, since `into` says the same. */
export type PlannedRemoval = { readonly info: TableInfo; readonly id: string; readonly into: string }

/** References that no foreign key tells: files attached to the record. */
const ATTACHED = { child: 'attachments', column: 'owner_id' } as const

/** What is moved and what becomes one, before anything is written. */
export class MergePlan {
  readonly removals = new Map<string, PlannedRemoval>()
  readonly changes = new Map<string, PlannedChange>()
  /** records that go over to the kept one, by table */
  readonly moved = new Map<string, number>()
  /** records that became one with one of the kept record's, by table */
  readonly joined = new Map<string, number>()
  /** insured, rented and trained months that a kept record gained */
  months = 0
  /** fields in which two joined records differed */
  differing = 0
  readonly #reads: PlanReads
  /** moved records by the key that they have now */
  readonly #placed = new Map<string, string>()

  constructor(reads: PlanReads) {
    this.#reads = reads
  }

  /** Joins `otherId` to `keepId` with everything that names it; `cells` are what the kept record takes. */
  join(info: TableInfo, keepId: string, otherId: string, cells: Readonly<Record<string, Cell>>): void {
    this.removals.set(`${info.name} ${otherId}`, { info, id: otherId, into: keepId })
    this.change(info, keepId, cells)
    for (const { child, column } of this.#reads.references(info.name)) {
      const table = tableOf(child)
      for (const id of this.#reads.naming(child, column, otherId)) {
        if (!this.removals.has(`${child} ${id}`)) this.#move(table, id, column, keepId)
      }
    }
  }

  change(info: TableInfo, id: string, cells: Readonly<Record<string, Cell>>): void {
    if (Object.keys(cells).length === 0) return
    const key = `${info.name} ${id}`
    const planned = this.changes.get(key) ?? { info, id, cells: {} }
    Object.assign(planned.cells, cells)
    this.changes.set(key, planned)
  }

  /** A record as the plan leaves it. */
  row(info: TableInfo, id: string): Row {
    return { ...this.#reads.row(info, id), ...this.changes.get(`${info.name} ${id}`)?.cells }
  }

  #move(info: TableInfo, id: string, column: string, to: string): void {
    const before = this.changes.has(`${info.name} ${id}`)
    this.change(info, id, { [column]: to })
    const row = this.row(info, id)
    const twin = this.#twinOf(info, id, row)
    if (twin === undefined) {
      for (const key of this.#keysOf(info, row)) this.#placed.set(key, id)
      // A claim names its person twice, a year of work its spell and its person: it is moved once.
      if (!before) this.moved.set(info.name, (this.moved.get(info.name) ?? 0) + 1)
      return
    }
    if (before) this.moved.set(info.name, (this.moved.get(info.name) ?? 0) - 1)
    this.joined.set(info.name, (this.joined.get(info.name) ?? 0) + 1)
    const { cells, months, differing } = fold(info, this.row(info, twin), row)
    this.changes.delete(`${info.name} ${id}`)
    this.months += months
    this.differing += differing.length
    this.join(info, twin, id, cells)
  }

  /** A living record other than this one that says the same. */
  #twinOf(info: TableInfo, id: string, row: Row): string | undefined {
    for (const { columns, known } of twinKeys(info)) {
      if (known && columns.some((name) => row[name] === null)) continue
      const placed = this.#placed.get(keyText(info, columns, row))
      if (placed !== undefined && placed !== id && !this.removals.has(`${info.name} ${placed}`)) return placed
      const twin = this.#reads
        .withKey(info, columns, row)
        .find((other) => other !== id && !this.removals.has(`${info.name} ${other}`))
      if (twin !== undefined) return twin
    }
    return undefined
  }

  #keysOf(info: TableInfo, row: Row): string[] {
    return twinKeys(info)
      .filter(({ columns, known }) => !known || columns.every((name) => row[name] !== null))
      .map(({ columns }) => keyText(info, columns, row))
  }
}

function keyText(info: TableInfo, columns: readonly string[], row: Row): string {
  return `${info.name} ${columns.join()} ${JSON.stringify(columns.map((name) => row[name] ?? null))}`
}

/** @throws Error where a reference names a table that is not in the schema */
export function tableOf(name: string): TableInfo {
  const info = tableInfoByName(name)
  if (info === undefined) throw new Error(`no table ${name}`)
  return info
}

/** What plans read, prepared once for many plans over one state of the ledger. */
export class PlanReads {
  readonly #ledger: Reading
  readonly #statements = new Map<string, ReadStatement<never>>()
  readonly #references = new Map<string, readonly { child: string; column: string }[]>()

  readonly #foreseen = new Map<string, string[]>()

  constructor(ledger: Reading) {
    this.#ledger = ledger
  }

  statement<T>(sql: string): ReadStatement<T> {
    const known = this.#statements.get(sql)
    if (known !== undefined) return known as ReadStatement<T>
    const statement = this.#ledger.prepare<T>(sql)
    this.#statements.set(sql, statement as ReadStatement<never>)
    return statement
  }

  references(table: string): readonly { child: string; column: string }[] {
    let found = this.#references.get(table)
    if (found === undefined) {
      found = [...referencesTo(table), ATTACHED].sort((a, b) =>
        a.child + a.column < b.child + b.column ? -1 : 1,
      )
      this.#references.set(table, found)
    }
    return found
  }

  /**
   * Reads at once what names any of these records of `table`: many merges then look through each table once, also where
   * no index leads from the name to the record. Good for as long as nothing else comes to name them.
   */
  foresee(table: string, ids: readonly string[]): void {
    for (const { child, column } of this.references(table)) {
      const naming = new Map<string, string[]>(ids.map((id) => [id, []]))
      const rows = this.statement<[string, string]>(
        `SELECT id, "${column}" FROM "${child}" WHERE deleted_at IS NULL
         AND +"${column}" IN (SELECT value FROM json_each(?)) ORDER BY id`,
      )
        .raw()
        .all(JSON.stringify(ids)) as unknown as [string, string][]
      for (const [id, named] of rows) naming.get(named)?.push(id)
      for (const [id, children] of naming) this.#foreseen.set(`${child}.${column} ${id}`, children)
    }
  }

  naming(child: string, column: string, id: string): string[] {
    const foreseen = this.#foreseen.get(`${child}.${column} ${id}`)
    if (foreseen !== undefined) return foreseen
    // A payee who is a person is paid for themselves, so that the index over persons finds the claim.
    const through = column === 'beneficiary_id' && this.#isPerson(id)
    const only = through ? ' AND (person_id = ? OR person_id IS NULL)' : ''
    return this.statement<string>(
      `SELECT id FROM "${child}" WHERE "${column}" = ? AND deleted_at IS NULL${only} ORDER BY id`,
    )
      .pluck()
      .all(...(through ? [id, id] : [id])) as string[]
  }

  #isPerson(id: string): boolean {
    return this.statement('SELECT 1 FROM people WHERE id = ?').get(id) !== undefined
  }

  row(info: TableInfo, id: string): Row {
    const row = this.statement<Row>(`SELECT * FROM "${info.name}" WHERE id = ?`).get(id)
    if (row === undefined) throw new Error(`${info.name}: no record ${id}`)
    return row
  }

  withKey(info: TableInfo, columns: readonly string[], row: Row): string[] {
    const same = columns.map((name) => `"${name}" IS ?`).join(' AND ')
    return this.statement<string>(
      `SELECT id FROM "${info.name}" WHERE deleted_at IS NULL AND ${same} ORDER BY id`,
    )
      .pluck()
      .all(...columns.map((name) => row[name] ?? null)) as string[]
  }
}

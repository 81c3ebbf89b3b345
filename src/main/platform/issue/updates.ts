/**
 * What an office is told of others' work: the people of its county (home or work) of whom something new came from another
 * office, with everything that others ever recorded of them, and what those records refer to. Entries go as they came, with
 * their own clocks, so that its ledger merges them as it would from those offices; what it knows already changes nothing.
 */
import { sql } from 'drizzle-orm'
import { GROUP_OF_TABLE, GUARDED_COLUMNS, type ScopeGroup } from '../../../shared/domain/sync-scope.ts'
import { shapeId } from '../../core/db/change-shapes.ts'
import { type PayloadEntry, payloadLine, readPayloadLine } from '../../core/sync/payload.ts'
import type { KnownOffice } from '../offices.ts'
import type { Store } from '../store/store.ts'
import { nodeOf } from '../take-in/changes.ts'

/** What an office may know of people of its county whom others look after; no phone, no account. */
const GROUPS: ReadonlySet<ScopeGroup> = new Set(['registry', 'work', 'claims'])

/** Columns by which a record refers to one that stands alone. */
const REFERENCES = [
  'household_id',
  'employer_id',
  'agent_id',
  'school_id',
  'institution_id',
  'beneficiary_id',
]
const PARENTS = ['person_id', 'claim_id', 'spell_id']

const SUBJECTS = 1000

export type UpdateCounts = { transactions: number; entries: number; byTable: Record<string, number> }

type SubjectAt = { readonly person_key: string; readonly subject_id: string }

/** Lines with their line breaks, in pieces; `counts` is complete when it ends. */
export async function* updateLines(
  store: Store,
  office: KnownOffice,
  counts: UpdateCounts,
): AsyncGenerator<string> {
  const writer = new UpdateWriter(store, office, counts)
  await writer.begin()
  const subjects = await subjectsInScope(store, office)
  for (let from = 0; from < subjects.length; from += SUBJECTS)
    yield* writer.write(subjects.slice(from, from + SUBJECTS))
}

/** Whether there is anything to tell. */
export async function hasUpdates(store: Store, office: KnownOffice): Promise<boolean> {
  return (await subjectsInScope(store, office)).length > 0
}

async function subjectsInScope(store: Store, office: KnownOffice): Promise<SubjectAt[]> {
  if (office.county === null) return []
  const { people, work, histories, bundles } = store.tables
  return store.all<SubjectAt>(sql`
    SELECT DISTINCT h.person_key, h.subject_id
    FROM ${people} p JOIN ${histories} h ON h.person_key = p.person_key AND h.subject_id = p.row_id
    JOIN ${bundles} b ON b.ordinal = h.ordinal
    WHERE h.ordinal > ${office.acked_ordinal} AND b.ledger_id <> ${office.ledger_id} AND p.standing = 'accepted'
      AND (p.county = ${office.county} OR EXISTS (
        SELECT 1 FROM ${work} w WHERE w.person_key = p.person_key AND w.county = ${office.county}
          AND w.standing = 'accepted'))
    ORDER BY h.person_key, h.subject_id`)
}

class UpdateWriter {
  readonly #store: Store
  readonly #office: KnownOffice
  readonly #counts: UpdateCounts
  readonly #columns = new Map<string, readonly string[]>()
  readonly #told = new Set<string>()

  constructor(store: Store, office: KnownOffice, counts: UpdateCounts) {
    this.#store = store
    this.#office = office
    this.#counts = counts
  }

  async begin(): Promise<void> {
    const { shapes } = this.#store.tables
    const rows = await this.#store.all<{ id: string; columns: string }>(
      sql`SELECT id, columns FROM ${shapes}`,
    )
    for (const { id, columns } of rows) this.#columns.set(id, JSON.parse(columns) as string[])
  }

  async *write(subjects: readonly SubjectAt[]): AsyncGenerator<string> {
    const refused = await this.#refused(subjects)
    const entries = this.#inScope(await this.#entries(subjects), refused)
    const referred = new Set<string>()
    for (const { fields } of entries)
      for (const column of REFERENCES) {
        const id = fields[column]
        if (typeof id === 'string' && !this.#told.has(`subject ${id}`)) referred.add(id)
      }
    const { subjects: table } = this.#store.tables
    const alone =
      referred.size === 0
        ? []
        : await this.#store.all<SubjectAt>(sql`
            SELECT subject_id, person_key FROM ${table} WHERE ${this.#store.among(table.subject_id, [...referred])}`)
    for (const { subject_id } of alone) this.#told.add(`subject ${subject_id}`)
    const before = (await this.#entries(alone)).filter(({ entry }) => entry.tbl !== 'people')
    for (const part of [this.#inScope(before, new Set()), entries]) {
      yield await this.#transactions(part)
      for (const one of part) yield this.#line(one.entry)
    }
  }

  /** Everything of these subjects, by clock. */
  async #entries(subjects: readonly SubjectAt[]): Promise<Read[]> {
    if (subjects.length === 0) return []
    const { histories } = this.#store.tables
    const wanted = new Set(subjects.map(({ subject_id }) => subject_id))
    const rows = await this.#store.all<{ subject_id: string; lines: string }>(sql`
      SELECT subject_id, lines FROM ${histories}
      WHERE ${this.#store.among(
        histories.person_key,
        subjects.map(({ person_key }) => person_key),
      )} ORDER BY person_key, subject_id, ordinal, part`)
    const lines = new Set(
      rows.filter(({ subject_id }) => wanted.has(subject_id)).flatMap(({ lines }) => lines.split('\n')),
    )
    return [...lines]
      .map((text) => this.#read(text))
      .sort((a, b) => (a.entry.hlc < b.entry.hlc ? -1 : a.entry.hlc > b.entry.hlc ? 1 : 0))
  }

  #read(text: string): Read {
    const entry = readPayloadLine(text, 0)
    if (entry?.kind !== 'entry') throw new Error('store: a history holds a line that is no entry')
    const json = JSON.parse(entry.fields) as unknown[] | Record<string, unknown>
    if (!Array.isArray(json)) return { entry, fields: json }
    const columns = this.#columns.get(String(json[0])) ?? []
    return { entry, fields: Object.fromEntries(columns.map((column, at) => [column, json[at + 1]])) }
  }

  /** Neither the office's own entries, nor what was refused with all that hangs on it, nor other groups. */
  #inScope(entries: readonly Read[], refused: ReadonlySet<string>): Read[] {
    const out = new Set(refused)
    for (const { entry, fields } of entries)
      if (PARENTS.some((column) => out.has(String(fields[column])))) out.add(entry.rowId)
    return entries.filter(({ entry }) => {
      const group = GROUP_OF_TABLE[entry.tbl]
      return (
        nodeOf(entry.hlc) !== this.#office.node &&
        !out.has(entry.rowId) &&
        (group === 'always' || GROUPS.has(group as ScopeGroup))
      )
    })
  }

  async #refused(subjects: readonly SubjectAt[]): Promise<Set<string>> {
    const { findings } = this.#store.tables
    const rows = await this.#store.all<{ row_id: string }>(sql`
      SELECT DISTINCT row_id FROM ${findings}
      WHERE ${this.#store.among(
        findings.person_key,
        subjects.map(({ person_key }) => person_key),
      )}`)
    return new Set(rows.map(({ row_id }) => row_id))
  }

  /** Who did it, where that was not told yet. */
  async #transactions(entries: readonly Read[]): Promise<string> {
    const clocks = new Set(
      entries.map(({ entry }) => entry.hlc).filter((hlc) => !this.#told.has(`tx ${hlc}`)),
    )
    if (clocks.size === 0) return ''
    const { transactions } = this.#store.tables
    const rows = await this.#store.all<{
      hlc: string
      tx_id: string
      at: string
      actor: string
      action: string
      office: string
    }>(sql`SELECT * FROM ${transactions} WHERE ${this.#store.among(transactions.hlc, [...clocks])}`)
    for (const { hlc } of rows) this.#told.add(`tx ${hlc}`)
    this.#counts.transactions += rows.length
    return rows.map(({ tx_id, ...row }) => payloadLine({ kind: 'tx', txId: tx_id, ...row })).join('')
  }

  #line(entry: PayloadEntry): string {
    const { tbl } = entry
    const guarded = GUARDED_COLUMNS[tbl] ?? {}
    const fields = JSON.parse(entry.fields) as unknown[] | Record<string, unknown>
    let shape = ''
    let shown: unknown
    if (Array.isArray(fields)) {
      const columns = this.#columns.get(String(fields[0])) ?? []
      const kept = columns.flatMap((name, at) => (name in guarded ? [] : [at]))
      const names = JSON.stringify(kept.map((at) => columns[at]))
      const id = shapeId(tbl, names)
      if (!this.#told.has(`shape ${id}`)) {
        this.#told.add(`shape ${id}`)
        shape = payloadLine({ kind: 'shape', id, tbl, columns: names })
      }
      shown = [id, ...kept.map((at) => fields[at + 1])]
    } else {
      shown = without(fields, guarded)
      // Nothing else was changed: there is nothing to tell.
      if (Object.keys(shown as object).length === 0) return ''
    }
    this.#counts.entries += 1
    this.#counts.byTable[tbl] = (this.#counts.byTable[tbl] ?? 0) + 1
    const before =
      entry.before === null ? null : JSON.stringify(without(JSON.parse(entry.before) as object, guarded))
    return shape + payloadLine({ kind: 'entry', ...entry, fields: JSON.stringify(shown), before })
  }
}

type Read = { readonly entry: PayloadEntry; readonly fields: Readonly<Record<string, unknown>> }

function without(fields: object, guarded: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => !(name in guarded)))
}

/**
 * Derives what is typed from what is held and what came, person by person, and writes both. The same for somebody new and for
 * somebody long known.
 */
import { sql } from 'drizzle-orm'
import type { RejectedRow } from '../../core/sync/manifest.ts'
import type { PersonKeys } from '../person-key.ts'
import { type Store, type StoreCell, slices } from '../store/store.ts'
import { type Change, changesIn, type Fields, fold, type Shapes } from './changes.ts'
import { type Finding, type JudgeWorld, judge, type Subject } from './judge.ts'
import { addRows, DERIVED, noRows } from './rows.ts'

export type DeriveWorld = JudgeWorld & {
  /** the fund that pays a benefit where no batch says so */
  readonly fundOfBenefit: (benefit: string) => string | undefined
}

/** Persons that are derived and written at once. */
const PERSONS = 2500

export class Deriver {
  readonly #store: Store
  readonly #keys: PersonKeys
  readonly #shapes: Shapes
  readonly #world: DeriveWorld
  readonly #ordinal: number
  /** ordinal of the bundle with which a claim was first accepted */
  readonly #taken = new Map<string, number>()
  readonly #funds = new Map<string, string>()
  readonly #rejected = new Map<string, readonly RejectedRow[]>()
  /** keys that a subject has left: what is typed under them is derived anew */
  #vacated = new Set<string>()
  #writing: Promise<void> = Promise.resolve()
  #part = 0
  /** entries that the store did not have */
  fresh = 0
  /** people entered anew */
  people = 0

  constructor(
    store: Store,
    about: {
      readonly keys: PersonKeys
      readonly shapes: Shapes
      readonly world: DeriveWorld
      readonly ordinal: number
    },
  ) {
    this.#store = store
    this.#keys = about.keys
    this.#shapes = about.shapes
    this.#world = about.world
    this.#ordinal = about.ordinal
  }

  /** Rows of this bundle, and others of its persons, that are not accepted. */
  get rejected(): RejectedRow[] {
    return [...this.#rejected.values()].flat()
  }

  /** A batch says which fund pays its claims. */
  learnFund(batchId: string, fund: string): void {
    this.#funds.set(batchId, fund)
  }

  /** A subject leaves this key for another. */
  async leave(key: string): Promise<void> {
    await this.#rememberTaken([key])
    this.#vacated.add(key)
    this.#rejected.delete(key)
  }

  /** Ends when all is written. */
  written(): Promise<void> {
    return this.#writing
  }

  /**
   * Derives these subjects, and others under their keys; the last of them are still being written when it ends.
   * @param keyOf the person key of each subject of `groups`
   */
  async derive(groups: ReadonlyMap<string, Change[]>, keyOf: ReadonlyMap<string, string>): Promise<void> {
    const byKey = new Map<string, string[]>()
    for (const subjectId of groups.keys()) {
      const key = keyOf.get(subjectId) ?? ''
      const group = byKey.get(key)
      if (group === undefined) byKey.set(key, [subjectId])
      else group.push(subjectId)
    }
    for (const key of this.#vacated) if (!byKey.has(key)) byKey.set(key, [])
    // In the order of the indexes: neighbours are found on the same page.
    const keys = [...byKey.keys()].sort()
    const existing = await this.#keysWithHistory(keys)
    for (let from = 0; from < keys.length; from += PERSONS)
      await this.#derivePage(keys.slice(from, from + PERSONS), byKey, existing, groups)
    this.#vacated = new Set()
    this.#part += 1
  }

  async #keysWithHistory(keys: readonly string[]): Promise<Set<string>> {
    const { histories } = this.#store.tables
    const found = new Set<string>()
    for (const some of slices(keys)) {
      const rows = await this.#store.all<{ person_key: string }>(sql`
        SELECT DISTINCT person_key FROM ${histories} WHERE ${this.#store.among(histories.person_key, some)}`)
      for (const { person_key } of rows) found.add(person_key)
    }
    return found
  }

  async #rememberTaken(keys: readonly string[]): Promise<void> {
    const { claims } = this.#store.tables
    const rows = await this.#store.all<{ row_id: string; taken: number }>(sql`
      SELECT row_id, taken FROM ${claims}
      WHERE ${this.#store.among(claims.person_key, keys)} AND ${claims.taken} IS NOT NULL`)
    for (const { row_id, taken } of rows) this.#taken.set(row_id, taken)
  }

  /** Derives and writes the persons under these keys. */
  async #derivePage(
    keys: readonly string[],
    byKey: ReadonlyMap<string, readonly string[]>,
    existing: ReadonlySet<string>,
    groups: ReadonlyMap<string, Change[]>,
  ): Promise<void> {
    const store = this.#store
    const known = keys.filter((key) => existing.has(key) || this.#vacated.has(key))
    const held = await this.#load(known)
    const told = await this.#toldBefore(known)
    const histories: StoreCell[][] = []
    const rows = noRows()
    const persons = keys.map((key) => ({
      key,
      subjects: this.#subjectsOf(key, byKey.get(key) ?? [], held, groups, histories),
    }))
    await this.#learnFunds(persons.flatMap(({ subjects }) => subjects))
    for (const { key, subjects } of persons) {
      const judgement = judge(subjects, this.#taken, this.#world)
      const rejected = judgement.findings.length === 0 ? [] : toBeTold(judgement.findings, subjects, told)
      if (rejected.length > 0)
        this.#rejected.set(
          key,
          rejected.map(({ tbl, rowId, claimId, code, message }) => ({
            tbl,
            rowId,
            ...(claimId === null ? {} : { claimId }),
            code,
            message,
          })),
        )
      else this.#rejected.delete(key)
      addRows(rows, key, subjects, judgement, {
        ordinal: this.#ordinal,
        taken: this.#taken,
        fundOf: this.#fundOf,
      })
    }
    await this.#writing
    // Written while the next ones are read and derived.
    this.#writing = (async () => {
      if (known.length > 0)
        for (const table of DERIVED) {
          const { person_key } = store.tables[table]
          await store.run(sql`DELETE FROM ${store.tables[table]} WHERE ${store.among(person_key, known)}`)
        }
      await store.insert('histories', histories)
      for (const table of DERIVED) await store.insert(table, rows[table])
    })()
    this.#writing.catch(() => undefined)
  }

  /** What was wrong before, so that what has become wrong through this bundle is told. */
  async #toldBefore(keys: readonly string[]): Promise<Set<string>> {
    const { findings } = this.#store.tables
    if (keys.length === 0) return new Set()
    const rows = await this.#store.all<{ tbl: string; row_id: string; code: string }>(sql`
      SELECT tbl, row_id, code FROM ${findings} WHERE ${this.#store.among(findings.person_key, keys)}`)
    return new Set(rows.map(({ tbl, row_id, code }) => `${tbl} ${row_id} ${code}`))
  }

  /** What is held of these keys, by key and subject. */
  async #load(keys: readonly string[]): Promise<Held> {
    const { histories } = this.#store.tables
    const held: Held = new Map()
    if (keys.length === 0) return held
    await this.#rememberTaken(keys)
    const rows = await this.#store.all<{
      person_key: string
      subject_id: string
      ordinal: number
      lines: string
    }>(sql`
      SELECT person_key, subject_id, ordinal, lines FROM ${histories}
      WHERE ${this.#store.among(histories.person_key, keys)} ORDER BY person_key, subject_id, ordinal, part`)
    for (const { person_key, subject_id, ordinal, lines } of rows) {
      const subjects: Map<string, HeldSubject> = held.get(person_key) ?? new Map()
      held.set(person_key, subjects)
      const subject: HeldSubject = subjects.get(subject_id) ?? { before: [], now: [] }
      subjects.set(subject_id, subject)
      const changes = changesIn(lines, this.#shapes)
      if (ordinal === this.#ordinal) subject.now.push(...changes)
      else subject.before.push(...changes)
    }
    return held
  }

  /** The subjects of a key with what came added to what was there; what the store did not have goes to `histories`. */
  #subjectsOf(
    key: string,
    inHand: readonly string[],
    held: Held,
    groups: ReadonlyMap<string, Change[]>,
    histories: StoreCell[][],
  ): Gathered[] {
    const known = held.get(key)
    const ids = known === undefined ? inHand : new Set([...known.keys(), ...inHand])
    return Array.from(ids, (id) => {
      const came = groups.get(id) ?? []
      const old = known?.get(id)
      const fresh = old === undefined ? came : unknownOf(came, [...old.before, ...old.now])
      for (const { tbl, op } of fresh) if (tbl === 'people' && op === 'insert') this.people += 1
      this.fresh += fresh.length
      if (fresh.length > 0)
        histories.push([key, id, this.#ordinal, this.#part, fresh.map(({ line }) => line).join('\n')])
      return {
        id,
        records: fold(old === undefined ? fresh : [...old.before, ...old.now, ...fresh]),
        came: old === undefined ? came : [...old.now, ...came],
      }
    })
  }

  readonly #fundOf = (claim: Fields): string | null =>
    (typeof claim.batch_id === 'string' ? this.#funds.get(claim.batch_id) : undefined) ??
    this.#world.fundOfBenefit(String(claim.benefit)) ??
    null

  /** Funds of batches that came in earlier bundles. */
  async #learnFunds(subjects: readonly Subject[]): Promise<void> {
    const unknown = new Set<string>()
    for (const { records } of subjects)
      for (const { tbl, fields } of records)
        if (tbl === 'claims' && typeof fields.batch_id === 'string' && !this.#funds.has(fields.batch_id))
          unknown.add(fields.batch_id)
    if (unknown.size === 0) return
    const { histories } = this.#store.tables
    const rows = await this.#store.all<{ lines: string }>(sql`
      SELECT lines FROM ${histories}
      WHERE ${this.#store.among(
        histories.person_key,
        [...unknown].map((id) => this.#keys.ofRow(id)),
      )}`)
    for (const { tbl, rowId, fields } of fold(
      rows.flatMap(({ lines }) => changesIn(lines, this.#shapes)),
      true,
    ))
      if (tbl === 'batches' && typeof fields.fund === 'string') this.#funds.set(rowId, fields.fund)
  }
}

/** What the store holds of a subject: from earlier bundles, and from earlier parts of this one. */
type HeldSubject = { readonly before: Change[]; readonly now: Change[] }
type Held = Map<string, Map<string, HeldSubject>>
/** A subject, and what this bundle said of it. */
type Gathered = Subject & { readonly came: readonly Change[] }

/**
 * Lines that are not there yet. The whole line counts: one office may pass a record on without its phone, and another with it;
 * both are kept, and together they make the record.
 */
function unknownOf(came: readonly Change[], known: readonly Change[]): Change[] {
  const seen = new Set(known.map(({ line }) => line))
  return came.filter(({ line }) => {
    if (seen.has(line)) return false
    seen.add(line)
    return true
  })
}

/**
 * What the sender is told: what is wrong with rows that this bundle brought or changed, and what has become wrong with
 * others of the same persons through it. Never the rows of other offices.
 */
function toBeTold(
  findings: readonly Finding[],
  subjects: readonly Gathered[],
  before: ReadonlySet<string>,
): Finding[] {
  const touched = new Set<string>()
  const concerned = new Set<string>()
  for (const { came, records } of subjects) {
    for (const { tbl, rowId, fields } of came) {
      touched.add(`${tbl} ${rowId}`)
      if (tbl === 'claim_entitlements') touched.add(`claims ${String(fields.claim_id)}`)
    }
    if (came.length > 0) for (const { tbl, rowId } of records) concerned.add(`${tbl} ${rowId}`)
  }
  return findings.filter(({ tbl, rowId, code }) => {
    const row = `${tbl} ${rowId}`
    return touched.has(row) || (concerned.has(row) && !before.has(`${row} ${code}`))
  })
}

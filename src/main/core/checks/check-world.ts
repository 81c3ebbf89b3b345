/**
 * What the checks look over: the whole ledger, or some claims with their people. What several checks look at is read once,
 * in one go, and kept for those that follow: the page of a record costs far more to open than the record to look at.
 */
import { type DayNumber, dayOf } from '../../../shared/domain/dates.ts'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import { claimsOfBatch } from '../claims/batch/batch-record.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { Bound } from '../db/read.ts'
import type { Cell } from '../db/tables.ts'
import { isEvaluated, type PackDocument, type PackRow } from '../policy/pack.ts'
import { PLACE } from '../policy/regions.ts'
import type { Surroundings } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { OfficeReading } from '../services/document-rows.ts'
import { type ClaimGround, groundsOf } from './claim-grounds.ts'
import type { Found } from './finding.ts'
import { type PersonAtHand, peopleAtHand } from './people-at-hand.ts'
import { SPELL, type SpellAtHand, spellsAtHand } from './spells-at-hand.ts'

export type Reading = Pick<ReadLedger, 'prepare'>

export type ClaimAtHand = {
  readonly id: string
  readonly number: string
  readonly benefit: string
  readonly beneficiaryKind: BeneficiaryKind
  readonly beneficiaryId: string
  readonly personId: string | null
  readonly name: string
  readonly period: string | null
  readonly state: string
  readonly amountFen: number
  readonly months: number | null
  readonly qualifyingOn: string | null
  readonly batchId: string | null
}

/** Claims that nothing more happens to; what was found of them is for a clawback, not for a hold. */
const OVER: ReadonlySet<string> = new Set(['paid', 'refused', 'withdrawn'])

/** What is looked over: claims with their people and batches, or everything. */
export type CheckScope =
  | { readonly kind: 'ledger' }
  | { readonly kind: 'claims'; readonly ids: readonly string[] }
  | { readonly kind: 'batch'; readonly id: string }

export class CheckWorld {
  readonly ledger: Reading
  readonly asOf: string
  readonly today: DayNumber
  /** true: the whole ledger */
  readonly whole: boolean
  private readonly context: Pick<Surroundings, 'resources'>
  private readonly claimIds: string | undefined
  private readonly batchId: string | undefined
  private readonly reading: OfficeReading
  private readonly read = new Map<string, unknown>()

  constructor(context: Pick<Surroundings, 'resources'>, ledger: Reading, asOf: string, scope: CheckScope) {
    this.context = context
    this.ledger = ledger
    this.asOf = asOf
    this.today = dayOf(asOf)
    this.whole = scope.kind === 'ledger'
    this.batchId = scope.kind === 'batch' ? scope.id : undefined
    const claimIds =
      scope.kind === 'batch'
        ? claimsOfBatch(ledger, scope.id)
        : scope.kind === 'claims'
          ? scope.ids
          : undefined
    this.claimIds = claimIds === undefined ? undefined : JSON.stringify(claimIds)
    this.reading = new OfficeReading(context, ledger, asOf)
  }

  /** Made once, for the checks that share it. */
  kept<T>(key: string, make: () => T): T {
    let value = this.read.get(key) as T | undefined
    if (value === undefined) {
      value = make()
      this.read.set(key, value)
    }
    return value
  }

  /** Rows of a statement in which `{claims:column}` and `{people:column}` narrow it to what is looked over. */
  rows<Row>(sql: string, ...params: Cell[]): Row[] {
    const { text, all } = this.narrowed(sql, params)
    return this.ledger.prepare<Row>(text).all(...all)
  }

  /** The same as arrays: for statements over everybody. */
  raw(sql: string, ...params: Cell[]): unknown[][] {
    const { text, all } = this.narrowed(sql, params)
    return this.ledger
      .prepare(text)
      .raw()
      .all(...all)
  }

  private narrowed(sql: string, params: readonly Cell[]): { text: string; all: Bound[] } {
    const named: Record<string, Cell> = {}
    const text = sql.replace(/\{(claims|people):([\w.]+)\}/g, (_, what: string, column: string) => {
      if (this.claimIds === undefined) return ''
      named[what] = what === 'claims' ? this.claimIds : this.peopleIds
      return `AND ${column} IN (SELECT value FROM json_each(@${what}))`
    })
    return { text, all: Object.keys(named).length === 0 ? [...params] : [...params, named] }
  }

  /** Work on record of which `where` holds (`s` is the spell), of everybody or of the claims' people, as it was entered. */
  spells(where: string, ...params: Cell[]): SpellAtHand[] {
    return this.rows(
      `SELECT ${SPELL} FROM spells s WHERE s.deleted_at IS NULL AND ${where} {people:s.person_id} ORDER BY s.rowid`,
      ...params,
    )
  }

  /** All work on record, of everybody or of the claims' people, as it was entered. */
  get work(): readonly SpellAtHand[] {
    return this.kept('work', () => spellsAtHand(this))
  }

  get workByPerson(): ReadonlyMap<string, readonly SpellAtHand[]> {
    return this.kept('workByPerson', () => grouped(this.work, ({ personId }) => personId))
  }

  /** Work of these people, also of those who are none of the claims'. */
  workOf(people: readonly string[]): ReadonlyMap<string, readonly SpellAtHand[]> {
    if (this.whole) return this.workByPerson
    const rows = this.ledger
      .prepare<SpellAtHand>(
        `SELECT ${SPELL} FROM (SELECT DISTINCT value AS id FROM json_each(?)) j CROSS JOIN spells s ON s.person_id = j.id
         WHERE s.deleted_at IS NULL`,
      )
      .all(JSON.stringify(people))
    return grouped(rows, ({ personId }) => personId)
  }

  /** Everybody, or the claims' people; also those who were taken off the ledger. As they were entered. */
  get people(): ReadonlyMap<string, PersonAtHand> {
    return this.kept('people', () => peopleAtHand(this))
  }

  /** Ids of the people of the claims, as JSON; only where not the whole ledger is looked over. */
  private get peopleIds(): string {
    return this.kept('peopleIds', () =>
      JSON.stringify([
        ...new Set(this.claims.flatMap(({ personId }) => (personId === null ? [] : [personId]))),
      ]),
    )
  }

  /** Ids of the batches that are looked over, as JSON; `undefined`: all. */
  get batchIds(): string | undefined {
    if (this.whole) return undefined
    const own =
      this.batchId === undefined ? this.claims.flatMap(({ batchId }) => batchId ?? []) : [this.batchId]
    return JSON.stringify([...new Set(own)])
  }

  /** Live claims; refused ones are over for the checks. Read from an index: their records fill pages with traces. */
  get claims(): readonly ClaimAtHand[] {
    return this.kept('claims', () =>
      this.rows<ClaimAtHand>(
        `SELECT c.id, c.number, c.benefit, c.beneficiary_kind AS beneficiaryKind, c.beneficiary_id AS beneficiaryId,
           c.person_id AS personId, coalesce(p.name, '') AS name, c.period, c.state, c.amount_fen AS amountFen, c.months,
           c.qualifying_on AS qualifyingOn, c.batch_id AS batchId
         FROM claims c INDEXED BY claims_at_hand LEFT JOIN people p ON p.id = c.person_id
         WHERE c.deleted_at IS NULL AND c.state <> 'refused' {claims:c.id} ORDER BY c.id`,
      ),
    )
  }

  get claimById(): ReadonlyMap<string, ClaimAtHand> {
    return this.kept('claimById', () => new Map(this.claims.map((claim) => [claim.id, claim])))
  }

  get claimsByPerson(): ReadonlyMap<string, readonly ClaimAtHand[]> {
    return this.kept('claimsByPerson', () =>
      grouped(
        this.claims.filter(({ personId }) => personId !== null),
        ({ personId }) => personId as string,
      ),
    )
  }

  /** What each claim was decided on, of that what checks look at: 50,000 claims' facts are not kept whole. */
  get grounds(): ReadonlyMap<string, ClaimGround> {
    return this.kept('grounds', () => groundsOf(this))
  }

  ground(claim: Pick<ClaimAtHand, 'id'>): ClaimGround {
    const ground = this.grounds.get(claim.id)
    if (ground === undefined) throw new Error(`claim ${claim.id} has no facts`)
    return ground
  }

  /** Name of one person: asked of the ledger alone, unless a check had everybody read. */
  nameOf(personId: string): string {
    const known = (this.read.get('people') as CheckWorld['people'] | undefined)?.get(personId)
    if (known !== undefined) return known.name
    const found = this.kept('nameOf', () =>
      this.ledger.prepare<string>('SELECT name FROM people WHERE id = ?').pluck(),
    ).get(personId)
    return typeof found === 'string' ? found : ''
  }

  /** Names of employers, with what says who they are. */
  get employers(): ReadonlyMap<string, Organisation> {
    return this.kept('employers', () => this.organisations('employers'))
  }

  get agents(): ReadonlyMap<string, Organisation> {
    return this.kept('agents', () => this.organisations('agents'))
  }

  private organisations(table: 'employers' | 'agents'): Map<string, Organisation> {
    const owner = table === 'employers' ? 'legal_rep_id_number' : 'NULL'
    return new Map(
      this.ledger
        .prepare<Organisation & { id: string }>(
          `SELECT id, name, name_folded AS folded, credit_code AS code, legal_rep_name AS owner, ${owner} AS ownerId
           FROM ${table} WHERE deleted_at IS NULL`,
        )
        .all()
        .map((row) => [row.id, row]),
    )
  }

  employerName(spell: { readonly employerId: string | null; readonly employerText: string | null }): string {
    const known = spell.employerId === null ? undefined : this.employers.get(spell.employerId)
    return known?.name ?? spell.employerText ?? '单位未填'
  }

  /** The row of a benefit in the documents in force, with its document. */
  row(benefit: string): { document: PackDocument; row: PackRow } | undefined {
    return this.benefitRows.get(benefit)
  }

  private get benefitRows(): ReadonlyMap<string, { document: PackDocument; row: PackRow }> {
    return this.kept('benefitRows', () => {
      const rows = new Map<string, { document: PackDocument; row: PackRow }>()
      for (const document of this.reading.packs.documents)
        for (const row of document.rows) if (isEvaluated(row)) rows.set(row.id, { document, row })
      return rows
    })
  }

  /** The benefits of the documents of one side. */
  benefitsOf(side: PackDocument['side']): string[] {
    return [...this.benefitRows].flatMap(([benefit, { document }]) =>
      document.side === side ? [benefit] : [],
    )
  }

  benefitName(benefit: string): string {
    return this.row(benefit)?.row.name ?? benefit
  }

  /** Whether a county lies in a named place of a document; `undefined`: not known. */
  liesIn(document: PackDocument, place: string, county: string | undefined): boolean | undefined {
    const found = this.reading.place(document, place).test(county)
    return found === PLACE.yes ? true : found === PLACE.no ? false : undefined
  }

  placeName(county: string | null): string {
    return county === null
      ? '没有填到县'
      : this.kept(`place:${county}`, () => regionsOf(this.context).longName(county) ?? county)
  }

  /**
   * What was found of a person, put on each of these claims that is still on its way; where there is none it stands for
   * the person alone, and only where the whole ledger is looked over.
   */
  *concerning(found: Found, claims: readonly ClaimAtHand[]): Generator<Found> {
    const open = claims.filter(({ state }) => !OVER.has(state))
    if (open.length === 0) {
      if (this.whole) yield found
      return
    }
    for (const { id, batchId } of open)
      yield { ...found, claimId: id, ...(batchId === null ? {} : { batchId }) }
  }

  /** How many people were looked at: everybody, or the people of the claims. */
  get peopleSeen(): number {
    if (!this.whole) return this.claimsByPerson.size
    const count = this.ledger
      .prepare<number>('SELECT count(*) FROM people INDEXED BY people_name WHERE deleted_at IS NULL')
      .pluck()
      .get()
    return typeof count === 'number' ? count : 0
  }

  claimsOf(personId: string): readonly ClaimAtHand[] {
    return this.claimsByPerson.get(personId) ?? []
  }
}

export type Organisation = {
  readonly name: string
  readonly folded: string
  readonly code: string | null
  readonly owner: string | null
  readonly ownerId: string | null
}

/** Lists by key, in their order. */
export function grouped<T>(rows: Iterable<T>, keyOf: (row: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [row])
    else group.push(row)
  }
  return groups
}

/**
 * Histories of three to five offices: entering, changing, deleting, importing, claiming, paying, deciding; files made,
 * lost, doubled, out of order, cut, flipped; clocks that are hours off; an office of a newer version. After the last good
 * deliveries every ledger has to hold the same.
 */
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect } from 'vitest'
import { releaseHolds } from '../../../src/main/core/claims/workflow/holds.ts'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import type { WriteLedger, WriteTx } from '../../../src/main/core/db/ledger.ts'
import { claimEntitlements, claimEvents, claims, grants } from '../../../src/main/core/db/schema/claims.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { insuredYears } from '../../../src/main/core/db/schema/work.ts'
import { removePerson } from '../../../src/main/core/registry/remove-person.ts'
import type { OpenedBundle, openBundle, sealBundle } from '../../../src/main/core/sync/bundle-file.ts'
import { decideConflicts } from '../../../src/main/core/sync/conflict-decisions.ts'
import { IS_OPEN } from '../../../src/main/core/sync/conflicts.ts'
import type { BundleManifest } from '../../../src/main/core/sync/manifest.ts'
import { isRefusal } from '../../../src/shared/domain/refusal.ts'
import { EVERYTHING } from '../../../src/shared/domain/sync-scope.ts'
import { ManyLedgers } from '../../fixtures/sync/many-ledgers.ts'
import { Office } from '../../fixtures/sync/office.ts'

/** What may happen. Numbers choose among what there is, modulo how many there are. */
export type Step =
  | { readonly do: 'add'; readonly at: number; readonly id: number }
  | { readonly do: 'import'; readonly at: number; readonly count: number }
  | {
      readonly do: 'set'
      readonly at: number
      readonly who: number
      readonly field: number
      readonly value: number
    }
  | { readonly do: 'remove'; readonly at: number; readonly who: number }
  | { readonly do: 'insured'; readonly at: number; readonly who: number; readonly months: number }
  | { readonly do: 'claim'; readonly at: number; readonly who: number }
  | { readonly do: 'pay'; readonly which: number }
  | { readonly do: 'release'; readonly at: number }
  | { readonly do: 'decide'; readonly at: number; readonly later: boolean }
  | { readonly do: 'send'; readonly from: number; readonly to: number; readonly full: boolean }
  | { readonly do: 'deliver'; readonly file: number; readonly how: 'whole' | 'cut' | 'flipped' }

export type History = {
  readonly offices: number
  /** hours by which each office's clock is off */
  readonly skews: readonly number[]
  /** files are really encrypted and signed; else only their text travels, which is much faster */
  readonly sealed: boolean
  /** the last office runs a newer version */
  readonly newer: boolean
  readonly steps: readonly Step[]
}

const small = fc.nat(7)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('add' as const), at: small, id: fc.nat(3) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('import' as const),
      at: small,
      count: fc.integer({ min: 2, max: 9 }),
    }),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('set' as const),
      at: small,
      who: small,
      field: fc.nat(2),
      value: fc.nat(2),
    }),
  },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), at: small, who: small }) },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('insured' as const),
      at: small,
      who: small,
      months: fc.integer({ min: 1, max: 4095 }),
    }),
  },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('claim' as const), at: small, who: small }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('pay' as const), which: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('release' as const), at: small }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('decide' as const), at: small, later: fc.boolean() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      do: fc.constant('send' as const),
      from: small,
      to: small,
      full: fc.nat(5).map((n) => n === 0),
    }),
  },
  {
    weight: 7,
    arbitrary: fc.record({
      do: fc.constant('deliver' as const),
      file: fc.nat(30),
      how: fc.constantFrom(
        'whole' as const,
        'whole' as const,
        'whole' as const,
        'cut' as const,
        'flipped' as const,
      ),
    }),
  },
)

export const history: fc.Arbitrary<History> = fc.record({
  offices: fc.constantFrom(3, 3, 3, 3, 4, 5),
  skews: fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 5, maxLength: 5 }),
  sealed: fc.nat(9).map((n) => n === 0),
  newer: fc.nat(3).map((n) => n === 0),
  steps: fc.array(step, { minLength: 5, maxLength: 28, size: 'max' }),
})

const NODES = ['AAAAAAAAAA', 'BBBBBBBBBB', 'CCCCCCCCCC', 'DDDDDDDDDD', 'EEEEEEEEEE']
const IDS = ['513437199001011234', '513437199102022345', '513437199203033456', null]
const FIELDS = ['phone', 'note', 'homeTownshipText'] as const
/** Fields and tables that only a newer version knows. */
const NEWER = /^moods\/|\/blood_type=/
const TABLES = [
  'people',
  'insured_years',
  'claims',
  'claim_entitlements',
  'claim_events',
  'claim_holds',
  'grants',
  'conflict_decisions',
]

export class World {
  readonly #many: ManyLedgers
  readonly offices: Office[] = []
  readonly #files: { readonly to: Office; readonly from: Office; readonly path: string }[] = []
  readonly #texts = new Map<string, { manifest: BundleManifest; sha256: string; text: string }>()
  readonly #history: History
  /** by the clock of a removal: the changes that its maker's ledger held, as this test saw it */
  readonly #removals = new Map<string, ReadonlySet<string>>()
  #clock = Date.parse('2026-06-01T00:00:00Z')
  #count = 0

  static async of(many: ManyLedgers, history: History): Promise<World> {
    const world = new World(many, history)
    for (let i = 0; i < history.offices; i += 1) {
      const now = () => {
        world.#clock += 997
        return world.#clock + (history.skews[i] ?? 0) * 3600_000
      }
      const ledger = await many.ledger(`01M7ZGC0A0248AHXPMAD7FAT0${i}`, NODES[i] ?? '', now)
      world.offices.push(await Office.open(`局${i}`, ledger, many.folder, now))
    }
    for (const one of world.offices)
      for (const other of world.offices) if (one !== other) one.trust(other, EVERYTHING)
    return world
  }

  private constructor(many: ManyLedgers, history: History) {
    this.#many = many
    this.#history = history
  }

  end(): void {
    for (const { ledger } of this.offices) this.#many.remove(ledger)
  }

  office(n: number): Office {
    return this.offices[n % this.offices.length] as Office
  }

  async take(step: Step): Promise<void> {
    switch (step.do) {
      case 'add':
        return this.#add(this.office(step.at).ledger, [IDS[step.id] ?? null])
      case 'import':
        return this.#add(
          this.office(step.at).ledger,
          Array.from({ length: step.count }, () => null),
        )
      case 'set': {
        const { ledger } = this.office(step.at)
        const id = this.#person(ledger, step.who)
        const field = FIELDS[step.field] as (typeof FIELDS)[number]
        if (id !== undefined)
          ledger.write({ action: 'people.update', actor: '甲' }, (tx) =>
            tx.update(people, id, { [field]: `${step.value}` }),
          )
        return
      }
      case 'remove': {
        const { ledger } = this.office(step.at)
        const id = this.#person(ledger, step.who)
        if (id !== undefined) this.#remove(ledger, id)
        return
      }
      case 'insured':
        return this.#insured(this.office(step.at).ledger, step.who, step.months)
      case 'claim':
        return this.#claim(this.office(step.at).ledger, step.who)
      case 'pay':
        return this.#pay(step.which)
      case 'release': {
        const { ledger } = this.office(step.at)
        const ids = ledger.reader
          .prepare(
            'SELECT id FROM claim_holds WHERE released_at IS NULL AND deleted_at IS NULL ORDER BY id LIMIT 1',
          )
          .pluck()
          .all() as string[]
        if (ids.length > 0)
          ledger.write({ action: 'claims.release', actor: '甲' }, (tx) =>
            releaseHolds(tx, ids, '已核实', '甲'),
          )
        return
      }
      case 'decide': {
        const { ledger } = this.office(step.at)
        const id = ledger.reader
          .prepare(
            'SELECT c.id FROM merge_conflicts c WHERE NOT EXISTS (SELECT 1 FROM conflict_decisions d WHERE d.conflict_id = c.id) ORDER BY c.id LIMIT 1',
          )
          .pluck()
          .get() as string | undefined
        const choice = step.later || id?.startsWith('claims/') === true ? 'later' : 'earlier'
        if (id !== undefined)
          unlessRefused(() =>
            ledger.write({ action: 'sync.decide', actor: '甲' }, (tx) =>
              decideConflicts(tx, { ids: [id], choice }, '甲'),
            ),
          )
        return
      }
      case 'send': {
        const from = this.office(step.from)
        const to = this.office(step.to)
        if (from !== to)
          this.#files.push({ from, to, path: await this.send(from, to, step.full ? 'full' : 'changes') })
        return
      }
      case 'deliver': {
        const file = this.#files[step.file % Math.max(1, this.#files.length)]
        if (file === undefined) return
        if (step.how === 'whole' || !this.#history.sealed) await this.deliver(file.to, file.path)
        else await this.#deliverDamaged(file, step.how)
      }
    }
  }

  send(from: Office, to: Office, kind: 'changes' | 'full'): Promise<string> {
    if (this.#history.sealed) return from.send(to, kind)
    return from.send(to, kind, this.#sealText(from))
  }

  deliver(to: Office, path: string) {
    return to.take(path, this.#history.sealed ? {} : { open: this.#openText() })
  }

  /** Everybody sends to everybody until nobody learns anything new. */
  async heal(): Promise<void> {
    for (let round = 0; round < 8; round += 1) {
      let taken = 0
      for (const from of this.offices)
        for (const to of this.offices)
          if (from !== to) taken += (await this.deliver(to, await this.send(from, to, 'changes'))).taken
      if (taken === 0) return
    }
    throw new Error('the offices go on telling each other something new')
  }

  async check(withDoctor: boolean): Promise<void> {
    const [first, ...others] = this.offices
    if (first === undefined) return
    const told = changesOf(first.ledger)
    const rows = rowsOf(first.ledger, [...TABLES, 'kept_fields'])
    for (const office of others) {
      // What the newer version writes besides is added on the way out: its own ledger is this version's, and knows of it
      // only what a full bundle brought back.
      const aside = this.#history.newer && office === this.offices.at(-1) ? NEWER : undefined
      const seen = (change: string) => aside?.test(change) !== true
      expect(changesOf(office.ledger).filter(seen)).toEqual(told.filter(seen))
      const tables = aside === undefined ? [...TABLES, 'kept_fields'] : TABLES
      expect(rowsOf(office.ledger, tables)).toEqual(
        Object.fromEntries(tables.map((table) => [table, rows[table]])),
      )
    }
    for (const { ledger } of this.offices) {
      const twice = ledger.reader
        .prepare(
          'SELECT entitlement_key FROM grants WHERE deleted_at IS NULL GROUP BY entitlement_key HAVING count(*) > 1',
        )
        .all()
      expect(twice).toEqual([])
      expect(this.#lostUnasked(ledger)).toEqual([])
      expect(openRemovals(ledger)).toEqual(openRemovals(first.ledger))
      if (withDoctor) expect((await doctor(ledger.ticket)).findings).toEqual([])
    }
  }

  /** Changes that a removal took away without its maker having known of them, and that nobody is or was asked about. */
  #lostUnasked(ledger: WriteLedger): string[] {
    const entries = entriesOf(ledger).sort((a, b) => (a.hlc < b.hlc ? -1 : 1))
    const asked = new Set(
      ledger.reader
        .prepare<{ tbl: string; rowId: string; unseen: string }>(
          "SELECT tbl, row_id AS rowId, unseen FROM merge_conflicts WHERE field = 'deleted_at' AND unseen IS NOT NULL",
        )
        .all()
        .flatMap(({ tbl, rowId, unseen }) =>
          (JSON.parse(unseen) as string[]).map((entry) =>
            entry.includes('/') ? entry : `${tbl}/${rowId}@${entry}`,
          ),
        ),
    )
    const lost: string[] = []
    for (const table of ['people', 'insured_years']) {
      const gone = ledger.reader
        .prepare(`SELECT id FROM ${table} WHERE deleted_at IS NOT NULL`)
        .pluck()
        .all() as string[]
      for (const id of gone) {
        const story = entries.filter(({ tbl, rowId }) => tbl === table && rowId === id)
        const back = story.findLastIndex(({ fields }) => fields.deleted_at === null)
        const removals = story.filter(({ fields }, at) => at > back && typeof fields.deleted_at === 'string')
        const knowing = removals.map(({ hlc }) => this.#removals.get(hlc))
        // Folded with its twin, or upheld: whoever did that had all before him.
        if (knowing.some((known) => known === undefined)) continue
        const writer = (name: string, of: typeof story) => of.findLast(({ fields }) => name in fields)
        const known = (change: (typeof story)[number]) =>
          change.op === 'insert' || knowing.some((set) => set?.has(`${table}/${id}@${change.hlc}`))
        const changes = story.filter(({ fields }) => !('deleted_at' in fields))
        for (const name of [...new Set(changes.flatMap(({ fields }) => Object.keys(fields)))]) {
          const last = writer(name, changes)
          const seen = writer(name, changes.filter(known))
          if (last === undefined || known(last) || last.fields[name] === seen?.fields[name]) continue
          const record = `${table}/${id}@${last.hlc}`
          if (!asked.has(record)) lost.push(`${record} ${name}`)
        }
      }
    }
    // Nothing of somebody who is gone stands without a question.
    const left = ledger.reader
      .prepare(
        `SELECT y.id FROM insured_years y JOIN people p ON p.id = y.person_id AND p.deleted_at IS NOT NULL
         WHERE y.deleted_at IS NULL`,
      )
      .pluck()
      .all() as string[]
    for (const id of left)
      if (![...asked].some((entry) => entry.startsWith(`insured_years/${id}@`)))
        lost.push(`insured_years/${id}`)
    return lost
  }

  #add(ledger: WriteLedger, ids: readonly (string | null)[]): void {
    const taken = ledger.reader.prepare('SELECT 1 FROM people WHERE id_number = ? AND deleted_at IS NULL')
    if (ids.some((id) => id !== null && taken.get(id) !== undefined)) return
    this.#count += 1
    const rows = ids.map((idNumber, i) => ({
      name: `人${this.#count}-${i}`,
      nameFolded: 'x',
      pinyin: 'x',
      initials: 'x',
      idNumber,
      source: 'entry',
    }))
    ledger.write({ action: 'people.add', actor: '甲' }, (tx) => tx.insertMany(people, rows))
  }

  /** With everything that is the person's, and noting what of it was known here. */
  #remove(ledger: WriteLedger, id: string): void {
    const known = new Set(
      entriesOf(ledger)
        .filter(({ fields }) => !('deleted_at' in fields))
        .map(({ tbl, rowId, hlc }) => `${tbl}/${rowId}@${hlc}`),
    )
    unlessRefused(() => {
      ledger.write({ action: 'people.remove', actor: '甲' }, (tx) => removePerson(tx, id, '录错'))
      this.#removals.set(
        String(ledger.reader.prepare('SELECT max(hlc) FROM change_log').pluck().get()),
        known,
      )
    })
  }

  #person(ledger: WriteLedger, who: number): string | undefined {
    const ids = ledger.reader
      .prepare('SELECT id FROM people WHERE deleted_at IS NULL ORDER BY id')
      .pluck()
      .all() as string[]
    return ids[who % Math.max(1, ids.length)]
  }

  #insured(ledger: WriteLedger, who: number, months: number): void {
    const personId = this.#person(ledger, who)
    if (personId === undefined) return
    const there = ledger.reader
      .prepare('SELECT id FROM insured_years WHERE person_id = ? AND deleted_at IS NULL')
      .pluck()
      .get(personId) as string | undefined
    ledger.write({ action: 'insured', actor: '甲' }, (tx) =>
      there === undefined
        ? tx.insert(insuredYears, {
            personId,
            employerText: '某厂',
            county: '330782',
            year: 2022,
            months,
            source: 'entry',
          })
        : tx.update(insuredYears, there, { months }),
    )
  }

  #claim(ledger: WriteLedger, who: number): void {
    const personId = this.#person(ledger, who)
    if (personId === undefined) return
    const idNumber = ledger.reader.prepare('SELECT id_number FROM people WHERE id = ?').pluck().get(personId)
    const key = `JH-16|${String(idNumber ?? personId)}|2022`
    if (
      ledger.reader
        .prepare('SELECT 1 FROM claim_entitlements WHERE entitlement_key = ? AND deleted_at IS NULL')
        .get(key)
    )
      return
    this.#count += 1
    const number = `JH16-2022-${ledger.node.slice(0, 4)}-${String(this.#count).padStart(6, '0')}`
    ledger.write({ action: 'claims.draft', actor: '甲' }, (tx: WriteTx) => {
      const claimId = tx.insert(claims, {
        number,
        benefit: 'JH-16',
        beneficiaryKind: 'person',
        beneficiaryId: personId,
        personId,
        period: '2022',
        state: 'drafted',
        amountFen: 100_000,
        months: null,
        asOf: '2022-12-31',
        qualifyingOn: null,
        packVersion: '1',
        standard: null,
        facts: '{}',
        trace: '[]',
        draftedAt: tx.at,
        draftedBy: '甲',
        source: 'entry',
      })
      tx.insert(claimEntitlements, {
        claimId,
        entitlementKey: key,
        period: '2022',
        amountFen: 100_000,
        source: 'entry',
      })
      tx.insert(claimEvents, { claimId, kind: 'drafted', at: tx.at, by: '甲', data: '{}', source: 'entry' })
    })
  }

  /** The county pays; nobody else does. */
  #pay(which: number): void {
    const { ledger } = this.office(0)
    const open = ledger.reader
      .prepare<{ id: string; personId: string; key: string }>(
        `SELECT c.id, c.person_id AS personId, e.entitlement_key AS key FROM claims c
         JOIN claim_entitlements e ON e.claim_id = c.id AND e.deleted_at IS NULL
         WHERE c.state = 'drafted' AND NOT EXISTS (SELECT 1 FROM claim_holds h WHERE h.claim_id = c.id AND h.released_at IS NULL AND h.deleted_at IS NULL)
         AND NOT EXISTS (SELECT 1 FROM grants g WHERE g.entitlement_key = e.entitlement_key AND g.deleted_at IS NULL) ORDER BY c.id`,
      )
      .all()
    const claim = open[which % Math.max(1, open.length)]
    if (claim === undefined) return
    ledger.write({ action: 'payments.settle', actor: '甲' }, (tx) => {
      tx.insert(grants, {
        benefit: 'JH-16',
        beneficiaryKind: 'person',
        beneficiaryId: claim.personId,
        personId: claim.personId,
        period: '2022',
        entitlementKey: claim.key,
        amountFen: 100_000,
        months: null,
        grantedOn: '2022-12-31',
        source: 'entry',
      })
      tx.update(claims, claim.id, { state: 'paid' })
      tx.insert(claimEvents, {
        claimId: claim.id,
        kind: 'paid',
        at: tx.at,
        by: '甲',
        data: '{}',
        source: 'entry',
      })
    })
  }

  /** A file that was cut or has a flipped bit is refused, and nothing is changed. */
  async #deliverDamaged({ to, path }: { to: Office; path: string }, how: 'cut' | 'flipped'): Promise<void> {
    const bytes = readFileSync(path)
    const place = (this.#clock * 7919) % bytes.length
    const damaged = how === 'cut' ? bytes.subarray(0, place) : Buffer.from(bytes)
    if (how === 'flipped') damaged[place] = (damaged[place] ?? 0) ^ (1 << (this.#clock % 8))
    const target = `${path}.damaged`
    writeFileSync(target, damaged)
    const before = ledgerState(to.ledger)
    await expect(to.take(target)).rejects.toMatchObject({ name: 'Refusal' })
    expect(ledgerState(to.ledger)).toEqual(before)
  }

  /** Only the text travels; what a newer version writes besides comes along from the last office. */
  #sealText(from: Office): typeof sealBundle {
    const newer = this.#history.newer && from === this.offices.at(-1)
    return async (target, request) => {
      let text = ''
      for await (const piece of request.payload)
        text += typeof piece === 'string' ? piece : Buffer.from(piece).toString()
      const sha256 = createHash('sha256').update(`${target}${text}`).digest('hex')
      let manifest = request.manifest({ bytes: text.length, sha256 })
      if (newer) {
        text = text.replace(
          /^entry\tpeople\t(\w+)\t([\w-]+)\tinsert\t(\[[^\n]*\])\t\n/gm,
          (line, id, hlc, fields) => {
            // What it made itself; the others' changes it only passes on.
            if (!String(hlc).endsWith(from.ledger.node)) return line
            const cells = JSON.parse(fields) as unknown[]
            const columns = from.ledger.reader
              .prepare('SELECT columns FROM change_shapes WHERE id = ?')
              .pluck()
              .get(String(cells[0]))
            const named = Object.fromEntries(
              (JSON.parse(String(columns)) as string[]).map((name, i) => [name, cells[i + 1]]),
            )
            const mood = `entry\tmoods\t${id}\t${hlc}\tinsert\t${JSON.stringify({ mood: id })}\t\n`
            manifest = { ...manifest, counts: { ...manifest.counts, entries: manifest.counts.entries + 1 } }
            return `entry\tpeople\t${id}\t${hlc}\tinsert\t${JSON.stringify({ ...named, blood_type: String(id).slice(-1) })}\t\n${mood}`
          },
        )
      }
      this.#texts.set(target, { manifest, sha256, text })
      return { sha256, bytes: text.length }
    }
  }

  #openText(): typeof openBundle {
    return async (source) => {
      const held = this.#texts.get(
        typeof source === 'string' ? source : Buffer.from(source.bytes).toString('utf8'),
      )
      if (held === undefined) throw new Error('no such file')
      const { manifest, sha256, text } = held
      async function* lines(): AsyncGenerator<string[], void, undefined> {
        const all = text.split('\n')
        all.pop()
        yield all
      }
      return { manifest, sha256, bytes: text.length, recipients: [], lines } satisfies OpenedBundle
    }
  }
}

/** What a clerk is refused, is not done. */
function unlessRefused(act: () => void): void {
  try {
    act()
  } catch (error) {
    if (!isRefusal(error)) throw error
  }
}

/** The log, with each change's fields by name. */
function entriesOf(
  ledger: WriteLedger,
): { tbl: string; rowId: string; hlc: string; op: string; fields: Record<string, unknown> }[] {
  const shapes = new Map(
    ledger.reader
      .prepare<{ id: string; columns: string }>('SELECT id, columns FROM change_shapes')
      .all()
      .map(({ id, columns }) => [id, JSON.parse(columns) as string[]]),
  )
  return ledger.reader
    .prepare<{ tbl: string; rowId: string; hlc: string; op: string; fields: string }>(
      'SELECT tbl, row_id AS rowId, hlc, op, fields FROM change_log',
    )
    .all()
    .map((entry) => {
      const parsed = JSON.parse(entry.fields) as Record<string, unknown> | unknown[]
      const fields = Array.isArray(parsed)
        ? Object.fromEntries((shapes.get(String(parsed[0])) ?? []).map((name, i) => [name, parsed[i + 1]]))
        : parsed
      return { ...entry, fields }
    })
}

/** Every change that a ledger knows: field by field, under its own clock. */
function changesOf(ledger: WriteLedger): string[] {
  const told = new Set<string>()
  for (const { tbl, rowId, hlc, fields } of entriesOf(ledger))
    for (const [name, value] of Object.entries(fields))
      if (value !== null) told.add(`${tbl}/${rowId}@${hlc}/${name}=${JSON.stringify(value)}`)
  return [...told].sort()
}

/** Removals that wait for a decision: the same everywhere. */
function openRemovals(ledger: WriteLedger): unknown[] {
  return ledger.reader
    .prepare(`SELECT c.id FROM merge_conflicts c WHERE c.field = 'deleted_at' AND ${IS_OPEN} ORDER BY c.id`)
    .pluck()
    .all()
}

function rowsOf(ledger: WriteLedger, tables: readonly string[]): Record<string, unknown[]> {
  return Object.fromEntries(
    tables.map((table) => [table, ledger.reader.prepare(`SELECT * FROM "${table}" ORDER BY id`).all()]),
  )
}

function ledgerState(ledger: WriteLedger): unknown {
  return ledger.reader
    .prepare(
      'SELECT (SELECT max(seq) FROM change_log) AS log, (SELECT max(seq) FROM audit) AS audit, (SELECT count(*) FROM inbox) AS inbox',
    )
    .get()
}

export async function livesThrough(many: ManyLedgers, story: History, withDoctor: boolean): Promise<void> {
  const world = await World.of(many, story)
  try {
    for (const happening of story.steps) await world.take(happening)
    await world.heal()
    await world.check(withDoctor)
  } finally {
    world.end()
  }
}

/**
 * Tries half of them: two files share the work, so that two processors do. `LIAISON_HISTORIES=20000` is the long mode,
 * `LIAISON_SEED` repeats a run; the seed is printed.
 */
export async function tryHistories(): Promise<void> {
  const numRuns = Math.ceil(Number(process.env.LIAISON_HISTORIES ?? 1000) / 2)
  const seed = Number(process.env.LIAISON_SEED ?? Math.floor(Math.random() * 0x7fff_ffff))
  console.log(`${numRuns} histories, LIAISON_SEED=${seed}`)
  const many = await ManyLedgers.begin()
  let run = 0
  try {
    await fc.assert(
      fc.asyncProperty(history, async (story) => {
        run += 1
        // The doctor looks at every tenth: it takes as long as the history.
        await livesThrough(many, story, run % 10 === 0)
      }),
      { numRuns, seed },
    )
  } finally {
    many.end()
  }
}

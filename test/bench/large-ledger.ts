/**
 * A large encrypted ledger for benches, made once through the ledger's own write API and kept under the temporary folder.
 * Its people are the working people of the demo county (1.15 spells and 10 insured months each) and a few who never
 * worked, so every document finds some of them. It is written as imports do: people, then work, then insured months.
 * Made by hand: node test/bench/large-ledger.ts [people]
 */
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  createLedger,
  type NewRow,
  openLedger,
  type WriteLedger,
  type WriteTx,
} from '../../src/main/core/db/ledger.ts'
import { migrations } from '../../src/main/core/db/migrations/index.ts'
import {
  agents,
  employerRecognitions,
  employers,
  households,
  insuredYears,
  pairings,
  people,
  personCategories,
  rentYears,
  settings,
  spells,
  spellYears,
} from '../../src/main/core/db/schema/index.ts'
import type { DemoSpell } from '../../src/main/core/demo/lives.ts'
import type { DemoAgent, DemoEmployer } from '../../src/main/core/demo/organisations.ts'
import { type DemoHousehold, type DemoPerson, makeWorld } from '../../src/main/core/demo/population.ts'
import { foldOrganisation } from '../../src/main/core/registry/employers.ts'
import { pinyinOf } from '../../src/main/core/registry/pinyin.ts'
import { loadRegions } from '../../src/main/core/registry/regions.ts'
import { addMonthRange } from '../../src/main/core/work/insured-months.ts'
import type { Category } from '../../src/shared/domain/categories.ts'
import { formatDate } from '../../src/shared/domain/dates.ts'
import { ethnicityCode } from '../../src/shared/domain/ethnicity.ts'
import { foldName } from '../../src/shared/domain/person-name.ts'

export const LARGE_RESOURCES = join(import.meta.dirname, '../../resources')
const PASSPHRASE = 'bench passphrase'
const BATCH = 2000

export interface LargeLedger {
  readonly path: string
  readonly passphrase: string
  /** Opens it for writing, with a page cache of 256 MB. */
  open(): Promise<WriteLedger>
}

/** The ledger of that many people, taken from the temporary folder or made (200,000 people: about a minute). */
export async function largeLedger({ people: count = 200_000, seed = 7 } = {}): Promise<LargeLedger> {
  const folder = join(tmpdir(), 'liaison-bench')
  mkdirSync(folder, { recursive: true })
  const schema = createHash('sha256')
    .update(migrations.map((step) => step.sql).join('\n'))
    .digest('hex')
  const path = join(folder, `large-${count}-${seed}-${schema.slice(0, 8)}.ledger`)
  if (!existsSync(path)) await build(path, count, seed)
  return {
    path,
    passphrase: PASSPHRASE,
    open: () =>
      openLedger({
        path,
        secret: { passphrase: PASSPHRASE },
        now: Date.now,
        check: 'never',
        cacheMegabytes: 256,
      }),
  }
}

async function build(path: string, count: number, seed: number): Promise<void> {
  const unfinished = join(tmpdir(), 'liaison-bench', `unfinished-${process.pid}.ledger`)
  const { ledger } = await createLedger({
    path: unfinished,
    passphrase: PASSPHRASE,
    now: Date.now,
    cacheMegabytes: 256,
  })
  try {
    fill(ledger, count, seed)
    ledger.close()
    // The key file names no path, so it moves with the ledger.
    renameSync(`${unfinished}.key`, `${path}.key`)
    renameSync(unfinished, path)
    rmSync(`${unfinished}.lock`, { force: true })
  } catch (error) {
    ledger.close()
    for (const end of ['', '.key', '.lock', '-wal', '-shm']) rmSync(unfinished + end, { force: true })
    throw error
  }
}

type Kept = { readonly id: string; readonly spells: readonly DemoSpell[]; readonly spellIds: string[] }

function fill(ledger: WriteLedger, count: number, seed: number): void {
  const world = makeWorld(seed, Math.ceil(count * 2.6) + 50, loadRegions(LARGE_RESOURCES))
  const write = (action: string, body: (tx: WriteTx) => void) =>
    ledger.write({ action, actor: 'bench' }, body)

  const employerIds = new Map<DemoEmployer, string>()
  const agentIds = new Map<DemoAgent, string>()
  write('bench.organisations', (tx) => {
    for (const employer of world.organisations.employers)
      employerIds.set(employer, saveEmployer(tx, employer))
    for (const agent of world.organisations.agents) agentIds.set(agent, saveAgent(tx, agent))
    for (const [eastCounty, westCounty] of [
      ['330602', '511133'],
      ['330702', '511902'],
    ] as const)
      tx.insert(pairings, { eastCounty, westCounty, fromDate: '2018-01-01', toDate: null, source: 'entry' })
    tx.local(settings).upsert({
      key: 'office',
      value: JSON.stringify({ office: '测速县', county: '511133', officer: '', phone: '', tourClosed: true }),
    })
  })

  const kept: Kept[] = []
  // Members of a household follow each other.
  let home: { household: DemoHousehold; id: string } | undefined
  for (const batch of batches(chosen(world.people, count), BATCH)) {
    write('bench.people', (tx) => {
      const homes: NewRow<typeof households>[] = []
      const persons: NewRow<typeof people>[] = []
      const categories: NewRow<typeof personCategories>[] = []
      for (const person of batch) {
        if (home?.household !== person.household) {
          home = { household: person.household, id: tx.newId() }
          homes.push(householdRow(home.id, home.household))
        }
        const id = tx.newId()
        persons.push(personRow(id, home.id, person))
        for (const [category, fromDate, toDate] of categoriesOf(person))
          categories.push({ personId: id, category, fromDate, toDate, source: sourceOf(person) })
        kept.push({ id, spells: person.spells, spellIds: [] })
      }
      tx.insertMany(households, homes)
      tx.insertMany(people, persons)
      tx.insertMany(personCategories, categories)
    })
  }
  for (const batch of batches(kept, BATCH)) {
    write('bench.work', (tx) => {
      const work: NewRow<typeof spells>[] = []
      const years: NewRow<typeof spellYears>[] = []
      const rents: NewRow<typeof rentYears>[] = []
      for (const person of batch) {
        for (const spell of person.spells) {
          const id = tx.newId()
          person.spellIds.push(id)
          work.push(spellRow(id, person.id, spell, employerIds, agentIds))
          years.push(...yearRows(id, person.id, spell))
        }
        const masks = new Map<number, number>()
        for (const { rent } of person.spells) if (rent !== undefined) addMonthRange(masks, rent[0], rent[1])
        for (const [year, months] of masks) rents.push({ personId: person.id, year, months, source: SOURCE })
      }
      tx.insertMany(spells, work)
      tx.insertMany(spellYears, years)
      tx.insertMany(rentYears, rents)
    })
  }
  for (const batch of batches(kept, BATCH)) {
    write('bench.insured', (tx) =>
      tx.insertMany(
        insuredYears,
        batch.flatMap((person) => insuredRows(person, employerIds)),
      ),
    )
  }
}

/** Whoever works, and one in 56 of the others: children and the old are most of a county, but not of an office's ledger. */
function* chosen(walk: Iterable<DemoPerson>, count: number): Generator<DemoPerson> {
  let taken = 0
  for (const person of walk) {
    if (person.spells.length === 0 && person.index % 56 !== 0) continue
    yield person
    taken += 1
    if (taken === count) return
  }
  throw new Error(`the demo county gave only ${taken} people`)
}

function* batches<T>(items: Iterable<T>, size: number): Generator<T[]> {
  let batch: T[] = []
  for (const item of items) {
    batch.push(item)
    if (batch.length < size) continue
    yield batch
    batch = []
  }
  if (batch.length > 0) yield batch
}

const SOURCE = 'import:01K0000000000000000000BEN3#1'
const sourceOf = (person: DemoPerson) => `import:01K0000000000000000000BEN1#${person.index + 2}`

function named(name: string) {
  const { full, initials } = pinyinOf(name, 'plain')
  return { name, nameFolded: foldOrganisation(name), pinyin: full, initials }
}

function saveEmployer(tx: WriteTx, employer: DemoEmployer): string {
  const id = tx.insert(employers, {
    ...named(employer.name),
    creditCode: employer.creditCode,
    kind: employer.kind,
    county: employer.county,
    isPrivate: employer.isPrivate ?? null,
    industry: employer.industry,
    contact: employer.contact,
    phone: employer.phone,
    source: SOURCE,
  })
  for (const { kind, on } of employer.recognitions)
    tx.insert(employerRecognitions, { employerId: id, kind, onDate: on, source: SOURCE })
  return id
}

function saveAgent(tx: WriteTx, agent: DemoAgent): string {
  return tx.insert(agents, {
    ...named(agent.name),
    creditCode: agent.creditCode ?? null,
    kind: agent.kind,
    county: agent.county,
    licenceNumber: agent.licence ?? null,
    phone: agent.phone,
    bankName: agent.bank,
    bankAccount: agent.account,
    source: SOURCE,
  })
}

function householdRow(id: string, household: DemoHousehold): NewRow<typeof households> {
  return {
    id,
    code: household.code,
    county: household.county,
    townshipText: household.township,
    village: household.village,
    hamlet: household.hamlet,
    size: household.size,
    kindText: household.kindText,
    povertyCause: household.cause,
    phone: household.phone,
    source: SOURCE,
  }
}

function personRow(id: string, householdId: string, person: DemoPerson): NewRow<typeof people> {
  const { full, initials } = pinyinOf(person.name)
  return {
    id,
    name: person.name,
    nameFolded: foldName(person.name),
    pinyin: full,
    initials,
    idNumber: person.idNumber,
    idNumberWritten: person.idWritten === person.idNumber ? null : person.idWritten,
    sex: person.sex,
    birthDate: person.birth,
    ethnicityCode: ethnicityCode(person.ethnicity) ?? null,
    ethnicityText: person.ethnicity,
    educationText: person.education,
    householdId,
    relationToHead: person.relation,
    code: person.code,
    homeCounty: person.household.county,
    homeTownshipText: person.household.township,
    homeVillage: person.household.village,
    phone: person.phone ?? null,
    payeeBank: person.bank ?? null,
    payeeAccount: person.account ?? null,
    payeeAccountKind: person.account === undefined ? null : 'social-security-card',
    healthText: person.health,
    labourText: person.labour,
    categoriesKnown: person.index % 50 === 0 ? null : true,
    source: sourceOf(person),
  }
}

const MONITORED: Readonly<Record<string, Category>> = {
  脱贫不稳定户: 'monitored-unstable',
  边缘易致贫户: 'monitored-marginal',
  突发严重困难户: 'monitored-hardship',
}

function categoriesOf(person: DemoPerson): [Category, string, string | null][] {
  const { household } = person
  const found: [Category, string, string | null][] = []
  if (person.registered !== undefined) found.push(['poverty-lifted', `${person.registered}-01`, null])
  const { monitored } = household
  if (monitored !== undefined) {
    const category = MONITORED[monitored.kindText]
    if (category === undefined) throw new Error(`no category ${monitored.kindText}`)
    found.push([category, monitored.from, monitored.to ?? null])
  }
  if (household.minimumLivingFrom !== undefined)
    found.push(['minimum-living', household.minimumLivingFrom, null])
  if (household.extremePovertyFrom !== undefined)
    found.push(['extreme-poverty', household.extremePovertyFrom, null])
  if (household.relocatedOn !== undefined) found.push(['relocated', household.relocatedOn, null])
  return found
}

const threeValued = (fact: unknown): string | null =>
  fact === undefined ? null : fact === null ? 'no' : 'yes'

function spellRow(
  id: string,
  personId: string,
  spell: DemoSpell,
  employerIds: ReadonlyMap<DemoEmployer, string>,
  agentIds: ReadonlyMap<DemoAgent, string>,
): NewRow<typeof spells> {
  return {
    id,
    personId,
    employerId: employerIds.get(spell.employer) ?? null,
    employerText: spell.employer.name,
    county: spell.county,
    fromDate: formatDate(spell.from),
    toState: spell.to === undefined ? null : spell.to === 'open' ? 'open' : 'ended',
    toDate: typeof spell.to === 'number' ? formatDate(spell.to) : null,
    organisedState: threeValued(spell.agent),
    agentId: spell.agent ? (agentIds.get(spell.agent) ?? null) : null,
    filingState: threeValued(spell.filing),
    filingNumber: spell.filing?.number ?? null,
    filingOn: spell.filing ? formatDate(spell.filing.on) : null,
    contractState: threeValued(spell.contract),
    contractFrom: spell.contract ? formatDate(spell.contract.from) : null,
    contractTo: spell.contract ? formatDate(spell.contract.to) : null,
    postKind: spell.post,
    monthlyIncomeFen: spell.monthlyWage * 100,
    pointToPoint: spell.pointToPoint,
    insuredKnown: spell.insured === undefined ? null : true,
    source: SOURCE,
  }
}

function yearRows(spellId: string, personId: string, spell: DemoSpell): NewRow<typeof spellYears>[] {
  const years = [...new Set([...spell.wages.keys(), ...spell.fares.keys()])].sort()
  return years.map((year) => {
    const wages = spell.wages.get(year)
    const fare = spell.fares.get(year)
    return {
      spellId,
      personId,
      year,
      wagesFen: wages === undefined ? null : wages * 100,
      fareFen: fare === undefined ? null : Math.round(Number(fare) * 100),
      source: SOURCE,
    }
  })
}

/** One row for a year with an employer in a county, whichever of the spells there it comes from. */
function insuredRows(
  person: Kept,
  employerIds: ReadonlyMap<DemoEmployer, string>,
): NewRow<typeof insuredYears>[] {
  const masks = new Map<string, { spell: DemoSpell; years: Map<number, number> }>()
  for (const spell of person.spells) {
    const key = `${spell.employer.name}|${spell.county}`
    const entry = masks.get(key) ?? { spell, years: new Map<number, number>() }
    for (const [from, to] of spell.insured ?? []) addMonthRange(entry.years, from, to)
    masks.set(key, entry)
  }
  return [...masks.values()].flatMap(({ spell, years }) =>
    [...years].map(([year, months]) => ({
      personId: person.id,
      employerId: employerIds.get(spell.employer) ?? null,
      employerText: spell.employer.name,
      county: spell.county,
      year,
      months,
      source: SOURCE,
    })),
  )
}

if (import.meta.main) {
  const started = performance.now()
  const { path } = await largeLedger({ people: Number(process.argv[2] ?? 200_000) })
  console.log(
    `${path} · ${Math.round(statSync(path).size / 1e6)} MB · ${((performance.now() - started) / 1000).toFixed(1)} s`,
  )
}

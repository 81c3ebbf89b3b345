/** A bundle with as many records as there are: indexes and keys are laid aside for it, and nothing else is different. */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import { insuredYears } from '../../../src/main/core/db/schema/work.ts'
import { removePerson } from '../../../src/main/core/registry/remove-person.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { Office, records } from '../../fixtures/sync/office.ts'

const MANY = 10_400
let folder: string
let opened: TestLedger[] = []
let clock: number

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-many-'))
  clock = Date.parse('2026-06-01T01:00:00Z')
})
afterEach(() => {
  for (const t of opened) t.cleanup()
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

async function office(name: string): Promise<Office> {
  const now = () => {
    clock += 1000
    return clock
  }
  const t = await createTestLedger({ now })
  opened.push(t)
  return Office.open(name, t.ledger, folder, now)
}

const numbered = (at: number) => `5134371990${String(at).padStart(8, '0')}`
const person = (at: number) => ({
  name: `甲${at}`,
  nameFolded: `甲${at}`,
  pinyin: 'x',
  initials: 'x',
  idNumber: numbered(at),
  homeCounty: '513437',
  source: 'entry',
})
const TABLES = ['people', 'insured_years']
/** Tables, indexes and triggers with their text. */
const schema = (ledger: WriteLedger) =>
  ledger.reader.prepare('SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY type, name').all()

it('takes many records in, with edits among them, and finds what was entered here already', async () => {
  const county = await office('县人社局')
  const empty = await office('荣丁镇站')
  const other = await office('另一镇站')
  for (const station of [empty, other]) {
    county.trust(station)
    station.trust(county)
  }
  const year = { employerText: '厂', county: '513437', year: 2025, source: 'entry' }
  const ids = county.ledger.write({ action: 'people.add', actor: '经办' }, (tx) => {
    const made = tx.insertMany(
      people,
      Array.from({ length: MANY }, (_, at) => person(at)),
    )
    tx.update(people, made[7] ?? '', { phone: '13800000007' })
    tx.insertMany(
      insuredYears,
      made.map((personId) => ({ ...year, personId, months: 0b111 })),
    )
    return made
  }).result
  const [first = '', second = ''] = ids
  county.ledger.write({ action: 'people.update', actor: '经办' }, (tx) => {
    tx.update(people, first, { note: '在义乌' })
    removePerson(tx, second, '重复录入')
  })
  county.ledger.write({ action: 'people.add', actor: '经办' }, (tx) => tx.insert(people, person(MANY)))
  county.ledger.write({ action: 'people.update', actor: '经办' }, (tx) =>
    tx.update(people, first, { note: '在绍兴' }),
  )
  // One person that the county has, too, and one whom it has removed.
  other.ledger.write({ action: 'people.add', actor: '经办' }, (tx) =>
    tx.insertMany(people, [person(1), person(5)]),
  )
  const before = schema(empty.ledger)

  const entries = 2 * MANY + 6
  const taken = await empty.take(await county.send(empty, 'full'))
  expect(taken).toMatchObject({ state: 'applied', entries, taken: entries, conflicts: 0, twins: 0 })
  expect(records(empty.ledger, TABLES)).toEqual(records(county.ledger, TABLES))
  expect(schema(empty.ledger)).toEqual(before)
  expect((await doctor(empty.ledger.ticket)).findings).toEqual([])
  // The key holds again.
  expect(() =>
    empty.ledger.write({ action: 'people.add', actor: '经办' }, (tx) => tx.insert(people, person(5))),
  ).toThrow()

  const met = await other.take(await county.send(other, 'full'))
  expect(met).toMatchObject({ state: 'applied', taken: entries, conflicts: 0, twins: 1 })
  expect(schema(other.ledger)).toEqual(before)

  // The same content again, as a whole: everything is known.
  const again = await empty.take(await county.send(empty, 'full'))
  expect(again).toMatchObject({ state: 'applied', entries, taken: 0, conflicts: 0 })
  expect(records(empty.ledger, TABLES)).toEqual(records(county.ledger, TABLES))
})

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { spellYears } from '../../../src/main/core/db/schema/index.ts'
import { applyMerge, planMerge } from '../../../src/main/core/duplicates/merge.ts'
import { PlanReads } from '../../../src/main/core/duplicates/merge-plan.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { Office, records } from '../../fixtures/sync/office.ts'

let folder: string
let opened: TestLedger[] = []
let clock: number
let a: Office
let b: Office

async function office(name: string): Promise<Office> {
  const now = () => {
    clock += 1000
    return clock
  }
  const t = await createTestLedger({ now })
  opened.push(t)
  return Office.open(name, t.ledger, folder, now)
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-merged-'))
  clock = Date.parse('2026-06-01T01:00:00Z')
  a = await office('荣丁镇站')
  b = await office('县人社局')
  a.trust(b)
  b.trust(a)
})
afterEach(() => {
  for (const t of opened) t.cleanup()
  opened = []
  rmSync(folder, { recursive: true, force: true })
})

const words = { today: TODAY, isKnownArea: (area: string) => regions.isKnownArea(area) }
const where = { employerText: '甲厂', county: '330702' }

function merge(at: Office, keepId: string, otherId: string): string {
  return at.ledger.write({ action: 'duplicates.merge', actor: '李芳' }, (tx) => {
    const order = { kind: 'person', keepId, otherId, choices: {} } as const
    applyMerge(tx, planMerge(new PlanReads(tx), order, words), { score: 90, note: null, by: '李芳' })
  }).txId
}
async function agree(): Promise<void> {
  for (let round = 0; round < 4; round += 1) {
    await b.take(await a.send(b))
    await a.take(await b.send(a))
  }
}
const all = (at: Office, sql: string) => at.ledger.reader.prepare<Record<string, unknown>>(sql).all()
const LIVING = 'SELECT person_id, months FROM insured_years WHERE deleted_at IS NULL ORDER BY id'

async function expectAgreement(): Promise<void> {
  for (const at of [a, b]) {
    expect((await doctor(at.ledger.ticket)).findings).toEqual([])
    expect(all(at, 'SELECT id, name FROM people WHERE deleted_at IS NULL')).toEqual(
      all(a, 'SELECT id, name FROM people WHERE deleted_at IS NULL'),
    )
    expect(all(at, LIVING)).toEqual(all(a, LIVING))
    for (const table of ['spells', 'spell_years', 'insured_years', 'claims'])
      expect(
        all(
          at,
          `SELECT c.id FROM ${table} c JOIN people p ON p.id = c.person_id
           WHERE c.deleted_at IS NULL AND p.deleted_at IS NOT NULL`,
        ),
      ).toEqual([])
  }
}

test('what another office adds to a record that was merged here goes over to the one that stayed, in both', async () => {
  const make = smallLedger(a.ledger)
  const keepId = make.person('吉克·阿依', { idNumber: null })
  const otherId = make.person('吉克阿依', { phone: '13900000001' })
  make.spell(keepId, { ...where, fromDate: '2022-01-10' })
  const gone = make.spell(otherId, { ...where, fromDate: '2022-01-10' })
  await agree()

  merge(a, keepId, otherId)
  const there = smallLedger(b.ledger)
  there.insured(otherId, 2022, 0b0110, where)
  there.claim(otherId, 'JH16-2026-BBBB-000001')
  b.ledger.write(there.by, (tx) =>
    tx.insert(spellYears, { spellId: gone, personId: otherId, year: 2022, wagesFen: 5_000_000 }),
  )
  await agree()

  for (const at of [a, b]) {
    expect(all(at, LIVING)).toEqual([{ person_id: keepId, months: 0b0110 }])
    expect(all(at, 'SELECT person_id, beneficiary_id FROM claims')).toEqual([
      { person_id: keepId, beneficiary_id: keepId },
    ])
    expect(
      all(
        at,
        `SELECT y.person_id, y.wages_fen, s.deleted_at FROM spell_years y JOIN spells s ON s.id = y.spell_id
         WHERE y.deleted_at IS NULL`,
      ),
    ).toEqual([{ person_id: keepId, wages_fen: 5_000_000, deleted_at: null }])
  }
  await expectAgreement()
})

test('merged into each other in two offices: one record stands in both, with the months of both', async () => {
  const make = smallLedger(a.ledger)
  const first = make.person('吉克·阿依', { phone: '13900000001' })
  const second = make.person('吉克阿依', { note: '在义乌' })
  make.insured(first, 2022, 0b0011, where)
  make.insured(second, 2022, 0b0110, where)
  await agree()
  merge(a, first, second)
  merge(b, second, first)
  await agree()
  for (const at of [a, b]) {
    expect(all(at, 'SELECT id FROM people WHERE deleted_at IS NULL')).toEqual([{ id: first }])
    expect(all(at, LIVING)).toEqual([{ person_id: first, months: 0b0111 }])
  }
  await expectAgreement()
})

test('a merge that was taken back gives the other office its two records again', async () => {
  const make = smallLedger(a.ledger)
  const first = make.person('吉克·阿依', {})
  const second = make.person('吉克阿依', {})
  make.insured(second, 2022, 0b0110, where)
  await agree()
  const before = records(b.ledger, ['people', 'insured_years'])
  const txId = merge(a, first, second)
  await agree()
  expect(all(b, LIVING)).toEqual([{ person_id: first, months: 0b0110 }])
  a.ledger.undo(txId, '李芳')
  await agree()
  expect(records(b.ledger, ['people', 'insured_years'])).toEqual(before)
  await expectAgreement()
})

test('the same merge made in two offices is one merge', async () => {
  const make = smallLedger(a.ledger)
  const first = make.person('吉克·阿依', { phone: '13900000001' })
  const second = make.person('吉克阿依', { note: '在义乌' })
  make.insured(first, 2022, 0b0011, where)
  make.insured(second, 2022, 0b0110, where)
  await agree()
  for (const at of [a, b]) merge(at, first, second)
  await agree()
  for (const at of [a, b]) {
    expect(all(at, 'SELECT id, note FROM people WHERE deleted_at IS NULL')).toEqual([
      { id: first, note: '在义乌' },
    ])
    expect(all(at, LIVING)).toEqual([{ person_id: first, months: 0b0111 }])
    expect(all(at, 'SELECT tbl, field FROM merge_conflicts')).toEqual([])
  }
  await expectAgreement()
})

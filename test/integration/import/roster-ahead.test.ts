/** The roster read in a thread of its own: the same rows, the same refusals, and an end whenever the import ends. */
import { isDeepStrictEqual } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { demoWorkbooks } from '../../../src/main/core/demo/demo-county.ts'
import { DataRows } from '../../../src/main/core/exchange/data-rows.ts'
import { FieldReaders } from '../../../src/main/core/exchange/field-readers.ts'
import { profilesOf } from '../../../src/main/core/exchange/import-profiles.ts'
import {
  type RosterBatch,
  RosterReader,
  type RosterSource,
} from '../../../src/main/core/exchange/roster-ahead.ts'
import { type RosterRow, readRosterRow } from '../../../src/main/core/exchange/roster-rows.ts'
import { RowCells } from '../../../src/main/core/exchange/row-cells.ts'
import { requireLayout } from '../../../src/main/core/exchange/sheet-layout.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { Cancelled } from '../../../src/main/core/procedure.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { type ImportDesk, importDesk, RESOURCES, TODAY } from './import-desk.ts'

const regions = loadRegions(RESOURCES)
const { roster: profile } = profilesOf({ resources: RESOURCES })
let roster: Uint8Array
let source: RosterSource

beforeAll(async () => {
  for await (const { kind, bytes } of demoWorkbooks({ people: 11_000, seed: 11, regions })) {
    if (kind !== 'roster') continue
    roster = bytes
    break
  }
  const workbook = await openWorkbook(roster)
  const [sheet] = (await workbook.inspect()).sheets
  workbook.close()
  if (sheet === undefined) throw new Error('a roster has a sheet')
  const profiles = profilesOf({ resources: RESOURCES })
  const { fields, headerRow, merges } = requireLayout(sheet, profiles, () => undefined, { kind: 'roster' })
  source = {
    source: roster,
    sheet: sheet.name,
    batchSize: 700,
    fields,
    headerRow,
    merges,
    identity: ['idNumber'],
    resources: RESOURCES,
    today: TODAY,
    officeCounty: '511133',
  }
})

async function all(from: RosterSource): Promise<RosterBatch[]> {
  const reader = new RosterReader()
  try {
    const batches: RosterBatch[] = []
    for await (const batch of reader.rows(from, profile.labelOf)) batches.push(batch)
    return batches
  } finally {
    await reader.close()
  }
}

test('every row is what reading it here gives, with the same remarks', async () => {
  const ahead = (await all(source)).flatMap(({ rows }) => rows)
  const cells = new RowCells({ columns: source.fields, labelOf: profile.labelOf })
  const read = new FieldReaders({ today: TODAY, regions, officeCounty: '511133' })
  const data = new DataRows(source)
  const workbook = await openWorkbook(roster)
  let at = 0
  let refused = 0
  const differing: number[] = []
  for await (const batch of workbook.rows({ sheet: source.sheet })) {
    for (const row of data.of(batch)) {
      cells.load(row)
      const facts = readRosterRow(cells, read, { today: TODAY, isKnownArea: regions.isKnownArea })
      if (facts === undefined) refused += 1
      const other = ahead[at]
      at += 1
      const here = { number: row.number, remarks: cells.notes.remarks, facts: plain(facts) }
      const there = { number: other?.notes.number, remarks: other?.notes.remarks, facts: plain(other?.facts) }
      if (!isDeepStrictEqual(here, there)) differing.push(row.number)
    }
  }
  workbook.close()
  expect(differing).toEqual([])
  expect(at).toBe(ahead.length)
  expect(at).toBeGreaterThan(10_000)
  expect(refused).toBeGreaterThan(0)
})

/** Without what belongs to one side only; an absent fact and an undefined one are the same. */
function plain(facts: RosterRow | undefined): unknown {
  if (facts === undefined) return undefined
  const { notes: _, spoken: __, ...rest } = facts
  return JSON.parse(JSON.stringify(rest))
}

test('what the thread refuses is refused here, by its code', async () => {
  await expect(all({ ...source, sheet: '没有这张表' })).rejects.toMatchObject({
    code: 'workbook.sheet-not-found',
  })
  await expect(all({ ...source, source: roster.slice(0, roster.length / 2) })).rejects.toMatchObject({
    code: expect.stringMatching(/^workbook\./),
  })
})

let desk: ImportDesk
beforeAll(async () => {
  desk = await importDesk()
})
afterAll(() => desk.close())

test('a large roster: cancelled nothing is left; taken in, the ledger is sound and a second time changes nothing', async () => {
  const before = desk.counts()
  let taken = 0
  const hooks = {
    progress: (_step: string, done: number, _total: number | null, unit?: string) => {
      if (unit === '行') taken = done
    },
    shouldStop: () => taken > 4000,
  }
  const file = { name: 'roster.xlsx', bytes: roster }
  await expect(desk.run(file, {}, hooks)).rejects.toBeInstanceOf(Cancelled)
  expect(roster.byteLength).toBeGreaterThan(1_000_000)
  expect(taken).toBeGreaterThan(4000)
  expect(taken).toBeLessThan(10_000)
  expect(desk.counts()).toEqual(before)

  const first = await desk.run(file)
  expect(first.newCount).toBeGreaterThan(10_000)
  expect(desk.counts().people).toBe(first.newCount)
  expect((await doctor(desk.ledger.ticket)).findings).toEqual([])

  const second = await desk.run(file)
  expect({ new: second.newCount, changed: second.changedCount }).toEqual({ new: 0, changed: 0 })
  expect(desk.counts().people).toBe(first.newCount)
})

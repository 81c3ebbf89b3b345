import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { type PlantedMistake, writeDemoCounty } from '../../../src/main/core/demo/demo-county.ts'
import { DEMO_IMPORT_ORDER, ROSTER, WORK } from '../../../src/main/core/demo/headers.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import type { ImportResult } from '../../../src/shared/contract/imports.ts'
import { type ImportDesk, importDesk, RESOURCES } from './import-desk.ts'

const PEOPLE = 2500
let desk: ImportDesk
let planted: PlantedMistake[]
const results = new Map<string, ImportResult>()

beforeAll(async () => {
  desk = await importDesk()
  await writeDemoCounty({ people: PEOPLE, seed: 7, regions: loadRegions(RESOURCES), outDir: desk.folder })
  planted = JSON.parse(readFileSync(join(desk.folder, 'planted.json'), 'utf8')).planted
  for (const { file } of DEMO_IMPORT_ORDER) results.set(file, await desk.run(join(desk.folder, file)))
}, 120_000)
afterAll(() => desk.close())

const result = (file: string): ImportResult => {
  const found = results.get(file)
  if (found === undefined) throw new Error(`${file} was not imported`)
  return found
}

test('every workbook is recognised for what it is', () => {
  expect(DEMO_IMPORT_ORDER.map(({ file }) => result(file).kind)).toEqual([
    'employers',
    'agents',
    'roster',
    'work',
    'insured',
  ])
})

test('every planted mistake that the import should notice is noticed, with the reason that was planted', () => {
  const meant = planted.filter(({ caughtBy }) => caughtBy === 'import')
  expect(meant.length).toBeGreaterThan(20)
  const missed = meant.filter(({ file, row, reason }) => {
    const importId = result(file).importId ?? ''
    const codes = desk
      .rows<{ code: string }>(
        'SELECT code FROM import_findings WHERE import_id = ? AND row = ?',
        importId,
        row,
      )
      .map(({ code }) => code)
    return !codes.includes(reason ?? '')
  })
  expect(missed).toEqual([])
})

test('each row is counted once, and what was new is in the ledger', () => {
  for (const { file } of DEMO_IMPORT_ORDER) {
    const { rows, newCount, changedCount, sameCount, refusedCount } = result(file)
    expect(newCount + changedCount + sameCount + refusedCount).toBe(rows)
  }
  const roster = result(ROSTER.file)
  expect(desk.counts().people).toBe(roster.newCount)
  expect(roster.newCount).toBeGreaterThan(PEOPLE * 0.95)
  expect(desk.counts().spells).toBe(result(WORK.file).newCount)
})

test('spells and months are linked to the employers that were imported before', () => {
  const [open] = desk.rows<{ n: number }>(
    'SELECT count(*) AS n FROM spells WHERE employer_id IS NULL AND employer_text IS NOT NULL',
  )
  expect(open?.n).toBe(0)
  const [known] = desk.rows<{ n: number }>('SELECT count(*) AS n FROM spells WHERE insured_known = 1')
  expect(known?.n).toBeGreaterThan(500)
})

test('unknown stays unknown', () => {
  const [row] = desk.rows<{ organised: number; none: number; zero: number }>(
    `SELECT count(*) FILTER (WHERE organised_state IS NULL) AS organised, count(*) FILTER (WHERE organised_state = 'no') AS none,
       count(*) FILTER (WHERE monthly_income_fen = 0) AS zero FROM spells`,
  )
  expect(row?.organised).toBeGreaterThan(0)
  expect(row?.none).toBeGreaterThan(0)
  expect(row?.zero).toBe(0)
})

test('the error workbook is the office’s own, with a first column that says why', async () => {
  const given = desk.given.find(({ name }) => name.includes('花名册'))
  expect(given?.name).toBe('01-脱贫人口花名册（有问题）.xlsx')
  const workbook = await openWorkbook(given?.bytes ?? new Uint8Array())
  const messages = new Map<number, string>()
  for await (const rows of workbook.rows())
    for (const row of rows) messages.set(row.number, String(row.values[0] ?? ''))
  workbook.close()
  expect(messages.get(1)).toBe('错误')
  const mistake = planted.find(({ kind }) => kind === 'id-check-digit')
  expect(messages.get(mistake?.row ?? 0)).toMatch(/^未导入：.*末位校验不符/)
})

test('no finding shows a whole ID number, phone or account', () => {
  const shown = desk.rows<{ message: string }>(
    'SELECT message FROM import_findings WHERE message GLOB ?',
    '*[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]*',
  )
  expect(shown).toEqual([])
})

test('the same files again change nothing and bring nothing', async () => {
  const before = desk.counts()
  for (const { file } of DEMO_IMPORT_ORDER) {
    const again = await desk.run(join(desk.folder, file), { dryRun: true, errorFile: false })
    expect([file, again.newCount, again.changedCount]).toEqual([file, 0, 0])
    expect(again.refusedCount).toBe(result(file).refusedCount)
  }
  expect(desk.counts()).toEqual(before)
}, 60_000)

test('the ledger is sound', async () => {
  const report = await doctor(desk.ledger.ticket)
  expect(report.findings).toEqual([])
})

test('all imports can be undone, the last first, and leave nothing', () => {
  for (const { file } of [...DEMO_IMPORT_ORDER].reverse()) desk.undo(result(file).importId ?? '')
  const { people, households, spells, insured_years, employers, agents, person_categories } = desk.counts()
  expect({ people, households, spells, insured_years, employers, agents, person_categories }).toEqual({
    people: 0,
    households: 0,
    spells: 0,
    insured_years: 0,
    employers: 0,
    agents: 0,
    person_categories: 0,
  })
})

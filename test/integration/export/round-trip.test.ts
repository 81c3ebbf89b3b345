import { afterAll, beforeAll, expect, it } from 'vitest'
import { demoWorkbooks } from '../../../src/main/core/demo/demo-county.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { RESOURCES } from '../import/import-desk.ts'
import { type ExportDesk, exportDesk, sheetRows } from './export-desk.ts'

let desk: ExportDesk

beforeAll(async () => {
  desk = await exportDesk()
  for await (const { file, bytes } of demoWorkbooks({
    people: 400,
    seed: 11,
    regions: loadRegions(RESOURCES),
  }))
    await desk.run({ name: file, bytes }, { errorFile: false })
})
afterAll(() => desk.close())

const ROUND_TRIPS = [
  ['export-province-person', 'roster', 'people'],
  ['export-work-monitoring', 'work', 'spells'],
  ['export-insured-months', 'insured', 'insured_years'],
] as const

it.each(ROUND_TRIPS)(
  '%s goes out and comes in again as the same in every row',
  async (profile, kind, table) => {
    const { bytes, result } = await desk.export(profile)
    const live =
      desk.rows<{ n: number }>(`SELECT count(*) AS n FROM ${table} WHERE deleted_at IS NULL`)[0]?.n ?? 0
    expect(result.rows).toBeGreaterThanOrEqual(live - result.leftOut.count)
    expect(live).toBeGreaterThan(100)
    const before = desk.counts()
    const again = await desk.run({ name: `${profile}.xlsx`, bytes }, { dryRun: true })
    expect(again.kind).toBe(kind)
    expect(again.changes).toEqual([])
    expect([again.newCount, again.changedCount, again.refusedCount]).toEqual([0, 0, 0])
    expect(again.sameCount).toBe(result.rows)
    expect(desk.counts()).toEqual(before)
  },
)

it('writes ID numbers and codes as text, and names the county and the day in the file', async () => {
  const { bytes, result } = await desk.export('export-work-monitoring')
  expect(result.file.name).toBe('马边彝族自治县务工监测_2022-09-30.xlsx')
  const [header = [], ...rows] = await sheetRows(bytes)
  const id = header.indexOf('证件号码')
  expect(rows.length).toBe(result.rows)
  for (const row of rows) expect(row[id]).toMatch(/^\d{17}[\dX]$/)
})

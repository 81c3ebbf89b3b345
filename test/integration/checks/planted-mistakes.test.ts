import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Finding } from '../../../src/main/core/checks/finding.ts'
import { runChecks } from '../../../src/main/core/checks/run-checks.ts'
import { type PlantedMistake, writeDemoCounty } from '../../../src/main/core/demo/demo-county.ts'
import { DEMO_IMPORT_ORDER } from '../../../src/main/core/demo/headers.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { checkSpec } from '../../../src/shared/domain/checks.ts'
import { type ImportDesk, importDesk, RESOURCES, TODAY } from '../import/import-desk.ts'

const PEOPLE = 3000

describe('the demo county, imported and looked over', () => {
  let desk: ImportDesk
  let planted: PlantedMistake[]
  let findings: readonly Finding[]
  const imports = new Map<string, string>()
  beforeAll(async () => {
    desk = await importDesk()
    await writeDemoCounty({ people: PEOPLE, seed: 7, regions: loadRegions(RESOURCES), outDir: desk.folder })
    planted = JSON.parse(readFileSync(join(desk.folder, 'planted.json'), 'utf8')).planted
    for (const { file } of DEMO_IMPORT_ORDER)
      imports.set(file, (await desk.run(join(desk.folder, file))).importId ?? '')
    findings = look().findings
  }, 180_000)
  afterAll(() => desk.close())

  const look = () =>
    runChecks({ resources: RESOURCES, today: () => TODAY }, desk.ledger.reader, { kind: 'ledger' })

  /** The person of the record that a row became. */
  const personOf = ({ file, row }: PlantedMistake): string | undefined => {
    const source = `import:${imports.get(file)}#${row}`
    const found = [
      'SELECT id FROM people WHERE source = ?',
      'SELECT person_id AS id FROM spells WHERE source = ?',
      'SELECT person_id AS id FROM insured_years WHERE source = ?',
    ].flatMap((sql) => desk.rows<{ id: string }>(sql, source))
    return found[0]?.id
  }

  it('finds every planted mistake that is a check’s, by just that check', () => {
    const meant = planted.filter(({ caughtBy }) => caughtBy === 'check')
    expect([...new Set(meant.map(({ check }) => check))].sort((a = 0, b = 0) => a - b)).toEqual([
      6, 11, 12, 14, 15, 16, 17, 18, 28,
    ])
    const missed = meant.flatMap((mistake) => {
      const person = personOf(mistake)
      const own = findings.filter(
        ({ check, personId }) => personId === person && checkSpec(check).number === mistake.check,
      )
      return person === undefined || own.length === 0 ? [{ ...mistake, person }] : []
    })
    expect(missed).toEqual([])
  })

  it('says of each whom it concerns, by name and in one sentence', () => {
    for (const { text, personId } of findings) {
      const name = desk.rows<{ name: string }>('SELECT name FROM people WHERE id = ?', personId ?? '')[0]
        ?.name
      expect(text).toContain(name ?? '没有姓名')
      expect(text).toMatch(/[。）]$/)
      expect(text).not.toMatch(/undefined|null|NaN/)
    }
  })

  it('changes nothing, and says the same when it looks again', () => {
    const before = desk.counts()
    expect(look().findings).toEqual(findings)
    expect(desk.counts()).toEqual(before)
  })
})

import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkComposed, composePacks, packIdsOn } from '../../../../../src/main/core/packs/in-force.ts'
import { createEngine } from '../../../../../src/main/core/policy/engine.ts'
import { isEvaluated } from '../../../../../src/main/core/policy/pack.ts'
import { folderReader, type PackReader } from '../../../../../src/main/core/policy/pack-load.ts'
import { problemText } from '../../../../../src/main/core/policy/yaml-source.ts'
import { formatDate } from '../../../../../src/shared/domain/dates.ts'

const shipped = join(import.meta.dirname, '../../../../../resources/policies')

function inline(document: string, files: Readonly<Record<string, string>>): PackReader {
  return {
    documents: () => [document],
    files: () => Object.keys(files),
    text: (_document, file) => files[file] ?? '',
  }
}

/** An invented successor of JH-2021 with one row, which follows JH-02. */
const successor = inline('JH-2026', {
  'document.yaml': `
id: JH-2026
version: 1.0.0
title: 虚构的后继文件
number: 虚构〔2024〕2号
issued: 2024-04-20
issuers: [虚构示例办公室]
side: host
territory: { name: 金华市, prefix: "3307" }
inForce: { from: 2024-05-01, to: 2030-12-31 }
claimWindow: not-stated
supersedes: [JH-2021]
places: { territory: { within: ["3307"] } }
`,
  'people.yaml': `
rows:
  - id: JH-102
    clause: 虚构一
    name: 来金交通费补助
    wording: 虚构：补助1200元。
    treatment: computed
    nature: transport
    beneficiary: person
    unit: person-once
    use: JH-02
    each: first-insured-spell
    strength: entitlement
    fund: [employment-promotion]
    amount: { kind: fixed, yuan: [{ from: 2024-05-01, value: 1200 }] }
    conditions:
      category: [poverty-lifted]
      workplace: territory
      first: { by: insurance }
      insured: { months: [{ from: 2024-05-01, value: 1 }], over: spell }
  - id: JH-111
    clause: 虚构二
    name: 学徒制补贴
    wording: 虚构：每年按当地标准补贴。
    treatment: needs-standard
    nature: training
    beneficiary: employer
    unit: person-year
    use: JH-11
    each: enrolment
    strength: entitlement
    fund: [employment-promotion]
    amount: { kind: standard }
    conditions:
      workplace: territory
      enrolled: { kind: apprenticeship }
`,
})

describe('documents put together', () => {
  it('a successor ends the one before it on the day before its own first, and leaves all others alone', () => {
    const { documents } = composePacks(shipped, [successor])
    const ends = Object.fromEntries(documents.map((one) => [one.id, formatDate(one.inForce.to)]))
    expect(ends).toEqual({
      'GZ-2021': '2025-12-31',
      'HLJ-2021': '2025-12-31',
      'JH-2021': '2024-04-30',
      'JH-2026': '2030-12-31',
      'SX-2018': '2020-12-31',
      'ZJ-2021': '2025-12-31',
    })
  })

  it('frame rows delegate to the successor as well, each in its own time', () => {
    const engine = createEngine(composePacks(shipped, [successor]))
    expect(
      engine.row('ZJ-03')?.delegates.map((one) => [one.row, formatDate(one.from), formatDate(one.to)]),
    ).toEqual([
      ['JH-02', '2021-09-10', '2024-04-30'],
      ['JH-102', '2024-05-01', '2030-12-31'],
    ])
  })

  it('a year in which both are in force belongs to the successor', () => {
    const { documents } = composePacks(shipped, [successor])
    const row = documents.flatMap((one) => one.rows).find((one) => one.id === 'JH-11')
    expect(row !== undefined && isEvaluated(row) && row.conditions.year).toEqual({ until: '2023-12-31' })
    const engine = createEngine({ documents, parameters: composePacks(shipped, [successor]).parameters })
    expect(formatDate(engine.row('JH-11')?.terms.end ?? 0)).toBe('2023-12-31')
    // Nothing follows JH-16, so it goes on to the last day of its document.
    expect(formatDate(engine.row('JH-16')?.terms.end ?? 0)).toBe('2024-04-30')
  })

  it('a document of the same id is replaced whole', () => {
    const own = folderReader(shipped)
    const corrected: PackReader = {
      documents: () => ['HLJ-2021'],
      files: (document) => own.files(document),
      text: (document, file) => own.text(document, file).replace('version: 1.0.0', 'version: 1.1.0'),
    }
    const { documents } = composePacks(shipped, [corrected])
    expect(documents.map((one) => `${one.id} ${one.version}`)).toEqual([
      'GZ-2021 1.0.0',
      'HLJ-2021 1.1.0',
      'JH-2021 1.0.0',
      'SX-2018 1.0.0',
      'ZJ-2021 1.0.0',
    ])
  })

  it('a version that drops a row to which another document delegates does not fit', () => {
    const own = folderReader(shipped)
    const without: PackReader = {
      documents: () => ['JH-2021'],
      files: (document) => own.files(document),
      text: (document, file) => own.text(document, file).replaceAll('id: JH-02\n', 'id: JH-92\n'),
    }
    expect(checkComposed(shipped, [without]).map(problemText)).toEqual([
      expect.stringMatching(
        /^ZJ-2021\/subsidies\.yaml 第\d+行 ZJ-03\.delegatesTo\.0：没有编号为 JH-02 的条款，请改正$/,
      ),
    ])
  })
})

describe('packs in force on a day', () => {
  const of = (packId: string, from: string) => ({ id: `${packId}${from}`, packId, from })
  it('are those activated from that day or earlier, the latest last', () => {
    const all = [of('A', '2026-01-01'), of('B', '2026-03-01'), of('A', '2026-05-01')]
    expect(packIdsOn(all, '2025-12-31')).toEqual([])
    expect(packIdsOn(all, '2026-01-01')).toEqual(['A'])
    expect(packIdsOn(all, '2026-04-30')).toEqual(['A', 'B'])
    expect(packIdsOn(all, '2026-05-01')).toEqual(['B', 'A'])
  })
})

import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type PlantedMistake, writeDemoCounty } from '../../../src/main/core/demo/demo-county.ts'
import { type DemoLayout, EMPLOYERS, ROSTER } from '../../../src/main/core/demo/headers.ts'
import { BodyPairs } from '../../../src/main/core/duplicates/body-pairs.ts'
import { PeoplePairs } from '../../../src/main/core/duplicates/people-pairs.ts'
import type { SheetRow } from '../../../src/main/core/exchange/workbook/sheet-row.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { pinyinOf } from '../../../src/main/core/registry/pinyin.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { type BodyCandidate, scoreBodies } from '../../../src/shared/domain/duplicate-bodies.ts'
import { type PersonCandidate, scorePeople } from '../../../src/shared/domain/duplicate-people.ts'
import { type DuplicateReason, OFFERED_FROM } from '../../../src/shared/domain/duplicates.ts'
import { idCheckDigit, readIdNumber } from '../../../src/shared/domain/id-number.ts'
import { readPhone } from '../../../src/shared/domain/phone.ts'
import { resources } from '../../fixtures/small-ledger.ts'

/** Rows of the invented county's own workbooks, also those that an import would refuse. */
type Rows<C> = { number: number; candidate: C }[]
let folder: string
let planted: PlantedMistake[]
let roster: Rows<PersonCandidate>
let employers: Rows<BodyCandidate>

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'planted-'))
  await writeDemoCounty({ people: 4000, seed: 7, regions: loadRegions(resources), outDir: folder })
  planted = JSON.parse(readFileSync(join(folder, 'planted.json'), 'utf8')).planted
  roster = await read(ROSTER, personOf)
  employers = await read(EMPLOYERS, (cell) => ({
    name: cell('单位名称'),
    ...given({ creditCode: cell('统一社会信用代码'), county: cell('所在县') }),
  }))
}, 60_000)
afterAll(() => rm(folder, { recursive: true, force: true }))

type Found = { rows: [number, number]; reasons: DuplicateReason[] }

function foundAmong<C>(
  rows: Rows<C>,
  places: { add(candidate: C): number; pairs(): readonly (readonly [number, number])[] },
  score: (a: C, b: C) => { score: number; reasons: readonly { reason: DuplicateReason }[] },
): Found[] {
  for (const { candidate } of rows) places.add(candidate)
  return places.pairs().flatMap(([a, b]) => {
    const [one, other] = [rows[a], rows[b]]
    if (one === undefined || other === undefined) throw new Error('no such place')
    const likeness = score(one.candidate, other.candidate)
    if (likeness.score < OFFERED_FROM) return []
    return [{ rows: [one.number, other.number], reasons: likeness.reasons.map(({ reason }) => reason) }]
  })
}

describe('mistakes planted in the lists', () => {
  test.each([
    ['id-twice', ['id-same', 'name-same']],
    ['id-other-name', ['id-same', 'name-other']],
  ] as const)('%s is caught by its number', (kind, reasons) => {
    const found = foundAmong(roster, new PeoplePairs(), scorePeople)
    const meant = planted.filter((one) => one.file === ROSTER.file && one.kind === kind)
    expect(meant.length).toBeGreaterThan(0)
    for (const { row } of meant) {
      const pair = found.find(({ rows }) => rows.includes(row))
      expect(pair?.reasons).toEqual(expect.arrayContaining([...reasons]))
    }
  })

  test('nobody else is offered: shared phones and accounts make no duplicates', () => {
    const bad = new Set(planted.filter(({ file }) => file === ROSTER.file).map(({ row }) => row))
    const found = foundAmong(roster, new PeoplePairs(), scorePeople)
    expect(found.filter(({ rows }) => !rows.some((row) => bad.has(row)))).toEqual([])
    const shared = new Set(
      planted.filter(({ kind }) => ['phone-shared', 'account-shared'].includes(kind)).map(({ row }) => row),
    )
    expect(shared.size).toBeGreaterThan(0)
    expect(found.filter(({ rows }) => rows.some((row) => shared.has(row)))).toEqual([])
  })

  test('one credit code under two names is caught by the code', () => {
    const found = foundAmong(employers, new BodyPairs(), scoreBodies)
    const meant = planted.filter(({ kind }) => kind === 'code-other-name')
    expect(meant.length).toBeGreaterThan(0)
    for (const { row } of meant)
      expect(found.find(({ rows }) => rows.includes(row))?.reasons).toContain('credit-same')
  })
})

describe('people entered again, among four thousand', () => {
  const slip = (idNumber: string) => {
    const digit = (Number(idNumber[9]) + 1) % 10
    const first17 = `${idNumber.slice(0, 9)}${digit}${idNumber.slice(10, 17)}`
    return first17 + idCheckDigit(first17)
  }
  const swapped = (idNumber: string) => {
    const at = [...idNumber].findIndex((digit, i) => i > 5 && i < 16 && digit !== idNumber[i + 1])
    return idNumber.slice(0, at) + idNumber[at + 1] + idNumber[at] + idNumber.slice(at + 2)
  }
  const only = (person: PersonCandidate, ...keys: (keyof PersonCandidate)[]): PersonCandidate =>
    Object.fromEntries(Object.entries(person).filter(([key]) => keys.includes(key as never))) as never
  const ways: [
    string,
    DuplicateReason,
    (person: PersonCandidate & { idNumber: string }) => PersonCandidate,
  ][] = [
    [
      'the number with one digit wrong, check made to fit',
      'id-digit',
      (p) => ({ ...only(p, 'name'), idNumber: slip(p.idNumber) }),
    ],
    [
      'two neighbouring digits changed places',
      'id-swap',
      (p) => ({ ...only(p, 'name'), idNumber: swapped(p.idNumber) }),
    ],
    [
      '15 digits of the number',
      'id-15-18',
      (p) => ({ ...only(p, 'name'), idNumber: p.idNumber.slice(0, 6) + p.idNumber.slice(8, 17) }),
    ],
    ['no number, the same birth and township', 'birth-same', (p) => only(p, 'name', 'birthDate', 'township')],
    ['no number, the same household', 'household-same', (p) => only(p, 'name', 'household')],
    ['no number, the same phone and township', 'phone-same', (p) => only(p, 'name', 'phone', 'township')],
    ['no number, the same account', 'account-same', (p) => only(p, 'name', 'account')],
  ]

  test.each(ways)('%s', (_, reason, again) => {
    const bad = new Set(planted.filter(({ file }) => file === ROSTER.file).map(({ row }) => row))
    const whole = roster.filter(
      ({ number, candidate: { idNumber, phone, account, township } }) =>
        !bad.has(number) &&
        idNumber?.startsWith('51') &&
        idNumber.length === 18 &&
        idNumber.slice(6, 8) === '19' &&
        phone &&
        account &&
        township,
    )
    const chosen = whole.filter((_, at) => at % 40 === 0).slice(0, 20)
    expect(chosen.length).toBe(20)
    const entered = chosen.map(({ number, candidate }) => ({
      number: -number,
      candidate: again(candidate as PersonCandidate & { idNumber: string }),
    }))
    const found = foundAmong([...roster, ...entered], new PeoplePairs(), scorePeople)
    for (const { number } of entered) {
      const pair = found.find(({ rows }) => rows[0] === -number && rows[1] === number)
      expect(pair?.reasons).toContain(reason)
    }
  })
})

function personOf(cell: (header: string) => string): PersonCandidate {
  const name = cell('姓名')
  const idNumber = cell('证件号码')
  const reading = readIdNumber(idNumber)
  const phone = readPhone(cell('人联系电话'))
  return {
    name,
    pinyin: pinyinOf(name, 'person').full,
    ...(reading.ok ? { birthDate: reading.birth, sex: reading.sex } : {}),
    ...given({
      idNumber,
      township: cell('乡'),
      village: cell('行政村'),
      household: cell('户编号'),
      relation: cell('与户主关系'),
      phone: phone.ok ? phone.value : '',
      account: cell('社保卡（银行卡）账号'),
    }),
  }
}

function given(texts: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(texts).filter(([, text]) => text !== ''))
}

async function read<C>(
  layout: DemoLayout,
  candidateOf: (cell: (header: string) => string) => C,
): Promise<Rows<C>> {
  const workbook = await openWorkbook(join(folder, layout.file))
  try {
    const all: SheetRow[] = []
    for await (const batch of workbook.rows()) all.push(...batch)
    return all.slice(layout.titleRows + 1).map(({ number, values }) => ({
      number,
      candidate: candidateOf((header) => String(values[layout.headers.indexOf(header)] ?? '')),
    }))
  } finally {
    workbook.close()
  }
}

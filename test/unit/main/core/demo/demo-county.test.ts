import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  type DemoWritten,
  demoWorkbooks,
  type PlantedMistake,
  writeDemoCounty,
} from '../../../../../src/main/core/demo/demo-county.ts'
import {
  AGENTS,
  DEMO_IMPORT_ORDER,
  type DemoLayout,
  EMPLOYERS,
  INSURED,
  ROSTER,
  WORK,
} from '../../../../../src/main/core/demo/headers.ts'
import { MISTAKES } from '../../../../../src/main/core/demo/mistakes.ts'
import type { SheetRow } from '../../../../../src/main/core/exchange/workbook/sheet-row.ts'
import { openWorkbook } from '../../../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { loadRegions } from '../../../../../src/main/core/registry/regions.ts'
import { readAccount } from '../../../../../src/shared/domain/bank-card.ts'
import { readCreditCode } from '../../../../../src/shared/domain/credit-code.ts'
import { educationCode } from '../../../../../src/shared/domain/education.ts'
import { ethnicityCode } from '../../../../../src/shared/domain/ethnicity.ts'
import { readIdNumber } from '../../../../../src/shared/domain/id-number.ts'
import { nameFault } from '../../../../../src/shared/domain/person-name.ts'
import { readPhone } from '../../../../../src/shared/domain/phone.ts'
import {
  readAgentKind,
  readEmployerKind,
  readRecognisedKind,
} from '../../../../../src/shared/text/reading.ts'

const regions = loadRegions(join(import.meta.dirname, '../../../../../resources'))
const options = { people: 2000, seed: 7, regions }
/** A row by header, with its number in the sheet. */
type Row = { number: number; cell: (header: string) => string }

let folder: string
let written: DemoWritten
let planted: PlantedMistake[]
const sheets = new Map<string, Row[]>()
const rowsOf = (layout: DemoLayout): Row[] => sheets.get(layout.file) ?? []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'demo-county-'))
  written = await writeDemoCounty({ ...options, outDir: join(folder, 'a') })
  planted = JSON.parse(await readFile(written.planted.path, 'utf8')).planted
  for (const layout of DEMO_IMPORT_ORDER)
    sheets.set(layout.file, await readSheet(join(folder, 'a', layout.file), layout))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('same seed, same bytes', () => {
  test('written again, and in memory', async () => {
    await writeDemoCounty({ ...options, outDir: join(folder, 'b') })
    const files = await readdir(join(folder, 'a'))
    expect(files.sort()).toEqual([...DEMO_IMPORT_ORDER.map(({ file }) => file), 'planted.json'].sort())
    for (const file of files)
      expect(await digest(join(folder, 'b', file))).toBe(await digest(join(folder, 'a', file)))
    const order: string[] = []
    for await (const { file, bytes } of demoWorkbooks(options)) {
      order.push(file)
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(await digest(join(folder, 'a', file)))
    }
    expect(order).toEqual(DEMO_IMPORT_ORDER.map(({ file }) => file))
  })

  test('another seed gives other people', async () => {
    await writeDemoCounty({ ...options, people: 50, seed: 8, outDir: join(folder, 'c') })
    await writeDemoCounty({ ...options, people: 50, seed: 9, outDir: join(folder, 'd') })
    expect(await digest(join(folder, 'c', ROSTER.file))).not.toBe(
      await digest(join(folder, 'd', ROSTER.file)),
    )
  })
})

describe('what a reader finds', () => {
  test('counts as reported', () => {
    for (const { file, rows } of written.workbooks) expect(sheets.get(file)).toHaveLength(rows)
    expect(rowsOf(ROSTER).length).toBeGreaterThan(1950)
    expect(rowsOf(WORK).length).toBeGreaterThan(600)
    expect(rowsOf(INSURED).length).toBeGreaterThan(400)
  })

  test('outside the planted rows everybody is sound', () => {
    const bad = new Set(planted.filter(({ file }) => file === ROSTER.file).map(({ row }) => row))
    const ids = new Set<string>()
    let fifteen = 0
    for (const row of rowsOf(ROSTER)) {
      if (bad.has(row.number)) continue
      const reading = readIdNumber(row.cell('证件号码'), {
        today: '2022-09-30',
        isKnownArea: regions.isKnownArea,
      })
      if (!reading.ok) throw new Error(`row ${row.number}: ${reading.fault}`)
      expect(reading.warnings).not.toContain('unknown-area')
      if (reading.warnings.includes('converted-15')) fifteen += 1
      expect(ids.has(reading.value)).toBe(false)
      ids.add(reading.value)
      expect(nameFault(row.cell('姓名'))).toBeUndefined()
      expect(ethnicityCode(row.cell('民族'))).toBeDefined()
      if (row.cell('文化程度') !== '') expect(educationCode(row.cell('文化程度'))).toBeDefined()
      expect(regions.match(row.cell('县'))).toMatchObject({ ok: true, level: 'county' })
      for (const header of ['户联系电话', '人联系电话']) {
        if (row.cell(header) === '') continue
        expect(row.cell(header)).toMatch(/^19900/)
        expect(readPhone(row.cell(header)).ok).toBe(true)
      }
      const account = row.cell('社保卡（银行卡）账号')
      if (account.length === 19) expect(readAccount(account)).toMatchObject({ ok: true, warnings: [] })
    }
    expect(fifteen).toBeGreaterThan(0)
  })

  test('all peoples, every writing of the dot, rare characters, long names', () => {
    const names = rowsOf(ROSTER).map((row) => row.cell('姓名'))
    for (const dot of ['·', '•', '．', ' ']) expect(names.some((name) => name.includes(dot))).toBe(true)
    for (const rare of ['䶮', '㛃', '𬱖', '𠅤']) expect(names.some((name) => name.includes(rare))).toBe(true)
    expect(names.some((name) => [...name].length >= 8)).toBe(true)
    const peoples = new Set(rowsOf(ROSTER).map((row) => ethnicityCode(row.cell('民族'))))
    expect([...peoples]).toEqual(expect.arrayContaining(['01', '03', '04', '06', '07', '10', '11']))
  })

  test('a household has one head, its own size and one village', () => {
    const bad = new Set(planted.filter(({ file }) => file === ROSTER.file).map(({ row }) => row))
    const households = Map.groupBy(rowsOf(ROSTER), (row) => row.cell('户编号'))
    expect(households.size).toBeGreaterThan(400)
    for (const rows of households.values()) {
      expect(
        rows.filter((row) => row.cell('与户主关系') === '户主' && !bad.has(row.number)).length,
      ).toBeLessThanOrEqual(1)
      expect(new Set(rows.map((row) => row.cell('人数'))).size).toBe(1)
      expect(new Set(rows.map((row) => row.cell('行政村'))).size).toBe(1)
    }
  })

  test('every employer and agent reads, and every one that works is named', () => {
    for (const row of rowsOf(EMPLOYERS)) {
      expect(readEmployerKind(row.cell('单位类型'))).toBeDefined()
      if (row.cell('认定类型') !== '') expect(readRecognisedKind(row.cell('认定类型'))).toBeDefined()
    }
    for (const row of rowsOf(AGENTS)) expect(readAgentKind(row.cell('机构类型'))).toBeDefined()
    const codes = new Set(rowsOf(EMPLOYERS).map((row) => row.cell('统一社会信用代码')))
    const agents = new Set(rowsOf(AGENTS).map((row) => row.cell('机构名称')))
    for (const row of rowsOf(WORK)) {
      expect(codes.has(row.cell('用人单位信用代码'))).toBe(true)
      const organiser = row.cell('组织单位')
      if (organiser !== '' && organiser !== '自行外出' && !isPlanted(WORK, row, 'employer-is-agent'))
        expect(agents.has(organiser)).toBe(true)
      const place = [row.cell('务工省'), row.cell('务工市'), row.cell('务工县')].join('')
      expect(regions.match(place).ok, place).toBe(true)
    }
    for (const row of rowsOf(INSURED))
      expect(regions.match(row.cell('参保地'))).toMatchObject({ ok: true, level: 'county' })
  })

  test('dates of work are real dates for the most part, and texts in five styles', () => {
    const days = rowsOf(WORK).map((row) => row.cell('入职日期'))
    for (const style of [/^\d{4}-\d\d-\d\d$/, /^\d{4}\/\d/, /^\d{4}\.\d/, /^\d{4}年\d+月\d+日$/, /^\d{8}$/])
      expect(days.some((day) => style.test(day))).toBe(true)
  })
})

describe('planted mistakes', () => {
  test('every kind is there, about one in a hundred people, each at a row of its sheet', () => {
    expect(new Set(planted.map(({ kind }) => kind))).toEqual(new Set(MISTAKES.map(({ kind }) => kind)))
    expect(planted.length).toBeLessThan(options.people / 40)
    for (const mistake of planted) expect(mistake.caughtBy === 'check').toBe(mistake.check !== undefined)
  })

  test.each(MISTAKES.map(({ kind }) => kind))('%s is what its row shows', (kind) => {
    for (const mistake of planted.filter((candidate) => candidate.kind === kind)) {
      const rows = sheets.get(mistake.file) ?? []
      const row = rows.find(({ number }) => number === mistake.row)
      if (!row) throw new Error(`${mistake.file} has no row ${mistake.row}`)
      expect(shows(kind, row, rows), `${mistake.file} row ${mistake.row}`).toBe(true)
    }
  })
})

test('cancelled: nothing is left, and the folder of before stays', async () => {
  const outDir = join(folder, 'stopped')
  let asked = 0
  const stop = writeDemoCounty({ ...options, outDir }, { shouldStop: () => ++asked > 4 })
  await expect(stop).rejects.toMatchObject({ name: 'Refusal', code: 'workbook.cancelled' })
  expect(await readdir(outDir)).toEqual([])
})

test('numbers of people and seeds that cannot be are refused, and nothing is made', async () => {
  const outDir = join(folder, 'never')
  for (const people of [0, -1, 1.5, 200_001, Number.NaN])
    await expect(writeDemoCounty({ ...options, people, outDir })).rejects.toMatchObject({
      code: 'demo.people',
    })
  for (const seed of [-1, 0.5, Number.NaN, 2 ** 60])
    await expect(writeDemoCounty({ ...options, seed, outDir })).rejects.toMatchObject({ code: 'demo.seed' })
  await expect(readdir(outDir)).rejects.toThrow()
})

test('progress rises to the end', async () => {
  const seen: number[] = []
  await writeDemoCounty(
    { ...options, people: 1500, outDir: join(folder, 'progress') },
    { onProgress: ({ done }) => seen.push(done) },
  )
  expect(seen.length).toBeGreaterThan(4)
  expect([...seen].sort((a, b) => a - b)).toEqual(seen)
})

function isPlanted(layout: DemoLayout, row: Row, kind: string): boolean {
  return planted.some(
    (mistake) => mistake.file === layout.file && mistake.row === row.number && mistake.kind === kind,
  )
}

/** Whether the row, seen among the rows of its sheet, has the mistake. */
function shows(kind: (typeof MISTAKES)[number]['kind'], row: Row, rows: readonly Row[]): boolean {
  const idFault = (header: string) => {
    const reading = readIdNumber(row.cell(header))
    return reading.ok ? undefined : reading.fault
  }
  const sameId = (header: string) =>
    rows.filter((other) => other !== row && other.cell(header) === row.cell(header))
  const others = (header: string) =>
    rows.some((other) => other !== row && other.cell(header) === row.cell(header))
  const rosterName = (header: string) =>
    rowsOf(ROSTER).some(
      (person) => person.cell('证件号码') === row.cell(header) && person.cell('姓名') !== row.cell('姓名'),
    )
  switch (kind) {
    case 'id-check-digit':
    case 'work-id-check-digit':
      return idFault('证件号码') === 'check-digit'
    case 'id-excel-scientific':
      return idFault('证件号码') === 'excel-scientific'
    case 'id-excel-rounded':
      return idFault('证件号码') === 'excel-rounded'
    case 'id-impossible-date':
      return idFault('证件号码') === 'impossible-date'
    case 'id-missing':
      return idFault('证件号码') === 'empty'
    case 'id-length':
      return idFault('证件号码') === 'length'
    case 'id-other-name':
      return sameId('证件号码').some((other) => other.cell('姓名') !== row.cell('姓名'))
    case 'id-twice':
      return sameId('证件号码').some((other) => other.cell('姓名') === row.cell('姓名'))
    case 'name-lost-character':
      return nameFault(row.cell('姓名')) === 'characters'
    case 'phone-shared':
      return others('人联系电话')
    case 'account-shared':
      return others('社保卡（银行卡）账号')
    case 'account-excel-scientific':
      return readAccount(row.cell('社保卡（银行卡）账号')).ok === false
    case 'county-unknown':
      return !regions.match(row.cell('县')).ok
    case 'registered-impossible':
      return row.cell('首次识别时间') === '2014年13月'
    case 'end-before-start':
      return Number(row.cell('务工结束年月').match(/\d+/)) <= Number(row.cell('务工开始年月').match(/\d+/))
    case 'date-impossible':
      return row.cell('入职日期') === '2021年2月30日'
    case 'month-future':
      return row.cell('务工开始年月') === '2031年5月'
    case 'wage-text':
      return Number.isNaN(Number(row.cell('务工月收入')))
    case 'wage-three-decimals':
      return [2020, 2021, 2022].some((year) => /\.\d{3}$/.test(row.cell(`${year}年工资`)))
    case 'workplace-no-county':
      return row.cell('务工县') === '' && row.cell('务工市') !== ''
    case 'work-other-name':
      return rosterName('证件号码')
    case 'agents-two':
      return sameId('证件号码').some(
        (other) =>
          other.cell('组织单位') !== row.cell('组织单位') && other.cell('务工市') === row.cell('务工市'),
      )
    case 'employer-is-agent':
      return row.cell('组织单位') === row.cell('务工企业名称')
    case 'rehired':
      return sameId('证件号码').some(
        (other) =>
          other.cell('用人单位信用代码') === row.cell('用人单位信用代码') &&
          other.cell('在岗状态') !== '在岗',
      )
    case 'posts-two':
      return (
        row.cell('岗位类型') === '公益性岗位' &&
        sameId('证件号码').some((other) => other.cell('岗位类型') === '公益性岗位')
      )
    case 'post-contract-long':
      return row.cell('岗位类型') === '公益性岗位' && row.cell('合同止').slice(0, 4) === '2023'
    case 'insured-then-left':
      return (
        row
          .cell('终止月')
          .replace(/\D/g, '')
          .replace(/^(\d{4})(\d)$/, '$10$2') === '202203' &&
        rows.filter(
          (other) => other.cell('信用代码') === row.cell('信用代码') && isPlanted(INSURED, other, kind),
        ).length >= 4
      )
    case 'insured-future':
      return row.cell('起始月') === '203101'
    case 'insured-reversed':
      return row.cell('终止月') < row.cell('起始月')
    case 'insured-month-13':
      return row.cell('终止月').endsWith('13')
    case 'insured-other-name':
      return rosterName('身份证号')
    case 'code-check-digit': {
      const reading = readCreditCode(row.cell('统一社会信用代码'))
      return reading.ok && reading.warnings.includes('check-digit')
    }
    case 'code-length':
      return row.cell('统一社会信用代码').length === 17
    case 'code-other-name':
      return sameId('统一社会信用代码').some((other) => other.cell('单位名称') !== row.cell('单位名称'))
    case 'employer-county-unknown':
      return !regions.match(row.cell('所在县')).ok
    case 'agent-code-characters':
      return row.cell('统一社会信用代码').endsWith('OO')
    case 'agent-name-missing':
      return row.cell('机构名称') === ''
  }
}

async function readSheet(path: string, layout: DemoLayout): Promise<Row[]> {
  const workbook = await openWorkbook(path)
  try {
    expect(workbook.sheets.map(({ name }) => name)).toEqual([layout.sheet])
    const all: SheetRow[] = []
    for await (const batch of workbook.rows()) all.push(...batch)
    const header = all[layout.titleRows]
    expect(header?.values).toEqual([...layout.headers])
    return all.slice(layout.titleRows + 1).map(({ number, values }) => ({
      number,
      cell: (name) => String(values[layout.headers.indexOf(name)] ?? ''),
    }))
  } finally {
    workbook.close()
  }
}

async function digest(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}

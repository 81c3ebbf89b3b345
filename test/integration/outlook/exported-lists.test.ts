import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { knownBenefits } from '../../../src/main/core/entitlements/packs.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { exportList } from '../../../src/main/core/outlook/export.ts'
import { prepareOutlook } from '../../../src/main/core/outlook/look-ahead.ts'
import { listUnclaimed } from '../../../src/main/core/outlook/unclaimed.ts'
import type { InputOf } from '../../../src/main/core/procedure.ts'
import { saveOffice } from '../../../src/main/core/registry/office.ts'
import { formatYuan } from '../../../src/shared/domain/money.ts'
import { pageTexts, printingFonts } from '../../fixtures/forms/printed.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from '../entitlements/entitlement-desk.ts'

const ALL = { search: '' }

describe('lists of the outlook on paper and as a workbook', () => {
  let t: TestLedger
  beforeAll(async () => {
    printingFonts()
    t = await createTestLedger()
    const { make, eligible } = smallCounty(t.ledger)
    t.ledger.write(make.by, (tx) => {
      saveOffice(tx, { office: '义乌市劳务协作站' })
      tx.update(people, eligible, { phone: '13957900001' })
    })
    await evaluateLedger(jobContext(t.ledger), { asOf: TODAY, benefits: [] })
    await prepareOutlook(jobContext(t.ledger), { asOf: TODAY })
  })
  afterAll(() => t.cleanup())

  /** Exports one list: the file, and what was told to the audit. */
  async function exported(input: InputOf<'outlook.exportList'>) {
    let file: { name: string; mime: string; bytes: Uint8Array } | undefined
    const noted: unknown[] = []
    await exportList(
      {
        ...jobContext(t.ledger),
        ledger: t.ledger.reader,
        files: {
          open: () => Promise.reject(new Error('no file is asked for here')),
          put: async (name, mime, bytes) => {
            file = { name, mime, bytes }
            return { token: 'f1', name, mime, size: bytes.length }
          },
        },
        commit: async (step, payload) => {
          noted.push([step, payload])
          return null as never
        },
      },
      input,
    )
    if (file === undefined) throw new Error('nothing was exported')
    return { ...file, noted }
  }
  const paper = async (input: InputOf<'outlook.exportList'>) => {
    const { bytes, ...rest } = await exported(input)
    return { ...rest, text: (await pageTexts(Buffer.from(bytes))).join('\n') }
  }
  const listed = () =>
    listUnclaimed(
      t.ledger.reader,
      { ...ALL, offset: 0, limit: 100 },
      knownBenefits({ resources }, t.ledger.reader),
      regions,
    ).rows

  it('prints who was never claimed for, line by line, with the sum', async () => {
    const rows = listed()
    expect(rows.length).toBeGreaterThan(2)
    const { name, mime, text, noted } = await paper({
      view: 'unclaimed',
      filter: ALL,
      format: 'pdf',
      phones: 'masked',
    })
    expect([name, mime]).toEqual([`应享未享名单_${TODAY}.pdf`, 'application/pdf'])
    for (const row of rows) {
      expect(text).toContain(row.beneficiaryName.replace(/\s/gu, ''))
      expect(text).toContain(row.benefit)
      if (row.amountFen !== null) expect(text).toContain(formatYuan(row.amountFen))
    }
    const sum = rows.reduce((total, row) => total + (row.amountFen ?? 0), 0)
    expect(text).toContain(`合计：${rows.length}条，已知金额${formatYuan(sum)}元`)
    expect(text).toContain('义乌市劳务协作站')
    expect(text).toContain(`截至${TODAY}，全部项目，共${rows.length}条`)
    // The number of pages stands in the foot of each, but is known only at the end.
    expect(text).toContain('第1页')
    expect(text).toContain('，共1页')
    expect(text).toContain('139****0001')
    expect(text).not.toContain('13957900001')
    expect(noted).toEqual([])
  })

  it('prints whole telephone numbers only where asked, and then the audit is told', async () => {
    const { text, noted } = await paper({ view: 'unclaimed', filter: ALL, format: 'pdf', phones: 'full' })
    expect(text).toContain('13957900001')
    expect(noted).toEqual([['outlook.exported', { view: 'unclaimed', rows: listed().length }]])
  })

  it('prints what is coming and what is being lost, with the day', async () => {
    const coming = await paper({
      view: 'coming',
      filter: { ...ALL, first: true, benefit: 'JH-16' },
      format: 'pdf',
      phones: 'masked',
    })
    expect(coming.text).toContain('将要可领名单')
    expect(coming.text).toContain('JH-16')
    expect(coming.text).toContain('乙阿依')
    await prepareOutlook(jobContext(t.ledger), { asOf: '2022-09-30' })
    const losing = await paper({ view: 'losing', filter: ALL, format: 'pdf', phones: 'masked' })
    expect(losing.text).toContain('快要失去名单')
    expect(losing.text).toContain('截至2022-09-30')
    expect(losing.text).toContain('乙阿依')
    expect(losing.text).toContain('参保到2022-06为止')
    expect(losing.text).toContain('2025-10-31')
  })

  it('writes the same into a workbook, with amounts as numbers', async () => {
    const rows = listed()
    const { name, bytes } = await exported({
      view: 'unclaimed',
      filter: ALL,
      format: 'xlsx',
      phones: 'masked',
    })
    expect(name).toBe(`应享未享名单_${TODAY}.xlsx`)
    const book = await openWorkbook(bytes)
    const read: unknown[][] = []
    for await (const batch of book.rows()) for (const row of batch) read.push([...row.values])
    book.close()
    const head = read.findIndex(([first]) => first === '条款')
    expect(read[head]).toEqual([
      '条款',
      '项目',
      '领取人',
      '人员',
      '身份证号',
      '联系电话',
      '户籍地',
      '务工',
      '期间',
      '金额（元）',
      '月数',
    ])
    expect(read.slice(head + 1).map((row) => [row[0], row[2], row[9] ?? null])).toEqual(
      rows.map((row) => [
        row.benefit,
        row.beneficiaryName,
        row.amountFen === null ? null : row.amountFen / 100,
      ]),
    )
  })

  it('refuses to print nothing', async () => {
    await expect(
      exported({
        view: 'unclaimed',
        filter: { ...ALL, search: '没有这个人' },
        format: 'pdf',
        phones: 'masked',
      }),
    ).rejects.toMatchObject({ code: 'outlook.nothing' })
  })
})

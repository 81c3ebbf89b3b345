import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { demoWorkbooks } from '../../../src/main/core/demo/demo-county.ts'
import { errorWorkbookBytes } from '../../../src/main/core/exchange/workbook/error-workbook.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createWorkbookWriter } from '../../../src/main/core/exchange/workbook/workbook-writer.ts'
import { loadRegions } from '../../../src/main/core/registry/regions.ts'
import { AWKWARD } from '../../fixtures/awkward-text.ts'
import { pageTexts } from '../../fixtures/forms/printed.ts'
import { noLibreOffice, opened } from '../../fixtures/libreoffice.ts'
import { type ExportDesk, exportDesk, sheetRows } from '../export/export-desk.ts'
import { RESOURCES } from '../import/import-desk.ts'

/** Skipped where there is none; the reason stands in the name. */
const without = noLibreOffice()

describe.skipIf(without !== undefined)(
  `LibreOffice opens our workbooks${without ? `: ${without}` : ''}`,
  () => {
    let desk: ExportDesk
    const books: Record<string, Uint8Array> = {}
    let read: Map<string, Buffer>
    let pdf: Map<string, Buffer>

    beforeAll(async () => {
      desk = await exportDesk()
      for await (const { file, kind, bytes } of demoWorkbooks({
        people: 150,
        seed: 5,
        regions: loadRegions(RESOURCES),
      })) {
        await desk.run({ name: file, bytes }, { errorFile: false })
        books[`demo-${kind}.xlsx`] = bytes
      }
      const { bytes } = await desk.export('export-work-monitoring')
      books['export.xlsx'] = bytes
      books['error.xlsx'] = (
        await errorWorkbookBytes(bytes, new Map([[3, '未导入：证件号码校验位不对。']]))
      ).bytes
      books['awkward.xlsx'] = await createWorkbookWriter()
        .addSheet({
          name: '一',
          columns: [{ header: '甲' }, { header: '乙', kind: 'fen' }, { header: '丙', kind: 'date' }],
          // Three times: in the cell, then shared.
          rows: TEXTS.flatMap((text) => [1, 2, 3].map((n) => [text, n * 100_001, '2022-03-05'])),
        })
        .toBuffer()
      const wanted: string[] = []
      for (const [name, content] of Object.entries(books)) wanted.push(await csvName(name, content))
      read = opened(books, 'csv', wanted)
      const print = await createWorkbookWriter()
        .addSheet({
          name: '一',
          title: '参保月份查询名单',
          columns: [{ header: '姓名' }, { header: '身份证号', width: 22 }],
          rows: Array.from({ length: 120 }, (_, n) => [`人${n}`, '511133199001010011']),
          print: { landscape: true },
        })
        .toBuffer()
      pdf = opened({ 'print.xlsx': print }, 'pdf', ['print.pdf'])
    }, 120_000)
    afterAll(() => desk?.close())

    it('and shows every cell as it was written: text as text, numbers and dates as themselves', async () => {
      let cells = 0
      for (const [name, content] of Object.entries(books)) {
        const ours = (await sheetRows(content)).map((row) => row.map(asShown))
        const theirs = await sheetRows(read.get(await csvName(name, content)) ?? new Uint8Array())
        expect(
          theirs.map((row) => row.map(asShown)),
          name,
        ).toEqual(ours)
        cells += ours.reduce((sum, row) => sum + row.length, 0)
      }
      expect(cells).toBeGreaterThan(8000)
    })

    it('and quotes ID numbers, accounts and phones, so that they are text to it', async () => {
      const csv = read.get('export-务工监测.csv')?.toString('utf8') ?? ''
      const ids = csv.match(/"\d{17}[\dX]"/g) ?? []
      expect(ids.length).toBe((await sheetRows(books['export.xlsx'] ?? new Uint8Array())).length - 1)
      expect(csv).not.toMatch(/(?<!["\dA-Z])\d{17}[\dX](?!["\dA-Z])/)
    })

    it('and prints with the header on every page and numbered pages', async () => {
      const pages = await pageTexts(pdf.get('print.pdf') ?? Buffer.alloc(0))
      expect(pages.length).toBeGreaterThan(1)
      for (const [at, page] of pages.entries()) {
        expect(page).toContain(`第${at + 1}页共${pages.length}页`)
        expect(page).toContain('参保月份查询名单')
        expect(page).toContain('身份证号')
      }
    })
  },
)

/** Half a pair is no character to other programs, and .csv has no way to hold a control character or a lone return. */
const TEXTS = AWKWARD.map(([, text]) => text).filter(
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the very ones that are left out
  (text) => text.isWellFormed() && !/[\u0001-\u0008\u000b-\u001f]/u.test(text),
)

/** A cell as a .csv can say it: `0.10` and 0.1 are the same number, and so are 5.1E+017 and its digits. */
function asShown(cell: string | number | boolean | null): string {
  const text = cell === null ? '' : String(cell)
  return /^-?\d+\.\d+(E\+\d+)?$/.test(text) ? String(Number(text)) : text
}

async function csvName(book: string, content: Uint8Array): Promise<string> {
  const workbook = await openWorkbook(content)
  const [sheet] = workbook.sheets
  workbook.close()
  return `${book.replace('.xlsx', '')}-${sheet?.name ?? ''}.csv`
}

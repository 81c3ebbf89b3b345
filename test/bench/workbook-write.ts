/**
 * Writing a workbook of 100,000 × 25 cells: one writer a process, for its time and its peak memory. The rows are made
 * before the clock starts, so that only the writing is measured.
 *
 * node test/bench/workbook-write.ts ours|exceljs FILE ROWS        writes FILE
 * node test/bench/workbook-write.ts bare FILE OUT                 the XML of FILE (ours) through the same deflate
 * node test/bench/workbook-write.ts compare FILE ROWS             counts differing cells, by our reader and by exceljs
 */
import { createWriteStream, readFileSync, statSync } from 'node:fs'
import { finished } from 'node:stream/promises'
import { createDeflateRaw } from 'node:zlib'
import ExcelJS from 'exceljs'
import yauzl from 'yauzl'
import { dateOfSerial } from '../../src/main/core/exchange/workbook/serial-date.ts'
import { openWorkbook } from '../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createWorkbookWriter } from '../../src/main/core/exchange/workbook/workbook-writer.ts'
import { report, stopwatch } from './measure.ts'
import { COLUMNS, cellAt, columns, DATES } from './wide-sheet.ts'

/** As the writer's own. */
const LEVEL = 2
const POOL = 5000
const SHEET = '花名册'
const PRINT = { landscape: true } as const

type Cells = readonly (string | number)[]

/** Row 5,000 is row 0 again but for its number: what a row holds costs nothing while the clock runs. */
function pool(): Cells[] {
  return Array.from({ length: POOL }, (_, row) =>
    Array.from({ length: COLUMNS }, (_, column) => cellAt(row, column)),
  )
}

function expected(row: number, column: number): string | number {
  return column === 0 ? row + 1 : cellAt(row % POOL, column)
}

function* numbered(rows: number, made: readonly Cells[]): Generator<(string | number)[]> {
  for (let row = 0; row < rows; row += 1) yield made[row % POOL]!.with(0, row + 1)
}

const writers: Record<string, (file: string, rows: number, made: readonly Cells[]) => Promise<void>> = {
  async ours(file, rows, made) {
    await createWorkbookWriter({ compression: LEVEL })
      .addSheet({ name: SHEET, columns, rows: numbered(rows, made), print: PRINT })
      .toFile(file)
  },

  async exceljs(file, rows, made) {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
      filename: file,
      useSharedStrings: false,
    })
    const sheet = workbook.addWorksheet(SHEET)
    for (const row of numbered(rows, made)) sheet.addRow(row).commit()
    await workbook.commit()
  },
}

/**
 * The floor: the sheet and the strings of a workbook of ours, row by row as text in memory, put together and through the
 * same deflate into a file. Nothing is looked up, checked, escaped or numbered, and no zip is made.
 */
async function bare(from: string, file: string): Promise<ReturnType<ReturnType<typeof stopwatch>>> {
  const rows: string[] = []
  for (const part of ['xl/worksheets/sheet1.xml', 'xl/sharedStrings.xml'])
    rows.push(...(await partOf(readFileSync(from), part)).toString('utf8').split(/(?<=<\/row>)/u))
  const clock = stopwatch()
  const deflate = createDeflateRaw({ level: LEVEL, chunkSize: 128 * 1024 })
  const out = deflate.pipe(createWriteStream(file))
  let xml = ''
  for (const row of rows) {
    xml += row
    if (xml.length < 128 * 1024) continue
    if (!deflate.write(Buffer.from(xml, 'utf8'))) await new Promise((go) => deflate.once('drain', go))
    xml = ''
  }
  deflate.end(xml)
  await finished(out)
  return clock()
}

async function partOf(bytes: Buffer, name: string): Promise<Buffer> {
  const zip = await yauzl.fromBufferPromise(bytes)
  for await (const entry of zip.eachEntry()) {
    if (entry.fileName !== name) continue
    const parts: Buffer[] = []
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer)
    return Buffer.concat(parts)
  }
  throw new Error(`no part ${name}`)
}

async function compare(
  file: string,
  rows: number,
): Promise<{ cells: number; ours: number; exceljs: number }> {
  let [cells, ours, exceljs] = [0, 0, 0]
  const workbook = await openWorkbook(file)
  for await (const batch of workbook.rows())
    for (const row of batch) {
      if (row.number === 1) continue
      for (let column = 0; column < COLUMNS; column += 1) {
        cells += 1
        const same = row.values[column] === expected(row.number - 2, column)
        if (!same || row.isDate(column) !== DATES.has(column)) ours += 1
      }
    }
  workbook.close()
  // In memory: its streaming reader turns some Chinese characters into others (figure `reader`).
  const other = new ExcelJS.Workbook()
  await other.xlsx.load(readFileSync(file) as unknown as ArrayBuffer)
  const sheet = other.getWorksheet(SHEET)
  if (sheet === undefined || sheet.rowCount !== rows + 1)
    throw new Error('exceljs reads another number of rows')
  for (let row = 0; row < rows; row += 1)
    for (let column = 0; column < COLUMNS; column += 1) {
      const value = sheet.getCell(row + 2, column + 1).value
      const read = value instanceof Date ? dateOfSerial(value.getTime() / 86_400_000 + 25_569) : value
      if (read !== expected(row, column)) exceljs += 1
    }
  return { cells, ours, exceljs }
}

const [task = '', file = '', more = ''] = process.argv.slice(2)
if (task === 'compare') report(await compare(file, Number(more)))
else if (task === 'bare') report({ ...(await bare(file, more)), bytes: statSync(more).size })
else {
  const writer = writers[task]
  if (writer === undefined) throw new Error(`no writer ${task}`)
  const made = pool()
  const clock = stopwatch()
  await writer(file, Number(more), made)
  report({ ...clock(), bytes: statSync(file).size })
}

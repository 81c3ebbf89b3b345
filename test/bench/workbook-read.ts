/**
 * Reading a workbook of 100,000 × 25 cells: ours, beside a bare scan of the same XML (inflate it and count '<c ') and
 * exceljs's streaming reader. Every run is a process of its own, for its time and its peak memory; the best of each
 * counts, since neighbours on the machine can only add. Then every cell is compared with what was written.
 *
 * node test/bench/workbook-read.ts [rows] [rounds]
 */
import { execFileSync } from 'node:child_process'
import { createReadStream, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createInflateRaw } from 'node:zlib'
import ExcelJS from 'exceljs'
import yauzl from 'yauzl'
import { openWorkbook } from '../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createWorkbookWriter } from '../../src/main/core/exchange/workbook/workbook-writer.ts'
import { body, COLUMNS, cellAt, columns, DATES, NUMBERS } from './wide-sheet.ts'

const tasks: Record<string, (file: string, rows: number) => Promise<Record<string, number>>> = {
  async write(file, rows) {
    await createWorkbookWriter()
      .addSheet({ name: '花名册', columns, rows: body(rows) })
      .toFile(file)
    return {}
  },

  async 'write-exceljs'(file, rows) {
    const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({ filename: file, useSharedStrings: false })
    const sheet = workbook.addWorksheet('花名册')
    for (const row of body(rows)) sheet.addRow(row).commit()
    await workbook.commit()
    return {}
  },

  /** The floor: nothing is decoded, checked or kept. */
  async floor(file) {
    const zip = await yauzl.openPromise(file)
    let found: { start: number; size: number } | undefined
    for await (const entry of zip.eachEntry()) {
      if (entry.fileName !== 'xl/worksheets/sheet1.xml') continue
      const { fileDataStart } = await zip.readLocalFileHeaderPromise(entry, { minimal: true })
      found = { start: fileDataStart, size: entry.compressedSize }
    }
    if (!found) throw new Error('no sheet')
    const end = found.start + found.size - 1
    const stored = createReadStream(file, { start: found.start, end, highWaterMark: 256 * 1024 })
    const tag = Buffer.from('<c ')
    let cells = 0
    let xmlMb = 0
    for await (const chunk of stored.pipe(createInflateRaw({ chunkSize: 256 * 1024 }))) {
      const bytes = chunk as Buffer
      for (let at = bytes.indexOf(tag); at >= 0; at = bytes.indexOf(tag, at + 3)) cells += 1
      xmlMb += bytes.length / 1e6
    }
    return { cells, xmlMb }
  },

  async ours(file) {
    const workbook = await openWorkbook(file)
    let cells = 0
    for await (const batch of workbook.rows()) for (const row of batch) cells += row.values.length
    workbook.close()
    return { cells }
  },

  async exceljs(file) {
    let cells = 0
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, {})) {
      for await (const row of sheet) cells += (row.values as unknown[]).length - 1
    }
    return { cells }
  },

  async 'compare-ours'(file) {
    const workbook = await openWorkbook(file)
    let wrong = 0
    let cells = 0
    for await (const batch of workbook.rows()) {
      for (const row of batch) {
        if (row.number === 1) continue
        for (let column = 0; column < COLUMNS; column += 1) {
          cells += 1
          if (
            row.values[column] !== cellAt(row.number - 2, column) ||
            row.isDate(column) !== DATES.has(column)
          )
            wrong += 1
        }
      }
    }
    workbook.close()
    return { cells, wrong }
  },

  /** Text cells only: what it makes of dates is another matter. */
  async 'compare-exceljs'(file, first) {
    let wrong = 0
    let cells = 0
    for await (const sheet of new ExcelJS.stream.xlsx.WorkbookReader(file, {})) {
      for await (const row of sheet) {
        if (row.number < first) continue
        for (let column = 0; column < COLUMNS; column += 1) {
          if (DATES.has(column) || NUMBERS.has(column)) continue
          cells += 1
          const value = row.getCell(column + 1).value
          const text =
            typeof value === 'object' && value !== null && 'richText' in value
              ? value.richText.map((run) => run.text).join('')
              : value
          if (text !== cellAt(row.number - first, column)) wrong += 1
        }
      }
    }
    return { cells, wrong }
  },
}

interface Run {
  readonly ms: number
  readonly peakMb: number
  readonly grownMb: number
  readonly [more: string]: number
}

const [task, ...rest] = process.argv.slice(2)
if (task !== undefined && task in tasks) {
  const before = process.memoryUsage.rss()
  const cpuBefore = process.cpuUsage()
  const started = performance.now()
  const more = await tasks[task]!(rest[0]!, Number(rest[1]))
  const ms = performance.now() - started
  const cpu = process.cpuUsage(cpuBefore)
  const peakMb = process.resourceUsage().maxRSS / 1024
  console.log(
    JSON.stringify({
      ms,
      cpuMs: (cpu.user + cpu.system) / 1000,
      peakMb,
      grownMb: peakMb - before / 1024 ** 2,
      ...more,
    }),
  )
} else await compare(Number(task ?? 100_000), Number(rest[0] ?? 5))

function run(name: string, file: string, rows: number): Run {
  const output = execFileSync(process.execPath, [fileURLToPath(import.meta.url), name, file, String(rows)], {
    encoding: 'utf8',
  })
  return JSON.parse(output) as Run
}

function best(runs: readonly Run[]): Run {
  return runs.reduce((least, each) => (each.ms < least.ms ? each : least))
}

async function compare(rows: number, rounds: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'workbook-bench-'))
  try {
    const file = join(folder, 'ours.xlsx')
    const written = run('write', file, rows)
    const all: Record<'floor' | 'ours' | 'exceljs', Run[]> = { floor: [], ours: [], exceljs: [] }
    for (let round = 0; round < rounds; round += 1) {
      all.floor.push(run('floor', file, rows))
      all.ours.push(run('ours', file, rows))
      if (round < 2) all.exceljs.push(run('exceljs', file, rows))
    }
    const floor = best(all.floor)
    console.log(
      `${rows} rows × ${COLUMNS} columns, ${(statSync(file).size / 1e6).toFixed(1)} MB, ${floor.xmlMb!.toFixed(0)} MB of XML; ` +
        `written in ${(written.ms / 1000).toFixed(2)} s with ${written.peakMb.toFixed(0)} MB`,
    )
    console.log('reader                  best ms   × floor   peak MB   grown MB')
    for (const [label, runs] of Object.entries(all)) {
      const { ms } = best(runs)
      const peak = Math.max(...runs.map((each) => each.peakMb))
      const grown = Math.max(...runs.map((each) => each.grownMb))
      console.log(
        `${label.padEnd(22)} ${ms.toFixed(0).padStart(8)} ${(ms / floor.ms).toFixed(2).padStart(9)} ${peak.toFixed(0).padStart(9)} ${grown.toFixed(0).padStart(10)}`,
      )
    }
    console.log(
      `ours is ${(best(all.exceljs).ms / best(all.ours).ms).toFixed(1)}× as fast as exceljs's streaming reader`,
    )
    const small = join(folder, 'exceljs.xlsx')
    run('write-exceljs', small, Math.min(rows, 20_000))
    const report = (label: string, result: Run) =>
      console.log(`${label}: ${result.wrong} of ${result.cells} cells differ from what was written`)
    report('ours, our sheet', run('compare-ours', file, rows))
    report('exceljs, our sheet (text cells)', run('compare-exceljs', file, 2))
    report('exceljs, its own sheet (text cells)', run('compare-exceljs', small, 1))
  } finally {
    rmSync(folder, { recursive: true })
  }
}

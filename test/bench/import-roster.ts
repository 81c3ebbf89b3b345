/**
 * Import of a county's roster into the encrypted ledger with change log. Run: node test/bench/import-roster.ts [people] [--quick | --once]
 * The workbook is made by a process of its own (--make), so that the peak is the import's.
 * The floor beside it: the same workbook only read, row by row. Then the same file again (every row looked up and found
 * the same) and, without --quick, the undo of the whole import.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createLedger } from '../../src/main/core/db/ledger.ts'
import { demoWorkbooks } from '../../src/main/core/demo/demo-county.ts'
import { runImport } from '../../src/main/core/exchange/import-run.ts'
import { undoImport } from '../../src/main/core/exchange/undo-import.ts'
import { openWorkbook } from '../../src/main/core/exchange/workbook/workbook-reader.ts'
import { assistance } from '../../src/main/core/jobs/assistance.ts'
import { saveOffice } from '../../src/main/core/registry/office.ts'
import { loadRegions } from '../../src/main/core/registry/regions.ts'

const resources = join(import.meta.dirname, '../../resources')
if (process.argv[2] === '--make') {
  await makeRoster(Number(process.argv[3]), process.argv[4] ?? '')
  process.exit()
}

const people = Number(process.argv[2] ?? 200_000)
const quick = process.argv.includes('--quick')
const once = process.argv.includes('--once')
const now = () => Date.now()
const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-'))

async function timed<T>(
  work: () => Promise<T> | T,
): Promise<{ result: T; seconds: number; processor: number }> {
  const wall = performance.now()
  const before = process.cpuUsage()
  const result = await work()
  const used = process.cpuUsage(before)
  return { result, seconds: (performance.now() - wall) / 1000, processor: (used.user + used.system) / 1e6 }
}

try {
  const roster = join(folder, '花名册.xlsx')
  execFileSync(process.execPath, [import.meta.filename, '--make', String(people), roster])

  const reading = await timed(async () => {
    const workbook = await openWorkbook(roster)
    let rows = 0
    for await (const batch of workbook.rows()) rows += batch.length
    workbook.close()
    return rows
  })

  const { ledger } = await createLedger({
    path: join(folder, 'county.ledger'),
    passphrase: 'bench passphrase',
    now,
  })
  ledger.write({ action: 'settings.save', actor: 'bench' }, (tx) =>
    saveOffice(tx, { office: '测试站', county: '511133' }),
  )
  let peak = 0
  const thread = pathToFileURL(join(import.meta.dirname, '../../src/main/core/jobs/thread.ts'))
  const assist = assistance(thread, { resources }, ledger.ticket)
  const context = {
    ...(assist === undefined ? {} : { assist }),
    now,
    today: () => '2022-09-30',
    newId: () => '',
    resources,
    ledger,
    actor: { name: 'bench', role: 'admin' as const },
    files: {
      open: async () => ({ name: '花名册.xlsx', path: roster }),
      put: async (name: string, mime: string, content: Uint8Array) => ({
        token: '',
        name,
        size: content.byteLength,
        mime,
      }),
    },
    progress: () => {
      peak = Math.max(peak, process.memoryUsage.rss())
    },
    shouldStop: () => false,
  }
  const request = {
    token: '',
    kind: undefined,
    sheet: undefined,
    headerRow: undefined,
    mapping: undefined,
    dryRun: false,
    errorFile: false,
  }
  const first = await timed(() => runImport(context, request))
  const again = once ? undefined : await timed(() => runImport(context, request))
  const importId = first.result.importId ?? ''
  const undone = quick || once ? undefined : await timed(() => undoImport(ledger, importId, 'bench'))
  const log = ledger.reader.prepare<{ n: number }>('SELECT count(*) AS n FROM change_log').get()
  ledger.close()

  const perSecond = (rows: number, seconds: number) => Math.round(rows / seconds)
  console.log(
    JSON.stringify(
      {
        people: first.result.newCount,
        readOnly: {
          seconds: reading.seconds,
          processor: reading.processor,
          rowsPerSecond: perSecond(reading.result, reading.seconds),
        },
        import: {
          seconds: first.seconds,
          processor: first.processor,
          peoplePerSecond: perSecond(first.result.newCount, first.seconds),
          peoplePerProcessorSecond: perSecond(first.result.newCount, first.processor),
          refused: first.result.refusedCount,
          peakMegabytes: Math.round(peak / 1e6),
        },
        again: again && {
          seconds: again.seconds,
          same: again.result.sameCount,
          changed: again.result.changedCount,
          new: again.result.newCount,
        },
        undo: undone && { seconds: undone.seconds, ...undone.result, importId: undefined },
        changeLogRows: log?.n,
        goal: '20000 people/s',
      },
      null,
      2,
    ),
  )
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function makeRoster(people: number, path: string): Promise<void> {
  for await (const { kind, bytes } of demoWorkbooks({ people, seed: 7, regions: loadRegions(resources) })) {
    if (kind !== 'roster') continue
    writeFileSync(path, bytes)
    return
  }
  throw new Error('the demo county has a roster')
}

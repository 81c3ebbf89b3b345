/** One workbook taken in as one transaction: read, decided and written batch by batch, or all of it rolled back. */

import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import type { ImportKind, ImportResult } from '../../../shared/contract/imports.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import type { WriteTx } from '../db/ledger.ts'
import { importFindings, importMappings, imports } from '../db/schema/exchange.ts'
import { benefitNames } from '../entitlements/packs.ts'
import { packed, sha256Of, storeFile } from '../files/stored-bytes.ts'
import { Cancelled, type InputOf, type WriterJobContext } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { claimResultsImport } from './claim-results-import.ts'
import { DataRows } from './data-rows.ts'
import { errorFileOf } from './error-file.ts'
import { fairsImport } from './fairs-import.ts'
import { FieldReaders } from './field-readers.ts'
import { headerFingerprint, moneyScale } from './header-folding.ts'
import { type ImportProfiles, profilesOf } from './import-profiles.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import { ImportTally } from './import-tally.ts'
import { insuredImport } from './insured-import.ts'
import { mappingText, rememberedMappings } from './mapping-memory.ts'
import { agentsImport, employersImport } from './organisations-import.ts'
import { personResultsImport, workResultsImport } from './person-results-import.ts'
import { rosterImport } from './roster-import.ts'
import { RowCells } from './row-cells.ts'
import { IDENTITY } from './row-identity.ts'
import { rowsAlong } from './rows-along.ts'
import { servicesImport } from './services-import.ts'
import { layoutOf, noKnownHeader, requireLayout, type SheetLayout } from './sheet-layout.ts'
import { vacanciesImport } from './vacancies-import.ts'
import { workImport } from './work-import.ts'
import { XLSX } from './workbook/media-type.ts'
import { openWorkbook, type SheetInspection, type WorkbookReader } from './workbook/workbook-reader.ts'

const IMPORTERS: Readonly<Record<ImportKind, (session: ImportSession) => KindImport>> = {
  roster: rosterImport,
  work: workImport,
  insured: insuredImport,
  employers: employersImport,
  agents: agentsImport,
  vacancies: vacanciesImport,
  fairs: fairsImport,
  services: servicesImport,
  'claim-results': claimResultsImport,
  'person-results': personResultsImport,
  'work-results': workResultsImport,
}
/** Rows decided together. */
const BATCH = 500
/** From this many rows on a second thread that reads them is up long before they are done; fewer only in tests. */
const WORTH_A_THREAD = 10_000

type Request = InputOf<'imports.run'>
type Source = { name: string; source: string | Uint8Array }
/** Carries a dry run's result out of the transaction that is rolled back. */
class DryRunDone extends Error {}

/**
 * Imports one sheet of a workbook. A dry run goes through exactly the same and is rolled back at its end.
 * @throws Refusal `workbook.*`, `import.no-known-header`, `import.missing-columns`, `import.no-rows`, `ledger.*`; Cancelled
 */
export async function runImport(
  context: WriterJobContext,
  request: Request,
  worthAThread: number = WORTH_A_THREAD,
): Promise<ImportResult> {
  const started = context.now()
  const file = await openSource(context, request.token)
  const profiles = profilesOf(context)
  context.progress('查看工作簿', 0, null)
  const shouldStop = () => context.shouldStop()
  const workbook = await openWorkbook(file.source, { shouldStop }).catch(asCancelled)
  try {
    const inspection = await workbook.inspect().catch(asCancelled)
    const { sheet, layout } = chooseSheet(inspection.sheets, profiles, context, request)
    const tally = new ImportTally()
    const done = await importSheet({
      context,
      request,
      file,
      workbook,
      sheet,
      layout,
      profiles,
      tally,
      worthAThread,
    })
    const errorFile =
      request.errorFile && tally.sentences.size > 0
        ? await errorFileOf(context, file, tally.sentences, {
            sheet: sheet.name,
            headerRow: layout.headerRow,
          })
        : null
    return {
      importId: request.dryRun ? null : done.importId,
      kind: layout.kind,
      dryRun: request.dryRun,
      rows: tally.rows,
      newCount: tally.counts.new,
      changedCount: tally.counts.changed,
      sameCount: tally.counts.same,
      refusedCount: tally.counts.refused,
      warnedCount: tally.warned,
      findings: tally.first,
      reasons: tally.reasons(),
      changes: tally.changes,
      errorFile,
      notes: [...layout.notes, ...done.notes],
      seconds: (context.now() - started) / 1000,
    }
  } finally {
    workbook.close()
  }
}

/** The bytes or the path behind a token, with the file's name. */
export async function openSource(context: Pick<WriterJobContext, 'files'>, token: string): Promise<Source> {
  const opened = await context.files.open(token)
  return { name: basename(opened.name) || 'workbook', source: 'path' in opened ? opened.path : opened.bytes }
}

function asCancelled(error: unknown): never {
  throw isRefusal(error) && error.code === 'workbook.cancelled' ? new Cancelled() : error
}

function chooseSheet(
  sheets: readonly SheetInspection[],
  profiles: ImportProfiles,
  context: WriterJobContext,
  request: Request,
): { sheet: SheetInspection; layout: SheetLayout } {
  const remembered = rememberedMappings(context.ledger.reader)
  const choice = { kind: request.kind, headerRow: request.headerRow, mapping: request.mapping }
  if (request.sheet !== undefined) {
    const sheet = sheets.find(({ name }) => name === request.sheet)
    if (sheet === undefined)
      throw new Refusal(
        'workbook.sheet-not-found',
        `工作簿里没有工作表“${request.sheet}”。请重新选择工作表。`,
        {
          sheet: request.sheet,
        },
      )
    return { sheet, layout: requireLayout(sheet, profiles, remembered, choice) }
  }
  // Sheets that are shown go first: a hidden one is somebody's scratch paper.
  const ordered = [...sheets.filter(({ hidden }) => !hidden), ...sheets.filter(({ hidden }) => hidden)]
  const found = ordered.find((sheet) => layoutOf(sheet, profiles, remembered, choice) !== undefined)
  const first = ordered.find(({ preview }) => preview.length > 0) ?? ordered[0]
  if (found === undefined && first !== undefined) throw noKnownHeader(first, profiles, request.kind)
  if (found === undefined)
    throw new Refusal('workbook.no-sheet', '这个工作簿里没有可以读取的工作表。请检查文件是否选对。')
  const layout = requireLayout(found, profiles, remembered, choice)
  const others = ordered.filter(
    (sheet) => sheet !== found && !sheet.hidden && layoutOf(sheet, profiles, remembered) !== undefined,
  )
  if (others.length > 0)
    layout.notes.push(
      `本次只导入了工作表“${found.name}”；${others.map(({ name }) => `“${name}”`).join('、')}也认得出，需要时请另选工作表再导入。`,
    )
  return { sheet: found, layout }
}

type Run = {
  context: WriterJobContext
  request: Request
  file: Source
  workbook: WorkbookReader
  sheet: SheetInspection
  layout: SheetLayout
  profiles: ImportProfiles
  tally: ImportTally
  worthAThread: number
}

async function importSheet(run: Run): Promise<{ importId: string; notes: string[] }> {
  const { context, request, layout } = run
  const file = await keptFile(run.file.source, request.dryRun)
  let outcome = { importId: '', notes: [] as string[] }
  const body = async (tx: WriteTx) => {
    const importId = tx.newId()
    outcome = { importId, notes: await takeRows(run, tx, importId, file.sha256) }
    if (run.tally.rows === 0)
      throw new Refusal(
        'import.no-rows',
        `工作表“${run.sheet.name}”的表头下面没有数据行。请检查文件和工作表是否选对。`,
        {
          sheet: run.sheet.name,
        },
      )
    if (file.content === undefined) throw new DryRunDone()
    context.progress('保存导入记录', run.tally.rows, run.tally.rows, '行')
    await keepRecord(run, tx, importId, { ...file, content: await file.content })
  }
  const action = {
    action: `import.${layout.kind}`,
    actor: context.actor.name,
    params: { kind: layout.kind, dryRun: request.dryRun },
  }
  try {
    await context.ledger.writeAsync(action, body)
  } catch (error) {
    if (!(error instanceof DryRunDone)) asCancelled(error)
  }
  return outcome
}

async function takeRows(run: Run, tx: WriteTx, importId: string, sha256: string): Promise<string[]> {
  const { context, layout, workbook, sheet, tally, profiles } = run
  const profile = profiles[layout.kind]
  const scales = new Map(
    [...layout.fields].map(([field, column]) => [field, moneyScale(layout.headers[column] ?? '')]),
  )
  const regions = regionsOf(context)
  const officeCounty = readOffice(tx).county
  const importer = IMPORTERS[layout.kind]({
    tx,
    tally,
    cells: new RowCells({ columns: layout.fields, labelOf: profile.labelOf }),
    read: new FieldReaders({ today: context.today(), regions, officeCounty }),
    words: { today: context.today(), isKnownArea: regions.isKnownArea },
    layout,
    officeCounty,
    scaleOf: (field) => scales.get(field) ?? 1,
    labelOf: profile.labelOf,
    sourceOf: (row) => `import:${importId}#${row}`,
    profile,
    by: context.actor.name,
    file: { importId, name: run.file.name, sha256 },
    benefits: () => benefitNames(context, tx),
  })
  const data = new DataRows({
    fields: layout.fields,
    headerRow: layout.headerRow,
    identity: IDENTITY[layout.kind],
    merges: layout.merges,
  })
  const step = `${run.request.dryRun ? '试导入' : '导入'}${IMPORT_KIND_TEXT[layout.kind]}`
  const total = Math.max(0, sheet.lastRow - layout.headerRow)
  const taken = (last: number): void => {
    storeFindings(run, tx, importId)
    context.progress(step, Math.min(total, Math.max(0, last - layout.headerRow)), total, '行')
  }
  const { along } = importer
  const takeAll = async (): Promise<void> => {
    if (along !== undefined && context.assist !== undefined && total >= run.worthAThread) {
      // Read anew by the other thread; what this one holds of the file is let go.
      workbook.close()
      const asked = { source: run.file.source, sheet: sheet.name, batch: BATCH, reading: along.reading }
      for await (const { text, last } of rowsAlong(context, context.assist, asked)) {
        along.take(text)
        taken(last)
      }
      return
    }
    for await (const batch of workbook.rows({ sheet: sheet.name, batchSize: BATCH })) {
      if (context.shouldStop()) throw new Cancelled()
      importer.take([...data.of(batch)])
      taken(batch.at(-1)?.number ?? 0)
    }
  }
  await tx.bulk(importer.grows, total, takeAll, { keysAfter: importer.keysAfter ?? false })
  const notes = importer.finish()
  storeFindings(run, tx, importId)
  if (context.shouldStop()) throw new Cancelled()
  return notes
}

function storeFindings(run: Run, tx: WriteTx, importId: string): void {
  const found = run.tally.drain()
  if (!run.request.dryRun)
    tx.local(importFindings).insertMany(found.map((finding) => ({ importId, ...finding })))
}

/** The workbook as the ledger keeps it; compressed while its rows are taken in, and not at all for a dry run. */
type KeptFile = { byteLength: number; sha256: string; content: Promise<Buffer> | undefined }

async function keptFile(source: string | Uint8Array, dryRun: boolean): Promise<KeptFile> {
  const bytes = typeof source === 'string' ? await readFile(source) : source
  const content = dryRun ? undefined : packed(bytes)
  // Whoever waits for it is told.
  content?.catch(() => undefined)
  return { byteLength: bytes.byteLength, sha256: sha256Of(bytes), content }
}

async function keepRecord(
  run: Run,
  tx: WriteTx,
  importId: string,
  file: Omit<KeptFile, 'content'> & { content: Buffer },
): Promise<void> {
  const { context, layout, sheet, tally } = run
  const { sha256 } = file
  const fileName = run.file.name
  const fileId = storeFile(tx, {
    name: fileName,
    mime: fileName.toLowerCase().endsWith('.csv') ? 'text/csv' : XLSX,
    bytes: file,
    sha256,
    content: file.content,
  })
  tx.insert(imports, {
    id: importId,
    kind: layout.kind,
    fileName,
    fileId,
    sha256,
    sheet: sheet.name,
    headerRow: layout.headerRow,
    mapping: JSON.stringify(Object.fromEntries(layout.fields)),
    importedAt: tx.at,
    importedBy: context.actor.name,
    newCount: tally.counts.new,
    changedCount: tally.counts.changed,
    sameCount: tally.counts.same,
    refusedCount: tally.counts.refused,
    warnedCount: tally.warned,
    state: 'done',
    txId: tx.id,
    source: 'entry',
  })
  const headers = headerFingerprint(layout.headers)
  tx.local(importMappings).upsert({
    id: `${layout.kind}:${headers}`,
    kind: layout.kind,
    headers,
    mapping: mappingText(layout.headers, layout.fields),
    rememberedAt: tx.at,
  })
}

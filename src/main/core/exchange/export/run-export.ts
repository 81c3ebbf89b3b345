import type { ExportResult } from '../../../../shared/contract/exports.ts'
import { shanghaiDay } from '../../../../shared/domain/dates.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { handIn } from '../../claims/outside/hand-in.ts'
import { exportMarks, exportRuns } from '../../db/schema/exports.ts'
import { knownBenefits } from '../../entitlements/packs.ts'
import { packed, sha256Of } from '../../files/stored-bytes.ts'
import {
  Cancelled,
  type InputOf,
  type QueryContext,
  type ReaderJobContext,
  type WriteContext,
} from '../../procedure.ts'
import { readOffice } from '../../registry/office.ts'
import { regionsOf } from '../../registry/region-procedures.ts'
import { XLSX } from '../workbook/media-type.ts'
import { type SheetSpec, sheetNameFrom } from '../workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../workbook/workbook-writer.ts'
import { type CellWords, exportCells } from './export-cells.ts'
import { type ExportMark, readMark } from './export-marks.ts'
import type { ExportProfile } from './export-profile.ts'
import {
  changedKeys,
  chosenKeys,
  lastSequence,
  readRows,
  sequenceBefore,
  sourceOf,
  whoOf,
} from './export-selection.ts'
import { fieldOf } from './export-sources.ts'
import { findProfile } from './own-profiles.ts'
import { exportTemplate, fillTemplate, notInTemplate, placeInTemplate } from './template-workbook.ts'

/** Rows that an answer names; the workbook beside the export has all of them. */
const NAMED = 100
const REPORT_EVERY = 500

type Since = InputOf<'exports.run'>['since']

/**
 * Writes what a profile chooses as a workbook, remembers what the receiver then has, and notes it in the audit.
 * @throws Refusal `exports.no-profile`, `exports.profile`, `exports.nothing`, `exports.given`, `exports.template-*`, `workbook.*`
 */
export async function runExport(
  context: ReaderJobContext,
  input: InputOf<'exports.run'>,
): Promise<ExportResult> {
  const { ledger } = context
  const found = findProfile(context, ledger, input.profile)
  const { profile } = found
  refuseGiven(profile)
  context.progress(`挑选${sourceOf(profile).label}`, 0, null)
  const throughSeq = lastSequence(ledger)
  const mark = await readMark(ledger, found.id)
  const since = input.since ?? (profile.changedOnly ? 'last' : 'none')
  const chosen = chosenKeys(ledger, profile)
  const wanted = wantedKeys(context, profile, chosen, since, mark)
  const goneKeys = mark === undefined ? [] : missingFrom(mark.keys, chosen)
  if (wanted.length === 0 && goneKeys.length === 0) throw nothing(profile, since, mark)

  const cells = exportCells(profile, wordsOf(context, profile))
  const leftOut: { who: string; why: string }[] = []
  const leftOutKeys = new Set<string>()
  const exported: string[] = []
  let done = 0
  let rowCount = 0
  const step = `导出${profile.name}`
  function* rows() {
    for (const row of readRows(ledger, profile, cells.fields, wanted)) {
      done += 1
      if (done % REPORT_EVERY === 0) {
        context.progress(step, Math.min(done, wanted.length), wanted.length, '行')
        if (context.shouldStop()) throw new Cancelled()
      }
      const made = cells.rowOf(row.values)
      if (made.cells === undefined) {
        leftOut.push({ who: row.who, why: made.why })
        leftOutKeys.add(row.key)
      } else {
        rowCount += 1
        if (profile.source === 'claims') exported.push(row.key)
        yield made.cells
      }
    }
  }
  const template = await exportTemplate(ledger, found.id)
  const place = template === undefined ? undefined : await placeInTemplate(template, profile)
  const bytes =
    template === undefined || place === undefined
      ? await createWorkbookWriter()
          .addSheet(sheetOf(profile, cells.sheetColumns, rows()))
          .toBuffer()
      : await fillTemplate(template, place, cells.sheetColumns, rows())
  if (rowCount === 0 && goneKeys.length === 0) throw allLeftOut(leftOut)
  const name = fileName(context, profile)
  // The bytes are given away with the file: what is to be known of them is asked before.
  const sha256 = sha256Of(bytes)
  const size = bytes.byteLength
  const file = await context.files.put(`${name}.xlsx`, XLSX, bytes)
  const gone = whoOf(ledger, profile, goneKeys)
  const beside = await besideFile(gone, leftOut)
  const besideRef = beside === undefined ? null : await context.files.put(`${name}_说明.xlsx`, XLSX, beside)

  // A day can leave out what changed before it: the receiver then does not have everything that is chosen.
  const remembered = input.remember && (since === 'none' || since === 'last')
  const kept: ExportKept = {
    profile: found.id,
    profileName: profile.name,
    profileVersion: profile.version,
    fileName: file.name,
    sha256,
    size,
    rowCount,
    leftOutCount: leftOut.length,
    goneCount: gone.length,
    since: since === 'last' && mark === undefined ? 'none' : since,
    throughSeq,
    personal: cells.personal,
    handedIn: input.remember ? exported : [],
    rowKeys: remembered ? await packed(Buffer.from(receiverHas(chosen, leftOutKeys), 'utf8')) : null,
  }
  const { id } = await context.commit<{ id: string }>('exports.keep', kept)
  return {
    id,
    file,
    besideFile: besideRef,
    sha256,
    rows: rowCount,
    since: kept.since,
    first: mark === undefined,
    remembered,
    lastAt: mark?.madeAt ?? null,
    leftOut: { count: leftOut.length, first: leftOut.slice(0, NAMED) },
    gone: { count: gone.length, first: gone.slice(0, NAMED) },
    notInTemplate: place === undefined ? [] : notInTemplate(profile, place),
    personal: cells.personal,
  }
}

/** What a profile's next export would hold: rows changed since the last one, and those that are no longer chosen. */
export async function changesSince(
  context: QueryContext,
  input: InputOf<'exports.changes'>,
): Promise<{
  lastAt: string | null
  chosen: number
  changed: number
  gone: { count: number; first: string[] }
}> {
  const { ledger } = context
  const { id, profile } = findProfile(context, ledger, input.profile)
  refuseGiven(profile)
  const mark = await readMark(ledger, id)
  const chosen = chosenKeys(ledger, profile)
  const changed = wantedKeys(context, profile, chosen, 'last', mark)
  const gone = mark === undefined ? [] : missingFrom(mark.keys, chosen)
  return {
    lastAt: mark?.madeAt ?? null,
    chosen: chosen.length,
    changed: changed.length,
    gone: { count: gone.length, first: whoOf(ledger, profile, gone.slice(0, NAMED)) },
  }
}

export type ExportKept = {
  profile: string
  profileName: string
  profileVersion: number
  fileName: string
  sha256: string
  size: number
  rowCount: number
  leftOutCount: number
  goneCount: number
  since: string
  throughSeq: number
  personal: string[]
  /** claims that the receiver is to answer */
  handedIn: string[]
  /** null: what the receiver has stays as it was remembered */
  rowKeys: Uint8Array | null
}

/** Writer step: an export left the ledger; the audit says which personal data it showed in full. */
export function keepExport(context: WriteContext, kept: ExportKept): { id: string } {
  const { rowKeys, personal, handedIn, ...run } = kept
  const { result } = context.ledger.write(
    {
      action: 'exports.run',
      actor: context.actor.name,
      params: {
        profile: run.profile,
        version: run.profileVersion,
        rows: run.rowCount,
        since: run.since,
        sha256: run.sha256,
        personal: personal.join('、'),
      },
    },
    (tx) => {
      const id = tx.newId()
      tx.local(exportRuns).insert({
        ...run,
        id,
        personal: JSON.stringify(personal),
        madeAt: tx.at,
        madeBy: context.actor.name,
      })
      handIn(tx, context.actor.name, handedIn, {
        on: context.today(),
        fileName: run.fileName,
        sha256: run.sha256,
      })
      if (rowKeys !== null)
        tx.local(exportMarks).upsert({
          profile: run.profile,
          runId: id,
          throughSeq: run.throughSeq,
          rowKeys: Buffer.from(rowKeys),
        })
      return id
    },
  )
  return { id: result }
}

/** What stands for regions and policy rows; all documents are read only for a profile that names rows of them. */
export function wordsOf(context: QueryContext | ReaderJobContext, profile: ExportProfile): CellWords {
  const named = profile.columns.some(
    ({ field }) => field !== undefined && fieldOf(profile.source, field)?.kind === 'benefit',
  )
  return { regions: regionsOf(context), benefits: named ? benefitNames(context) : new Map() }
}

/** A profile's sheet. */
export function sheetOf(
  profile: ExportProfile,
  columns: SheetSpec['columns'],
  rows: SheetSpec['rows'],
): SheetSpec {
  return {
    name: sheetNameFrom(profile.sheet),
    columns,
    rows,
    ...(profile.title === undefined ? {} : { title: profile.title }),
    borders: false,
    print: { landscape: true },
  }
}

function wantedKeys(
  { ledger }: Pick<QueryContext, 'ledger'>,
  profile: ExportProfile,
  chosen: readonly string[],
  since: NonNullable<Since>,
  mark: ExportMark | undefined,
): string[] {
  if (since === 'none' || (since === 'last' && mark === undefined)) return [...chosen]
  const from = since === 'last' ? (mark?.throughSeq ?? 0) : sequenceBefore(ledger, since)
  const changed = changedKeys(ledger, profile, from)
  // A row can come to be chosen without a change of its own: a filter's day passed, a missing cell was given a code.
  const unknown = (key: string) => since === 'last' && mark?.keys.has(key) === false
  return chosen.filter((key) => changed.has(key) || unknown(key))
}

function missingFrom(had: ReadonlySet<string>, chosen: readonly string[]): string[] {
  const now = new Set(chosen)
  return [...had].filter((key) => !now.has(key))
}

function receiverHas(chosen: readonly string[], leftOut: ReadonlySet<string>): string {
  return chosen.filter((key) => !leftOut.has(key)).join('\n')
}

function refuseGiven(profile: ExportProfile): void {
  if (profile.source === 'results')
    throw new Refusal(
      'exports.given',
      `“${profile.name}”是处理结果的样式，处理收到的文件时自动使用，不单独导出。请另选一种导出格式。`,
    )
}

function nothing(profile: ExportProfile, since: NonNullable<Since>, mark: ExportMark | undefined): Refusal {
  const { label } = sourceOf(profile)
  if (since === 'none' || (since === 'last' && mark === undefined))
    return new Refusal(
      'exports.nothing',
      `没有符合条件的${label}，无从导出。请检查导出格式里的 filters，或先导入数据。`,
    )
  const from = since === 'last' ? `上次（${shanghaiDay(mark?.madeAt ?? '')}）导出` : `${since} `
  return new Refusal('exports.unchanged', `${from}以来没有变动的${label}，不用再报。要全部重报，请选“全部”。`)
}

function allLeftOut(leftOut: readonly { who: string; why: string }[]): Refusal {
  const [first] = leftOut
  return new Refusal(
    'exports.all-left-out',
    `${leftOut.length} 行都缺少必填的内容，没有导出。例如 ${first?.who ?? ''}：${first?.why ?? ''}。请先补齐。`,
    { rows: leftOut.length },
  )
}

/** The file beside an export: who is no longer chosen, and who was left out and why. */
async function besideFile(
  gone: readonly string[],
  leftOut: readonly { who: string; why: string }[],
): Promise<Buffer | undefined> {
  if (gone.length === 0 && leftOut.length === 0) return undefined
  const writer = createWorkbookWriter()
  if (gone.length > 0)
    writer.addSheet({
      name: '不再报送',
      columns: [{ header: '姓名', width: 40 }],
      rows: gone.map((who) => [who]),
      title: '上次报过、这次不再符合条件的',
      print: {},
    })
  if (leftOut.length > 0)
    writer.addSheet({
      name: '没有导出',
      columns: [
        { header: '姓名', width: 40 },
        { header: '原因', width: 50 },
      ],
      rows: leftOut.map(({ who, why }) => [who, why]),
      title: '缺少必填内容、没有导出的',
      print: {},
    })
  return writer.toBuffer()
}

function fileName(context: ReaderJobContext, profile: ExportProfile): string {
  const { county } = readOffice(context.ledger)
  const values: Readonly<Record<string, string>> = {
    县: regionsOf(context).name(county ?? '') ?? '',
    日期: context.today(),
    版本: String(profile.version),
  }
  return profile.file.replace(/\{([^}]*)\}/gu, (_, name: string) => values[name] ?? '')
}

function benefitNames(context: QueryContext | ReaderJobContext): Map<string, string> {
  return new Map(knownBenefits(context, context.ledger).map(({ id, name }) => [id, name]))
}

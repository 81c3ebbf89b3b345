/** What is in a workbook, before anything is imported: kinds, headers, columns, and what a person should know. */
import type { z } from 'zod'
import type { inspection } from '../../../shared/contract/imports.ts'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { Cancelled, type InputOf, type ReaderJobContext } from '../procedure.ts'
import { columnLetters } from './header-detection.ts'
import { profilesOf } from './import-profiles.ts'
import { rememberedMappings } from './mapping-memory.ts'
import { layoutOf } from './sheet-layout.ts'
import { openWorkbook, type SheetInspection } from './workbook/workbook-reader.ts'

type Inspection = z.input<typeof inspection>
const SAMPLES = 3

/** @throws Refusal `workbook.*` where the file is no workbook that can be read */
export async function inspectWorkbook(
  context: ReaderJobContext,
  request: InputOf<'imports.inspect'>,
): Promise<Inspection> {
  const profiles = profilesOf(context)
  const remembered = rememberedMappings(context.ledger)
  const opened = await context.files.open(request.token)
  const source = 'path' in opened ? opened.path : opened.bytes
  context.progress('查看工作簿', 0, null)
  try {
    const workbook = await openWorkbook(source, { shouldStop: () => context.shouldStop() })
    try {
      const { sheets } = await workbook.inspect()
      return {
        file: {
          token: request.token,
          name: opened.name,
          size: 'bytes' in opened ? opened.bytes.byteLength : 0,
          mime: '',
        },
        sheets: sheets.map((sheet) => {
          const layout = layoutOf(sheet, profiles, remembered)
          const fieldOf = new Map([...(layout?.fields ?? [])].map(([field, column]) => [column, field]))
          const headerRow = layout?.headerRow ?? sheet.preview[0]?.number ?? 1
          return {
            name: sheet.name,
            hidden: sheet.hidden,
            kind: layout?.kind ?? null,
            headerRow,
            columns: columnsOf(sheet, headerRow, layout?.headers, fieldOf),
            notes: layout?.notes ?? [],
            rows: Math.max(0, sheet.lastRow - headerRow),
            remembered: layout?.remembered ?? false,
          }
        }),
      }
    } finally {
      workbook.close()
    }
  } catch (error) {
    throw isRefusal(error) && error.code === 'workbook.cancelled' ? new Cancelled() : error
  }
}

/** Each column with its header and the first values under it. */
function columnsOf(
  sheet: SheetInspection,
  headerRow: number,
  headers: readonly string[] | undefined,
  fieldOf: ReadonlyMap<number, string>,
): Inspection['sheets'][number]['columns'] {
  const own = sheet.preview.find(({ number }) => number === headerRow)?.values ?? []
  const width = Math.max(
    own.length,
    headers?.length ?? 0,
    ...sheet.preview.map(({ values }) => values.length),
  )
  const below = sheet.preview.filter(({ number }) => number > headerRow)
  return Array.from({ length: width }, (_, index) => ({
    index,
    header: headers?.[index] || String(own[index] ?? '') || `${columnLetters(index)} 列`,
    hidden: sheet.hiddenColumns.some(({ from, to }) => index >= from && index <= to),
    samples: below
      .flatMap((row) => (row.rawText(index) && String(row.values[index]).trim()) || [])
      .slice(0, SAMPLES),
    field: fieldOf.get(index) ?? null,
  }))
}

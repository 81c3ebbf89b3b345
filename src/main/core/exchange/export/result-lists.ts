import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Surroundings } from '../../procedure.ts'
import { regionsOf } from '../../registry/region-procedures.ts'
import { createWorkbookWriter } from '../workbook/workbook-writer.ts'
import { exportCells } from './export-cells.ts'
import { type ExportProfile, readExportProfile } from './export-profile.ts'
import { sheetOf } from './run-export.ts'

/** What became of one row of somebody's file. */
export type ResultRow = {
  /** row of their sheet, as the spreadsheet counts */
  row: number
  name: string
  idNumber: string
  /** the number under which they know it: of a claim; '' where it has none */
  businessNumber: string
  outcome: 'accepted' | 'rejected'
  /** '' where it was accepted */
  reason: string
}

/** Which rows each of the three lists has, under the ending of its name. */
const LISTS = { all: () => true, success: isAccepted, failure: isRejected } as const
export type ResultLists = Readonly<Record<keyof typeof LISTS, { name: string; bytes: Buffer }>>

const SHIPPED = 'export-result-list.yaml'

/** Our own form of a result list. @throws Refusal `exports.profile` */
export function resultListProfile(context: Pick<Surroundings, 'resources'>): ExportProfile {
  return readExportProfile(readFileSync(join(context.resources, 'profiles', SHIPPED), 'utf8'), SHIPPED)
}

/**
 * The three lists that answer a file, as such systems name them: `务工监测_all.xlsx`, `_success`, `_failure`.
 * @param base name of the file that is answered, its ending or not
 */
export async function resultLists(
  context: Pick<Surroundings, 'resources'>,
  profile: ExportProfile,
  base: string,
  rows: readonly ResultRow[],
): Promise<ResultLists> {
  const cells = exportCells(profile, { regions: regionsOf(context), benefits: new Map() })
  const stem = base.replace(/\.(xlsx|xlsm|csv)$/iu, '')
  const list = async (ending: keyof typeof LISTS) => {
    const written = rows.filter(LISTS[ending]).map((row) => {
      const made = cells.rowOf(cells.fields.map(({ sql }) => row[sql as keyof ResultRow]))
      if (made.cells === undefined) throw new Error(`row ${row.row} of the results: ${made.why}`)
      return made.cells
    })
    const bytes = await createWorkbookWriter()
      .addSheet(sheetOf(profile, cells.sheetColumns, written))
      .toBuffer()
    return { name: `${stem}_${ending}.xlsx`, bytes }
  }
  return { all: await list('all'), success: await list('success'), failure: await list('failure') }
}

function isAccepted({ outcome }: ResultRow): boolean {
  return outcome === 'accepted'
}

function isRejected({ outcome }: ResultRow): boolean {
  return outcome === 'rejected'
}

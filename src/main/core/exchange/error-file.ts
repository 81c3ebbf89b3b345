/** The office's own workbook, handed back with a first column that says what is wrong with each row. */

import { extname } from 'node:path'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { JobContext } from '../procedure.ts'
import { errorWorkbookBytes } from './workbook/error-workbook.ts'
import { XLSX } from './workbook/media-type.ts'

/** Makes the workbook in memory and gives it to the host: `花名册（有问题）.xlsx`. */
export async function errorFileOf(
  context: Pick<JobContext, 'files' | 'progress' | 'shouldStop'>,
  file: { name: string; source: string | Uint8Array },
  sentences: ReadonlyMap<number, string>,
  place: { sheet: string; headerRow: number },
): Promise<FileRef> {
  context.progress('标出有问题的行', 0, null)
  const { format, bytes } = await errorWorkbookBytes(file.source, sentences, place)
  const stem = file.name.slice(0, file.name.length - extname(file.name).length)
  const mime = format === 'csv' ? 'text/csv' : XLSX
  return context.files.put(`${stem}（有问题）.${format}`, mime, bytes)
}

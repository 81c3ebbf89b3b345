import type { z } from 'zod'
import type { ImportKind, inspection } from '../../../shared/contract/imports.ts'

export type Inspection = z.infer<typeof inspection>
export type Sheet = Inspection['sheets'][number]

/** What will be imported of one workbook: which sheet, as what, with which column for which field. */
export type Plan = { sheet: string; kind: ImportKind; headerRow: number; mapping: Record<string, number> }

/** The sheet that is most likely meant: shown, of a known kind, with most rows. */
export function likelySheet(sheets: readonly Sheet[]): Sheet | undefined {
  const rank = (sheet: Sheet) => (sheet.kind ? 4 : 0) + (sheet.hidden ? 0 : 2) + (sheet.rows ? 1 : 0)
  return [...sheets].sort((a, b) => rank(b) - rank(a) || (b.rows ?? 0) - (a.rows ?? 0))[0]
}

/** The mapping as the columns were recognised. The first column of a field wins. */
export function mappingOf(sheet: Sheet): Record<string, number> {
  const mapping: Record<string, number> = {}
  for (const column of sheet.columns)
    if (column.field !== null && mapping[column.field] === undefined) mapping[column.field] = column.index
  return mapping
}

export function planOf(sheet: Sheet, kind: ImportKind): Plan {
  return { sheet: sheet.name, kind, headerRow: sheet.headerRow, mapping: mappingOf(sheet) }
}

/** Gives a column to a field, or takes it away (`field` null); a field has one column at most. */
export function withColumn(
  mapping: Record<string, number>,
  index: number,
  field: string | null,
): Record<string, number> {
  const next: Record<string, number> = {}
  for (const [name, column] of Object.entries(mapping))
    if (column !== index && name !== field) next[name] = column
  if (field !== null) next[field] = index
  return next
}

/** Who must be there before whom: employers and agents, then people, then their work and insurance; answers come last. */
const ORDER: readonly ImportKind[] = [
  'employers',
  'agents',
  'roster',
  'work',
  'insured',
  'vacancies',
  'fairs',
  'services',
  'person-results',
  'work-results',
  'claim-results',
]

export function inOrder<T extends { kind: ImportKind | null }>(files: readonly T[]): T[] {
  const rank = (file: T) => (file.kind === null ? ORDER.length : ORDER.indexOf(file.kind))
  return [...files].sort((a, b) => rank(a) - rank(b))
}

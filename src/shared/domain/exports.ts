/** The closed vocabulary of export profiles. */

/** What an export has a row for. `results`: the rows of somebody's file with what became of each, given and not read. */
export const EXPORT_SOURCES = [
  'people',
  'spells',
  'insured-months',
  'vacancies',
  'claims',
  'results',
] as const
export type ExportSource = (typeof EXPORT_SOURCES)[number]

export const EXPORT_FORMATS = ['text', 'date', 'month', 'money', 'number'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** Personal data that may be shown only in part. */
export const EXPORT_MASKS = ['name', 'id', 'phone', 'account'] as const
export type ExportMask = (typeof EXPORT_MASKS)[number]

/** 吉克·阿依 → 吉****, 王小明 → 王*明, 王明 → 王*: the first character, and the last of exactly three. */
export function maskName(name: string): string {
  const characters = [...name]
  if (characters.length === 3) return `${characters[0]}*${characters[2]}`
  return `${characters[0] ?? ''}${'*'.repeat(Math.max(1, characters.length - 1))}`
}

import type { ExportMask } from '../../../../shared/domain/exports.ts'

/**
 * How the ledger holds a field:
 * - `text`, `date` (YYYY-MM-DD), `month` (YYYY-MM), `money` (whole fen), `number`, `yes-no` (1, 0);
 * - `code`: one of `words`; `codes`: several, with commas between them;
 * - `region`: a county's code, shown as the part of its name that `part` says;
 * - `benefit`: the id of a policy row, shown as its name.
 */
export type FieldKind =
  | 'text'
  | 'date'
  | 'month'
  | 'money'
  | 'number'
  | 'yes-no'
  | 'code'
  | 'codes'
  | 'region'
  | 'benefit'

export type SourceField = {
  /** as an office says it */
  label: string
  kind: FieldKind
  /** expression over the source's FROM; a field of a year has `:year` in it */
  sql: string
  /** the table it is of, where that is not the source's own: a change there changes the row */
  table?: string
  /** personal data, and how it is masked */
  personal?: ExportMask
  /** what a code is called; all that there are */
  words?: Readonly<Record<string, string>>
  part?: 'province' | 'city' | 'county' | 'long' | 'rest'
  /** written with a year: `spell.wages:2022` */
  yearly?: boolean
}

export type ExportSourceSpec = {
  label: string
  /** what one row is of, for sentences: 人, 段务工 */
  unit: string
  /** the source's own table */
  table: string
  /** expression of the row's key; rows of one key come and go together */
  key: string
  /** FROM, with the live records only */
  from: string
  where: string
  /** the order in which rows stand */
  order: string
  /** the order of rows of one key */
  within?: string
  /** who a row is about, for sentences: a name and an ID number, also of a record that is gone */
  who: { from: string; name: string; idNumber: string }
  fields: Readonly<Record<string, SourceField>>
  /** for each table whose changes change a row: SELECT of the keys, of log entries `l` */
  touched: Readonly<Record<string, string>>
}

import type { ExportSource } from '../../../../shared/domain/exports.ts'
import type { ExportSourceSpec, SourceField } from './export-source.ts'
import { claimsSource } from './sources/claims.ts'
import { insuredMonthsSource } from './sources/insured-months.ts'
import { peopleSource } from './sources/people.ts'
import { RESULT_FIELDS } from './sources/results.ts'
import { spellsSource } from './sources/spells.ts'
import { vacanciesSource } from './sources/vacancies.ts'

/** What is read from the ledger. */
export type LedgerSource = Exclude<ExportSource, 'results'>

export const LEDGER_SOURCES: Readonly<Record<LedgerSource, ExportSourceSpec>> = {
  people: peopleSource,
  spells: spellsSource,
  'insured-months': insuredMonthsSource,
  vacancies: vacanciesSource,
  claims: claimsSource,
}

export function sourceLabel(source: ExportSource): string {
  return source === 'results' ? '处理结果' : LEDGER_SOURCES[source].label
}

/** A field of a source by the name that a profile gives it, `spell.wages:2022` too; undefined where there is none. */
export function fieldOf(source: ExportSource, name: string): SourceField | undefined {
  const fields = source === 'results' ? RESULT_FIELDS : LEDGER_SOURCES[source].fields
  const [base = '', year] = name.split(':')
  const field = Object.hasOwn(fields, base) ? fields[base] : undefined
  if (field === undefined) return undefined
  if (field.yearly !== true) return year === undefined ? field : undefined
  if (year === undefined || !/^20\d{2}$/.test(year)) return undefined
  return { ...field, label: `${year}${field.label}`, sql: field.sql.replaceAll(':year', year) }
}

/** The names that a profile may use with what each is, for sentences. */
export function fieldNames(source: ExportSource): string[] {
  const fields = source === 'results' ? RESULT_FIELDS : LEDGER_SOURCES[source].fields
  return Object.entries(fields).map(([name, field]) => `${name}${field.yearly ? ':2022' : ''} ${field.label}`)
}

/** The thresholds of a row as values by day, and the row with others. */
import { formatDate } from '../../../shared/domain/dates.ts'
import type { Threshold } from '../../../shared/domain/scenario.ts'
import type { PackDocument, PackRow } from './pack.ts'

export type DatedValues = readonly {
  readonly from: string
  readonly to?: string | undefined
  readonly value: number
}[]

/** What a threshold of a row is: values by day, or the reading it rests on; undefined: the row does not ask it. */
export function thresholdOf(
  row: PackRow,
  threshold: Threshold,
): DatedValues | { readonly parameter: string } | undefined {
  const ask = row.conditions
  switch (threshold) {
    case 'insured.months':
      return ask.insured?.months
    case 'stable.months':
      return ask.stable?.months
    case 'stable.gapDays':
      return ask.stable?.gapDays
    case 'contract.months':
      return ask.contract?.months
    case 'headcount.heads':
      return ask.headcount?.heads
    case 'first.months':
      return ask.first?.by === 'new-move' ? ask.first.months : undefined
    case 'most':
      return row.most
  }
}

/** The row with these values of a threshold that it has. */
export function putThreshold(row: PackRow, threshold: Threshold, values: DatedValues): PackRow {
  const value = values.map((entry) => ({ ...entry }))
  const ask = row.conditions
  switch (threshold) {
    case 'insured.months':
      return { ...row, conditions: { ...ask, insured: { ...ask.insured!, months: value } } }
    case 'stable.months':
      return { ...row, conditions: { ...ask, stable: { ...ask.stable!, months: value } } }
    case 'stable.gapDays':
      return { ...row, conditions: { ...ask, stable: { ...ask.stable!, gapDays: value } } }
    case 'contract.months':
      return { ...row, conditions: { ...ask, contract: { months: value } } }
    case 'headcount.heads':
      return { ...row, conditions: { ...ask, headcount: { ...ask.headcount!, heads: value } } }
    case 'first.months':
      return { ...row, conditions: { ...ask, first: { by: 'new-move', months: value } } }
    case 'most':
      return { ...row, most: value }
  }
}

/** The list with a value from a day on; without a day, the value alone. */
export function fromDay(
  list: DatedValues,
  value: number,
  from: string | undefined,
  document: PackDocument,
): { from: string; value: number }[] {
  if (from === undefined) return wholeTime(document, value)
  const kept = list
    .filter((entry) => entry.from < from)
    .map((entry) => ({ from: entry.from, value: entry.value }))
  return [...kept, { from, value }]
}

/** One value for the whole time of the document. */
export function wholeTime(document: PackDocument, value: number): { from: string; value: number }[] {
  return [{ from: formatDate(document.inForce.from), value }]
}

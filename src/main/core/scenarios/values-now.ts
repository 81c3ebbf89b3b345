/** What the rules say now of the things that a scenario can change. */
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import type { DocumentDate, Threshold } from '../../../shared/domain/scenario.ts'
import { ceilingOf, datedOf, type ParameterValue } from '../policy/compile.ts'
import { benefitIn, parameterValue, type Rules } from '../policy/pack-change.ts'
import { checkCeiling, entered, standardOn } from '../policy/standards.ts'
import { thresholdOf } from '../policy/thresholds.ts'

/** Fen in force on a day, of the text or of the local standard; null: the office has entered none. */
export function amountNow(rules: Rules, benefit: string, day: DayNumber): number | null {
  const { row } = benefitIn(rules.packs, benefit)
  if ('yuan' in row.amount) return datedOf(row.amount.yuan, 100).at(day)
  const ceiling = ceilingOf(row)
  const counting = entered(rules.standards, row.id).filter((standard) => {
    try {
      checkCeiling(standard, ceiling, row.clause)
      return true
    } catch {
      // An amount over its ceiling counts as not entered, as in the calculation.
      return false
    }
  })
  const fen = standardOn(counting, day)
  return fen < 0 ? null : fen
}

/** Fen that a local standard may reach on a day; null: the clause sets no ceiling. */
export function ceilingNow(rules: Rules, benefit: string, day: DayNumber): number | null {
  return ceilingOf(benefitIn(rules.packs, benefit).row)?.at(day) ?? null
}

export function thresholdNow(
  rules: Rules,
  benefit: string,
  threshold: Threshold,
  day: DayNumber,
): number | null {
  const now = thresholdOf(benefitIn(rules.packs, benefit).row, threshold)
  if (now === undefined) return null
  if ('parameter' in now) return Number(parameterValue(rules, now.parameter))
  return datedOf(now, 1).at(day)
}

export function parameterNow(rules: Rules, parameter: string): ParameterValue | undefined {
  return parameterValue(rules, parameter)
}

/** County codes, or fen by year, that the office entered; null: none. */
export function standardNow(
  rules: Rules,
  key: string,
): readonly string[] | Readonly<Record<string, number>> | null {
  const own = entered(rules.standards, key)
  const codes = own.find((standard) => standard.codes !== undefined)?.codes
  if (codes !== undefined) return codes
  const years = own.flatMap((standard) => [...(standard.byYear ?? [])])
  return years.length === 0 ? null : Object.fromEntries(years)
}

export function documentDateNow(rules: Rules, id: string, date: DocumentDate): string | null {
  const document = rules.packs.documents.find((one) => one.id === id)
  const day = date === 'to' ? document?.inForce.to : document?.claimUntil
  return day === undefined ? null : formatDate(day)
}

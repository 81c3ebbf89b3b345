/** Households (户), known by their 户编号. */
import type { Patch } from '../db/ledger.ts'
import type { households } from '../db/schema/registry.ts'
import { type Decision, decideChange, type Reading, type Remark } from './decision.ts'
import { storedPhone, storedText, type Written } from './written-fields.ts'

export type HouseholdColumns = Patch<typeof households>

/** What is said of a household, as written. An absent key says nothing. */
export type HouseholdFacts = {
  code: string
  county?: Written
  township?: Written
  townshipText?: Written
  village?: Written
  hamlet?: Written
  size?: number | null | undefined
  phone?: Written
  kindText?: Written
  povertyCause?: Written
  incomePerHeadFen?: number | null | undefined
}

/** Puts facts on stored form. Pure. */
export function readHousehold(facts: HouseholdFacts): Reading<HouseholdColumns> {
  const faults: Remark[] = []
  const warnings: Remark[] = []
  return {
    columns: {
      code: facts.code,
      county: facts.county,
      township: facts.township,
      townshipText: storedText(facts.townshipText),
      village: storedText(facts.village),
      hamlet: storedText(facts.hamlet),
      size: facts.size,
      phone: storedPhone(facts.phone, 'householdPhone', { faults, warnings }),
      kindText: storedText(facts.kindText),
      povertyCause: storedText(facts.povertyCause),
      incomePerHeadFen: facts.incomePerHeadFen,
    },
    faults,
    warnings,
  }
}

/** What to do with a household found by its code. */
export function decideHousehold(
  existing: Readonly<Record<string, unknown>> | undefined,
  columns: HouseholdColumns,
): Decision<HouseholdColumns> {
  return existing === undefined ? { do: 'insert', row: columns } : decideChange(existing, columns)
}

/** From a row to the evaluator of what it looks at: spells, chains of spells, months, papers, bodies. */
import {
  evaluateEmployer,
  evaluateFairs,
  evaluateHeadcount,
  evaluateSchoolYear,
  evaluateStation,
} from './body-rows.ts'
import { evaluateChains, evaluateYearChains } from './chain-rows.ts'
import type { Decision } from './decision.ts'
import type { Asked, Bench } from './evaluator.ts'
import type { PersonView } from './facts.ts'
import { evaluateFirstInsured } from './first-insured-rows.ts'
import { evaluateFirstOrganised } from './first-organised-rows.ts'
import { evaluateMonths } from './month-rows.ts'
import { evaluateCertificates, evaluateCourses, evaluateEnrolments } from './paper-rows.ts'
import type { Row } from './row.ts'
import {
  evaluateEmployerSpells,
  evaluatePerson,
  evaluateSpells,
  evaluateTerritoryWork,
} from './spell-rows.ts'
import { evaluateYearWages } from './year-wages-rows.ts'

/** Lets the evaluator that the row names weigh every candidate. `view` is null for bodies paid for themselves. */
export function weighRow(
  row: Row,
  view: PersonView | null,
  asked: Asked,
  uses: ReadonlyMap<string, string>,
  b: Bench,
  out: Decision,
): void {
  if (view === null) {
    if (row.each === 'employer') evaluateEmployer(row, asked, b, out)
    else if (row.each === 'headcount') evaluateHeadcount(row, asked, b, out)
    else if (row.each === 'fair') evaluateFairs(row, asked, b, out)
    else if (row.each === 'school-year') evaluateSchoolYear(row, asked, b, out)
    else if (row.each === 'station') evaluateStation(row, asked, b, out)
    else throw new Error(`row ${row.id} needs a person`)
    return
  }
  switch (row.each) {
    case 'person':
      evaluatePerson(row, view, b, out)
      break
    case 'territory-work':
      evaluateTerritoryWork(row, view, b, out)
      break
    case 'spell':
      evaluateSpells(row, view, asked, b, out)
      break
    case 'first-insured-spell':
      evaluateFirstInsured(row, view, asked, b, out)
      break
    case 'first-organised-spell':
      evaluateFirstOrganised(row, view, b, out)
      break
    case 'chain':
      evaluateChains(row, view, b, out)
      break
    case 'employer-spell':
      evaluateEmployerSpells(row, view, asked, b, out)
      break
    case 'year-chain':
      evaluateYearChains(row, view, asked.year, b, out)
      break
    case 'year-wages':
      evaluateYearWages(row, view, asked, b, out)
      break
    case 'certificate':
      evaluateCertificates(row, view, b, out)
      break
    case 'course':
      evaluateCourses(row, view, asked, b, out)
      break
    case 'enrolment':
      evaluateEnrolments(row, view, asked, uses, b, out)
      break
    default:
      evaluateMonths(row, view, asked, uses, b, out)
  }
}

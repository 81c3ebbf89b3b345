import type { Explanation } from '../../../shared/contract/policy.ts'
import type { Category } from '../../../shared/domain/categories.ts'
import type { WriteTx } from '../db/ledger.ts'
import type { Result } from '../policy/engine.ts'
import type { PersonView } from '../policy/facts.ts'
import { sexText } from '../registry/people-list.ts'
import type { Regions } from '../registry/regions.ts'
import type { ClaimFacts } from './claim-facts.ts'

/** What a claim keeps of the ledger as it is now: the person, the work it rests on, the facts that decided. */
export function factsOfClaim(
  tx: Pick<WriteTx, 'prepare'>,
  result: Result,
  view: PersonView | null,
  explanation: Explanation,
  regions: Regions,
): ClaimFacts {
  const day = result.qualifyingOn ?? explanation.asOf
  return {
    person: view === null ? null : personCard(tx, view.id, day, regions),
    beneficiaryName: explanation.beneficiaryName,
    work: view === null || result.spell === undefined ? null : workCard(tx, result.spell, view, regions),
    found: explanation.conditions
      .flatMap((condition) => condition.found)
      .map(({ path, value, source }) => ({ path, value, source })),
  }
}

function personCard(
  tx: Pick<WriteTx, 'prepare'>,
  id: string,
  day: string,
  regions: Regions,
): ClaimFacts['person'] {
  const person = tx
    .prepare<{
      name: string
      sex: string | null
      ethnicity: string | null
      idNumber: string | null
      county: string | null
      township: string | null
      village: string | null
      phone: string | null
    }>(
      `SELECT name, sex, ethnicity_text AS ethnicity, id_number AS idNumber, home_county AS county,
         home_township_text AS township, home_village AS village, phone FROM people WHERE id = ?`,
    )
    .get(id)
  if (person === undefined) return null
  const address = [
    person.county === null ? undefined : regions.longName(person.county),
    person.township ?? undefined,
    person.village ?? undefined,
  ]
  return {
    name: person.name,
    sex: sexText(person.sex),
    ethnicity: person.ethnicity,
    idNumber: person.idNumber,
    homeAddress: address.filter((part) => part !== undefined).join('') || null,
    homeCounty: person.county,
    categories: tx
      .prepare<Category>(
        `SELECT DISTINCT category FROM person_categories WHERE person_id = ? AND deleted_at IS NULL
           AND from_date <= ? AND (to_date IS NULL OR to_date >= ?) ORDER BY category`,
      )
      .pluck()
      .all(id, day, day) as Category[],
    phone: person.phone,
  }
}

function workCard(
  tx: Pick<WriteTx, 'prepare'>,
  spellId: string,
  view: PersonView,
  regions: Regions,
): ClaimFacts['work'] {
  const spell = tx
    .prepare<{
      employer: string | null
      employerId: string | null
      county: string | null
      position: string | null
      monthlyIncomeFen: number | null
      from: string
      toState: 'open' | 'ended' | null
      to: string | null
    }>(
      `SELECT coalesce(e.name, s.employer_text) AS employer, s.employer_id AS employerId, s.county, s.job_title AS position,
         s.monthly_income_fen AS monthlyIncomeFen, s.from_date AS "from", s.to_state AS toState, s.to_date AS "to"
       FROM spells s LEFT JOIN employers e ON e.id = s.employer_id WHERE s.id = ?`,
    )
    .get(spellId)
  if (spell === undefined) return null
  const insured = view.spells.find((fact) => fact.id === spellId)?.insured ?? []
  return {
    spellId,
    ...spell,
    place: spell.county === null ? null : (regions.longName(spell.county) ?? null),
    insuredFrom: firstMonth(insured),
    insuredTo: lastMonth(insured),
  }
}

/** Months as `year * 4096 + mask`, ascending. */
function firstMonth(packed: readonly number[]): string | null {
  const first = packed[0]
  if (first === undefined || (first & 0xfff) === 0) return null
  const bit = 31 - Math.clz32(first & 0xfff & -(first & 0xfff))
  return monthText(first >> 12, bit)
}

function lastMonth(packed: readonly number[]): string | null {
  const last = packed.at(-1)
  if (last === undefined || (last & 0xfff) === 0) return null
  return monthText(last >> 12, 31 - Math.clz32(last & 0xfff))
}

function monthText(year: number, bit: number): string {
  return `${year}-${String(bit + 1).padStart(2, '0')}`
}

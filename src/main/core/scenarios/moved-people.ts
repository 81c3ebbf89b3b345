import type { ScenarioPerson } from '../../../shared/contract/scenarios.ts'
import { formatDate } from '../../../shared/domain/dates.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { reasonText } from '../entitlements/results-list.ts'
import { NEVER } from '../policy/facts.ts'
import type { Regions } from '../registry/regions.ts'
import type { ComparedBenefit, Moved, Standing } from './comparison.ts'

type Card = {
  id: string
  name: string
  idNumber: string | null
  county: string | null
  township: string | null
}

/** Those for whom the two sides pay differently, with their names and reasons. */
export function movedPeople(
  ledger: Pick<ReadLedger, 'prepare'>,
  regions: Regions,
  benefits: readonly ComparedBenefit[],
  moved: readonly Moved[],
): ScenarioPerson[] {
  const people = new Map(
    ledger
      .prepare<Card>(
        `SELECT id, name, id_number AS idNumber, home_county AS county, home_township_text AS township
         FROM people WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(JSON.stringify(moved.map(({ person }) => person).filter((id) => id !== null)))
      .map((card) => [card.id, card]),
  )
  const bodies = bodyNames(ledger, moved)
  return moved.map((one) => {
    const row = benefits[one.benefit]!.changed
    const card = one.person === null ? undefined : people.get(one.person)
    const beneficiaryId = one.changed.beneficiary || one.base.beneficiary
    return {
      personId: one.person,
      beneficiaryId: row.beneficiary === 'person' ? (one.person ?? '') : beneficiaryId,
      name: card?.name ?? bodies.get(beneficiaryId) ?? '—',
      idMasked: card === undefined || card.idNumber === null ? null : maskId(card.idNumber),
      homeText:
        card === undefined || card.county === null
          ? ''
          : `${regions.name(card.county) ?? card.county} ${card.township ?? ''}`.trim(),
      workText: one.workCounty === '' ? '' : (regions.name(one.workCounty) ?? one.workCounty),
      benefit: row.id,
      benefitName: row.spec.name,
      base: standing(one.base),
      changed: standing(one.changed),
    }
  })
}

function standing({ outcome, amountFen, on, mask }: Standing): ScenarioPerson['base'] {
  const name = OUTCOMES[outcome] as Outcome
  const day = on < NEVER ? formatDate(on) : null
  return {
    outcome: name,
    amountFen: amountFen < 0 ? null : amountFen,
    on: day,
    reason: reasonText({ outcome: name, mask, on: day }),
  }
}

function bodyNames(ledger: Pick<ReadLedger, 'prepare'>, moved: readonly Moved[]): Map<string, string> {
  const ids = JSON.stringify([
    ...new Set(
      moved
        .filter(({ person }) => person === null)
        .map(({ base, changed }) => changed.beneficiary || base.beneficiary),
    ),
  ])
  return new Map(
    ['employers', 'agents', 'schools', 'stations'].flatMap((table) =>
      ledger
        .prepare<{ id: string; name: string }>(
          `SELECT id, name FROM ${table} WHERE id IN (SELECT value FROM json_each(?))`,
        )
        .all(ids)
        .map(({ id, name }): [string, string] => [id, name]),
    ),
  )
}

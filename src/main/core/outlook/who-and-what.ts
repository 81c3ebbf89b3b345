import { maskId } from '../../../shared/domain/id-number.ts'
import { maskPhone } from '../../../shared/domain/phone.ts'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import type { Regions } from '../registry/regions.ts'

/** What a stored row says of whom it is for. */
export type StoredRow = {
  key: string
  benefit: string
  beneficiaryKind: BeneficiaryKind
  beneficiaryId: string
  personId: string | null
  period: string | null
  amountFen: number | null
  spellId: string | null
}

/** The columns of `StoredRow` of a table `r` that has them. */
export const STORED_COLUMNS = `r.entitlement_key AS key, r.benefit, r.beneficiary_kind AS beneficiaryKind,
  r.beneficiary_id AS beneficiaryId, r.person_id AS personId, r.period, r.amount_fen AS amountFen, r.spell_id AS spellId`

type PersonCard = {
  id: string
  name: string
  idNumber: string | null
  homeCounty: string | null
  township: string | null
  phone: string | null
}

/** Names and places for the rows of one page. `phones: 'full'` leaves telephone numbers as they are. */
export function whoAndWhat(
  ledger: Pick<ReadLedger, 'prepare'>,
  rows: readonly StoredRow[],
  benefits: readonly PackBenefit[],
  regions: Regions,
  phones: 'masked' | 'full' = 'masked',
) {
  const names = new Map(benefits.map(({ id, name }) => [id, name]))
  const people = byId(
    ledger
      .prepare<PersonCard>(
        `SELECT id, name, id_number AS idNumber, home_county AS homeCounty, home_township_text AS township, phone
         FROM people WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(ids(rows.map((row) => row.personId))),
  )
  const bodies = ids(rows.filter((row) => row.beneficiaryKind !== 'person').map((row) => row.beneficiaryId))
  const payees = byId(
    ledger
      .prepare<{ id: string; name: string; phone: string | null }>(
        `SELECT id, name, phone FROM employers WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name, phone FROM agents WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name, phone FROM schools WHERE id IN (SELECT value FROM json_each(?))
         UNION ALL SELECT id, name, phone FROM stations WHERE id IN (SELECT value FROM json_each(?))`,
      )
      .all(bodies, bodies, bodies, bodies),
  )
  const spells = byId(
    ledger
      .prepare<{ id: string; employer: string | null; county: string | null }>(
        `SELECT s.id, coalesce(e.name, s.employer_text) AS employer, s.county FROM spells s
         LEFT JOIN employers e ON e.id = s.employer_id WHERE s.id IN (SELECT value FROM json_each(?))`,
      )
      .all(ids(rows.map((row) => row.spellId))),
  )
  return rows.map((row) => {
    const person = row.personId === null ? undefined : people.get(row.personId)
    const payee = payees.get(row.beneficiaryId)
    const spell = row.spellId === null ? undefined : spells.get(row.spellId)
    const phone = person === undefined ? (payee?.phone ?? null) : person.phone
    return {
      key: row.key,
      benefit: row.benefit,
      benefitName: names.get(row.benefit) ?? row.benefit,
      beneficiaryKind: row.beneficiaryKind,
      beneficiaryId: row.beneficiaryId,
      beneficiaryName: (row.beneficiaryKind === 'person' ? person?.name : payee?.name) ?? '—',
      personId: row.personId,
      personName: person?.name ?? null,
      idMasked: person === undefined || person.idNumber === null ? null : maskId(person.idNumber),
      phoneMasked: phone === null || phones === 'full' ? phone : maskPhone(phone),
      homeText:
        person === undefined || person.homeCounty === null
          ? ''
          : `${regions.name(person.homeCounty) ?? person.homeCounty} ${person.township ?? ''}`.trim(),
      workText:
        spell === undefined
          ? null
          : [spell.county === null ? undefined : regions.name(spell.county), spell.employer]
              .filter((part) => part !== null && part !== undefined)
              .join(' '),
      period: row.period,
      amountFen: row.amountFen,
    }
  })
}

function ids(values: readonly (string | null)[]): string {
  return JSON.stringify([...new Set(values)].filter((id) => id !== null))
}

function byId<T extends { id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]))
}

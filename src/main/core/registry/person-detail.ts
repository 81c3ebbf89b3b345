import type { PersonDetail, SpellView } from '../../../shared/contract/registry.ts'
import { maskAccount } from '../../../shared/domain/bank-card.ts'
import type { Category } from '../../../shared/domain/categories.ts'
import { ageOn, maskId, readIdNumber } from '../../../shared/domain/id-number.ts'
import type { PostKind } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { ID_WARNING_TEXT } from '../../../shared/text/field-faults.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { resultsOfPerson } from '../entitlements/stored-results.ts'
import { sexText } from './people-list.ts'
import type { Regions } from './regions.ts'
import { sourceTexts } from './source-text.ts'

type PersonRecord = {
  id: string
  name: string
  pinyin: string
  id_number: string | null
  sex: string | null
  birth_date: string | null
  ethnicity_code: string | null
  ethnicity_text: string | null
  education_code: string | null
  education_text: string | null
  household_id: string | null
  home_county: string | null
  home_township_text: string | null
  home_village: string | null
  phone: string | null
  payee_name: string | null
  payee_bank: string | null
  payee_account: string | null
  payee_account_kind: string | null
  categories_known: number | null
  note: string | null
  source: string | null
}

/** Everything on record about one person. @throws Refusal `people.not-found` */
export function personDetail(ledger: ReadLedger, id: string, today: string, regions: Regions): PersonDetail {
  const person = ledger
    .prepare<PersonRecord>('SELECT * FROM people WHERE id = ? AND deleted_at IS NULL')
    .get(id)
  if (person === undefined)
    throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除或撤销导入。')
  const sourceText = sourceTexts(ledger)
  const countyName = (code: string | null) => (code === null ? null : (regions.name(code) ?? null))
  const reading = person.id_number === null ? undefined : readIdNumber(person.id_number)
  return {
    id: person.id,
    name: person.name,
    pinyin: person.pinyin,
    idMasked: person.id_number === null ? null : maskId(person.id_number),
    idWarnings: reading?.ok ? reading.warnings.map((warning) => ID_WARNING_TEXT[warning]) : [],
    sex: sexText(person.sex),
    birthDate: person.birth_date,
    age: person.birth_date === null ? null : ageOn(person.birth_date, today),
    ethnicityCode: person.ethnicity_code,
    ethnicityText: person.ethnicity_text,
    educationCode: person.education_code,
    educationText: person.education_text,
    homeCounty: person.home_county,
    homeCountyName: countyName(person.home_county),
    homeTownshipText: person.home_township_text,
    homeVillage: person.home_village,
    phone: person.phone,
    payeeName: person.payee_name,
    payeeBank: person.payee_bank,
    payeeAccountMasked: person.payee_account === null ? null : maskAccount(person.payee_account),
    payeeAccountKind: person.payee_account_kind,
    categoriesKnown: person.categories_known === 1,
    categories: ledger
      .prepare<{ id: string; category: Category; from: string; to: string | null; source: string | null }>(
        `SELECT id, category, from_date AS "from", to_date AS "to", source FROM person_categories
         WHERE person_id = ? AND deleted_at IS NULL ORDER BY from_date`,
      )
      .all(id)
      .map((span) => ({ ...span, source: sourceText(span.source) })),
    household: person.household_id === null ? null : household(ledger, person.household_id, today),
    spells: spellViews(ledger, id, countyName, sourceText),
    insured: ledger
      .prepare<{
        employerName: string | null
        county: string
        year: number
        months: number
        source: string | null
      }>(
        `SELECT coalesce(e.name, i.employer_text) AS employerName, i.county, i.year, i.months, i.source
         FROM insured_years i LEFT JOIN employers e ON e.id = i.employer_id
         WHERE i.person_id = ? AND i.deleted_at IS NULL ORDER BY i.year`,
      )
      .all(id)
      .map((row) => ({ ...row, countyName: countyName(row.county), source: sourceText(row.source) })),
    rents: ledger
      .prepare<{ year: number; months: number }>(
        'SELECT year, months FROM rent_years WHERE person_id = ? AND deleted_at IS NULL ORDER BY year',
      )
      .all(id),
    grants: ledger
      .prepare<{ benefit: string; period: string | null; amountFen: number | null; on: string }>(
        `SELECT benefit, period, amount_fen AS amountFen, granted_on AS "on" FROM grants
         WHERE person_id = ? AND deleted_at IS NULL ORDER BY granted_on`,
      )
      .all(id),
    claims: ledger
      .prepare<PersonDetail['claims'][number]>(
        `SELECT id, number, benefit, state, amount_fen AS amountFen, drafted_at AS draftedAt FROM claims
         WHERE person_id = ? AND deleted_at IS NULL ORDER BY drafted_at DESC`,
      )
      .all(id),
    results: resultsOfPerson(ledger, id),
    note: person.note,
    source: sourceText(person.source),
  }
}

function household(ledger: ReadLedger, id: string, today: string): PersonDetail['household'] {
  const record = ledger
    .prepare<{ id: string; code: string | null; size: number | null; kindText: string | null }>(
      'SELECT id, code, size, kind_text AS kindText FROM households WHERE id = ?',
    )
    .get(id)
  if (record === undefined) return null
  const members = ledger
    .prepare<{
      id: string
      name: string
      relation: string | null
      birthDate: string | null
      working: number
    }>(
      `SELECT p.id, p.name, p.relation_to_head AS relation, p.birth_date AS birthDate,
         EXISTS (SELECT 1 FROM spells s WHERE s.person_id = p.id AND s.deleted_at IS NULL AND s.from_date <= ?
           AND (s.to_state = 'open' OR s.to_date >= ?)) AS working
       FROM people p WHERE p.household_id = ? AND p.deleted_at IS NULL
       ORDER BY p.relation_to_head = '户主' DESC, p.birth_date`,
    )
    .all(today, today, id)
  const years = ledger
    .prepare<{ year: number; ownProduction: number | null }>(
      'SELECT year, own_production AS ownProduction FROM household_years WHERE household_id = ? AND deleted_at IS NULL ORDER BY year',
    )
    .all(id)
  return {
    ...record,
    members: members.map((member) => ({
      id: member.id,
      name: member.name,
      relation: member.relation,
      age: member.birthDate === null ? null : ageOn(member.birthDate, today),
      working: member.working === 1,
    })),
    years: years.map((row) => ({
      year: row.year,
      ownProduction: row.ownProduction === null ? null : row.ownProduction === 1,
    })),
  }
}

type SpellRecord = Omit<SpellView, 'countyName' | 'insuredKnown' | 'years' | 'postKind'> & {
  insuredKnown: number | null
  postKind: PostKind
}

function spellViews(
  ledger: ReadLedger,
  personId: string,
  countyName: (code: string | null) => string | null,
  sourceText: (source: string | null) => string | null,
): SpellView[] {
  const years = new Map<string, SpellView['years']>()
  for (const { spellId, ...year } of ledger
    .prepare<{ spellId: string; year: number; wagesFen: number | null; fareFen: number | null }>(
      `SELECT spell_id AS spellId, year, wages_fen AS wagesFen, fare_fen AS fareFen FROM spell_years
       WHERE person_id = ? AND deleted_at IS NULL ORDER BY year`,
    )
    .all(personId)) {
    years.set(spellId, [...(years.get(spellId) ?? []), year])
  }
  return ledger
    .prepare<SpellRecord>(
      `SELECT s.id, s.employer_id AS employerId, coalesce(e.name, s.employer_text) AS employerName, s.county,
         s.from_date AS "from", s.to_state AS toState, s.to_date AS "to",
         s.organised_state AS organisedState, s.agent_id AS agentId, coalesce(a.name, s.agent_text) AS agentName,
         s.filing_state AS filingState, s.filing_number AS filingNumber, s.filing_on AS filingOn,
         s.contract_state AS contractState, s.contract_from AS contractFrom, s.contract_to AS contractTo,
         s.accident_state AS accidentState, s.accident_from AS accidentFrom, s.accident_to AS accidentTo,
         s.post_kind AS postKind, s.job_title AS jobTitle, s.monthly_income_fen AS monthlyIncomeFen,
         s.insured_known AS insuredKnown, s.source
       FROM spells s LEFT JOIN employers e ON e.id = s.employer_id LEFT JOIN agents a ON a.id = s.agent_id
       WHERE s.person_id = ? AND s.deleted_at IS NULL ORDER BY s.from_date DESC`,
    )
    .all(personId)
    .map((spell) => ({
      ...spell,
      countyName: countyName(spell.county),
      insuredKnown: spell.insuredKnown === 1,
      years: years.get(spell.id) ?? [],
      source: sourceText(spell.source),
    }))
}

/** Takes a work list in: spells with their years, and months of private renting. */
import type { NewRow } from '../db/ledger.ts'
import { rentYears, spells, spellYears } from '../db/schema/work.ts'
import { decideChange } from '../registry/decision.ts'
import { foldOrganisation } from '../registry/employers.ts'
import { mergeMonths } from '../work/insured-months.ts'
import {
  decideSpell,
  findSpell,
  newSpellRow,
  type SpellColumns,
  type StoredSpell,
  sameEmployer,
} from '../work/spells.ts'
import { type ImportSession, type KindImport, recordsByKey } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { type NamedPerson, peopleByIdNumber, refuseStranger } from './person-of-row.ts'
import { columnsText, columnText, monthsText, valueText } from './shown-changes.ts'
import { readWorkRow, type WorkRow } from './work-rows.ts'
import type { SheetRow } from './workbook/sheet-row.ts'

type StoredYear = {
  id: string
  spellId: string
  year: number
  wagesFen: number | null
  fareFen: number | null
}
type StoredMonths = { id: string; personId: string; year: number; months: number }
type Insured = { personId: string; employerId: string | null; employerText: string | null }

const SPELL_COLUMNS = `s.id, s.person_id AS personId, s.employer_id AS employerId, s.employer_text AS employerText, s.county,
  s.workplace_text AS workplaceText, s.from_date AS fromDate, s.to_state AS toState, s.to_date AS toDate,
  s.organised_state AS organisedState, s.agent_id AS agentId, s.agent_text AS agentText, s.filing_state AS filingState,
  s.filing_number AS filingNumber, s.filing_on AS filingOn, s.contract_state AS contractState,
  s.contract_from AS contractFrom, s.contract_to AS contractTo, s.post_kind AS postKind, s.job_title AS jobTitle,
  s.industry, s.channel_text AS channelText, s.monthly_income_fen AS monthlyIncomeFen,
  s.point_to_point AS pointToPoint, s.insured_known AS insuredKnown`

export function workImport(session: ImportSession): KindImport {
  const { tx, tally, cells, read, words } = session
  const employers = new KnownOrganisations(tx, 'employers')
  const agents = new KnownOrganisations(tx, 'agents')
  const people = peopleByIdNumber(tx)
  const spellsOf = recordsByKey<StoredSpell & { personId: string }>(
    tx,
    `SELECT ${SPELL_COLUMNS} FROM json_each(?) k JOIN spells s ON s.person_id = k.value WHERE s.deleted_at IS NULL`,
  )
  const yearsOf = recordsByKey<StoredYear>(
    tx,
    `SELECT y.id, y.spell_id AS spellId, y.year, y.wages_fen AS wagesFen, y.fare_fen AS fareFen
     FROM json_each(?) k JOIN spell_years y ON y.spell_id = k.value WHERE y.deleted_at IS NULL`,
  )
  const rentOf = recordsByKey<StoredMonths>(
    tx,
    `SELECT r.id, r.person_id AS personId, r.year, r.months
     FROM json_each(?) k JOIN rent_years r ON r.person_id = k.value WHERE r.deleted_at IS NULL`,
  )
  const insuredOf = recordsByKey<Insured>(
    tx,
    `SELECT DISTINCT i.person_id AS personId, i.employer_id AS employerId, i.employer_text AS employerText
     FROM json_each(?) k JOIN insured_years i ON i.person_id = k.value WHERE i.deleted_at IS NULL`,
  )
  /** spell → row of this file that it stood in first */
  const seen = new Map<string, number>()

  const take = (rows: readonly SheetRow[]): void => {
    const batch: WorkRow[] = []
    for (const row of rows) {
      cells.load(row)
      const readRow = readWorkRow(cells, read, words, session.scaleOf)
      if (readRow === undefined) tally.book(cells.notes, 'refused')
      else batch.push(readRow)
    }
    decide(batch)
  }

  const decide = (batch: readonly WorkRow[]): void => {
    const persons = people(new Set(batch.map(({ idNumber }) => idNumber)))
    const ids = [...persons.values()].map(({ id }) => id)
    const spellsByPerson = grouped(spellsOf(ids), (spell) => spell.personId)
    const storedSpellIds = [...spellsByPerson.values()].flatMap((list) => list.map(({ id }) => id))
    const yearsBySpell = grouped(yearsOf(storedSpellIds), (year) => year.spellId)
    const rentByPerson = grouped(rentOf(ids), (rent) => rent.personId)
    const insuredByPerson = grouped(insuredOf(ids), (insured) => insured.personId)
    const newSpells: NewRow<typeof spells>[] = []
    const newYears: NewRow<typeof spellYears>[] = []
    const newRents = new Map<string, NewRow<typeof rentYears> & { months: number }>()

    for (const row of batch) {
      const person = persons.get(row.idNumber)
      if (refuseStranger(row.notes, row.idNumber, row.name, person)) tally.book(row.notes, 'refused')
      else tally.book(row.notes, person === undefined ? 'refused' : decideRow(row, person))
    }
    tx.insertMany(spells, newSpells)
    tx.insertMany(spellYears, newYears)
    tx.insertMany(rentYears, [...newRents.values()])

    function decideRow(row: WorkRow, person: NamedPerson): RowOutcome {
      const source = session.sourceOf(row.notes.number)
      const columns = linked(row, person)
      const known = spellsByPerson.get(person.id) ?? []
      const existing = findSpell(known, identityOf(columns))
      const twin = existing && seen.get(existing.id)
      if (
        columns.insuredKnown === undefined &&
        knownInsured(columns, existing, insuredByPerson.get(person.id) ?? [])
      )
        columns.insuredKnown = true
      const decision = decideSpell(existing, columns)
      if (decision.do === 'refused') {
        row.notes.refuse(decision.code, undefined, decision.params)
        return 'refused'
      }
      if (twin !== undefined) {
        if (decision.do === 'same') {
          row.notes.warn('row.repeated', undefined, { row: twin })
          return 'same'
        }
        const fields = decision.do === 'update' ? columnsText(decision.fields) : ''
        row.notes.refuse('spell.twice-differs', undefined, { row: twin, fields })
        return 'refused'
      }
      let outcome: RowOutcome = 'same'
      let spellId = existing?.id ?? ''
      if (decision.do === 'insert') {
        spellId = tx.newId()
        newSpells.push({ ...newSpellRow(columns, source), id: spellId })
        known.push(asStored(columns, spellId))
        spellsByPerson.set(person.id, known)
        outcome = 'new'
      } else if (decision.do === 'update') {
        for (const field of decision.fields)
          tell(
            row,
            person,
            columnText(field),
            valueText(field, existing?.[field]),
            valueText(field, decision.patch[field]),
          )
        tx.update(spells, spellId, decision.patch)
        outcome = 'changed'
      }
      seen.set(spellId, row.notes.number)
      const years = decideYears(row, person, spellId, yearsBySpell.get(spellId) ?? [], source)
      const rent = decideRent(row, person, rentByPerson.get(person.id) ?? [], source)
      return outcome === 'same' && (years || rent) ? 'changed' : outcome
    }

    function decideYears(
      row: WorkRow,
      person: NamedPerson,
      spellId: string,
      stored: StoredYear[],
      source: string,
    ): boolean {
      let changed = false
      for (const [year, amounts] of row.years) {
        const old = stored.find((each) => each.year === year)
        if (old === undefined) {
          newYears.push({ spellId, personId: person.id, year, ...amounts, source })
          changed = true
          continue
        }
        const decision = decideChange(old, amounts)
        if (decision.do !== 'update') continue
        for (const field of decision.fields)
          tell(
            row,
            person,
            `${year} 年${columnText(field)}`,
            valueText(field, old[field]),
            valueText(field, decision.patch[field]),
          )
        tx.update(spellYears, old.id, decision.patch)
        changed = true
      }
      return changed
    }

    function decideRent(row: WorkRow, person: NamedPerson, stored: StoredMonths[], source: string): boolean {
      let changed = false
      for (const [year, said] of row.rent) {
        const old = stored.find((each) => each.year === year)
        const waiting = newRents.get(`${person.id}${year}`)
        const merged = mergeMonths(old?.months ?? waiting?.months, said)
        if (!merged.changed) continue
        changed = true
        if (old) {
          tell(row, person, `${year} 年租房`, monthsText(old.months), monthsText(merged.months))
          tx.update(rentYears, old.id, { months: merged.months })
          old.months = merged.months
        } else if (waiting) waiting.months = merged.months
        else newRents.set(`${person.id}${year}`, { personId: person.id, year, months: merged.months, source })
      }
      return changed
    }
  }

  /** The spell's columns with the records that its names stand for. */
  const linked = (row: WorkRow, person: NamedPerson): SpellColumns & { fromDate: string } => {
    const { notes, employerText, employerCode } = row
    const employer = employers.find(employerText, employerCode)
    if (employer === undefined && employerText !== undefined && employerCode === undefined) {
      const named = employers.named(employerText)
      if (named.length > 1)
        notes.warn('employer.ambiguous', undefined, { count: named.length, name: employerText })
    }
    let agentId: string | undefined
    if (row.organiser !== undefined) {
      agentId = agents.find(row.organiser, undefined)?.id
      if (agentId === undefined) {
        const itself = isSameName(row.organiser, employer?.name ?? employerText)
        notes.warn(itself ? 'agent.is-employer' : 'agent.unknown', undefined, { value: row.organiser })
      }
    }
    return {
      ...row.spell,
      personId: person.id,
      employerId: employer?.id,
      employerText: employerText ?? employer?.name,
      agentId,
      agentText: row.organiser,
    }
  }

  const tell = (row: WorkRow, person: NamedPerson, field: string, before: string, after: string): void => {
    if (tally.wantsChanges) tally.change({ row: row.notes.number, who: person.name, field, before, after })
  }

  return { grows: [], take, finish: () => [] }
}

/** Whether an employer is written in as its own organiser. */
function isSameName(organiser: string, employer: string | undefined): boolean {
  return employer !== undefined && foldOrganisation(organiser) === foldOrganisation(employer)
}

function identityOf(columns: SpellColumns & { fromDate: string }) {
  return {
    employerId: columns.employerId ?? null,
    employerText: columns.employerText ?? null,
    county: columns.county ?? null,
    fromDate: columns.fromDate,
  }
}

/** True where the insurance list has spoken of this person and employer already. */
function knownInsured(
  columns: SpellColumns & { fromDate: string },
  existing: StoredSpell | undefined,
  insured: readonly Insured[],
): boolean {
  return insured.some((each) => sameEmployer(each, existing ?? identityOf(columns)) === true)
}

function asStored(
  columns: SpellColumns & { fromDate: string },
  id: string,
): StoredSpell & { personId: string } {
  return {
    ...columns,
    ...identityOf(columns),
    id,
    personId: columns.personId ?? '',
    postKind: columns.postKind ?? 'ordinary',
  }
}

export function grouped<Row>(rows: readonly Row[], keyOf: (row: Row) => string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>()
  for (const row of rows) {
    const group = groups.get(keyOf(row))
    if (group) group.push(row)
    else groups.set(keyOf(row), [row])
  }
  return groups
}

/** Takes insured months in: added to those on record, a row a year for person, employer and county. */
import type { NewRow } from '../db/ledger.ts'
import { insuredYears, spells } from '../db/schema/work.ts'
import { foldOrganisation } from '../registry/employers.ts'
import { mergeMonths } from '../work/insured-months.ts'
import { sameEmployer } from '../work/spells.ts'
import { type ImportSession, type KindImport, recordsByKey } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { type InsuredRow, readInsuredRow } from './insured-rows.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { type NamedPerson, peopleByIdNumber, refuseStranger } from './person-of-row.ts'
import { monthsText } from './shown-changes.ts'
import { grouped } from './work-import.ts'
import type { SheetRow } from './workbook/sheet-row.ts'

type Employer = { employerId: string | null; employerText: string | null }
type StoredYear = Employer & { id: string; personId: string; county: string; year: number; months: number }
type OpenSpell = Employer & { id: string; personId: string }

export function insuredImport(session: ImportSession): KindImport {
  const { tx, tally, cells, read, words } = session
  const employers = new KnownOrganisations(tx, 'employers')
  const people = peopleByIdNumber(tx)
  const yearsOf = recordsByKey<StoredYear>(
    tx,
    `SELECT i.id, i.person_id AS personId, i.employer_id AS employerId, i.employer_text AS employerText, i.county, i.year, i.months
     FROM json_each(?) k JOIN insured_years i ON i.person_id = k.value WHERE i.deleted_at IS NULL`,
  )
  const openSpellsOf = recordsByKey<OpenSpell>(
    tx,
    `SELECT s.id, s.person_id AS personId, s.employer_id AS employerId, s.employer_text AS employerText
     FROM json_each(?) k JOIN spells s ON s.person_id = k.value
     WHERE s.deleted_at IS NULL AND s.insured_known IS NOT 1`,
  )
  let completed = 0

  const take = (rows: readonly SheetRow[]): void => {
    const batch: InsuredRow[] = []
    for (const row of rows) {
      cells.load(row)
      const readRow = readInsuredRow(cells, read, words)
      if (readRow === undefined) tally.book(cells.notes, 'refused')
      else batch.push(readRow)
    }
    decide(batch)
  }

  const decide = (batch: readonly InsuredRow[]): void => {
    const persons = people(new Set(batch.map(({ idNumber }) => idNumber)))
    const ids = [...persons.values()].map(({ id }) => id)
    const yearsByPerson = grouped(yearsOf(ids), (year) => year.personId)
    const spellsByPerson = grouped(openSpellsOf(ids), (spell) => spell.personId)
    const waiting = new Map<string, NewRow<typeof insuredYears> & { months: number }>()

    for (const row of batch) {
      const person = persons.get(row.idNumber)
      if (refuseStranger(row.notes, row.idNumber, row.name, person)) tally.book(row.notes, 'refused')
      else tally.book(row.notes, person === undefined ? 'refused' : decideRow(row, person))
    }
    tx.insertMany(insuredYears, [...waiting.values()])

    function decideRow(row: InsuredRow, person: NamedPerson): RowOutcome {
      const known = employers.find(row.employerText, row.employerCode)
      const employer: Employer = {
        employerId: known?.id ?? null,
        employerText: row.employerText ?? known?.name ?? null,
      }
      let outcome: RowOutcome = 'same'
      for (const [year, said] of row.months) {
        const old = (yearsByPerson.get(person.id) ?? []).find(
          (each) => each.year === year && each.county === row.county && isSame(each, employer),
        )
        const key = `${person.id} ${employer.employerId ?? foldOrganisation(employer.employerText ?? '')} ${row.county} ${year}`
        const made = waiting.get(key)
        const { months, changed } = mergeMonths(old?.months ?? made?.months, said)
        if (!changed) continue
        if (old) {
          if (tally.wantsChanges)
            tally.change({
              row: row.notes.number,
              who: person.name,
              field: `${year} 年参保`,
              before: monthsText(old.months),
              after: monthsText(months),
            })
          tx.update(insuredYears, old.id, { months, employerId: old.employerId ?? employer.employerId })
          old.months = months
          if (outcome === 'same') outcome = 'changed'
        } else {
          if (made) made.months = months
          else
            waiting.set(key, {
              personId: person.id,
              ...employer,
              county: row.county,
              year,
              months,
              source: session.sourceOf(row.notes.number),
            })
          outcome = 'new'
        }
      }
      completeSpells(person.id, employer)
      return outcome
    }

    /** The list has spoken of this person and employer: what it does not name was not paid. */
    function completeSpells(personId: string, employer: Employer): void {
      const open = spellsByPerson.get(personId)
      if (open === undefined) return
      const rest = open.filter((spell) => {
        if (!isSame(spell, employer)) return true
        tx.update(spells, spell.id, { insuredKnown: true })
        completed += 1
        return false
      })
      spellsByPerson.set(personId, rest)
    }
  }

  return {
    grows: [insuredYears],
    take,
    finish: () => (completed === 0 ? [] : [`${completed} 段务工经历的参保情况已由本表补齐。`]),
  }
}

/** Two that name no employer are the same, too: a list without employers speaks of one and the same. */
function isSame(a: Employer, b: Employer): boolean {
  const nameless = (e: Employer) => e.employerId === null && e.employerText === null
  return sameEmployer(a, b) ?? (nameless(a) && nameless(b))
}

/** Takes in what another system answered to lists of people and of their work: kept beside each record, for a person to act on. */
import { maskId } from '../../../shared/domain/id-number.ts'
import { isKnownAnswer, type OutsideOutcome } from '../../../shared/domain/outside-results.ts'
import { OUTSIDE_STATE_TEXT } from '../../../shared/text/claims.ts'
import { knownAnswers } from '../claims/outside/standing.ts'
import { outsideAnswers } from '../db/schema/outside.ts'
import { foldOrganisation } from '../registry/employers.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { type NamedPerson, peopleByIdNumber, refuseStranger } from './person-of-row.ts'
import { contradictions } from './result-contradictions.ts'
import { type PersonResultRow, readPersonResult } from './result-rows.ts'

type Subject = { subject: 'person' | 'spell'; id: string; who: string }
type Spell = { id: string; fromDate: string; employer: string | null }

export function personResultsImport(session: ImportSession): KindImport {
  return resultsImport(session, (_row, person) => ({ subject: 'person', id: person.id, who: person.name }))
}

export function workResultsImport(session: ImportSession): KindImport {
  const spellsOf = session.tx.prepare<Spell>(
    `SELECT s.id, s.from_date AS fromDate, coalesce(e.name, s.employer_text) AS employer
     FROM spells s LEFT JOIN employers e ON e.id = s.employer_id
     WHERE s.person_id = ? AND s.deleted_at IS NULL ORDER BY s.from_date`,
  )
  return resultsImport(session, (row, person) => {
    const employer = row.employer === undefined ? undefined : foldOrganisation(row.employer)
    const fitting = spellsOf
      .all(person.id)
      .filter(
        (spell) =>
          (row.fromMonth === undefined || spell.fromDate.startsWith(row.fromMonth)) &&
          (employer === undefined ||
            (spell.employer !== null && foldOrganisation(spell.employer) === employer)),
      )
    const [spell] = fitting
    const who = maskId(row.idNumber)
    const words = [row.fromMonth, row.employer].filter((part) => part !== undefined).join(' ')
    const what = words === '' ? '' : `“${words}”`
    if (spell === undefined) row.notes.refuse('spell.not-found', undefined, { who, what })
    else if (fitting.length > 1)
      row.notes.refuse('spell.several', undefined, { who, what, count: fitting.length })
    else return { subject: 'spell', id: spell.id, who: person.name }
    return undefined
  })
}

function resultsImport(
  session: ImportSession,
  subjectOf: (row: PersonResultRow, person: NamedPerson) => Subject | undefined,
): KindImport {
  const { tx, cells, tally, words, file } = session
  const people = peopleByIdNumber(tx)
  const rows: PersonResultRow[] = []
  const told: Record<OutsideOutcome, number> = { accepted: 0, rejected: 0, paid: 0 }

  const take: KindImport['take'] = (sheetRows) => {
    for (const sheetRow of sheetRows) {
      cells.load(sheetRow)
      const row = readPersonResult({ ...session, fileName: file.name })
      if (row === undefined) tally.book(cells.notes, 'refused')
      else rows.push(row)
    }
  }

  // Two rows of one record that contradict each other may stand far apart, so nothing is decided before the last row.
  const finish = (): string[] => {
    const persons = people(new Set(rows.map(({ idNumber }) => idNumber)))
    const found = rows.map((row) => {
      const person = persons.get(row.idNumber)
      const stranger = refuseStranger(row.notes, row.idNumber, row.name, person)
      return { row, subject: stranger || person === undefined ? undefined : subjectOf(row, person) }
    })
    const both = contradictions(
      found.map(({ row, subject }) => ({ id: subject?.id, answer: row.answer, row: row.notes.number })),
    )
    const answersOf = {
      person: knownAnswers(tx, 'person', file.sha256),
      spell: knownAnswers(tx, 'spell', file.sha256),
    }
    for (const { row, subject } of found)
      tally.book(row.notes, subject === undefined ? 'refused' : decide(row, subject))
    const parts = [
      told.accepted > 0 ? `对方接收 ${told.accepted} 条` : '',
      told.rejected > 0 ? `对方退回 ${told.rejected} 条，列在“对方反馈”里，改好后再报送` : '',
    ].filter((part) => part !== '')
    return parts.length === 0 ? [] : [`${parts.join('，')}。`]

    function decide(row: PersonResultRow, { subject, id, who }: Subject): RowOutcome {
      const { notes, answer } = row
      const others = both.get(id)
      if (others !== undefined) {
        notes.refuse('result.both', undefined, { who: `“${who}”`, rows: others.join('、') })
        return 'refused'
      }
      if (answer.outcome === 'waiting') {
        notes.warn('result.waiting', undefined, { value: answer.text })
        return 'same'
      }
      // Nobody counts how often a person is handed in: an answer without a day is of the day on which it came.
      const on = answer.on ?? words.today
      const said = { outcome: answer.outcome, on, reason: answer.reason, round: 1 }
      const known = answersOf[subject](id)
      const again = known.some(
        (one) => one.sameFile && one.outcome === said.outcome && one.reason === said.reason,
      )
      if (again || isKnownAnswer(known, said)) return 'same'
      tx.insert(outsideAnswers, {
        subject,
        subjectId: id,
        round: 1,
        outcome: answer.outcome,
        answeredOn: on,
        reason: answer.reason,
        batchId: null,
        importId: file.importId,
        takenAt: tx.at,
        takenBy: session.by,
        source: session.sourceOf(notes.number),
      })
      told[answer.outcome] += 1
      if (tally.wantsChanges)
        tally.change({
          row: notes.number,
          who,
          field: subject === 'person' ? '人员信息' : '务工信息',
          before: known.length === 0 ? '' : OUTSIDE_STATE_TEXT[known.at(-1)?.outcome ?? 'accepted'],
          after: `${OUTSIDE_STATE_TEXT[answer.outcome]}${answer.reason === '' ? '' : `：${answer.reason}`}`,
        })
      return 'new'
    }
  }
  return { grows: [], take, finish }
}

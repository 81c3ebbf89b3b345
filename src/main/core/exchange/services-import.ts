/** Takes service records (服务记录) in: one row, one thing done for a person, an employer or a place on a day. */
import { KINDS_WITH_HEADS } from '../../../shared/domain/services.ts'
import { readServiceKind } from '../../../shared/text/reading.ts'
import { SERVICE_KIND_TEXT } from '../../../shared/text/services.ts'
import { saveRecord } from '../services/records.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { idNumberOfRow, peopleByIdNumber, refuseStranger } from './person-of-row.ts'
import { said } from './roster-rows.ts'
import { differingFields, savedRow } from './save-row.ts'
import { columnText, valueText } from './shown-changes.ts'

type Fields = Parameters<typeof saveRecord>[1]
type Stored = Required<Omit<Fields, 'id'>> & { id: string }

const STORED = `SELECT id, kind, on_date AS "on", title, county, partner_county AS partnerCounty, person_id AS personId,
  employer_id AS employerId, heads, done_by AS doneBy, note FROM service_records
  WHERE kind = ? AND on_date = ? AND deleted_at IS NULL ORDER BY id`

export function servicesImport(session: ImportSession): KindImport {
  const { tx, cells, read, tally, words } = session
  const employers = new KnownOrganisations(tx, 'employers')
  const people = peopleByIdNumber(tx)
  const ofDay = tx.prepare<Stored>(STORED)
  /** record → row of this file that it stood in first */
  const seen = new Map<string, number>()

  const take: KindImport['take'] = (rows) => {
    for (const row of rows) {
      cells.load(row)
      tally.book(cells.notes, takeRow())
    }
  }

  function takeRow(): RowOutcome {
    const { notes } = cells
    const fields = readFields()
    if (fields === undefined) return 'refused'
    const existing = ofDay.all(fields.kind, fields.on).find((one) => isSame(one, fields))
    if (existing === undefined) {
      const id = savedRow(notes, () => saveRecord(tx, fields, words.today, session.sourceOf(notes.number)))
      if (id === undefined) return 'refused'
      seen.set(id, notes.number)
      return 'new'
    }
    const differing = differingFields<Omit<Stored, 'id'>>(existing, fields)
    const before = seen.get(existing.id)
    if (before !== undefined) {
      if (differing.length === 0) notes.warn('row.repeated', undefined, { row: before })
      else notes.refuse('record.twice-differs', undefined, { row: before })
      return differing.length === 0 ? 'same' : 'refused'
    }
    seen.set(existing.id, notes.number)
    if (differing.length === 0) return 'same'
    const patch = Object.fromEntries(differing.map((field) => [field, fields[field]]))
    if (savedRow(notes, () => saveRecord(tx, { ...existing, ...patch }, words.today)) === undefined)
      return 'refused'
    for (const field of differing)
      if (tally.wantsChanges)
        tally.change({
          row: notes.number,
          who: `${SERVICE_KIND_TEXT[fields.kind]} ${fields.on}`,
          field: columnText(field),
          before: valueText(field, existing[field]),
          after: valueText(field, patch[field]),
        })
    return 'changed'
  }

  function readFields(): Omit<Stored, 'id'> | undefined {
    const { notes } = cells
    const text = cells.text('kind')
    const kind = readServiceKind(text)
    if (kind === undefined)
      notes.refuse('service.kind-unknown', 'kind', {
        value: text,
        known: Object.values(SERVICE_KIND_TEXT).join('、'),
      })
    const on = read.day(cells, 'on')
    if (on === undefined) notes.refuse('record.no-date', 'on')
    const personId = personOf()
    const employerText = said(cells.text('employer'))
    const employerCode = said(cells.stored('employerCode'))
    const employer = employers.find(employerText, employerCode)
    if (employer === undefined && employerText !== undefined)
      notes.warn('employer.not-here', undefined, { value: employerText })
    const heads = read.count(cells, 'heads') ?? null
    const note = said(cells.text('note')) ?? null
    const title = said(cells.text('title'))
    if (notes.refused || kind === undefined || on === undefined) return undefined
    return {
      kind,
      on,
      // An employer that is on no record stays in words.
      title: title ?? (employer === undefined ? (employerText ?? null) : null),
      county: read.county(cells, ['county'], 'home') ?? null,
      partnerCounty: read.county(cells, ['partner'], 'anywhere') ?? null,
      personId: personId ?? null,
      employerId: employer?.id ?? null,
      heads: KINDS_WITH_HEADS.has(kind) ? heads : null,
      doneBy: said(cells.text('doneBy')) ?? null,
      note,
    }
  }

  /** The person of the row, who must be on the roster; undefined where the row names none, or was refused. */
  function personOf(): string | undefined {
    if (said(cells.stored('idNumber')) === undefined) {
      if (said(cells.text('name')) !== undefined) cells.refuse('id.empty')
      return undefined
    }
    const idNumber = idNumberOfRow(cells, words)
    if (idNumber === undefined) return undefined
    const person = people([idNumber]).get(idNumber)
    return refuseStranger(cells.notes, idNumber, cells.text('name'), person) ? undefined : person?.id
  }

  return { grows: [], take, finish: () => [] }
}

/** The same thing done: of one day and kind, for the same person, employer and matter. */
function isSame(stored: Stored, fields: Omit<Stored, 'id'>): boolean {
  return (
    stored.personId === fields.personId &&
    stored.employerId === fields.employerId &&
    (stored.title ?? '') === (fields.title ?? '')
  )
}

/** Takes lists of job fairs (招聘会) in. */
import { readYesNo } from '../../../shared/text/reading.ts'
import { saveFair } from '../services/fairs.ts'
import { saysNothing } from './field-readers.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { said } from './roster-rows.ts'
import { differingFields, savedRow } from './save-row.ts'
import { columnText, valueText } from './shown-changes.ts'

type Fields = Parameters<typeof saveFair>[1]
type Stored = Required<Omit<Fields, 'id' | 'employers'>> & { id: string }

const STORED = `SELECT id, name, county, on_date AS "on", organiser_county AS organiserCounty, online, posts, visitors, intents, note
  FROM fairs WHERE on_date = ? AND name = ? AND deleted_at IS NULL ORDER BY id`

export function fairsImport(session: ImportSession): KindImport {
  const { tx, cells, read, tally } = session
  const employers = new KnownOrganisations(tx, 'employers')
  const ofDay = tx.prepare<Omit<Stored, 'online'> & { online: number | null }>(STORED)
  const attending = tx
    .prepare<string>('SELECT employer_id FROM fair_employers WHERE fair_id = ? AND deleted_at IS NULL')
    .pluck()
  /** fair → row of this file that it stood in first */
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
    const stored = ofDay
      .all(fields.on, fields.name)
      .map((one): Stored => ({ ...one, online: one.online === null ? null : one.online === 1 }))
    const existing = stored.find(({ county }) => county === fields.county || fields.county === null)
    const named = attendingOf()
    if (existing === undefined) {
      const id = savedRow(notes, () =>
        saveFair(tx, { ...fields, employers: named }, session.sourceOf(notes.number)),
      )
      if (id === undefined) return 'refused'
      seen.set(id, notes.number)
      return 'new'
    }
    const here = attending.all(existing.id) as string[]
    // A list adds who attended; it does not say who did not.
    const more = named.filter((id) => !here.includes(id))
    const differing = differingFields<Omit<Stored, 'id'>>(existing, fields)
    const before = seen.get(existing.id)
    if (before !== undefined) {
      const same = differing.length === 0 && more.length === 0
      if (same) notes.warn('row.repeated', undefined, { row: before })
      else notes.refuse('record.twice-differs', undefined, { row: before })
      return same ? 'same' : 'refused'
    }
    seen.set(existing.id, notes.number)
    if (differing.length === 0 && more.length === 0) return 'same'
    const patch = Object.fromEntries(differing.map((field) => [field, fields[field]]))
    const merged = { ...existing, ...patch, employers: [...here, ...more] }
    if (savedRow(notes, () => saveFair(tx, merged, session.sourceOf(notes.number))) === undefined)
      return 'refused'
    for (const field of differing)
      if (tally.wantsChanges)
        tally.change({
          row: notes.number,
          who: fields.name,
          field: columnText(field),
          before: valueText(field, existing[field]),
          after: valueText(field, patch[field]),
        })
    return 'changed'
  }

  function readFields(): Omit<Stored, 'id'> | undefined {
    const name = said(cells.text('name'))
    const on = read.day(cells, 'on')
    if (name === undefined) cells.refuse('name.empty', 'name')
    if (on === undefined) cells.refuse('record.no-date', 'on')
    if (cells.notes.refused || name === undefined || on === undefined) return undefined
    return {
      name,
      on,
      county: read.county(cells, ['county'], 'home') ?? null,
      organiserCounty: read.county(cells, ['organiser'], 'anywhere') ?? null,
      online: online(),
      posts: read.count(cells, 'posts') ?? null,
      visitors: read.count(cells, 'visitors') ?? null,
      intents: read.count(cells, 'intents') ?? null,
      note: said(cells.text('note')) ?? null,
    }
  }

  function online(): boolean | null {
    const text = cells.text('online')
    if (saysNothing(text)) return null
    if (/^(线上线下|线下线上)/u.test(text)) return null
    if (/^(线上|网络|网上|直播|云)/u.test(text)) return true
    if (/^(线下|现场)/u.test(text)) return false
    const yes = readYesNo(text)
    if (yes === undefined) cells.warn('yes-no.unknown', 'online', { value: text })
    return yes ?? null
  }

  /** Employers on record that the cell names; the others are said, and stay out. */
  function attendingOf(): string[] {
    const text = cells.text('employers')
    if (saysNothing(text)) return []
    const ids: string[] = []
    const missing: string[] = []
    for (const name of text.split(/[、,，;；\n]/u).map((part) => part.trim())) {
      if (name === '' || /^等$/u.test(name)) continue
      const found = employers.find(name, undefined)
      if (found === undefined) missing.push(name)
      else ids.push(found.id)
    }
    if (missing.length > 0) cells.warn('employer.not-here', undefined, { value: missing.join('、') })
    return [...new Set(ids)]
  }

  return { grows: [], take, finish: () => [] }
}

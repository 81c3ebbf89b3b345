/** Takes lists of vacancies (岗位供给清单) in. */
import { maskPhone } from '../../../shared/domain/phone.ts'
import { readPostKind } from '../../../shared/text/reading.ts'
import { foldOrganisation } from '../registry/employers.ts'
import { saveVacancy } from '../services/vacancies.ts'
import { saysNothing } from './field-readers.ts'
import type { ImportSession, KindImport } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { KnownOrganisations } from './known-organisations.ts'
import { said } from './roster-rows.ts'
import { differingFields, savedRow } from './save-row.ts'
import { columnText, valueText } from './shown-changes.ts'

type Fields = Parameters<typeof saveVacancy>[1]
type Stored = Required<Omit<Fields, 'id'>> & { id: string }

const STORED = `SELECT id, employer_id AS employerId, employer_text AS employerText, title, heads, post_kind AS postKind,
  county, wage_from_fen AS wageFromFen, wage_to_fen AS wageToFen, from_date AS "from", to_date AS "to",
  education_text AS education, suitable_text AS suitable, terms_text AS terms, phone
  FROM vacancies WHERE deleted_at IS NULL`

export function vacanciesImport(session: ImportSession): KindImport {
  const { tx, cells, read, tally, words } = session
  const employers = new KnownOrganisations(tx, 'employers')
  const known = new Map<string, Stored[]>()
  const keyOf = (one: Pick<Stored, 'employerText' | 'title' | 'county' | 'postKind'>) =>
    [foldOrganisation(one.employerText), one.title, one.county ?? '', one.postKind].join('\n')
  const remember = (one: Stored) => known.set(keyOf(one), [...(known.get(keyOf(one)) ?? []), one])
  for (const one of tx.prepare<Stored>(STORED).iterate()) remember(one)
  /** vacancy → row of this file that it stood in first */
  const seen = new Map<string, number>()
  let undated = 0

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
    const { from, ...rest } = fields
    const same = (known.get(keyOf(rest)) ?? []).filter((one) =>
      // A list without days speaks of what is still offered.
      from === undefined ? one.to === null || one.to >= words.today : one.from === from,
    )
    const existing = same.at(-1)
    if (existing === undefined) {
      if (from === undefined) undated += 1
      const full = { ...rest, from: from ?? words.today }
      const id = savedRow(notes, () => saveVacancy(tx, full, session.sourceOf(notes.number)))
      if (id === undefined) return 'refused'
      remember({ ...full, id })
      seen.set(id, notes.number)
      return 'new'
    }
    const differing = differingFields<Omit<Stored, 'id' | 'employerText'>>(existing, { ...rest }).filter(
      (field) => (field as string) !== 'employerText',
    )
    const before = seen.get(existing.id)
    if (before !== undefined) {
      if (differing.length === 0) notes.warn('row.repeated', undefined, { row: before })
      else {
        notes.refuse('record.twice-differs', undefined, { row: before })
        return 'refused'
      }
      return 'same'
    }
    seen.set(existing.id, notes.number)
    if (differing.length === 0) return 'same'
    const patch = Object.fromEntries(differing.map((field) => [field, rest[field as keyof typeof rest]]))
    const merged = { ...existing, ...patch }
    if (savedRow(notes, () => saveVacancy(tx, merged)) === undefined) return 'refused'
    for (const field of differing) tell(existing, field, existing[field], patch[field])
    Object.assign(existing, patch)
    return 'changed'
  }

  function readFields(): (Omit<Stored, 'id' | 'from'> & { from: string | undefined }) | undefined {
    const { notes } = cells
    const employer = said(cells.text('employer'))
    const title = said(cells.text('title'))
    const heads = headsOf()
    if (employer === undefined) notes.refuse('name.empty', 'employer')
    if (title === undefined) notes.refuse('name.empty', 'title')
    if (notes.refused || employer === undefined || title === undefined || heads === undefined)
      return undefined
    const wages = readWages()
    const shift = said(cells.text('shift'))
    const terms = [said(cells.text('terms')), shift].filter((text) => text !== undefined).join('，')
    const phone = said(cells.stored('phone'))
    return {
      employerId: employers.find(employer, said(cells.stored('employerCode')))?.id ?? null,
      employerText: employer,
      title,
      heads,
      postKind: postKind(),
      county: read.county(cells, ['county'], 'anywhere') ?? null,
      wageFromFen: wages.from,
      wageToFen: wages.to,
      from: read.day(cells, 'from'),
      to: read.day(cells, 'to') ?? null,
      education: said(cells.text('education')) ?? null,
      suitable: said(cells.text('suitable')) ?? null,
      terms: terms === '' ? null : terms,
      phone: phone ?? null,
    }
  }

  function headsOf(): number | undefined {
    const text = cells.text('heads').normalize('NFKC')
    const digits = /^(?:约|招)?(\d{1,6})(?:人|名|个)?(?:左右|以上)?$/u.exec(text)
    const heads = digits ? Number(digits[1]) : 0
    if (heads >= 1) return heads
    // 若干 is a way of saying that the number is not known: one at least.
    if (/^若干(人|名)?$/u.test(text)) {
      cells.warn('heads.vague', 'heads', { value: text })
      return 1
    }
    cells.refuse('number.none', 'heads')
    return undefined
  }

  function postKind(): Stored['postKind'] {
    const text = cells.text('postKind')
    if (saysNothing(text)) return 'ordinary'
    const kind = readPostKind(text)
    if (kind === undefined) cells.warn('post.unknown', 'postKind', { value: text })
    return kind ?? 'ordinary'
  }

  function readWages(): { from: number | null; to: number | null } {
    const [low, high] = [
      read.fen(cells, 'wagesFrom', session.scaleOf('wagesFrom')),
      read.fen(cells, 'wagesTo', session.scaleOf('wagesTo')),
    ]
    if (low !== undefined || high !== undefined) return { from: low ?? null, to: high ?? null }
    const text = cells.text('wages')
    if (saysNothing(text) || /^面议/u.test(text)) return { from: null, to: null }
    const range = wageRange(text)
    if (range === undefined) cells.warn('wages.format', 'wages', { value: text })
    return range ?? { from: null, to: null }
  }

  const tell = (one: Stored, field: string, before: unknown, after: unknown) => {
    if (!tally.wantsChanges) return
    const shown = (value: unknown) =>
      field === 'phone' && typeof value === 'string' ? maskPhone(value) : valueText(field, value)
    const who = `${one.employerText} ${one.title}`
    tally.change({
      row: cells.notes.number,
      who,
      field: columnText(field),
      before: shown(before),
      after: shown(after),
    })
  }

  const finish = () =>
    undated === 0 ? [] : [`${undated} 个岗位没有写发布日期，按导入当天（${words.today}）记。`]
  return { grows: [], take, finish }
}

/** 4000-6000, 4000~6000元/月, 5000元以上, 4千—6千, 0.5万 as fen a month; undefined where it says something else. */
export function wageRange(text: string): { from: number | null; to: number | null } | undefined {
  const plain = text.normalize('NFKC').replace(/[\s,]/gu, '')
  const range =
    /^(?:月薪|工资|底薪)?(\d{1,6}(?:\.\d{1,2})?)(万|千|k|K)?(?:元)?(?:[-~—–至到](\d{1,6}(?:\.\d{1,2})?)(万|千|k|K)?)?(元)?(?:\/?每?月|左右|以上|起|以下|\+)*$/u.exec(
      plain,
    )
  if (range === null) return undefined
  const unit = (written: string | undefined) => (written === '万' ? 10_000 : written === undefined ? 1 : 1000)
  const low = Math.round(
    Number(range[1]) * unit(range[2] ?? (range[3] === undefined ? undefined : range[4])) * 100,
  )
  const high = range[3] === undefined ? null : Math.round(Number(range[3]) * unit(range[4]) * 100)
  if (high !== null) return { from: low, to: high }
  return /以下/u.test(plain)
    ? { from: null, to: low }
    : { from: low, to: /以上|起|\+/u.test(plain) ? null : low }
}

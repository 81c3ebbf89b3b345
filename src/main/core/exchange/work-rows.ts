/** A row of the work list read into facts. Nothing here knows the ledger. */

import { readCreditCode } from '../../../shared/domain/credit-code.ts'
import { monthIndexOf } from '../../../shared/domain/dates.ts'
import { readPostKind } from '../../../shared/text/reading.ts'
import type { PersonWords } from '../registry/people.ts'
import { addMonthRange } from '../work/insured-months.ts'
import type { SpellColumns } from '../work/spells.ts'
import { meansOngoing } from './cell-dates.ts'
import { type FieldReaders, saysNone, saysNothing } from './field-readers.ts'
import { idNumberOfRow } from './person-of-row.ts'
import { said } from './roster-rows.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

export type WorkRow = {
  notes: RowNotes
  idNumber: string
  name: string
  /** without person, employer's and agent's record, which the ledger knows */
  spell: SpellColumns & { fromDate: string }
  employerText: string | undefined
  employerCode: string | undefined
  /** the organiser's name; undefined where none is named */
  organiser: string | undefined
  years: Map<number, { wagesFen?: number; fareFen?: number }>
  /** year → months of private renting */
  rent: Map<number, number>
}

/** The loaded row as facts; undefined where it was refused (the reason is in its notes). */
export function readWorkRow(
  cells: RowCells,
  read: FieldReaders,
  words: PersonWords,
  scaleOf: (field: string) => number,
): WorkRow | undefined {
  const idNumber = idNumberOfRow(cells, words)
  const fromDate = read.day(cells, 'hiredOn') ?? read.dayOrMonth(cells, 'fromMonth', 'first')
  const remarked = cells.notes.remarks.some(({ code }) => /^(date|month)\./.test(code))
  if (fromDate === undefined && !remarked) cells.refuse('spell.no-start')
  else if (fromDate === undefined) refuseAsRemarked(cells)
  else if (fromDate > words.today)
    cells.refuse('date.future', cells.text('hiredOn') === '' ? 'fromMonth' : 'hiredOn', { value: fromDate })
  const end = readEnd(cells, read, words.today)
  if (fromDate !== undefined && end.toDate && end.toDate < fromDate) cells.refuse('spell.end-before-start')
  const county = workCounty(cells, read)
  const employerText = said(cells.text('employer'))
  if (employerText === undefined) cells.warn('spell.no-employer')
  const organised = readOrganiser(cells)
  const spell: SpellColumns & { fromDate: string } = {
    fromDate: fromDate ?? '',
    county,
    workplaceText: workplaceText(cells),
    ...end,
    organisedState: organised.state,
    ...readFiling(cells, read),
    ...readContract(cells, read),
    ...readPost(cells),
    jobTitle: said(cells.text('jobTitle')),
    industry: said(cells.text('industry')) ?? said(cells.text('sector')),
    channelText: said(cells.text('channel')),
    monthlyIncomeFen: read.fen(cells, 'monthlyIncome', scaleOf('monthlyIncome')),
    pointToPoint: read.yesNo(cells, 'pointToPoint'),
    insuredKnown: saysUninsured(cells.text('insured')) ? true : undefined,
  }
  const years = readYears(cells, read, scaleOf)
  const rent = readRent(cells, read)
  const employerCode = readCode(cells)
  if (cells.notes.refused || idNumber === undefined) return undefined
  return {
    notes: cells.notes,
    idNumber,
    name: cells.text('name'),
    spell,
    employerText,
    employerCode,
    organiser: organised.name,
    years,
    rent,
  }
}

/** A start that is written and cannot be read is why the row is refused: its own reason says it best. */
function refuseAsRemarked(cells: RowCells): void {
  for (const field of ['hiredOn', 'fromMonth']) {
    const text = cells.text(field)
    if (text === '') continue
    const found = cells.notes.remarks.find(({ code }) => /^(date|month)\./.test(code))
    if (found) {
      cells.refuse(found.code, field, { value: text })
      return
    }
  }
  cells.refuse('spell.no-start')
}

function readEnd(
  cells: RowCells,
  read: FieldReaders,
  today: string,
): Pick<SpellColumns, 'toState' | 'toDate'> {
  const texts = [cells.text('leftOn'), cells.text('toMonth')]
  const state = cells.text('onPost')
  const onPost = /^(在岗|在职|在业|是|仍在岗|就业中?|务工中)$/u.test(state)
  const left = /^(离岗|离职|已离岗|已离职|否|返乡|已返乡|失业|不在岗)$/u.test(state)
  if (state !== '' && !onPost && !left && !saysNothing(state))
    cells.warn('yes-no.unknown', 'onPost', { value: state })
  const ongoing = texts.some(meansOngoing)
  const toDate = ongoing
    ? undefined
    : (read.day(cells, 'leftOn') ?? read.dayOrMonth(cells, 'toMonth', 'last'))
  if (toDate !== undefined) {
    if (onPost && toDate < today) cells.warn('spell.state-conflict')
    // An end that lies ahead is a plan (a contract's last day), not an end.
    if (toDate > today && !left) return { toState: 'open', toDate: null }
    return { toState: 'ended', toDate }
  }
  if (ongoing || onPost) return { toState: 'open', toDate: null }
  if (left) cells.warn('spell.left-without-day')
  return {}
}

function workCounty(cells: RowCells, read: FieldReaders): string | undefined {
  const parts = ['province', 'city', 'county']
  const texts = parts.map((field) => cells.text(field))
  if (texts.every(saysNothing)) return read.county(cells, ['place'], 'anywhere')
  if (saysNothing(texts[2] ?? '')) {
    // 务工地点 may still hold the whole address.
    const place = cells.text('place')
    if (!saysNothing(place)) return read.county(cells, [...parts, 'place'], 'anywhere')
    const written = texts.filter((text) => !saysNothing(text)).join('')
    // A city without counties (东莞) is filled in as far as it can be.
    const before = cells.notes.remarks.length
    const county = read.county(cells, parts, 'anywhere')
    if (county === undefined && cells.notes.remarks.length === before)
      cells.warn('spell.not-to-county', undefined, { value: written })
    return county
  }
  return read.county(cells, parts, 'anywhere')
}

function workplaceText(cells: RowCells): string | undefined {
  const text = ['province', 'city', 'county', 'place']
    .map((field) => cells.text(field))
    .filter((part) => !saysNothing(part))
    .join('')
  return text === '' ? undefined : text
}

/** Words for having gone alone; a company may begin with any of them. */
const SELF_FOUND =
  /^(自行|自主|自发|自谋)(外出|务工|就业|职业|择业|前往|输出)*$|^(个人|本人|亲友|亲友介绍|亲友带动)$/u

/** 自行外出, 无, 未组织: known to be none; a name: organised by it; blank: unknown. */
function readOrganiser(cells: RowCells): { state?: 'yes' | 'no'; name: string | undefined } {
  const text = cells.text('organiser')
  if (saysNothing(text)) return { name: undefined }
  if (saysNone(text) || SELF_FOUND.test(text)) return { state: 'no', name: undefined }
  return { state: 'yes', name: /^(是|有)$/u.test(text) ? undefined : text }
}

function readFiling(
  cells: RowCells,
  read: FieldReaders,
): Pick<SpellColumns, 'filingState' | 'filingNumber' | 'filingOn'> {
  const text = cells.text('filingNumber')
  const filingOn = read.day(cells, 'filedOn', { past: true })
  if (saysNothing(text)) return filingOn === undefined ? {} : { filingState: 'yes', filingOn }
  if (saysNone(text)) return { filingState: 'no' }
  return { filingState: 'yes', filingNumber: /^(是|有|已备案)$/u.test(text) ? undefined : text, filingOn }
}

function readContract(
  cells: RowCells,
  read: FieldReaders,
): Pick<SpellColumns, 'contractState' | 'contractFrom' | 'contractTo'> {
  const text = cells.text('contract')
  const signed = /^(已签|签订|已签订)/u.test(text)
    ? true
    : /^未/u.test(text)
      ? false
      : read.yesNo(cells, 'contract')
  const contractFrom = read.day(cells, 'contractFrom')
  const contractTo = read.day(cells, 'contractTo')
  if (signed === false) return { contractState: 'no' }
  if (signed === true || contractFrom !== undefined) return { contractState: 'yes', contractFrom, contractTo }
  return {}
}

function readPost(cells: RowCells): Pick<SpellColumns, 'postKind'> {
  const text = cells.text('postKind')
  if (saysNothing(text)) return {}
  const kind = readPostKind(text)
  if (kind !== undefined) return { postKind: kind }
  cells.warn('post.unknown', 'postKind', { value: text })
  return {}
}

function saysUninsured(text: string): boolean {
  return /^(未参保|没有参保|无|否|未缴纳|没有|未缴)$/u.test(text)
}

function readYears(
  cells: RowCells,
  read: FieldReaders,
  scaleOf: (field: string) => number,
): WorkRow['years'] {
  const years: WorkRow['years'] = new Map()
  for (const [base, column] of [
    ['wages', 'wagesFen'],
    ['fare', 'fareFen'],
  ] as const) {
    for (const [key, field] of cells.family(base)) {
      const fen = read.fen(cells, field, scaleOf(field))
      if (fen === undefined) continue
      const year = years.get(Number(key))
      if (year) year[column] = fen
      else years.set(Number(key), { [column]: fen })
    }
  }
  return years
}

function readRent(cells: RowCells, read: FieldReaders): Map<number, number> {
  const rent = new Map<number, number>()
  const from = read.month(cells, 'rentFrom')
  if (from === undefined) return rent
  const to = read.month(cells, 'rentTo')
  if (to === undefined) cells.warn('rent.no-end')
  else if (to < from) cells.warn('rent.end-before-start')
  else addMonthRange(rent, monthIndexOf(from), monthIndexOf(to))
  return rent
}

/** The employer's credit code; one at fault is left out, since the name still tells the employer. */
function readCode(cells: RowCells): string | undefined {
  const text = cells.stored('employerCode')
  if (saysNothing(text)) return undefined
  const reading = readCreditCode(text)
  if (reading.ok) return reading.value
  cells.warn(`code.${reading.fault}`, 'employerCode')
  return undefined
}

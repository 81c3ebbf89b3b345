/** A row of an insurance list read into months: a range, one month, or a column for each month. */
import { readCreditCode } from '../../../shared/domain/credit-code.ts'
import { type MonthIndex, monthIndexOf } from '../../../shared/domain/dates.ts'
import type { PersonWords } from '../registry/people.ts'
import { addMonthRange } from '../work/insured-months.ts'
import { readMonth } from './cell-dates.ts'
import { type FieldReaders, saysNothing } from './field-readers.ts'
import { idNumberOfRow } from './person-of-row.ts'
import { said } from './roster-rows.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

export type InsuredRow = {
  notes: RowNotes
  idNumber: string
  name: string
  employerText: string | undefined
  employerCode: string | undefined
  county: string
  /** year → months, bit 0 January */
  months: Map<number, number>
}

/** Nobody has been insured for longer: a longer range is a slip of the pen. */
const LONGEST_MONTHS = 12 * 45
const RANGE = /^(.+?)\s*(?:[-–—~～至到]|--)\s*(.+)$/u

/** The loaded row as facts; undefined where it was refused (the reason is in its notes). */
export function readInsuredRow(
  cells: RowCells,
  read: FieldReaders,
  words: PersonWords,
): InsuredRow | undefined {
  const idNumber = idNumberOfRow(cells, words)
  const insurance = cells.text('insurance')
  if (/居民|新农合|新农保/u.test(insurance)) cells.refuse('insured.resident', undefined, { value: insurance })
  const county = read.county(cells, ['county'], 'anywhere')
  if (county === undefined) refuseCounty(cells)
  const months = new Map<number, number>()
  readMonths(cells, read, months, monthIndexOf(words.today.slice(0, 7)))
  const employerCode = readCode(cells)
  if (cells.notes.refused || idNumber === undefined || county === undefined) return undefined
  return {
    notes: cells.notes,
    idNumber,
    name: cells.text('name'),
    employerText: said(cells.text('employer')),
    employerCode,
    county,
    months,
  }
}

function refuseCounty(cells: RowCells): void {
  const text = cells.text('county')
  const found = cells.notes.remarks.find(({ code }) => code.startsWith('county.'))
  if (found) cells.refuse(found.code, 'county', { value: text, count: 2 })
  else cells.refuse('insured.no-county', undefined, { value: text })
}

function readMonths(cells: RowCells, read: FieldReaders, months: Map<number, number>, now: MonthIndex): void {
  if (cells.has('fromMonth') && !saysNothing(cells.text('fromMonth'))) readRange(cells, read, months, now)
  else if (cells.has('month') && !saysNothing(cells.text('month'))) readOneCell(cells, read, months, now)
  else {
    readMonthColumns(cells, months, now)
    if (months.size === 0) cells.refuse('insured.no-months')
  }
}

/** 起始月 and 终止月; a list that names only a first month says one month. */
function readRange(cells: RowCells, read: FieldReaders, months: Map<number, number>, now: MonthIndex): void {
  const from = read.month(cells, 'fromMonth')
  const toText = cells.text('toMonth')
  const goesOn = /^(至今|在保|正常参保)$/u.test(toText)
  const to = goesOn || saysNothing(toText) ? undefined : read.month(cells, 'toMonth')
  if (from === undefined || (to === undefined && !goesOn && !saysNothing(toText))) refuseAsRemarked(cells)
  else addRange(cells, months, monthIndexOf(from), goesOn ? now : monthIndexOf(to ?? from), now)
}

/** One month, or a range in one cell: 202201-202206. */
function readOneCell(
  cells: RowCells,
  read: FieldReaders,
  months: Map<number, number>,
  now: MonthIndex,
): void {
  const text = cells.text('month')
  const range = readMonth(text, cells.isNumber('month')).ok ? null : RANGE.exec(text)
  if (range === null) {
    const month = read.month(cells, 'month')
    if (month === undefined) refuseAsRemarked(cells)
    else addRange(cells, months, monthIndexOf(month), monthIndexOf(month), now)
    return
  }
  const from = readMonth(range[1] ?? '')
  const to = readMonth(range[2] ?? '')
  if (from.ok && to.ok) addRange(cells, months, monthIndexOf(from.value), monthIndexOf(to.value), now)
  else cells.refuse('month.format', 'month', { value: text })
}

/** Columns `2022年3月`, or `3月` beside a column 年度: √, 1, 是 or an amount is paid; blank, 0, × is not. */
function readMonthColumns(cells: RowCells, months: Map<number, number>, now: MonthIndex): void {
  const year = /^(20\d{2})/.exec(cells.text('year'))?.[1]
  let future = false
  for (const [key, field] of cells.family('paid')) {
    const text = cells.text(field).normalize('NFKC')
    const paid = /^(√|✓|是|有|已缴|已参保|Y|缴)$/iu.test(text) || Number(text.replaceAll(',', '')) > 0
    if (!paid) continue
    const month = key.length === 7 ? key : year === undefined ? undefined : `${year}-${key}`
    if (month === undefined) continue
    const index = monthIndexOf(month)
    if (index > now) future = true
    else addMonthRange(months, index, index)
  }
  if (future) cells.warn('month.future')
}

function addRange(
  cells: RowCells,
  months: Map<number, number>,
  from: MonthIndex,
  to: MonthIndex,
  now: MonthIndex,
): void {
  if (to < from) cells.refuse('insured.end-before-start')
  else if (to - from >= LONGEST_MONTHS) cells.refuse('insured.too-long', undefined, { count: to - from + 1 })
  else if (from > now) cells.refuse('month.future')
  else {
    if (to > now) cells.warn('month.future')
    addMonthRange(months, from, Math.min(to, now))
  }
}

/** A month that cannot be read is why the row is refused. */
function refuseAsRemarked(cells: RowCells): void {
  for (const field of ['fromMonth', 'toMonth', 'month']) {
    const text = cells.text(field)
    if (saysNothing(text)) continue
    const reading = readMonth(text, cells.isNumber(field))
    if (!reading.ok && reading.fault !== 'empty')
      cells.refuse(`month.${reading.fault}`, field, { value: text })
  }
  if (!cells.notes.refused) cells.refuse('insured.no-months')
}

function readCode(cells: RowCells): string | undefined {
  const text = cells.stored('employerCode')
  if (saysNothing(text)) return undefined
  const reading = readCreditCode(text)
  if (reading.ok) return reading.value
  cells.warn(`code.${reading.fault}`, 'employerCode')
  return undefined
}

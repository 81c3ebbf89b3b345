/** A row of the roster read into facts. Nothing here knows the ledger. */
import type { Category } from '../../../shared/domain/categories.ts'
import { nameKey } from '../../../shared/domain/person-name.ts'
import type { ImportReason } from '../../../shared/text/import-reasons.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import { readCategory } from '../../../shared/text/reading.ts'
import type { Remark } from '../registry/decision.ts'
import { type HouseholdColumns, readHousehold } from '../registry/households.ts'
import { type PersonColumns, type PersonWords, readPerson } from '../registry/people.ts'
import type { CategoryPeriod } from '../registry/person-categories.ts'
import type { Spoken } from '../registry/pinyin.ts'
import { type FieldReaders, remembering, saysNone, saysNothing } from './field-readers.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

export type RosterRow = {
  notes: RowNotes
  /** 18 characters; undefined where the row has none */
  idNumber: string | undefined
  nameKey: string
  person: PersonColumns
  /** pinyin of the name, where it was read ahead */
  spoken?: Spoken
  household: (HouseholdColumns & { code: string }) | undefined
  isHead: boolean
  categories: CategoryPeriod[]
}

/** Column of each fact that readers of the registry may remark on. */
const COLUMN_OF: Readonly<Record<string, string>> = {
  idNumber: 'idNumber',
  name: 'name',
  phone: 'phone',
  payeeAccount: 'account',
  ethnicityText: 'ethnicity',
  educationText: 'education',
  householdPhone: 'householdPhone',
}
const PLAIN_HOUSEHOLD = /^(一般户|一般农户|普通户|普通农户|非贫困户|非脱贫户|其他户?)$/u

/** The loaded row as facts; undefined where it was refused (the reason is in its notes). */
export function readRosterRow(
  cells: RowCells,
  read: FieldReaders,
  words: PersonWords,
): RosterRow | undefined {
  const idText = cells.stored('idNumber')
  const name = cells.text('name')
  if (name === '' && idText === '') {
    cells.refuse('row.no-identity')
    return undefined
  }
  if (cells.isNumber('idNumber') && /^\d{16,}$/.test(idText)) {
    // A number keeps 15 digits; whatever stands after them is made up by the spreadsheet.
    cells.refuse('id.excel-rounded')
    return undefined
  }
  const county = read.county(cells, ['province', 'city', 'county'], 'home')
  const townshipText = said(cells.text('township'))
  const township = county && townshipText ? read.township(county, townshipText) : undefined
  const reading = readPerson(
    {
      name,
      idNumber: said(idText),
      sex: undefined,
      birthDate: idText === '' ? read.day(cells, 'birthDate', { past: true }) : undefined,
      ethnicityText: said(cells.text('ethnicity')),
      educationText: said(cells.text('education')),
      relationToHead: said(cells.text('relation')),
      code: said(cells.stored('personCode')),
      homeCounty: county,
      homeTownship: township,
      homeTownshipText: townshipText,
      homeVillage: said(cells.text('village')),
      phone: said(cells.stored('phone')),
      payeeName: said(cells.text('payeeName')),
      payeeBank: said(cells.text('bank')),
      payeeAccount: accountText(cells, 'account'),
      healthText: said(cells.text('health')),
      labourText: said(cells.text('labour')),
      schoolingText: said(cells.text('schooling')),
    },
    words,
  )
  noteRemarks(cells, reading.faults, reading.warnings, ['idNumber', 'name'])
  const { periods, complete } = readCategories(cells, read)
  if (complete) reading.columns.categoriesKnown = true
  const household = readHouseholdOf(cells, read, { county, township, townshipText })
  if (cells.notes.refused) return undefined
  return {
    notes: cells.notes,
    idNumber: reading.columns.idNumber ?? undefined,
    nameKey: nameKey(name),
    person: reading.columns,
    household,
    isHead: /^(户主|本人|本人或户主)$/u.test(cells.text('relation')),
    categories: periods,
  }
}

/** Text of a cell that says something; 无 and the like are kept, since some fields mean it. */
export function said(text: string): string | undefined {
  return saysNothing(text) || text === '无' ? undefined : text
}

/** An account as stored in the file; a number of more than 15 digits has lost its end. */
export function accountText(cells: RowCells, field: string): string | undefined {
  const text = cells.stored(field)
  if (cells.isNumber(field) && /^\d{16,}$/.test(text)) {
    cells.warn('account.excel-scientific', field)
    return undefined
  }
  return said(text)
}

/** Remarks of the registry's readers on the row: faults of identity refuse it, others leave the field out. */
export function noteRemarks(
  cells: RowCells,
  faults: readonly Remark[],
  warnings: readonly Remark[],
  refusing: readonly string[],
  columnOf: Readonly<Record<string, string>> = COLUMN_OF,
): void {
  for (const { code, field, params } of faults) {
    const column = columnOf[field] ?? field
    if (refusing.includes(field)) cells.refuse(code, column, params)
    else cells.warn(code, column, params)
  }
  for (const { code, field, params } of warnings) cells.warn(code, columnOf[field] ?? field, params)
}

function readHouseholdOf(
  cells: RowCells,
  read: FieldReaders,
  place: { county: string | undefined; township: string | undefined; townshipText: string | undefined },
): RosterRow['household'] {
  const code = said(cells.stored('householdCode'))?.normalize('NFKC').replace(/\s/gu, '')
  if (code === undefined) return undefined
  const { columns, faults, warnings } = readHousehold({
    code,
    ...place,
    village: said(cells.text('village')),
    hamlet: said(cells.text('hamlet')),
    size: read.count(cells, 'householdSize'),
    phone: said(cells.stored('householdPhone')),
    kindText: said(cells.text('householdKind')),
    povertyCause: said(cells.text('povertyCause')),
    incomePerHeadFen: read.fen(cells, 'incomePerHead'),
  })
  noteRemarks(cells, faults, warnings, [])
  return { ...columns, code }
}

/**
 * Categories with their days. `complete` only where every one of them is spoken of: a blank cell is unknown, and only a
 * word such as 无 or 否 says that a category is not held.
 */
function readCategories(
  cells: RowCells,
  read: FieldReaders,
): { periods: CategoryPeriod[]; complete: boolean } {
  const periods: CategoryPeriod[] = []
  const ofPerson = read.dayOrMonth(cells, 'identifiedOn', 'first')
  const ofHousehold = read.dayOrMonth(cells, 'householdIdentifiedOn', 'first')
  const identified = ofPerson ?? ofHousehold
  let complete = true
  const open = (code: ImportReason, field: string, value: string) => {
    cells.warn(code, field, { value })
    complete = false
  }
  const hold = (category: Category, from: string | undefined, to: string | undefined, field: string) => {
    if (from === undefined) open('category.no-start', field, CATEGORY_TEXT[category])
    else if (to !== undefined && to < from) open('category.end-before-start', field, CATEGORY_TEXT[category])
    else periods.push({ category, from, to: to ?? null })
  }

  const kindText = cells.text('householdKind')
  const implied = householdCategories(kindText)
  let monitored: Category | undefined = [...implied].find((category) => category.startsWith('monitored-'))
  if (implied.has('poverty-lifted'))
    hold(
      'poverty-lifted',
      identified,
      undefined,
      cells.has('identifiedOn') ? 'identifiedOn' : 'householdIdentifiedOn',
    )
  if (saysNothing(kindText)) complete = false
  else if (implied.size === 0 && !saysNone(kindText) && !PLAIN_HOUSEHOLD.test(kindText))
    open('category.unknown', 'householdKind', kindText)

  const monitoredText = cells.text('monitoredKind')
  if (!saysNothing(monitoredText) && !saysNone(monitoredText)) {
    const said = readCategory(monitoredText)
    if (said?.startsWith('monitored-')) monitored = said
    else open('category.unknown', 'monitoredKind', monitoredText)
  } else if (monitored === undefined && saysNothing(monitoredText)) complete = false
  const riskFrom = read.dayOrMonth(cells, 'riskFrom', 'first')
  const riskTo = read.dayOrMonth(cells, 'riskTo', 'last')
  const gone = read.yesNo(cells, 'riskGone')
  if (monitored !== undefined) {
    if (gone === true && riskTo === undefined) open('category.no-end', 'riskTo', CATEGORY_TEXT[monitored])
    else hold(monitored, riskFrom, gone === false ? undefined : riskTo, 'riskFrom')
  }

  for (const [category, fromField, toField] of DATED) {
    const text = cells.text(fromField)
    if (saysNothing(text)) {
      complete = false
      if (implied.has(category)) open('category.no-start', fromField, CATEGORY_TEXT[category])
    } else if (!saysNone(text)) {
      const from = /^(是|有|√|✓|Y)$/iu.test(text) ? undefined : read.dayOrMonth(cells, fromField, 'first')
      const to = toField === undefined ? undefined : read.dayOrMonth(cells, toField, 'last')
      hold(category, from, to, fromField)
    }
  }
  return { periods, complete }
}

/** What a kind of household says of its people: 低保脱贫户 is both, a 脱贫不稳定户 is a 脱贫户 that is watched. */
const householdCategories = remembering((text: string): ReadonlySet<Category> => {
  const found = new Set<Category>()
  if (text === '' || PLAIN_HOUSEHOLD.test(text)) return found
  const known = readCategory(text)
  if (known !== undefined) found.add(known)
  if (/低保/u.test(text)) found.add('minimum-living')
  if (/特困|五保/u.test(text)) found.add('extreme-poverty')
  if (/易地|搬迁/u.test(text)) found.add('relocated')
  if (/脱贫不稳定/u.test(text)) found.add('monitored-unstable')
  if (/脱贫|建档立卡/u.test(text) && !/(非|未)(脱贫|建档立卡)/u.test(text)) found.add('poverty-lifted')
  return found
})

const DATED: readonly [Category, from: string, to: string | undefined][] = [
  ['minimum-living', 'minimumLivingFrom', 'minimumLivingTo'],
  ['extreme-poverty', 'extremePovertyFrom', 'extremePovertyTo'],
  ['relocated', 'relocatedOn', undefined],
]

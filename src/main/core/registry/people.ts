/** People: what was written about one, put on stored form, decided against the record, and written. */
import { educationCode } from '../../../shared/domain/education.ts'
import { ethnicityCode } from '../../../shared/domain/ethnicity.ts'
import { maskId, readIdNumber, type Sex, tidyIdText } from '../../../shared/domain/id-number.ts'
import { foldName, NAME_DOT, nameFault, nameKey, writtenName } from '../../../shared/domain/person-name.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { importReasonText } from '../../../shared/text/import-reasons.ts'
import type { NewRow, Patch, WriteTx } from '../db/ledger.ts'
import { people } from '../db/schema/registry.ts'
import { type Decision, decideChange, type Reading, type Remark } from './decision.ts'
import { type CategoryPeriod, saveCategories } from './person-categories.ts'
import { pinyinOf, type Spoken } from './pinyin.ts'
import { storedAccount, storedPhone, storedText, type Written } from './written-fields.ts'

export type PersonColumns = Patch<typeof people>

/** What is said of a person, as written. An absent key says nothing, `null` makes the field unknown. */
export type PersonFacts = {
  name?: string | undefined
  idNumber?: Written
  /** only where there is no ID number, which says both itself */
  sex?: Sex | null | undefined
  birthDate?: Written
  ethnicityText?: Written
  educationText?: Written
  householdId?: Written
  relationToHead?: Written
  /** 人编号 */
  code?: Written
  homeCounty?: Written
  homeTownship?: Written
  homeTownshipText?: Written
  homeVillage?: Written
  phone?: Written
  payeeName?: Written
  payeeBank?: Written
  payeeAccount?: Written
  payeeAccountKind?: Written
  healthText?: Written
  labourText?: Written
  schoolingText?: Written
  categoriesKnown?: boolean | null | undefined
  note?: Written
  /** corrected by a person; otherwise made from the name */
  pinyin?: string | undefined
}

export type PersonWords = {
  /** 'YYYY-MM-DD' */
  readonly today: string
  readonly isKnownArea: (area: string) => boolean
}

/** Puts facts on stored form: names folded and spoken, ID numbers of 15 digits converted, codes beside texts. Pure. */
export function readPerson(facts: PersonFacts, words: PersonWords): Reading<PersonColumns> {
  const faults: Remark[] = []
  const warnings: Remark[] = []
  const remarks = { faults, warnings }
  const columns: PersonColumns = {}
  if (facts.name !== undefined) readName(facts.name, facts.pinyin, columns, faults)
  readIdentity(facts, words, columns, remarks)
  readCodedTexts(facts, columns, warnings)
  if (facts.householdId !== undefined) columns.householdId = facts.householdId
  if (facts.relationToHead !== undefined) columns.relationToHead = storedText(facts.relationToHead)
  if (facts.code !== undefined) columns.code = storedText(facts.code)
  if (facts.homeCounty !== undefined) columns.homeCounty = facts.homeCounty
  if (facts.homeTownship !== undefined) columns.homeTownship = facts.homeTownship
  if (facts.homeTownshipText !== undefined) columns.homeTownshipText = storedText(facts.homeTownshipText)
  if (facts.homeVillage !== undefined) columns.homeVillage = storedText(facts.homeVillage)
  columns.phone = storedPhone(facts.phone, 'phone', remarks)
  if (facts.payeeName !== undefined) columns.payeeName = storedText(facts.payeeName)
  if (facts.payeeBank !== undefined) columns.payeeBank = storedText(facts.payeeBank)
  columns.payeeAccount = storedAccount(facts.payeeAccount, 'payeeAccount', remarks)
  if (facts.payeeAccountKind !== undefined) columns.payeeAccountKind = facts.payeeAccountKind
  if (facts.healthText !== undefined) columns.healthText = storedText(facts.healthText)
  if (facts.labourText !== undefined) columns.labourText = storedText(facts.labourText)
  if (facts.schoolingText !== undefined) columns.schoolingText = storedText(facts.schoolingText)
  if (facts.categoriesKnown !== undefined) columns.categoriesKnown = facts.categoriesKnown
  if (facts.note !== undefined) columns.note = storedText(facts.note)
  return { columns, faults, warnings }
}

/**
 * What to do with a person found by ID number (or by name and household). Without `rename` another name under the same ID
 * number is refused: one of the two is wrong. Names that differ only in dots, blanks or width are the same; the record keeps its own.
 */
export function decidePerson(
  existing: (Readonly<Record<string, unknown>> & { readonly name: string }) | undefined,
  columns: PersonColumns,
  options: { readonly rename?: boolean } = {},
): Decision<PersonColumns> {
  if (existing === undefined) {
    if (columns.name === undefined) return { do: 'refused', code: 'name.empty', params: {} }
    return { do: 'insert', row: columns }
  }
  if (columns.name === undefined || options.rename) return decideChange(existing, columns)
  if (existing.name !== columns.name && nameKey(existing.name) !== nameKey(columns.name)) {
    const who = columns.idNumber ? maskId(columns.idNumber) : ''
    return {
      do: 'refused',
      code: 'person.other-name',
      params: { who, before: existing.name, name: columns.name },
    }
  }
  const { name: _, nameFolded: __, ...rest } = columns
  return decideChange<PersonColumns>(existing, rest)
}

/**
 * Saves what was typed for a person: a new one without `id`. Every faulty field is refused.
 * @throws Refusal `id.*`, `name.*`, `phone.*`, `account.*`, `person.id-taken`, `people.not-found`
 */
export function savePerson(
  tx: WriteTx,
  id: string | undefined,
  facts: PersonFacts & { readonly categories?: readonly CategoryPeriod[] | undefined },
  words: PersonWords,
): string {
  const { columns, faults } = readPerson(facts, words)
  refuseFaults(faults)
  const existing =
    id === undefined
      ? undefined
      : tx
          .prepare<{ name: string; idNumber: string | null }>(
            'SELECT name, id_number AS idNumber FROM people WHERE id = ? AND deleted_at IS NULL',
          )
          .get(id)
  if (id !== undefined && existing === undefined)
    throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除或撤销导入。')
  if (typeof columns.idNumber === 'string') refuseTakenId(tx, columns.idNumber, id)
  const saved = id ?? insertPerson(tx, columns, 'entry')
  if (id !== undefined) tx.update(people, id, withSpoken(columns))
  if (facts.categories !== undefined) saveCategories(tx, saved, facts.categories)
  return saved
}

/** A new name comes with its pinyin, unless a person has corrected that. */
function withSpoken(columns: PersonColumns): PersonColumns {
  if (columns.name === undefined) return columns
  const spoken = spokenName(columns.name)
  return { ...columns, pinyin: columns.pinyin ?? spoken.full, initials: spoken.initials }
}

/** Inserts a person that `decidePerson` called new. */
export function insertPerson(tx: WriteTx, columns: PersonColumns, source: string): string {
  return tx.insert(people, newPersonRow(columns, source, tx.newId()))
}

/** A new record; throws where there is no name, which `decidePerson` has refused before. `known`: the name's pinyin, if read already. */
export function newPersonRow(
  columns: PersonColumns,
  source: string,
  id: string,
  known?: Spoken,
): NewRow<typeof people> & { id: string; name: string } {
  const { name, nameFolded } = columns
  if (name === undefined || nameFolded === undefined)
    throw new Error('a person without a name cannot be stored')
  const spoken = known ?? spokenName(name)
  return {
    ...columns,
    id,
    name,
    nameFolded,
    pinyin: columns.pinyin ?? spoken.full,
    initials: columns.initials ?? spoken.initials,
    source,
  }
}

/** Pinyin of names, or parts of names, met before; forgotten when many. Reading one in context is slow. */
const spokenParts = new Map<string, Spoken>()
const MOST_SPOKEN = 20_000

/** Pinyin of a name. The parts of one with dots are read one by one: only the first begins with a surname, and they come again and again. */
export function spokenName(name: string): Spoken {
  if (!name.includes(NAME_DOT)) return spokenPart(name, 'person')
  let full = ''
  let initials = ''
  for (const [at, part] of name.split(NAME_DOT).entries()) {
    const spoken = spokenPart(part, at === 0 ? 'person' : 'plain')
    full += spoken.full
    initials += spoken.initials
  }
  return { full, initials }
}

function spokenPart(part: string, kind: 'person' | 'plain'): Spoken {
  const key = kind === 'person' ? part : `·${part}`
  const known = spokenParts.get(key)
  if (known !== undefined) return known
  if (spokenParts.size >= MOST_SPOKEN) spokenParts.clear()
  const spoken = pinyinOf(part, kind)
  spokenParts.set(key, spoken)
  return spoken
}

/** Refuses a form's first faulty field with its sentence. @throws Refusal with the fault's code */
export function refuseFaults(faults: readonly Remark[]): void {
  const [first] = faults
  if (first) throw new Refusal(first.code, importReasonText(first.code, first.params), { field: first.field })
}

function refuseTakenId(tx: WriteTx, idNumber: string, id: string | undefined): void {
  const holder = tx
    .prepare<{ id: string; name: string }>(
      'SELECT id, name FROM people WHERE id_number = ? AND deleted_at IS NULL',
    )
    .get(idNumber)
  if (holder !== undefined && holder.id !== id)
    throw new Refusal(
      'person.id-taken',
      `这个身份证号（${maskId(idNumber)}）已登记给“${holder.name}”。请核对号码，或到那个人的详情中修改。`,
      { id: holder.id },
    )
}

function readName(
  written: string,
  corrected: string | undefined,
  columns: PersonColumns,
  faults: Remark[],
): void {
  const fault = nameFault(written)
  if (fault !== undefined) {
    faults.push({ code: `name.${fault}`, field: 'name' })
    return
  }
  columns.name = writtenName(written)
  columns.nameFolded = foldName(written)
  // Otherwise made when the record is written: most rows of an import change no name.
  if (corrected !== undefined) columns.pinyin = corrected
}

function readIdentity(
  facts: PersonFacts,
  words: PersonWords,
  columns: PersonColumns,
  remarks: { faults: Remark[]; warnings: Remark[] },
): void {
  const written = storedText(facts.idNumber)
  if (written === null) columns.idNumber = null
  if (typeof written === 'string') {
    const reading = readIdNumber(written, words)
    if (reading.ok) {
      columns.idNumber = reading.value
      if (reading.value !== tidyIdText(written)) columns.idNumberWritten = written
      columns.birthDate = reading.birth
      columns.sex = reading.sex
      for (const warning of reading.warnings)
        remarks.warnings.push({ code: `id.${warning}`, field: 'idNumber' })
      return
    }
    remarks.faults.push({ code: `id.${reading.fault}`, field: 'idNumber' })
  }
  if (facts.sex !== undefined) columns.sex = facts.sex
  if (facts.birthDate !== undefined) columns.birthDate = storedText(facts.birthDate)
}

function readCodedTexts(facts: PersonFacts, columns: PersonColumns, warnings: Remark[]): void {
  const ethnicity = storedText(facts.ethnicityText)
  if (ethnicity !== undefined) {
    columns.ethnicityText = ethnicity
    columns.ethnicityCode = ethnicity === null ? null : (ethnicityCode(ethnicity) ?? null)
    if (ethnicity !== null && columns.ethnicityCode === null)
      warnings.push({ code: 'ethnicity.unknown', field: 'ethnicityText', params: { value: ethnicity } })
  }
  const education = storedText(facts.educationText)
  if (education !== undefined) {
    columns.educationText = education
    columns.educationCode = education === null ? null : (educationCode(education) ?? null)
    if (education !== null && columns.educationCode === null)
      warnings.push({ code: 'education.unknown', field: 'educationText', params: { value: education } })
  }
}

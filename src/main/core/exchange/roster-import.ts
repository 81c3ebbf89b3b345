/** Takes a roster in: households, people, categories. Decided batch by batch, whole sets looked up at once. */
import { maskId } from '../../../shared/domain/id-number.ts'
import { nameKey } from '../../../shared/domain/person-name.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import type { NewRow, WriteTx } from '../db/ledger.ts'
import { households, people, personCategories } from '../db/schema/registry.ts'
import { decideHousehold, type HouseholdColumns } from '../registry/households.ts'
import { decidePerson, newPersonRow, type PersonColumns } from '../registry/people.ts'
import { decideCategory, type StoredCategory } from '../registry/person-categories.ts'
import { type ImportSession, type KindImport, recordsByKey } from './import-session.ts'
import type { RowOutcome } from './import-tally.ts'
import { type ReadRoster, readRoster, rosterFromText } from './roster-reading.ts'
import type { RosterRow } from './roster-rows.ts'
import { columnsText, columnText, valueText } from './shown-changes.ts'

type StoredPerson = PersonColumns & { id: string; name: string }
type Household = {
  id: string
  columns: HouseholdColumns
  fromFile: boolean
  byHead: boolean
  isNew: boolean
  dirty: boolean
}

const PERSON_COLUMNS = `p.id, p.name, p.id_number AS idNumber, p.id_number_written AS idNumberWritten, p.sex, p.birth_date AS birthDate,
  p.ethnicity_code AS ethnicityCode, p.ethnicity_text AS ethnicityText, p.education_code AS educationCode,
  p.education_text AS educationText, p.household_id AS householdId, p.relation_to_head AS relationToHead, p.code,
  p.home_county AS homeCounty, p.home_township AS homeTownship, p.home_township_text AS homeTownshipText,
  p.home_village AS homeVillage, p.phone, p.payee_name AS payeeName, p.payee_bank AS payeeBank,
  p.payee_account AS payeeAccount, p.payee_account_kind AS payeeAccountKind, p.health_text AS healthText,
  p.labour_text AS labourText, p.schooling_text AS schoolingText, p.categories_known AS categoriesKnown`

export function rosterImport(session: ImportSession): KindImport {
  const { tx, tally, cells, read, words, layout } = session
  const lookups = rosterLookups(tx)
  /** Into an empty ledger there is nothing to look up but what this file itself has brought. */
  const hadPeople = tx.prepare('SELECT 1 FROM people LIMIT 1').get() !== undefined
  const hadHouseholds = tx.prepare('SELECT 1 FROM households LIMIT 1').get() !== undefined
  /** ID number → row of this file in which it first stood and was taken, and whose it is */
  const seen = new Map<string, { row: number; personId: string }>()
  const householdsByCode = new Map<string, Household>()
  /** Rows without ID number wait until every person of the file is in the ledger. */
  const nameless: RosterRow[] = []

  let newPeople: NewRow<typeof people>[] = []
  let newCategories: NewRow<typeof personCategories>[] = []
  /** people inserted with this batch, not yet in the table */
  let pending = new Map<string, StoredPerson>()
  let pendingCategories = new Map<string, StoredCategory[]>()

  const take = ({ refused, rows }: ReadRoster): void => {
    const batch: RosterRow[] = []
    for (const notes of refused) tally.book(notes, 'refused')
    for (const row of rows) (row.idNumber === undefined ? nameless : batch).push(row)
    decide(batch)
  }

  const decide = (batch: readonly RosterRow[]): void => {
    const wanted: string[] = []
    const repeated: string[] = []
    for (const { idNumber = '' } of batch) {
      const before = seen.get(idNumber)
      if (before !== undefined) repeated.push(before.personId)
      else if (hadPeople) wanted.push(idNumber)
    }
    const stored = new Map<string, StoredPerson>()
    for (const person of lookups.byIdNumber(wanted)) stored.set(person.idNumber ?? '', person)
    const categories = categoriesOf([...stored.values()].map(({ id }) => id))
    // Known by their ids: into an empty ledger the file goes without the index of ID numbers.
    for (const person of lookups.byId(repeated)) stored.set(person.idNumber ?? '', person)
    loadHouseholds(batch)
    for (const row of batch) {
      const idNumber = row.idNumber ?? ''
      const existing = pending.get(idNumber) ?? stored.get(idNumber)
      const owned =
        existing === undefined
          ? []
          : (pendingCategories.get(existing.id) ?? categories.get(existing.id) ?? [])
      tally.book(row.notes, decideRow(row, existing, owned))
    }
    flush()
  }

  const decideRow = (
    row: RosterRow,
    existing: StoredPerson | undefined,
    owned: StoredCategory[],
  ): RowOutcome => {
    const { notes, idNumber, person } = row
    const firstRow = idNumber === undefined ? undefined : seen.get(idNumber)?.row
    const identity = decidePerson(existing, person)
    if (identity.do === 'refused') {
      notes.refuse(identity.code, undefined, identity.params)
      return 'refused'
    }
    if (firstRow !== undefined) return bookTwin(row, firstRow, existing, identity)
    const household = row.household === undefined ? undefined : joinHousehold(row)
    if (household !== undefined) person.householdId = household.id
    const decision = existing === undefined ? identity : decidePerson(existing, person)
    let outcome: RowOutcome = household?.dirty ? 'changed' : 'same'
    let personId = existing?.id ?? ''
    if (decision.do === 'insert') {
      personId = tx.newId()
      const made = newPersonRow(person, session.sourceOf(notes.number), personId, row.spoken)
      newPeople.push(made)
      if (idNumber !== undefined) pending.set(idNumber, made)
      outcome = 'new'
    } else if (decision.do === 'update') {
      for (const field of decision.fields)
        if (field !== 'householdId') tell(row, field, existing?.[field], decision.patch[field])
      tx.update(people, personId, decision.patch)
      outcome = 'changed'
    }
    if (idNumber !== undefined) seen.set(idNumber, { row: notes.number, personId })
    if (decideCategories(row, personId, owned) && outcome === 'same') outcome = 'changed'
    return outcome
  }

  const bookTwin = (
    row: RosterRow,
    firstRow: number,
    existing: StoredPerson | undefined,
    decision: ReturnType<typeof decidePerson>,
  ): RowOutcome => {
    const household = row.household === undefined ? undefined : householdsByCode.get(row.household.code)
    const moved = row.household !== undefined && household?.id !== existing?.householdId
    const fields = [...(decision.do === 'update' ? decision.fields : []), ...(moved ? ['householdId'] : [])]
    if (fields.length === 0) {
      row.notes.warn('row.repeated', undefined, { row: firstRow })
      return 'same'
    }
    const who = maskId(row.idNumber ?? '')
    row.notes.refuse('person.twice-differs', undefined, { who, row: firstRow, fields: columnsText(fields) })
    return 'refused'
  }

  const decideCategories = (row: RosterRow, personId: string, owned: StoredCategory[]): boolean => {
    let changed = false
    for (const said of row.categories) {
      const decision = decideCategory(owned, said)
      if (decision.do === 'refused')
        row.notes.warn(decision.code, undefined, { value: CATEGORY_TEXT[said.category] })
      else if (decision.do === 'insert') {
        const id = tx.newId()
        newCategories.push({
          id,
          personId,
          category: said.category,
          fromDate: said.from,
          toDate: said.to,
          source: session.sourceOf(row.notes.number),
        })
        if (row.idNumber !== undefined && pending.has(row.idNumber)) {
          owned = [...owned, { ...said, id }]
          pendingCategories.set(personId, owned)
        }
        changed = true
      } else if (decision.do === 'update') {
        const { before, row: after } = decision
        const period = (p: { from: string; to: string | null }) => `${p.from} 至 ${p.to ?? '今'}`
        tell(row, CATEGORY_TEXT[said.category], period(before), period(after))
        tx.update(personCategories, decision.id, { fromDate: after.from, toDate: after.to })
        changed = true
      }
    }
    return changed
  }

  /** The row's household, made or corrected; `dirty` where this row changed one that was in the ledger before. */
  const joinHousehold = (row: RosterRow): Household | undefined => {
    const said = row.household
    if (said === undefined) return undefined
    const known = householdsByCode.get(said.code)
    if (known === undefined) {
      const made = {
        id: tx.newId(),
        columns: { ...said },
        fromFile: true,
        byHead: row.isHead,
        isNew: true,
        dirty: false,
      }
      householdsByCode.set(said.code, made)
      newHouseholds.push({ ...said, id: made.id, source: session.sourceOf(row.notes.number) })
      return made
    }
    const decision = decideHousehold(known.columns, said)
    known.dirty = false
    if (decision.do === 'update') {
      let patch = decision.patch
      if (known.fromFile) {
        // The head's row says what the household is; of other rows the first. What was not said before is filled in.
        const disputed = decision.fields.filter((field) => (known.columns[field] ?? null) !== null)
        if (disputed.length > 0) {
          row.notes.warn('household.differs', undefined, {
            code: said.code.slice(-4),
            fields: columnsText(disputed),
          })
          if (!row.isHead || known.byHead)
            patch = Object.fromEntries(
              Object.entries(patch).filter(([key]) => !disputed.includes(key as never)),
            )
        }
      }
      for (const [field, value] of Object.entries(patch))
        if (!known.isNew) tell(row, field, known.columns[field as keyof HouseholdColumns], value)
      applyHousehold(known, patch)
      known.dirty = !known.isNew && Object.keys(patch).length > 0
    }
    known.fromFile = true
    known.byHead ||= row.isHead
    return known
  }

  let newHouseholds: (NewRow<typeof households> & { id: string })[] = []
  const applyHousehold = (household: Household, patch: HouseholdColumns): void => {
    Object.assign(household.columns, patch)
    const waiting = newHouseholds.find(({ id }) => id === household.id)
    if (waiting) Object.assign(waiting, patch)
    else if (Object.keys(patch).length > 0) tx.update(households, household.id, patch)
  }

  const loadHouseholds = (batch: readonly RosterRow[]): void => {
    if (!hadHouseholds) return
    const wanted = new Set<string>()
    for (const { household } of batch)
      if (household && !householdsByCode.has(household.code)) wanted.add(household.code)
    for (const { id, ...columns } of lookups.households(wanted))
      householdsByCode.set(columns.code ?? '', {
        id,
        columns,
        fromFile: false,
        byHead: false,
        isNew: false,
        dirty: false,
      })
  }

  const categoriesOf = (personIds: readonly string[]): Map<string, StoredCategory[]> => {
    const found = new Map<string, StoredCategory[]>()
    for (const { personId, ...category } of lookups.categories(personIds)) {
      const list = found.get(personId)
      if (list) list.push(category)
      else found.set(personId, [category])
    }
    return found
  }

  const tell = (row: RosterRow, field: string, before: unknown, after: unknown): void => {
    if (!tally.wantsChanges) return
    const who = row.person.name ?? ''
    tally.change({
      row: row.notes.number,
      who,
      field: columnText(field),
      before: valueText(field, before),
      after: valueText(field, after),
    })
  }

  const flush = (): void => {
    tx.insertMany(households, newHouseholds)
    tx.insertMany(people, newPeople)
    tx.insertMany(personCategories, newCategories)
    newHouseholds = []
    newPeople = []
    newCategories = []
    pending = new Map()
    pendingCategories = new Map()
  }

  return {
    grows: [households, people, personCategories],
    keysAfter: !hadPeople && !hadHouseholds,
    take: (rows) => take(readRoster(rows, cells, read, words)),
    along: {
      reading: {
        layout: { fields: layout.fields, headerRow: layout.headerRow, merges: layout.merges },
        today: words.today,
        officeCounty: session.officeCounty,
        speak: !hadPeople,
      },
      take: (text) => take(rosterFromText(text, session.labelOf)),
    },
    finish() {
      for (const row of nameless) {
        const code = row.household?.code
        const found =
          code === undefined ? [] : lookups.byHousehold(code).filter((p) => nameKey(p.name) === row.nameKey)
        const birth = row.person.birthDate
        const fitting = found.length > 1 && birth ? found.filter((p) => p.birthDate === birth) : found
        const [only] = fitting
        if (fitting.length === 1 && only) {
          row.notes.warn('person.matched-by-name')
          loadHouseholds([row])
          tally.book(row.notes, decideRow(row, only, categoriesOf([only.id]).get(only.id) ?? []))
          flush()
        } else {
          if (fitting.length > 1) row.notes.refuse('person.ambiguous', undefined, { count: fitting.length })
          else row.notes.refuse('id.empty', 'idNumber')
          tally.book(row.notes, 'refused')
        }
      }
      return []
    },
  }
}

function rosterLookups(tx: WriteTx) {
  const inHousehold = tx.prepare<StoredPerson>(
    `SELECT ${PERSON_COLUMNS} FROM people p JOIN households h ON h.id = p.household_id
     WHERE h.code = ? AND h.deleted_at IS NULL AND p.deleted_at IS NULL`,
  )
  return {
    byIdNumber: recordsByKey<StoredPerson>(
      tx,
      `SELECT ${PERSON_COLUMNS} FROM json_each(?) k JOIN people p ON p.id_number = k.value WHERE p.deleted_at IS NULL`,
    ),
    byId: recordsByKey<StoredPerson>(
      tx,
      `SELECT ${PERSON_COLUMNS} FROM json_each(?) k JOIN people p ON p.id = k.value WHERE p.deleted_at IS NULL`,
    ),
    byHousehold: (code: string) => inHousehold.all(code),
    households: recordsByKey<HouseholdColumns & { id: string }>(
      tx,
      `SELECT h.id, h.code, h.county, h.township, h.township_text AS townshipText, h.village, h.hamlet, h.size, h.phone,
         h.kind_text AS kindText, h.poverty_cause AS povertyCause, h.income_per_head_fen AS incomePerHeadFen
       FROM json_each(?) k JOIN households h ON h.code = k.value WHERE h.deleted_at IS NULL`,
    ),
    categories: recordsByKey<StoredCategory & { personId: string }>(
      tx,
      `SELECT c.person_id AS personId, c.id, c.category, c.from_date AS "from", c.to_date AS "to"
       FROM json_each(?) k JOIN person_categories c ON c.person_id = k.value WHERE c.deleted_at IS NULL`,
    ),
  }
}

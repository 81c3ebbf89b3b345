import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** Settings of this ledger and its office (name, county, remembered choices). Local: they do not travel. */
export const settings = sqliteTable('settings', {
  key: text('key').primaryKey(),
  /** JSON */
  value: text('value').notNull(),
})

/** 户. Place codes follow GB/T 2260 (county 6 digits, township 9 digits). */
export const households = sqliteTable(
  'households',
  {
    ...record(),
    /** 户编号 of the national monitoring system */
    code: text('code'),
    county: text('county'),
    township: text('township'),
    townshipText: text('township_text'),
    village: text('village'),
    hamlet: text('hamlet'),
    size: integer('size'),
    phone: text('phone'),
    /** 户类型 as written */
    kindText: text('kind_text'),
    povertyCause: text('poverty_cause'),
    /** 人均纯收入, fen a year */
    incomePerHeadFen: integer('income_per_head_fen'),
  },
  (t) => [naturalKey('households_code').on(t.code).where(live(t.deletedAt))],
)

/** What a household did in a calendar year (HLJ-06/07: other members run their own production). */
export const householdYears = sqliteTable(
  'household_years',
  {
    ...record(),
    householdId: text('household_id')
      .notNull()
      .references(() => households.id),
    year: integer('year').notNull(),
    /** NULL: unknown */
    ownProduction: integer('own_production', { mode: 'boolean' }),
  },
  (t) => [naturalKey('household_years_key').on(t.householdId, t.year).where(live(t.deletedAt))],
)

/** 人员. Unknown is NULL everywhere. */
export const people = sqliteTable(
  'people',
  {
    ...record(),
    /** as written, for the bank and for paper */
    name: text('name').notNull(),
    /** folded for matching (`foldName`) */
    nameFolded: text('name_folded').notNull(),
    /** full pinyin without tones, `lü` stored as `lv`, e.g. `jikeayi` */
    pinyin: text('pinyin').notNull(),
    initials: text('initials').notNull(),
    /** 18 digits, upper-case X; NULL where the person has none on record */
    idNumber: text('id_number'),
    /** the ID number exactly as it came, where it differs (15 digits) */
    idNumberWritten: text('id_number_written'),
    sex: text('sex'),
    birthDate: text('birth_date'),
    ethnicityCode: text('ethnicity_code'),
    ethnicityText: text('ethnicity_text'),
    educationCode: text('education_code'),
    educationText: text('education_text'),
    householdId: text('household_id').references(() => households.id),
    relationToHead: text('relation_to_head'),
    /** 人编号 of the national monitoring system */
    code: text('code'),
    homeCounty: text('home_county'),
    homeTownship: text('home_township'),
    homeTownshipText: text('home_township_text'),
    homeVillage: text('home_village'),
    phone: text('phone'),
    payeeName: text('payee_name'),
    payeeBank: text('payee_bank'),
    payeeAccount: text('payee_account'),
    /** social-security-card, bank-card, passbook */
    payeeAccountKind: text('payee_account_kind'),
    healthText: text('health_text'),
    labourText: text('labour_text'),
    schoolingText: text('schooling_text'),
    /** true: the categories on record are complete; NULL: unknown whether others are held */
    categoriesKnown: integer('categories_known', { mode: 'boolean' }),
    note: text('note'),
  },
  (t) => [
    naturalKey('people_id_number').on(t.idNumber).where(live(t.deletedAt)),
    // Walked whole by every search and every list, so it holds what they look at (without its own column, SQLite
    // would look into the record for `deleted_at`), in the order in which lists stand.
    index('people_search')
      .on(
        t.pinyin,
        t.nameFolded,
        t.initials,
        t.idNumber,
        t.homeCounty,
        t.sex,
        t.birthDate,
        t.ethnicityCode,
        t.deletedAt,
      )
      .where(live(t.deletedAt)),
    // Narrow, so that looking for two characters anywhere in 200,000 names takes a few milliseconds.
    index('people_name').on(t.nameFolded, t.pinyin, t.deletedAt).where(live(t.deletedAt)),
    // What a calculation reads of everybody, without a look at the wide records, and what names them in keys.
    index('people_facts')
      .on(t.id, t.homeCounty, t.householdId, t.categoriesKnown, t.idNumber, t.deletedAt)
      .where(live(t.deletedAt)),
    index('people_household').on(t.householdId),
    index('people_phone').on(t.phone),
    index('people_account').on(t.payeeAccount),
  ],
)

/** 人员类别 with its dates; a person may hold several. */
export const personCategories = sqliteTable(
  'person_categories',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    category: text('category').notNull(),
    fromDate: text('from_date').notNull(),
    /** NULL: still holds */
    toDate: text('to_date'),
  },
  (t) => [
    naturalKey('person_categories_key').on(t.personId, t.category, t.fromDate).where(live(t.deletedAt)),
    // Who holds a category on a day.
    index('person_categories_category')
      .on(t.category, t.personId, t.fromDate, t.toDate, t.deletedAt)
      .where(live(t.deletedAt)),
  ],
)

/** 用人单位 */
export const employers = sqliteTable(
  'employers',
  {
    ...record(),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    pinyin: text('pinyin').notNull(),
    initials: text('initials').notNull(),
    /** GB 32100 */
    creditCode: text('credit_code'),
    kind: text('kind'),
    kindText: text('kind_text'),
    county: text('county'),
    address: text('address'),
    isPrivate: integer('is_private', { mode: 'boolean' }),
    industry: text('industry'),
    legalRepName: text('legal_rep_name'),
    legalRepIdNumber: text('legal_rep_id_number'),
    contact: text('contact'),
    phone: text('phone'),
    bankName: text('bank_name'),
    bankAccount: text('bank_account'),
  },
  (t) => [
    naturalKey('employers_credit_code').on(t.creditCode).where(live(t.deletedAt)),
    index('employers_name').on(t.nameFolded),
  ],
)

/** 认定 of an employer (就业帮扶基地 and the like), dated. */
export const employerRecognitions = sqliteTable(
  'employer_recognitions',
  {
    ...record(),
    employerId: text('employer_id')
      .notNull()
      .references(() => employers.id),
    kind: text('kind').notNull(),
    onDate: text('on_date').notNull(),
    documentNumber: text('document_number'),
  },
  (t) => [
    naturalKey('employer_recognitions_key').on(t.employerId, t.kind, t.onDate).where(live(t.deletedAt)),
  ],
)

/** 劳务机构 and 劳务经纪人 */
export const agents = sqliteTable(
  'agents',
  {
    ...record(),
    name: text('name').notNull(),
    nameFolded: text('name_folded').notNull(),
    pinyin: text('pinyin').notNull(),
    initials: text('initials').notNull(),
    creditCode: text('credit_code'),
    kind: text('kind'),
    kindText: text('kind_text'),
    county: text('county'),
    licenceNumber: text('licence_number'),
    legalRepName: text('legal_rep_name'),
    contact: text('contact'),
    phone: text('phone'),
    bankName: text('bank_name'),
    bankAccount: text('bank_account'),
  },
  (t) => [
    naturalKey('agents_credit_code').on(t.creditCode).where(live(t.deletedAt)),
    index('agents_name').on(t.nameFolded),
  ],
)

/** 职业（技工）院校 */
export const schools = sqliteTable('schools', {
  ...record(),
  name: text('name').notNull(),
  nameFolded: text('name_folded').notNull(),
  county: text('county'),
  creditCode: text('credit_code'),
  contact: text('contact'),
  phone: text('phone'),
})

/** 联络站、劳务工作站 */
export const stations = sqliteTable('stations', {
  ...record(),
  name: text('name').notNull(),
  nameFolded: text('name_folded').notNull(),
  county: text('county'),
  /** the station belongs to a 劳务合作基地 */
  cooperationBase: integer('cooperation_base', { mode: 'boolean' }),
  openedOn: text('opened_on'),
  closedOn: text('closed_on'),
  contact: text('contact'),
  phone: text('phone'),
})

/** 结对关系, dated */
export const pairings = sqliteTable(
  'pairings',
  {
    ...record(),
    eastCounty: text('east_county').notNull(),
    westCounty: text('west_county').notNull(),
    fromDate: text('from_date').notNull(),
    toDate: text('to_date'),
    documentNumber: text('document_number'),
  },
  (t) => [naturalKey('pairings_key').on(t.eastCounty, t.westCounty, t.fromDate).where(live(t.deletedAt))],
)

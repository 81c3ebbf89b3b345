import { sql } from 'drizzle-orm'
import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'
import { agents, employers, people, schools } from './registry.ts'

/**
 * 务工经历: one person's work for one employer at one workplace county, from a day, to a day or open.
 * Where a fact has three values (unknown, none, something) its `…State` column is NULL, `no` or `yes`.
 */
export const spells = sqliteTable(
  'spells',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    /** the employer as written in the list, also where it is on no record of ours */
    employerText: text('employer_text'),
    /** workplace county; NULL: not filled to county */
    county: text('county'),
    workplaceText: text('workplace_text'),
    fromDate: text('from_date').notNull(),
    /** open (still going on), ended (`toDate` is set), NULL: unknown */
    toState: text('to_state'),
    toDate: text('to_date'),
    /** organised by `agentId`: yes, no, NULL unknown */
    organisedState: text('organised_state'),
    agentId: text('agent_id').references(() => agents.id),
    /** the organiser as written in the list, also where it is on no record of ours */
    agentText: text('agent_text'),
    /** 备案 */
    filingState: text('filing_state'),
    filingNumber: text('filing_number'),
    filingOn: text('filing_on'),
    /** 劳动合同 */
    contractState: text('contract_state'),
    contractFrom: text('contract_from'),
    contractTo: text('contract_to'),
    /** 意外伤害保险, for public-welfare posts: yes, no, NULL unknown */
    accidentState: text('accident_state'),
    accidentFrom: text('accident_from'),
    accidentTo: text('accident_to'),
    /** ordinary, caring, public-welfare */
    postKind: text('post_kind').notNull(),
    jobTitle: text('job_title'),
    industry: text('industry'),
    /** 就业渠道 as written */
    channelText: text('channel_text'),
    monthlyIncomeFen: integer('monthly_income_fen'),
    pointToPoint: integer('point_to_point', { mode: 'boolean' }),
    /** true: the insured months on record for this spell are complete; NULL: unknown */
    insuredKnown: integer('insured_known', { mode: 'boolean' }),
  },
  (t) => [
    naturalKey('spells_key').on(t.personId, t.employerText, t.county, t.fromDate).where(live(t.deletedAt)),
    index('spells_employer').on(t.employerId),
    index('spells_agent').on(t.agentId),
    // Who works on a day, and where, without looking at the records.
    index('spells_person')
      .on(t.personId, t.fromDate, t.toState, t.toDate, t.county, t.deletedAt)
      .where(live(t.deletedAt)),
    index('spells_contract').on(t.contractTo).where(live(t.deletedAt)),
    // Caring and public-welfare posts are few among many spells.
    index('spells_posts')
      .on(t.postKind, t.personId)
      .where(sql`${t.deletedAt} IS NULL AND ${t.postKind} <> 'ordinary'`),
  ],
)

/** What a spell had in one calendar year. NULL: unknown; 0 is a known zero. */
export const spellYears = sqliteTable(
  'spell_years',
  {
    ...record(),
    spellId: text('spell_id')
      .notNull()
      .references(() => spells.id),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    year: integer('year').notNull(),
    /** wages paid in that year, fen */
    wagesFen: integer('wages_fen'),
    /** actual return fare in that year, fen */
    fareFen: integer('fare_fen'),
    /** months of on-the-job training (以工代训): bit 0 January … bit 11 December */
    trainingMonths: integer('training_months'),
  },
  (t) => [
    naturalKey('spell_years_key').on(t.spellId, t.year).where(live(t.deletedAt)),
    index('spell_years_person')
      .on(t.personId, t.spellId, t.year, t.wagesFen, t.fareFen, t.trainingMonths, t.source, t.deletedAt)
      .where(live(t.deletedAt)),
  ],
)

/** 参保月份: insured months of a person with an employer in a county, a year a row: bit 0 January … bit 11 December. */
export const insuredYears = sqliteTable(
  'insured_years',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    employerText: text('employer_text'),
    county: text('county').notNull(),
    year: integer('year').notNull(),
    months: integer('months').notNull(),
  },
  (t) => [
    naturalKey('insured_years_key').on(t.personId, t.employerText, t.county, t.year).where(live(t.deletedAt)),
    // What a calculation reads of everybody; the name as written only where there is no record of the employer.
    index('insured_years_facts')
      .on(
        t.personId,
        t.employerId,
        sql`CASE WHEN ${t.employerId} IS NULL THEN ${t.employerText} END`,
        t.county,
        t.year,
        t.months,
        t.deletedAt,
      )
      .where(live(t.deletedAt)),
    // Who was insured in a month.
    index('insured_years_year').on(t.year, t.personId, t.months, t.deletedAt).where(live(t.deletedAt)),
  ],
)

/** 自行租房: months of private renting, a year a row. */
export const rentYears = sqliteTable(
  'rent_years',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    year: integer('year').notNull(),
    months: integer('months').notNull(),
    address: text('address'),
    landlord: text('landlord'),
  },
  (t) => [naturalKey('rent_years_key').on(t.personId, t.year).where(live(t.deletedAt))],
)

/** 职业资格（技能等级）证书 */
export const certificates = sqliteTable(
  'certificates',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    /** basic, intermediate, advanced */
    grade: text('grade'),
    onDate: text('on_date'),
    county: text('county'),
    institutionId: text('institution_id').references(() => agents.id),
    number: text('number'),
    occupation: text('occupation'),
  },
  (t) => [index('certificates_person').on(t.personId)],
)

/** 培训课程 attended by a person */
export const courses = sqliteTable(
  'courses',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    name: text('name'),
    fromDate: text('from_date'),
    toDate: text('to_date'),
    attendedDays: integer('attended_days'),
  },
  (t) => [index('courses_person').on(t.personId)],
)

/** 新型学徒制、订单班 */
export const enrolments = sqliteTable(
  'enrolments',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    schoolId: text('school_id').references(() => schools.id),
    year: integer('year'),
    /** apprenticeship, order-class */
    kind: text('kind').notNull(),
  },
  (t) => [index('enrolments_person').on(t.personId)],
)

/** 院校输送 */
export const placements = sqliteTable(
  'placements',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    schoolId: text('school_id').references(() => schools.id),
    employerId: text('employer_id').references(() => employers.id),
    onDate: text('on_date'),
    highSkill: integer('high_skill', { mode: 'boolean' }),
  },
  (t) => [index('placements_person').on(t.personId)],
)

/** 招聘会 */
export const fairs = sqliteTable('fairs', {
  ...record(),
  name: text('name'),
  county: text('county'),
  onDate: text('on_date'),
  /** the county whose office held it; NULL: our own */
  organiserCounty: text('organiser_county'),
  online: integer('online', { mode: 'boolean' }),
  /** vacancies offered, people who came, people who agreed to start */
  posts: integer('posts'),
  visitors: integer('visitors'),
  intents: integer('intents'),
  note: text('note'),
})

/** Employers that attended a fair */
export const fairEmployers = sqliteTable(
  'fair_employers',
  {
    ...record(),
    fairId: text('fair_id')
      .notNull()
      .references(() => fairs.id),
    employerId: text('employer_id')
      .notNull()
      .references(() => employers.id),
  },
  (t) => [naturalKey('fair_employers_key').on(t.fairId, t.employerId).where(live(t.deletedAt))],
)

/** 公益性岗位出勤, a month a row */
export const attendance = sqliteTable(
  'attendance',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    month: text('month').notNull(),
    attendedDays: integer('attended_days'),
    requiredDays: integer('required_days'),
  },
  (t) => [index('attendance_person').on(t.personId, t.month)],
)

import { index, integer, sqliteTable, text } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'
import { employers, people } from './registry.ts'

/** 服务记录: what the office did on a day (visit, follow-up, list, agreement …), for a person or an employer where it concerns one. */
export const serviceRecords = sqliteTable(
  'service_records',
  {
    ...record(),
    /** one of SERVICE_KINDS */
    kind: text('kind').notNull(),
    onDate: text('on_date').notNull(),
    /** what it was about, in the office's words */
    title: text('title'),
    county: text('county'),
    partnerCounty: text('partner_county'),
    personId: text('person_id').references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    /** entries of a list, vacancies recommended, households visited; NULL: one or not counted */
    heads: integer('heads'),
    doneBy: text('done_by'),
    note: text('note'),
  },
  (t) => [
    index('service_records_day').on(t.kind, t.onDate).where(live(t.deletedAt)),
    index('service_records_person').on(t.personId),
    index('service_records_employer').on(t.employerId),
  ],
)

/** 求职登记: a person who wants work, from a day, until it is settled. */
export const jobSeekers = sqliteTable(
  'job_seekers',
  {
    ...record(),
    personId: text('person_id')
      .notNull()
      .references(() => people.id),
    fromDate: text('from_date').notNull(),
    /** NULL: still looking */
    toDate: text('to_date'),
    skill: text('skill'),
    wish: text('wish'),
    wishCounty: text('wish_county'),
    /** wage hoped for, fen a month */
    wageFen: integer('wage_fen'),
    note: text('note'),
  },
  (t) => [naturalKey('job_seekers_key').on(t.personId, t.fromDate).where(live(t.deletedAt))],
)

/** 岗位: vacancies of one kind that an employer offers. */
export const vacancies = sqliteTable(
  'vacancies',
  {
    ...record(),
    employerId: text('employer_id').references(() => employers.id),
    /** the employer as written, also where it is on no record of ours */
    employerText: text('employer_text').notNull(),
    title: text('title').notNull(),
    heads: integer('heads').notNull(),
    /** ordinary, caring, public-welfare */
    postKind: text('post_kind').notNull(),
    county: text('county'),
    /** wage offered, fen a month */
    wageFromFen: integer('wage_from_fen'),
    wageToFen: integer('wage_to_fen'),
    fromDate: text('from_date').notNull(),
    toDate: text('to_date'),
    educationText: text('education_text'),
    /** for whom it is suitable, as written */
    suitableText: text('suitable_text'),
    /** shifts, board and lodging, as written */
    termsText: text('terms_text'),
    phone: text('phone'),
  },
  (t) => [
    index('vacancies_employer').on(t.employerId),
    index('vacancies_from').on(t.fromDate).where(live(t.deletedAt)),
  ],
)

/** 转介: a person or an employer sent on to the office that grants what a referral row speaks of. */
export const referrals = sqliteTable(
  'referrals',
  {
    ...record(),
    /** id of the referral row, `GZ-10` */
    benefit: text('benefit').notNull(),
    personId: text('person_id').references(() => people.id),
    employerId: text('employer_id').references(() => employers.id),
    onDate: text('on_date').notNull(),
    /** the office that was referred to */
    office: text('office').notNull(),
    /** waiting, granted, refused */
    result: text('result').notNull(),
    resultOn: text('result_on'),
    amountFen: integer('amount_fen'),
    doneBy: text('done_by'),
    note: text('note'),
  },
  (t) => [
    index('referrals_benefit').on(t.benefit, t.onDate).where(live(t.deletedAt)),
    index('referrals_person').on(t.personId),
    index('referrals_employer').on(t.employerId),
  ],
)

/** What the office says of a duty in a year: who answers for it, a note, or that it does not apply and why. */
export const dutyYears = sqliteTable(
  'duty_years',
  {
    ...record(),
    /** id of the duty row, `ZJ-19` */
    duty: text('duty').notNull(),
    year: integer('year').notNull(),
    applies: integer('applies', { mode: 'boolean' }).notNull(),
    reason: text('reason'),
    responsible: text('responsible'),
    note: text('note'),
  },
  (t) => [naturalKey('duty_years_key').on(t.duty, t.year).where(live(t.deletedAt))],
)

/** 研究决定: the office's decision on one entitlement that the documents leave to it. */
export const decisions = sqliteTable(
  'decisions',
  {
    ...record(),
    entitlementKey: text('entitlement_key').notNull(),
    benefit: text('benefit').notNull(),
    beneficiaryKind: text('beneficiary_kind').notNull(),
    beneficiaryId: text('beneficiary_id').notNull(),
    personId: text('person_id').references(() => people.id),
    period: text('period'),
    /** approved, declined */
    decision: text('decision').notNull(),
    onDate: text('on_date').notNull(),
    decidedBy: text('decided_by').notNull(),
    /** number of the document or of the meeting */
    documentNumber: text('document_number').notNull(),
    reason: text('reason'),
    /** what the calculation gave on that day */
    amountFen: integer('amount_fen'),
  },
  (t) => [
    naturalKey('decisions_key').on(t.entitlementKey).where(live(t.deletedAt)),
    index('decisions_person').on(t.personId),
    index('decisions_benefit').on(t.benefit),
  ],
)

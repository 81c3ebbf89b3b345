import { z } from 'zod'
import { POST_KINDS } from '../domain/policy.ts'
import { REFERRAL_RESULTS, SERVICE_KINDS } from '../domain/services.ts'
import { countyCode, dateText, fen, id, page, pageInput, query, sourceText, write } from './procedure.ts'

const saved = z.object({ id, txId: z.string() })
const removal = z.object({ id, reason: z.string().trim().min(2, '请写明原因') })
const text = (most: number) => z.string().trim().max(most).nullable()
const number = z.int().min(0).max(1_000_000).nullable()
const named = z.object({ id, name: z.string() }).nullable()

const recordFields = {
  kind: z.enum(SERVICE_KINDS),
  on: dateText,
  title: text(120),
  county: countyCode.nullable(),
  partnerCounty: countyCode.nullable(),
  personId: id.nullable(),
  employerId: id.nullable(),
  heads: number,
  doneBy: text(40),
  note: text(500),
}

export const serviceRow = z.object({
  ...recordFields,
  id,
  countyName: z.string().nullable(),
  partnerName: z.string().nullable(),
  person: named,
  employer: named,
  source: sourceText,
})
export type ServiceRow = z.infer<typeof serviceRow>

const seekerFields = {
  personId: id,
  from: dateText,
  to: dateText.nullable(),
  skill: text(80),
  wish: text(80),
  wishCounty: countyCode.nullable(),
  wageFen: fen.nullable(),
  note: text(500),
}
export const seekerRow = z.object({
  ...seekerFields,
  id,
  personName: z.string(),
  homeText: z.string(),
  wishCountyName: z.string().nullable(),
})
export type SeekerRow = z.infer<typeof seekerRow>

const vacancyFields = {
  employerId: id.nullable(),
  employerText: z.string().trim().max(120),
  title: z.string().trim().min(1, '请填写岗位名称').max(80),
  heads: z.int().min(1, '招聘人数至少 1 人').max(1_000_000),
  postKind: z.enum(POST_KINDS),
  county: countyCode.nullable(),
  wageFromFen: fen.nullable(),
  wageToFen: fen.nullable(),
  from: dateText,
  to: dateText.nullable(),
  education: text(40),
  suitable: text(80),
  terms: text(200),
  phone: text(30),
}
export const vacancyRow = z.object({ ...vacancyFields, id, countyName: z.string().nullable() })
export type VacancyRow = z.infer<typeof vacancyRow>

const fairFields = {
  name: z.string().trim().min(1, '请填写招聘会名称').max(120),
  county: countyCode.nullable(),
  on: dateText,
  organiserCounty: countyCode.nullable(),
  online: z.boolean().nullable(),
  posts: number,
  visitors: number,
  intents: number,
  note: text(500),
}
export const fairRow = z.object({
  ...fairFields,
  id,
  name: z.string().nullable(),
  on: dateText.nullable(),
  countyName: z.string().nullable(),
  organiserName: z.string().nullable(),
  employers: z.array(z.object({ id, name: z.string() })),
})
export type FairRow = z.infer<typeof fairRow>

const referralFields = {
  benefit: z.string().regex(/^[A-Z]+-\d{2,}$/, '应为条款编号，如 GZ-10'),
  personId: id.nullable(),
  employerId: id.nullable(),
  on: dateText,
  office: z.string().trim().min(2, '请写明转介到哪个部门').max(80),
  result: z.enum(REFERRAL_RESULTS),
  resultOn: dateText.nullable(),
  amountFen: fen.nullable(),
  doneBy: text(40),
  note: text(500),
}
export const referralRow = z.object({ ...referralFields, id, person: named, employer: named })
export type ReferralRow = z.infer<typeof referralRow>

/** A referral row of a document with what was recorded under it. */
export const referralCount = z.object({
  id: z.string(),
  doc: z.string(),
  docTitle: z.string(),
  clause: z.string(),
  name: z.string(),
  wording: z.string(),
  /** who is referred */
  beneficiary: z.enum(['person', 'employer', 'agent', 'school', 'station']),
  /** the local row that stands in where its document is in force */
  delegatesTo: z.array(z.string()),
  count: z.int(),
  waiting: z.int(),
  granted: z.int(),
  refused: z.int(),
  amountFen: fen,
  lastOn: dateText.nullable(),
})
export type ReferralCount = z.infer<typeof referralCount>

const year = z.int().min(2000).max(2100)

/** 服务记录、求职登记、岗位、招聘会、转介. Each write can be undone by `people.undo`. */
export const services = {
  records: query('服务记录')
    .input(
      z.object({
        kind: z.enum(SERVICE_KINDS).optional(),
        year: year.optional(),
        search: z.string().max(60).default(''),
        personId: id.optional(),
        employerId: id.optional(),
        ids: z.array(id).max(1000).optional(),
        ...pageInput,
      }),
    )
    .output(page(serviceRow)),
  saveRecord: write('登记服务记录')
    .input(z.object({ ...recordFields, id: id.optional() }))
    .output(saved),
  removeRecord: write('删除服务记录').input(removal).output(saved),

  seekers: query('求职登记')
    .input(
      z.object({ open: z.boolean().default(false), search: z.string().max(60).default(''), ...pageInput }),
    )
    .output(page(seekerRow)),
  saveSeeker: write('登记求职')
    .input(z.object({ ...seekerFields, id: id.optional() }))
    .output(saved),
  removeSeeker: write('删除求职登记').input(removal).output(saved),

  vacancies: query('岗位')
    .input(
      z.object({
        year: year.optional(),
        postKind: z.enum(POST_KINDS).optional(),
        search: z.string().max(60).default(''),
        ...pageInput,
      }),
    )
    .output(page(vacancyRow)),
  saveVacancy: write('登记岗位')
    .input(z.object({ ...vacancyFields, id: id.optional() }))
    .output(saved),
  removeVacancy: write('删除岗位').input(removal).output(saved),

  fairs: query('招聘会')
    .input(z.object({ year: year.optional(), ...pageInput }))
    .output(page(fairRow)),
  saveFair: write('登记招聘会')
    .input(z.object({ ...fairFields, employers: z.array(id).max(500).default([]), id: id.optional() }))
    .output(saved),
  removeFair: write('删除招聘会').input(removal).output(saved),

  referralRows: query('转介条款')
    .input(z.object({ year: year.optional() }))
    .output(z.array(referralCount)),
  referrals: query('转介记录')
    .input(
      z.object({
        benefit: z.string().optional(),
        year: year.optional(),
        personId: id.optional(),
        result: z.enum(REFERRAL_RESULTS).optional(),
        ...pageInput,
      }),
    )
    .output(page(referralRow)),
  saveReferral: write('登记转介')
    .input(z.object({ ...referralFields, id: id.optional() }))
    .output(saved),
  removeReferral: write('删除转介').input(removal).output(saved),
}

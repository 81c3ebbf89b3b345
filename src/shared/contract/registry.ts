import { z } from 'zod'
import { CATEGORIES } from '../domain/categories.ts'
import { CLAIM_STATES } from '../domain/claim-states.ts'
import { AGENT_KINDS, EMPLOYER_KINDS, OUTCOMES, POST_KINDS, RECOGNISED_KINDS } from '../domain/policy.ts'
import { fileRef } from './files.ts'
import {
  countyCode,
  dateText,
  fen,
  id,
  job,
  monthText,
  page,
  pageInput,
  query,
  session,
  sourceText,
  write,
} from './procedure.ts'

export const categorySpan = z.object({
  id,
  category: z.enum(CATEGORIES),
  from: dateText,
  to: dateText.nullable(),
  source: sourceText,
})

export const personRow = z.object({
  id,
  name: z.string(),
  /** masked: first 6, stars, last 4; NULL where none is on record */
  idMasked: z.string().nullable(),
  sex: z.enum(['男', '女']).nullable(),
  age: z.int().nullable(),
  ethnicity: z.string().nullable(),
  homeCounty: z.string().nullable(),
  homeText: z.string(),
  categories: z.array(z.enum(CATEGORIES)),
  /** employer and workplace of the latest open spell */
  workText: z.string().nullable(),
  workCounty: z.string().nullable(),
  phoneMasked: z.string().nullable(),
})
export type PersonRow = z.infer<typeof personRow>

export const peopleFilter = z.object({
  /** name, part of a name, pinyin, initials, ID number or its last digits, phone */
  search: z.string().max(60).default(''),
  categories: z.array(z.enum(CATEGORIES)).default([]),
  homeCounty: z.string().optional(),
  homeTownship: z.string().optional(),
  workCounty: z.string().optional(),
  /** working on the day in force, not working, unknown */
  working: z.enum(['yes', 'no']).optional(),
  sex: z.enum(['男', '女']).optional(),
  ageFrom: z.int().optional(),
  ageTo: z.int().optional(),
  ethnicity: z.string().optional(),
  importId: z.string().optional(),
  /** worked for this employer, or was sent out by this agent; with `working` 'yes': is working so now */
  organisationId: id.optional(),
  /** insured in this month, with any employer */
  insuredIn: monthText.optional(),
  /** the labour contract of work that goes on ends within a month */
  contractEnding: z.boolean().optional(),
  /** one person for each household: its head, or else the first on record */
  oneOfHousehold: z.boolean().optional(),
  /** the day that ages, categories and work are looked at; today unless given */
  asOf: dateText.optional(),
})

export const spellView = z.object({
  id,
  employerId: z.string().nullable(),
  employerName: z.string().nullable(),
  county: z.string().nullable(),
  countyName: z.string().nullable(),
  from: dateText,
  toState: z.enum(['open', 'ended']).nullable(),
  to: dateText.nullable(),
  organisedState: z.enum(['yes', 'no']).nullable(),
  agentId: z.string().nullable(),
  agentName: z.string().nullable(),
  filingState: z.enum(['yes', 'no']).nullable(),
  filingNumber: z.string().nullable(),
  filingOn: dateText.nullable(),
  contractState: z.enum(['yes', 'no']).nullable(),
  contractFrom: dateText.nullable(),
  contractTo: dateText.nullable(),
  /** 意外伤害保险 of a public-welfare post */
  accidentState: z.enum(['yes', 'no']).nullable(),
  accidentFrom: dateText.nullable(),
  accidentTo: dateText.nullable(),
  postKind: z.enum(POST_KINDS),
  jobTitle: z.string().nullable(),
  monthlyIncomeFen: fen.nullable(),
  insuredKnown: z.boolean(),
  years: z.array(z.object({ year: z.int(), wagesFen: fen.nullable(), fareFen: fen.nullable() })),
  source: sourceText,
})
export type SpellView = z.infer<typeof spellView>

export const personDetail = z.object({
  id,
  name: z.string(),
  pinyin: z.string(),
  idMasked: z.string().nullable(),
  idWarnings: z.array(z.string()),
  sex: z.enum(['男', '女']).nullable(),
  birthDate: dateText.nullable(),
  age: z.int().nullable(),
  ethnicityCode: z.string().nullable(),
  ethnicityText: z.string().nullable(),
  educationCode: z.string().nullable(),
  educationText: z.string().nullable(),
  homeCounty: z.string().nullable(),
  homeCountyName: z.string().nullable(),
  homeTownshipText: z.string().nullable(),
  homeVillage: z.string().nullable(),
  phone: z.string().nullable(),
  payeeName: z.string().nullable(),
  payeeBank: z.string().nullable(),
  payeeAccountMasked: z.string().nullable(),
  payeeAccountKind: z.string().nullable(),
  categoriesKnown: z.boolean(),
  categories: z.array(categorySpan),
  household: z
    .object({
      id,
      code: z.string().nullable(),
      size: z.int().nullable(),
      kindText: z.string().nullable(),
      members: z.array(
        z.object({
          id,
          name: z.string(),
          relation: z.string().nullable(),
          age: z.int().nullable(),
          working: z.boolean(),
        }),
      ),
      years: z.array(z.object({ year: z.int(), ownProduction: z.boolean().nullable() })),
    })
    .nullable(),
  spells: z.array(spellView),
  insured: z.array(
    z.object({
      employerName: z.string().nullable(),
      county: z.string(),
      countyName: z.string().nullable(),
      year: z.int(),
      /** bit 0 January */ months: z.int(),
      source: sourceText,
    }),
  ),
  rents: z.array(z.object({ year: z.int(), months: z.int() })),
  grants: z.array(
    z.object({ benefit: z.string(), period: z.string().nullable(), amountFen: fen.nullable(), on: dateText }),
  ),
  claims: z.array(
    z.object({
      id,
      number: z.string(),
      benefit: z.string(),
      state: z.string(),
      amountFen: fen,
      draftedAt: z.string(),
    }),
  ),
  /** results of the latest calculation */
  results: z.array(
    z.object({
      benefit: z.string(),
      period: z.string().nullable(),
      outcome: z.enum(OUTCOMES),
      amountFen: fen.nullable(),
      on: dateText.nullable(),
    }),
  ),
  note: z.string().nullable(),
  source: sourceText,
})
export type PersonDetail = z.infer<typeof personDetail>

/** What can be typed in for a person; an absent key is left as it is, `null` makes it unknown. */
export const personInput = z.object({
  name: z.string().min(1, '请填写姓名').max(60),
  idNumber: z.string().max(20).nullable().optional(),
  ethnicityText: z.string().max(20).nullable().optional(),
  educationText: z.string().max(20).nullable().optional(),
  homeCounty: countyCode.nullable().optional(),
  homeTownshipText: z.string().max(40).nullable().optional(),
  homeVillage: z.string().max(60).nullable().optional(),
  phone: z.string().max(30).nullable().optional(),
  payeeName: z.string().max(60).nullable().optional(),
  payeeBank: z.string().max(60).nullable().optional(),
  payeeAccount: z.string().max(40).nullable().optional(),
  payeeAccountKind: z.enum(['social-security-card', 'bank-card', 'passbook']).nullable().optional(),
  pinyin: z.string().max(120).optional(),
  note: z.string().max(500).nullable().optional(),
  categoriesKnown: z.boolean().optional(),
  categories: z
    .array(z.object({ category: z.enum(CATEGORIES), from: dateText, to: dateText.nullable() }))
    .optional(),
})

export const spellInput = z.object({
  personId: id,
  employerId: z.string().nullable(),
  county: countyCode.nullable(),
  from: dateText,
  toState: z.enum(['open', 'ended']).nullable(),
  to: dateText.nullable(),
  organisedState: z.enum(['yes', 'no']).nullable(),
  agentId: z.string().nullable(),
  filingState: z.enum(['yes', 'no']).nullable(),
  filingNumber: z.string().max(60).nullable(),
  filingOn: dateText.nullable(),
  contractState: z.enum(['yes', 'no']).nullable(),
  contractFrom: dateText.nullable(),
  contractTo: dateText.nullable(),
  postKind: z.enum(POST_KINDS),
  /** 意外伤害保险 of a public-welfare post; absent: as it was */
  accidentState: z.enum(['yes', 'no']).nullable().optional(),
  accidentFrom: dateText.nullable().optional(),
  accidentTo: dateText.nullable().optional(),
  jobTitle: z.string().max(60).nullable(),
  monthlyIncomeFen: fen.nullable(),
  years: z.array(z.object({ year: z.int(), wagesFen: fen.nullable(), fareFen: fen.nullable() })),
})

const saved = z.object({ id, txId: z.string() })

export const people = {
  list: query('人员台账').input(peopleFilter.extend(pageInput)).output(page(personRow)),
  /** The townships that people on record are from, in a county or anywhere, the fullest first. */
  townships: query('户籍乡镇')
    .input(z.object({ homeCounty: z.string().optional() }))
    .output(z.array(z.object({ name: z.string(), people: z.int() }))),
  /** The list as a workbook; whole ID numbers and phones leave a note in the audit. */
  exportList: job('导出人员名单', peopleFilter.extend({ numbers: z.enum(['masked', 'full']) }), fileRef),
  get: query('人员详情').input(z.object({ id })).output(personDetail),
  /** Shows the full ID number and account; noted in the audit. */
  reveal: write('查看完整证件号和账号', 'viewer')
    .input(z.object({ id }))
    .output(
      z.object({
        idNumber: z.string().nullable(),
        idNumberWritten: z.string().nullable(),
        payeeAccount: z.string().nullable(),
      }),
    ),
  create: write('登记人员').input(personInput).output(saved),
  update: write('修改人员')
    .input(z.object({ id, patch: personInput.partial() }))
    .output(saved),
  remove: write('删除人员')
    .input(z.object({ id, reason: z.string().min(2, '请写明原因') }))
    .output(saved),
  saveSpell: write('登记务工经历')
    .input(
      spellInput.extend({
        id: id.optional(),
        /** somebody changed employers: this spell, which goes on, ends the day before the new one begins */
        leaving: id.optional(),
      }),
    )
    .output(saved),
  removeSpell: write('删除务工经历')
    .input(z.object({ id, reason: z.string().min(2, '请写明原因') }))
    .output(saved),
  saveInsured: write('登记参保月份')
    .input(
      z.object({
        personId: id,
        employerId: z.string().nullable(),
        county: countyCode,
        year: z.int().min(1990).max(2100),
        months: z.int().min(0).max(4095),
      }),
    )
    .output(saved),
  /** Undoes one write of this office, where nothing later changed the same fields. */
  undo: write('撤销')
    .input(z.object({ txId: z.string() }))
    .output(z.object({ txId: z.string(), label: z.string() })),
}

export const employerRow = z.object({
  id,
  name: z.string(),
  creditCode: z.string().nullable(),
  kind: z.enum(EMPLOYER_KINDS).nullable(),
  county: z.string().nullable(),
  countyName: z.string().nullable(),
  isPrivate: z.boolean().nullable(),
  recognised: z.array(z.object({ kind: z.enum(RECOGNISED_KINDS), on: dateText })),
  /** people working there now */
  headcount: z.int(),
  phone: z.string().nullable(),
  contact: z.string().nullable(),
})
export const employerInput = z.object({
  name: z.string().min(1, '请填写单位名称').max(120),
  creditCode: z.string().max(18).nullable(),
  kind: z.enum(EMPLOYER_KINDS).nullable(),
  county: countyCode.nullable(),
  isPrivate: z.boolean().nullable(),
  contact: z.string().max(40).nullable(),
  phone: z.string().max(30).nullable(),
  recognised: z.array(z.object({ kind: z.enum(RECOGNISED_KINDS), on: dateText })),
})
const orgFilter = z
  .object({
    search: z.string().max(60).default(''),
    county: z.string().optional(),
    kind: z.string().optional(),
  })
  .extend(pageInput)

export const employers = {
  list: query('用人单位').input(orgFilter).output(page(employerRow)),
  save: write('保存用人单位')
    .input(employerInput.extend({ id: id.optional() }))
    .output(saved),
}

export const agentRow = z.object({
  id,
  name: z.string(),
  creditCode: z.string().nullable(),
  kind: z.enum(AGENT_KINDS).nullable(),
  county: z.string().nullable(),
  countyName: z.string().nullable(),
  /** people whose spells it organised */
  headcount: z.int(),
  phone: z.string().nullable(),
  contact: z.string().nullable(),
})
export const agentInput = z.object({
  name: z.string().min(1, '请填写机构名称').max(120),
  creditCode: z.string().max(18).nullable(),
  kind: z.enum(AGENT_KINDS).nullable(),
  county: countyCode.nullable(),
  contact: z.string().max(40).nullable(),
  phone: z.string().max(30).nullable(),
})
export const agents = {
  list: query('劳务机构').input(orgFilter).output(page(agentRow)),
  save: write('保存劳务机构')
    .input(agentInput.extend({ id: id.optional() }))
    .output(saved),
}

/** An employer or agent with what hangs on it; each number opens its rows. */
export const organisationBehind = z.object({
  name: z.string(),
  kind: z.enum(['employer', 'agent']),
  /** people who work there, or whom it sent out, on the day asked about, and all who ever did */
  workingNow: z.int(),
  ever: z.int(),
  /** claims that are paid to it or rest on work there */
  claims: z.array(z.object({ state: z.enum(CLAIM_STATES), count: z.int(), amountFen: fen })),
})
export type OrganisationBehind = z.infer<typeof organisationBehind>

export const organisations = {
  behind: query('单位名下的人和申领')
    .input(z.object({ id, asOf: dateText.optional() }))
    .output(organisationBehind.nullable()),
}

const schoolRow = z.object({
  id,
  name: z.string(),
  county: z.string().nullable(),
  countyName: z.string().nullable(),
  phone: z.string().nullable(),
  contact: z.string().nullable(),
})
const stationRow = schoolRow.extend({
  cooperationBase: z.boolean().nullable(),
  openedOn: dateText.nullable(),
  closedOn: dateText.nullable(),
})
const pairingRow = z.object({
  id,
  eastCounty: z.string(),
  eastName: z.string(),
  westCounty: z.string(),
  westName: z.string(),
  from: dateText,
  to: dateText.nullable(),
})
const placeInput = {
  id: id.optional(),
  name: z.string().min(1, '请填写名称').max(120),
  county: countyCode.nullable(),
  contact: z.string().max(40).nullable(),
  phone: z.string().max(30).nullable(),
}

/** 院校、联络站、结对关系 */
export const places = {
  schools: query('院校').input(z.object({})).output(z.array(schoolRow)),
  saveSchool: write('保存院校').input(z.object(placeInput)).output(saved),
  stations: query('联络站').input(z.object({})).output(z.array(stationRow)),
  saveStation: write('保存联络站')
    .input(
      z.object({
        ...placeInput,
        cooperationBase: z.boolean().nullable(),
        openedOn: dateText.nullable(),
        closedOn: dateText.nullable(),
      }),
    )
    .output(saved),
  pairings: query('结对关系').input(z.object({})).output(z.array(pairingRow)),
  savePairing: write('保存结对关系')
    .input(
      z.object({
        id: id.optional(),
        eastCounty: countyCode,
        westCounty: countyCode,
        from: dateText,
        to: dateText.nullable(),
      }),
    )
    .output(saved),
}

/** GB/T 2260. Needs no ledger: the first screen asks for the county. */
export const regions = {
  search: session('查找地区')
    .input(z.object({ text: z.string().max(40), limit: z.int().max(50).default(20) }))
    .output(z.array(z.object({ code: z.string(), name: z.string(), fullName: z.string() }))),
  names: session('地区名称')
    .input(z.object({ codes: z.array(z.string()).max(2000) }))
    .output(z.record(z.string(), z.string())),
}

export const searchHit = z.object({
  kind: z.enum(['person', 'employer', 'agent', 'claim', 'benefit', 'page']),
  id: z.string(),
  title: z.string(),
  detail: z.string(),
})
/** The search box at the top: people, employers, agents, claims, clauses. */
export const search = {
  everything: query('搜索')
    .input(z.object({ text: z.string().max(60), limit: z.int().max(50).default(12) }))
    .output(z.array(searchHit)),
}

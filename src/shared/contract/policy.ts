import { z } from 'zod'
import {
  BENEFICIARY_KINDS,
  CONDITION_IDS,
  CONDITION_STATES,
  OUTCOMES,
  POLICY_SIDES,
  ROW_TREATMENTS,
  STRENGTHS,
} from '../domain/policy.ts'
import { fileRef } from './files.ts'
import { readingProcedures } from './policy-readings.ts'
import { dateText, fen, id, job, page, pageInput, query, write } from './procedure.ts'

export const benefitView = z.object({
  id: z.string(),
  doc: z.string(),
  name: z.string(),
  nature: z.string(),
  beneficiary: z.enum(BENEFICIARY_KINDS),
  /** once for what, in Chinese: 每人一次, 每人每年 */
  per: z.string(),
  clause: z.string(),
  /** our own wording of the clause */
  wording: z.string(),
  strength: z.enum(STRENGTHS),
  treatment: z.string(),
  /** 3000元/人, 不超过500元（由当地定标准） */
  amountText: z.string(),
  amounts: z.array(
    z.object({ from: dateText.nullable(), to: dateText.nullable(), text: z.string(), clause: z.string() }),
  ),
  unit: z.string(),
  funds: z.array(z.string()),
  conditions: z.array(z.object({ id: z.enum(CONDITION_IDS), text: z.string(), clause: z.string() })),
  /** readings where the text is silent */
  readings: z.array(
    z.object({
      /** of a reading that the office may decide otherwise; empty for one that is only explained */
      key: z.string(),
      text: z.string(),
      /** in force, in words */
      value: z.string(),
      /** the office decided it */
      decided: z.boolean(),
    }),
  ),
})
export type BenefitView = z.infer<typeof benefitView>

/** A row that is not evaluated for beneficiaries: referral, target, limit or duty. */
export const otherRowView = z.object({
  id: z.string(),
  clause: z.string(),
  name: z.string(),
  /** our own wording of the clause */
  wording: z.string(),
  treatment: z.enum(ROW_TREATMENTS),
  /** who is served or who has to do it; NULL where the row names nobody */
  whom: z.string().nullable(),
  /** funds that the clause names, for referrals */
  funds: z.array(z.string()),
  /** figures in force and before, of limits */
  amounts: z.array(z.object({ from: dateText.nullable(), to: dateText.nullable(), text: z.string() })),
  /** what a target's figure counts: 场, 人 */
  unit: z.string().nullable(),
  /** a target's figure: 每年不少于 1 场 */
  amountText: z.string().nullable(),
  /** what holds a limit, or is a duty's evidence: 台账计数：招聘会场次 */
  followedBy: z.string().nullable(),
  /** readings where the text is silent */
  readings: z.array(z.string()),
})
export type OtherRowView = z.infer<typeof otherRowView>

export const documentView = z.object({
  id: z.string(),
  title: z.string(),
  number: z.string().nullable(),
  issuers: z.array(z.string()),
  issuedOn: dateText.nullable(),
  territory: z.string(),
  side: z.enum(POLICY_SIDES),
  inForceFrom: dateText.nullable(),
  inForceTo: dateText.nullable(),
  /** which of the dates are assumed and must be confirmed by the office */
  assumptions: z.array(z.string()),
  claimUntil: dateText.nullable(),
  /** `target`: a document's id, or its name where it is not in the library */
  relations: z.array(
    z.object({
      kind: z.enum(['implements', 'supersedes']),
      target: z.string(),
      /** rows of the target that rows of this document stand in for */
      rows: z.array(z.object({ from: z.string(), to: z.string() })),
    }),
  ),
  version: z.string(),
  benefits: z.array(benefitView),
  others: z.array(otherRowView),
})
export type DocumentView = z.infer<typeof documentView>

export const outcomeCount = z.object({
  benefit: z.string(),
  outcome: z.enum(OUTCOMES),
  count: z.int(),
  amountFen: fen,
})

export const runView = z.object({
  id,
  asOf: dateText,
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  peopleCount: z.int(),
  packVersions: z.record(z.string(), z.string()),
  counts: z.array(outcomeCount),
  /** the ledger changed since */
  stale: z.boolean(),
  seconds: z.number(),
})
export type RunView = z.infer<typeof runView>

export const resultRow = z.object({
  key: z.string(),
  benefit: z.string(),
  benefitName: z.string(),
  outcome: z.enum(OUTCOMES),
  beneficiaryKind: z.enum(BENEFICIARY_KINDS),
  beneficiaryId: z.string(),
  beneficiaryName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  idMasked: z.string().nullable(),
  homeText: z.string(),
  workText: z.string().nullable(),
  period: z.string().nullable(),
  amountFen: fen.nullable(),
  months: z.int().nullable(),
  on: dateText.nullable(),
  /** 还差1个月参保 / 未在本省参保 … one short phrase */
  reason: z.string(),
  claimed: z.boolean(),
})
export type ResultRow = z.infer<typeof resultRow>

export const foundFact = z.object({
  /** spells.e1.insured */
  path: z.string(),
  label: z.string(),
  value: z.string(),
  /** where it came from, in words */
  source: z.string().nullable(),
})

export const traceCondition = z.object({
  id: z.enum(CONDITION_IDS),
  label: z.string(),
  state: z.enum(CONDITION_STATES),
  /** the day it became, or will become, met */
  on: dateText.nullable(),
  /** what the clause asks, in our words */
  asks: z.string(),
  /** what was found, or what is missing, in one sentence */
  says: z.string(),
  found: z.array(foundFact),
  clause: z.string(),
})

export const explanation = z.object({
  benefit: z.string(),
  benefitName: z.string(),
  doc: z.string(),
  docTitle: z.string(),
  docNumber: z.string().nullable(),
  clause: z.string(),
  wording: z.string(),
  packVersion: z.string(),
  asOf: dateText,
  beneficiaryKind: z.enum(BENEFICIARY_KINDS),
  beneficiaryId: z.string(),
  beneficiaryName: z.string(),
  personId: z.string().nullable(),
  personName: z.string().nullable(),
  period: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  /** one sentence */
  verdict: z.string(),
  amountFen: fen.nullable(),
  amountText: z.string(),
  months: z.int().nullable(),
  on: dateText.nullable(),
  qualifyingOn: dateText.nullable(),
  conditions: z.array(traceCondition),
  missing: z.array(z.object({ path: z.string(), label: z.string(), fix: z.string() })),
  notices: z.array(z.string()),
  delegatedTo: z.string().nullable(),
  standard: z.object({ amountFen: fen.nullable(), document: z.string() }).nullable(),
  funds: z.array(z.string()),
})
export type Explanation = z.infer<typeof explanation>

export const resultsFilter = z.object({
  runId: id,
  doc: z.string().optional(),
  benefit: z.string().optional(),
  outcomes: z.array(z.enum(OUTCOMES)).default([]),
  search: z.string().max(60).default(''),
  homeCounty: z.string().optional(),
  /** of people who worked for this employer or were sent out by this agent, and what would be paid to it */
  organisationId: id.optional(),
  /** pending: becomes met in this month */
  onMonth: z.string().optional(),
  /** only those with no claim yet */
  unclaimed: z.boolean().default(false),
})

export const standardView = z.object({
  id,
  key: z.string(),
  label: z.string(),
  /** amount in fen, or the named value as JSON text */
  amountFen: fen.nullable(),
  valueText: z.string(),
  document: z.string(),
  from: dateText.nullable(),
  to: dateText.nullable(),
})

export const policy = {
  /** as of a day, today where none is named: activated packs replace documents from their day on */
  documents: query('政策库')
    .input(z.object({ asOf: dateText.optional() }))
    .output(z.array(documentView)),
  evaluate: job('政策测算', z.object({ asOf: dateText, benefits: z.array(z.string()).default([]) }), runView),
  latestRun: query('最近一次测算').input(z.object({})).output(runView.nullable()),
  results: query('测算结果').input(resultsFilter.extend(pageInput)).output(page(resultRow)),
  /** Always computed afresh from the ledger as it is now. */
  explain: query('解释')
    .input(
      z.object({
        benefit: z.string(),
        asOf: dateText,
        /** the person concerned; absent for employers', schools' and stations' own awards */
        personId: id.optional(),
        /** absent or empty: every payee that the person's own work names */
        beneficiaryId: z.string().max(40).optional(),
        period: z.string().optional(),
      }),
    )
    .output(z.array(explanation)),
  /** Every benefit that is granted for people, for one person and each payee of their work; computed afresh. */
  explainPerson: query('解释一个人的全部条款')
    .input(z.object({ personId: id, asOf: dateText }))
    .output(z.array(explanation)),
  exportResults: job('导出测算结果', resultsFilter, fileRef),
  standards: query('当地标准').input(z.object({})).output(z.array(standardView)),
  saveStandard: write('录入当地标准', 'reviewer')
    .input(
      z.object({
        key: z.string(),
        amountFen: fen.nullable(),
        /** for named values: `HLJ-08.line` {"2022":7000}, `JH-19.ganzi` ["513327","513328"] */
        value: z.string().optional(),
        document: z.string().max(120),
        from: dateText.nullable(),
        to: dateText.nullable(),
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  removeStandard: write('删除当地标准', 'reviewer')
    .input(z.object({ id, reason: z.string().min(2, '请写明原因') }))
    .output(z.object({ id, txId: z.string() })),
  ...readingProcedures,
}

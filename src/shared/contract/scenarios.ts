import { z } from 'zod'
import { FUNDS, OUTCOMES } from '../domain/policy.ts'
import { CONCERNED, DOCUMENT_DATES, MOVES, THRESHOLDS } from '../domain/scenario.ts'
import { fileRef } from './files.ts'
import { explanation } from './policy.ts'
import { dateText, fen, id, job, query, write } from './procedure.ts'

/** One thing that is otherwise than it is. Without `from`, for the whole time of the document. */
export const scenarioChange = z.discriminatedUnion('kind', [
  /** the amount of a benefit; where the text leaves it to a local standard, that standard */
  z.object({
    kind: z.literal('amount'),
    benefit: z.string(),
    amountFen: fen,
    from: dateText.optional(),
  }),
  /** the most that a local standard may be */
  z.object({
    kind: z.literal('ceiling'),
    benefit: z.string(),
    amountFen: fen,
    from: dateText.optional(),
  }),
  z.object({
    kind: z.literal('threshold'),
    benefit: z.string(),
    threshold: z.enum(THRESHOLDS),
    value: z.int(),
    from: dateText.optional(),
  }),
  /** a reading, for every benefit that rests on it */
  z.object({
    kind: z.literal('parameter'),
    parameter: z.string(),
    value: z.union([z.int(), z.string(), z.array(z.string())]),
  }),
  /** a named standard: sums by year in fen, or county codes */
  z.object({
    kind: z.literal('standard'),
    key: z.string(),
    byYear: z.record(z.string(), fen).optional(),
    codes: z.array(z.string()).optional(),
  }),
  z.object({
    kind: z.literal('document'),
    document: z.string(),
    date: z.enum(DOCUMENT_DATES),
    value: dateText,
  }),
])
export type ScenarioChange = z.infer<typeof scenarioChange>

export const scenarioBudget = z.object({
  amountFen: fen,
  /** only what qualifies in this year counts; null: everything that is due */
  year: z.int().min(2000).max(2100).nullable(),
  /** the budget of this fund: every benefit that it pays counts; null: the chosen benefits' */
  fund: z.enum(FUNDS).nullable(),
})
export type ScenarioBudget = z.infer<typeof scenarioBudget>

export const scenarioInput = z.object({
  benefits: z.array(z.string()).min(1).max(100),
  changes: z.array(scenarioChange).max(50).default([]),
  /** the day of the side as it is */
  baseDay: dateText,
  /** the day of the changed side */
  asOf: dateText,
  budget: scenarioBudget.nullable().default(null),
})
export type ScenarioInput = z.input<typeof scenarioInput>
export type Scenario = z.output<typeof scenarioInput>

/** What is due: 可领 and 待研究决定. `people`: of benefits for bodies, the bodies. */
const due = z.object({ people: z.int(), amountFen: fen })

const outcomeTally = z.array(z.object({ outcome: z.enum(OUTCOMES), count: z.int() }))

const sideView = due.extend({
  asOf: dateText,
  /** what may be granted once, each counted once */
  entitlements: z.int(),
  /** answers left out because the same entitlement was already counted (another payee, a benefit of the same use) */
  merged: z.int(),
  /** becomes due later if all goes on; `without`: how many of them have no amount yet */
  pending: due.extend({ without: z.int() }),
  outcomes: outcomeTally,
})

const benefitLine = z.object({
  benefit: z.string(),
  name: z.string(),
  doc: z.string(),
  why: z.enum(CONCERNED),
  forPeople: z.boolean(),
  base: due.extend({ outcomes: outcomeTally }),
  changed: due.extend({ outcomes: outcomeTally }),
})

const countyLine = z.object({
  /** '' where the ledger does not know it */
  code: z.string(),
  name: z.string(),
  base: due,
  changed: due,
})
export type ScenarioCounty = z.infer<typeof countyLine>

const monthSums = z.object({
  count: z.int(),
  amountFen: fen,
  pendingCount: z.int(),
  pendingFen: fen,
})
const monthLine = z.object({
  /** month in which the conditions are met; '' where that has no date */
  month: z.string(),
  base: monthSums,
  changed: monthSums,
})
export type ScenarioMonth = z.infer<typeof monthLine>

const standing = z.object({
  outcome: z.enum(OUTCOMES),
  amountFen: fen.nullable(),
  on: dateText.nullable(),
  reason: z.string(),
})
export const scenarioPerson = z.object({
  personId: id.nullable(),
  beneficiaryId: z.string(),
  name: z.string(),
  idMasked: z.string().nullable(),
  homeText: z.string(),
  workText: z.string(),
  benefit: z.string(),
  benefitName: z.string(),
  base: standing,
  changed: standing,
})
export type ScenarioPerson = z.infer<typeof scenarioPerson>

const movedList = z.object({
  move: z.enum(MOVES),
  total: z.int(),
  /** what the changed side pays more (or less) for them */
  amountFen: fen,
  /** the first of them; all of them are in the exported file */
  rows: z.array(scenarioPerson),
})

const budgetSide = z.object({
  /** due and counted against the budget */
  dueFen: fen,
  /** becomes due later within the budget's year */
  pendingFen: fen,
  /** due, but met before the budget's year, so not counted */
  earlierFen: fen,
  /** what is left now; negative: short */
  leftFen: fen,
  /** what is left once all that is pending is due */
  leftAtEndFen: fen,
  /** the entitlement with which the line is crossed, in the order of the days on which they are met */
  crossed: z.object({ nth: z.int(), on: dateText.nullable(), pending: z.boolean() }).nullable(),
})
export type BudgetSide = z.infer<typeof budgetSide>

export const budgetView = scenarioBudget.extend({
  /** already granted out of it in that year */
  grantedFen: fen,
  /** what counts against it, by month */
  months: z.array(monthLine),
  base: budgetSide,
  changed: budgetSide,
})

/** What is kept of a scenario: everything but the people. */
export const scenarioSummary = z.object({
  base: sideView,
  changed: sideView,
  /** false: every benefit concerned is for bodies, whose number `people` then is */
  forPeople: z.boolean(),
  benefits: z.array(benefitLine),
  homeCounties: z.array(countyLine),
  workCounties: z.array(countyLine),
  months: z.array(monthLine),
  budget: budgetView.nullable(),
  moved: z.array(movedList.omit({ rows: true })),
  /** changes in words: 参保月数 3 → 4 个月 */
  changes: z.array(z.string()),
  packVersions: z.record(z.string(), z.string()),
  peopleCount: z.int(),
})
export type ScenarioSummary = z.infer<typeof scenarioSummary>

export const scenarioResult = scenarioSummary.extend({
  moved: z.array(movedList),
  seconds: z.number(),
})
export type ScenarioResult = z.infer<typeof scenarioResult>

/** A value that a scenario can change, with what it is now. */
export const changeable = z.object({
  /** unlike any other in one answer */
  key: z.string(),
  kind: z.enum(['amount', 'ceiling', 'threshold', 'parameter', 'standard', 'document']),
  /** the benefit, parameter, standard or document */
  target: z.string(),
  /** name of the threshold or document date, else '' */
  part: z.string(),
  /** 参保月数 */
  label: z.string(),
  unit: z.string(),
  input: z.enum(['money', 'whole', 'choice', 'several', 'counties', 'day', 'years']),
  /** fen, number, code(s), day; null: none yet */
  value: z.union([z.number(), z.string(), z.array(z.string()), z.null()]),
  /** 3,000 元 */
  valueText: z.string(),
  choices: z.array(z.object({ value: z.string(), text: z.string() })),
  clause: z.string(),
  /** how the text is read, the ceiling, which other benefits rest on it */
  hint: z.string(),
})
export type Changeable = z.infer<typeof changeable>

export const keptScenario = z.object({
  id,
  name: z.string(),
  note: z.string(),
  keptAt: z.string(),
  keptBy: z.string(),
  benefits: z.array(z.object({ id: z.string(), name: z.string() })),
  changes: z.array(z.string()),
  baseDay: dateText,
  asOf: dateText,
  base: due,
  changed: due,
  forPeople: z.boolean(),
  budget: scenarioBudget.extend({ leftFen: fen }).nullable(),
})
export type KeptScenario = z.infer<typeof keptScenario>

const name = z.string().trim().min(1, '请给情景起个名字').max(40, '名字不超过 40 字')
const note = z.string().trim().max(400, '说明不超过 400 字').default('')

export const scenarios = {
  /** What can be changed for these benefits, with the values of a day. */
  changeable: query('可改的内容')
    .input(z.object({ benefits: z.array(z.string()).min(1).max(100), asOf: dateText }))
    .output(z.array(changeable)),
  /** Two calculations side by side; nothing is stored. */
  run: job('情景测算', scenarioInput, scenarioResult, 'viewer'),
  /** One person's reasons, as it is and as it would be. */
  explain: query('情景中的解释')
    .input(
      z.object({
        scenario: scenarioInput,
        benefit: z.string(),
        personId: id.optional(),
        beneficiaryId: z.string().max(40).optional(),
      }),
    )
    .output(z.object({ base: z.array(explanation), changed: z.array(explanation) })),
  /** The same as a workbook, with everybody who gains or loses. */
  export: job('导出情景测算', scenarioInput.extend({ title: z.string().max(60).default('') }), fileRef),
  /** Calculates again and keeps the numbers of the day under a name. */
  keep: job(
    '保存情景',
    z.object({ name, note, scenario: scenarioInput }),
    z.object({ id, txId: z.string() }),
  ),
  list: query('已存情景').input(z.object({})).output(z.array(keptScenario)),
  get: query('已存情景详情')
    .input(z.object({ id }))
    .output(z.object({ kept: keptScenario, scenario: scenarioInput, summary: scenarioSummary })),
  rename: write('修改情景名称')
    .input(z.object({ id, name, note }))
    .output(z.object({ id, txId: z.string() })),
  remove: write('删除情景')
    .input(z.object({ id, reason: z.string().min(2, '请写明原因') }))
    .output(z.object({ id, txId: z.string() })),
}

import type { Scenario, ScenarioPerson, ScenarioSummary } from '../../../shared/contract/scenarios.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { MOVE_TEXT } from '../../../shared/text/scenario.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { movedPeople } from './moved-people.ts'
import type { Calculated } from './run-scenario.ts'
import { calculateScenario, summaryOf } from './run-scenario.ts'

/** Names are looked up for so many people at once. */
const PAGE = 1000

/** Both sides as a workbook: sums, counties, months, and everybody for whom they pay differently. */
export async function exportScenario(context: ReaderJobContext, input: InputOf<'scenarios.export'>) {
  const { title, ...scenario } = input
  const calculated = calculateScenario(context, context.ledger, scenario, Number.POSITIVE_INFINITY)
  const summary = summaryOf(context, context.ledger, scenario, calculated)
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows }) => context.progress('写工作簿', rows, null, '行'),
  })
  const head = title === '' ? '情景测算' : `情景测算：${title}`
  writer.addSheet({
    name: '对比',
    title: `${head}（现在 ${scenario.baseDay}，改后 ${scenario.asOf}）`,
    columns: [
      { header: '项目', width: 40 },
      { header: '现在', width: 20 },
      { header: '改后', width: 20 },
    ],
    rows: sumRows(scenario, summary),
    print: { landscape: false },
  })
  for (const [name, lines] of [
    ['按户籍县', summary.homeCounties],
    ['按务工县', summary.workCounties],
  ] as const)
    writer.addSheet({
      name,
      title: `${head} · ${name}`,
      columns: [{ header: '县（区）', width: 22 }, ...TWO_SIDES],
      rows: lines.map((line) => [
        line.name,
        ...twoSides(line.base.people, line.base.amountFen, line.changed.people, line.changed.amountFen),
      ]),
      print: { landscape: true },
    })
  writer.addSheet({
    name: '按月',
    title: `${head} · 按满足条件的月份`,
    columns: [
      { header: '月份', width: 12 },
      ...TWO_SIDES,
      { header: '将满足（现在）', kind: 'integer', width: 14 },
      { header: '将满足（改后）', kind: 'integer', width: 14 },
    ],
    rows: summary.months.map((line) => [
      line.month === '' ? '没有日期' : line.month,
      ...twoSides(line.base.count, line.base.amountFen, line.changed.count, line.changed.amountFen),
      line.base.pendingCount,
      line.changed.pendingCount,
    ]),
    print: { landscape: true },
  })
  writer.addSheet({
    name: '变化名单',
    title: `${head} · 领取有变化的`,
    columns: [
      { header: '变化', width: 10 },
      { header: '姓名（单位）', width: 20 },
      { header: '身份证号', width: 21 },
      { header: '户籍地', width: 24 },
      { header: '务工地', width: 16 },
      { header: '条款', width: 9 },
      { header: '补贴名称', width: 22 },
      { header: '现在', width: 14 },
      { header: '现在金额（元）', kind: 'fen', width: 14 },
      { header: '改后', width: 14 },
      { header: '改后金额（元）', kind: 'fen', width: 14 },
      { header: '说明', width: 40, wrap: true },
    ],
    rows: personRows(context, calculated),
    print: { landscape: true },
  })
  const bytes = await writer.toBuffer()
  return context.files.put(`情景测算_${scenario.asOf}.xlsx`, XLSX, bytes)
}

const TWO_SIDES = [
  { header: '现在（人/份）', kind: 'integer', width: 12 },
  { header: '现在金额（元）', kind: 'fen', width: 16 },
  { header: '改后（人/份）', kind: 'integer', width: 12 },
  { header: '改后金额（元）', kind: 'fen', width: 16 },
  { header: '相差（元）', kind: 'fen', width: 16 },
] as const

function twoSides(people: number, fen: number, afterPeople: number, afterFen: number): number[] {
  return [people, fen, afterPeople, afterFen, afterFen - fen]
}

function sumRows(scenario: Scenario, summary: ScenarioSummary): (string | number)[][] {
  const { base, changed, budget } = summary
  const rows: (string | number)[][] = [
    ['测算日', base.asOf, changed.asOf],
    [summary.forPeople ? '可领人数' : '可领单位数', String(base.people), String(changed.people)],
    ['可领金额（元，含待研究决定）', formatYuan(base.amountFen), formatYuan(changed.amountFen)],
    ['将满足人数', String(base.pending.people), String(changed.pending.people)],
    ['将满足金额（元）', formatYuan(base.pending.amountFen), formatYuan(changed.pending.amountFen)],
    ...summary.changes.map((words) => [`改动：${words}`, '', '']),
    ...summary.benefits.map((line) => [
      `${line.benefit} ${line.name}（人/家，元）`,
      `${line.base.people}，${formatYuan(line.base.amountFen)}`,
      `${line.changed.people}，${formatYuan(line.changed.amountFen)}`,
    ]),
  ]
  if (budget !== null)
    rows.push(
      [
        `预算（元，${scenario.budget?.year ?? '全部应付'}）`,
        formatYuan(budget.amountFen),
        formatYuan(budget.amountFen),
      ],
      ['当年已发放（元）', formatYuan(budget.grantedFen), formatYuan(budget.grantedFen)],
      ['结余（负数为缺口，元）', formatYuan(budget.base.leftFen), formatYuan(budget.changed.leftFen)],
    )
  return rows
}

function* personRows(
  context: ReaderJobContext,
  calculated: Calculated,
): Generator<(string | number | null)[]> {
  const regions = regionsOf(context)
  for (const { move, people } of calculated.moved)
    for (let at = 0; at < people.length; at += PAGE)
      for (const person of movedPeople(context.ledger, regions, calculated.rows, people.slice(at, at + PAGE)))
        yield personRow(MOVE_TEXT[move], person)
}

function personRow(move: string, person: ScenarioPerson): (string | number | null)[] {
  return [
    move,
    person.name,
    person.idMasked,
    person.homeText,
    person.workText,
    person.benefit,
    person.benefitName,
    OUTCOME_TEXT[person.base.outcome],
    person.base.amountFen,
    OUTCOME_TEXT[person.changed.outcome],
    person.changed.amountFen,
    person.changed.reason || person.base.reason,
  ]
}

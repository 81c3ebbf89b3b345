import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { Explanation, RunView } from '../../../shared/contract/policy.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CONDITION_STATE_SIGN, OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText } from '../usage.ts'

/** evaluate, explain: the calculation and its reasons. */
export function addEvaluationCommands(program: Command, act: Act): void {
  program
    .command('evaluate')
    .description('政策测算：谁按哪一条符合条件')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--as-of <day>', '按哪一天测算，如 2022-06-30', dayText)
    .option('--benefit <id...>', '只算这些政策条目，如 JH-16')
    .option('--out <file>', '结果写到这个工作簿')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; asOf: string; benefit?: string[]; out?: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const run = (await app.job('policy.evaluate', {
            asOf: options.asOf,
            benefits: options.benefit ?? [],
          })) as RunView
          return { run, out: await exported(app, run, options.out) }
        })
        return { data: { ...done.run, out: done.out }, text: runText(done.run, done.out) }
      }),
    )

  program
    .command('explain')
    .description('解释一个人的一条结果：每个条件、查到什么、出自哪里、还差什么')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--person <number>', '证件号码')
    .option('--benefit <id>', '政策条目，如 JH-16（不写则逐条列出全部）')
    .requiredOption('--as-of <day>', '按哪一天，如 2022-06-30', dayText)
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; person: string; benefit?: string; asOf: string }) =>
      act(async (context) => {
        const { benefit, asOf } = options
        const explanations = await withLedger(context, resolve(options.ledger), async (app) => {
          const personId = await personByNumber(app, options.person)
          return benefit === undefined
            ? app.call('policy.explainPerson', { asOf, personId })
            : app.call('policy.explain', { benefit, asOf, personId })
        })
        return {
          data: { explanations },
          text:
            benefit === undefined ? overview(explanations) : explanations.map(explanationText).join('\n\n'),
        }
      }),
    )
}

async function exported(app: CommandApp, run: RunView, out: string | undefined): Promise<string | null> {
  if (out === undefined) return null
  const file = (await app.job('policy.exportResults', { runId: run.id })) as FileRef
  const [path] = await writeFiles(app, [file], out)
  return path ?? null
}

/** @throws Refusal `person.not-found`, `person.ambiguous` */
export async function personByNumber({ call }: CommandApp, number: string): Promise<string> {
  const { total, rows } = await call('people.list', { search: number, categories: [], offset: 0, limit: 2 })
  const [person] = rows
  if (person === undefined) {
    throw new Refusal(
      'person.not-found',
      '台账里没有这个证件号码的人。请核对号码，或先用 liaison people 查找。',
    )
  }
  if (total > 1) {
    throw new Refusal('person.ambiguous', `这个号码对应 ${total} 个人。请写完整的证件号码。`, {
      count: total,
    })
  }
  return person.id
}

/** One line for each benefit, one column for each outcome that occurs; what can be claimed now comes with its sum. */
function runText(run: RunView, out: string | null): string {
  const outcomes = OUTCOMES.filter((outcome) =>
    run.counts.some((one) => one.outcome === outcome && one.count > 0),
  )
  const benefits = [...new Set(run.counts.map((one) => one.benefit))].sort()
  const rows = benefits.map((benefit) => {
    const of = (outcome: Outcome) =>
      run.counts.find((one) => one.benefit === benefit && one.outcome === outcome)
    const amount = of('eligible')?.amountFen ?? 0
    return [
      benefit,
      ...outcomes.map((outcome) => String(of(outcome)?.count ?? '')),
      amount === 0 ? '' : formatYuan(amount),
    ]
  })
  const columns = outcomes.map((outcome) => ({ title: OUTCOME_TEXT[outcome], align: 'right' as const }))
  return [
    table([{ title: '条目' }, ...columns, { title: '可领金额（元）', align: 'right' }], rows),
    facts([
      ['测算日', run.asOf],
      ['人数', String(run.peopleCount)],
      ['用时', `${run.seconds.toFixed(2)} 秒`],
      ...(out === null ? [] : [['结果工作簿', out] as const]),
    ]),
  ].join('\n\n')
}

/** One line for each benefit: what may be had, and in one sentence why or why not. */
function overview(explanations: readonly Explanation[]): string {
  const rows = explanations.map((one) => [
    one.benefit,
    one.benefitName,
    one.beneficiaryName,
    OUTCOME_TEXT[one.outcome],
    one.amountFen === null ? '' : formatYuan(one.amountFen),
    one.verdict,
  ])
  return table(
    [
      { title: '条目' },
      { title: '名称' },
      { title: '领取人' },
      { title: '结果' },
      { title: '金额（元）', align: 'right' },
      { title: '为什么' },
    ],
    rows,
  )
}

function explanationText(one: Explanation): string {
  const amount = one.amountFen === null ? one.amountText : `${formatYuan(one.amountFen)} 元`
  const head = facts([
    ['条目', `${one.benefit} ${one.benefitName}`],
    ['文件', `${one.docTitle}${one.docNumber === null ? '' : `（${one.docNumber}）`} ${one.clause}`],
    ['对象', one.beneficiaryName],
    ...(one.period === null ? [] : [['期间', one.period] as const]),
    ['测算日', one.asOf],
    ['结果', outcomeText(one.outcome, one.verdict)],
    ['金额', amount],
  ])
  const conditions = one.conditions.flatMap((condition) => [
    `${CONDITION_STATE_SIGN[condition.state]} ${condition.label}：${condition.says}`,
    `    要求：${condition.asks}（${condition.clause}）`,
    ...condition.found.map(
      (fact) => `    查到：${fact.label} ${fact.value}${fact.source === null ? '' : `（${fact.source}）`}`,
    ),
  ])
  const missing = one.missing.map((gap) => `还缺：${gap.label}。${gap.fix}`)
  return [head, conditions.join('\n'), [...missing, ...one.notices].join('\n')]
    .filter((part) => part !== '')
    .join('\n\n')
}

function outcomeText(outcome: Outcome, verdict: string): string {
  return `${OUTCOME_TEXT[outcome]}。${verdict}`
}

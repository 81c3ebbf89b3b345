import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import type { FileRef } from '../../../shared/contract/files.ts'
import type {
  BudgetSide,
  Changeable,
  Scenario,
  ScenarioChange,
  ScenarioResult,
} from '../../../shared/contract/scenarios.ts'
import { formatYuan, yuanToFen } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type DocumentDate, MONTH_THRESHOLDS, type Threshold } from '../../../shared/domain/scenario.ts'
import { MOVE_TEXT } from '../../../shared/text/scenario.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse, wholeNumber } from '../usage.ts'

type Options = {
  ledger: string
  benefit: string
  amount?: number
  months?: string
  set?: string[]
  from?: string
  asOf?: string
  toDay?: string
  budget?: number
  budgetYear?: number
  keep?: string
  note?: string
  out?: string
}

/** policy what-if: a benefit changed in thought, beside what it is. */
export function addWhatIfCommand(policy: Command, act: Act): void {
  policy
    .command('what-if')
    .description('情景测算：改一项补贴的金额、门槛、口径或日期，并排看人数和金额；不改动台账')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--benefit <id>', '政策条目，如 JH-16')
    .option('--amount <yuan>', '金额（或当地标准）改为多少元', yuan)
    .option('--months <n>', '参保、稳定就业或合同的月数改为多少')
    .option(
      '--set <key=value...>',
      '改别的内容，如 SX-02.gap-days=10、JH-2021.to=2026-12-31；不带值可看有哪些',
    )
    .option('--from <day>', '金额和门槛从哪天起改，不写为整个有效期', dayText)
    .option('--as-of <day>', '测算日，如 2022-06-30；不写为今天', dayText)
    .option('--to-day <day>', '“改后”一边换成这一天', dayText)
    .option('--budget <yuan>', '预算，元', yuan)
    .option('--budget-year <year>', '只算这一年满足的，并扣去当年已发放的', wholeNumber(2000, 2100))
    .option('--keep <name>', '把这次测算起名保存')
    .option('--note <text>', '保存时的说明')
    .option('--out <file>', '结果和全部名单写到这个工作簿')
    .option('--json', '输出一个 JSON 对象')
    .action((options: Options) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const scenario = await scenarioOf(app, options)
          const result = (await app.job('scenarios.run', scenario)) as ScenarioResult
          const kept =
            options.keep === undefined
              ? null
              : ((await app.job('scenarios.keep', {
                  name: options.keep,
                  note: options.note ?? '',
                  scenario,
                })) as { id: string })
          return { scenario, result, kept, out: await exported(app, scenario, options.out) }
        })
        return {
          data: { ...done.result, kept: done.kept?.id ?? null, out: done.out },
          text: resultText(done.result, options.keep ?? null, done.out),
        }
      }),
    )
}

async function scenarioOf(app: CommandApp, options: Options): Promise<Scenario> {
  const baseDay = options.asOf ?? (await app.call('ledger.state', {})).today
  const asOf = options.toDay ?? baseDay
  const { benefit } = options
  const known = await app.call('scenarios.changeable', { benefits: [benefit], asOf })
  const from = options.from === undefined ? {} : { from: options.from }
  const changes: ScenarioChange[] = []
  if (options.amount !== undefined)
    changes.push({ kind: 'amount', benefit, amountFen: options.amount, ...from })
  if (options.months !== undefined)
    changes.push({
      kind: 'threshold',
      benefit,
      threshold: monthThreshold(benefit, known),
      value: Number(options.months),
      ...from,
    })
  for (const setting of options.set ?? []) changes.push(changeOf(setting, known, from))
  return {
    benefits: [benefit],
    changes,
    baseDay,
    asOf,
    budget:
      options.budget === undefined
        ? null
        : { amountFen: options.budget, year: options.budgetYear ?? null, fund: null },
  }
}

/** Which threshold `--months` means. @throws Refusal `scenario.unknown` where the benefit has none or several */
function monthThreshold(benefit: string, known: readonly Changeable[]): Threshold {
  const own = known.filter(
    ({ kind, part }) => kind === 'threshold' && MONTH_THRESHOLDS.some((one) => one === part),
  )
  const [only] = own
  if (only !== undefined && own.length === 1) return only.part as Threshold
  throw new Refusal(
    'scenario.unknown',
    own.length === 0
      ? `${benefit} 没有月数门槛可改。${whatCan(known)}`
      : `${benefit} 有几个月数门槛，请用 --set 写明：${own.map(({ key }) => key).join('、')}。`,
    { key: `${benefit}.months` },
  )
}

function changeOf(setting: string, known: readonly Changeable[], from: { from?: string }): ScenarioChange {
  const at = setting.indexOf('=')
  const [key, value] = at < 0 ? [setting, ''] : [setting.slice(0, at), setting.slice(at + 1)]
  const one = known.find((candidate) => candidate.key === key)
  if (one === undefined) throw new Refusal('scenario.unknown', `没有“${key}”可改。${whatCan(known)}`, { key })
  switch (one.kind) {
    case 'amount':
    case 'ceiling':
      return { kind: one.kind, benefit: one.target, amountFen: fenOf(key, value), ...from }
    case 'threshold':
      return {
        kind: 'threshold',
        benefit: one.target,
        threshold: one.part as Threshold,
        value: numberOf(key, value),
        ...from,
      }
    case 'parameter':
      return {
        kind: 'parameter',
        parameter: one.target,
        value:
          one.input === 'whole' ? numberOf(key, value) : one.input === 'choice' ? value : value.split(','),
      }
    case 'standard':
      return one.input === 'years'
        ? { kind: 'standard', key, byYear: yearsOf(key, value) }
        : { kind: 'standard', key, codes: value.split(',') }
    case 'document':
      return { kind: 'document', document: one.target, date: one.part as DocumentDate, value }
  }
}

function whatCan(known: readonly Changeable[]): string {
  return `可以改的有：${known.map(({ key, label, valueText }) => `${key}（${label}，现在 ${valueText}）`).join('；')}。`
}

function fenOf(key: string, text: string): number {
  const read = yuanToFen(text)
  if (!read.ok) throw new WrongUse(`${key} 应为金额（元），如 ${key}=3500。`)
  return read.fen
}

function numberOf(key: string, text: string): number {
  const value = Number(text)
  if (text === '' || !Number.isInteger(value)) throw new WrongUse(`${key} 应为整数，如 ${key}=4。`)
  return value
}

/** `2022:7000,2023:7200` */
function yearsOf(key: string, text: string): Record<string, number> {
  return Object.fromEntries(
    text.split(',').map((part) => {
      const [year = '', amount = ''] = part.split(':')
      return [year, fenOf(key, amount)]
    }),
  )
}

function yuan(text: string): number {
  const read = yuanToFen(text)
  if (read.ok) return read.fen
  throw new InvalidArgumentError('应为金额（元），如 3500 或 3500.50。')
}

async function exported(
  app: CommandApp,
  scenario: Scenario,
  out: string | undefined,
): Promise<string | null> {
  if (out === undefined) return null
  const file = (await app.job('scenarios.export', scenario)) as FileRef
  const [path] = await writeFiles(app, [file], out)
  return path ?? null
}

function resultText(result: ScenarioResult, keep: string | null, out: string | null): string {
  const { base, changed, budget } = result
  const unit = result.forPeople ? '人' : '家'
  const side = (one: ScenarioResult['base']) => [
    one.asOf,
    String(one.people),
    formatYuan(one.amountFen),
    String(one.pending.people),
    formatYuan(one.pending.amountFen),
  ]
  const sums = table(
    [
      { title: '' },
      { title: '测算日' },
      { title: `可领（${unit}）`, align: 'right' },
      { title: '金额（元）', align: 'right' },
      { title: `将满足（${unit}）`, align: 'right' },
      { title: '金额（元）', align: 'right' },
    ],
    [
      ['现在', ...side(base)],
      ['改后', ...side(changed)],
    ],
  )
  const counties = table(
    [
      { title: '户籍县' },
      { title: '现在', align: 'right' },
      { title: '元', align: 'right' },
      { title: '改后', align: 'right' },
      { title: '元', align: 'right' },
    ],
    result.homeCounties.map((line) => [
      line.name,
      String(line.base.people),
      formatYuan(line.base.amountFen),
      String(line.changed.people),
      formatYuan(line.changed.amountFen),
    ]),
  )
  return [
    ...result.changes.map((words) => `改动：${words}`),
    sums,
    ...(result.homeCounties.length === 0 ? [] : [counties]),
    facts([
      ...result.moved
        .filter(({ total }) => total > 0)
        .map(
          ({ move, total, amountFen }) =>
            [MOVE_TEXT[move], `${total} ${unit}，${formatYuan(amountFen)} 元`] as const,
        ),
      ...(budget === null
        ? []
        : [
            [
              '预算',
              `${formatYuan(budget.amountFen)} 元${budget.year === null ? '' : `（${budget.year}年，已发放 ${formatYuan(budget.grantedFen)} 元）`}`,
            ] as const,
            ['现在', budgetText(budget.base)] as const,
            ['改后', budgetText(budget.changed)] as const,
          ]),
      ['用时', `${result.seconds.toFixed(2)} 秒`],
      ...(keep === null ? [] : [['已保存为', keep] as const]),
      ...(out === null ? [] : [['结果工作簿', out] as const]),
    ]),
  ].join('\n\n')
}

function budgetText(side: BudgetSide): string {
  const left = `${side.leftFen < 0 ? '缺' : '余'} ${formatYuan(Math.abs(side.leftFen))} 元`
  if (side.crossed === null) return left
  return `${left}；第 ${side.crossed.nth} 份超出${side.crossed.on === null ? '' : `（${side.crossed.on}）`}`
}

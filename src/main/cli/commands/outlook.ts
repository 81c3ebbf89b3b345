import { resolve } from 'node:path'
import { type Command, InvalidArgumentError, Option } from 'commander'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { ComingRow, LosingRow, OutlookStatus, UnclaimedRow } from '../../../shared/contract/outlook.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { COMING_OUTCOME_TEXT, LOSS_REASON_TEXT } from '../../../shared/text/outlook.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, wholeNumber } from '../usage.ts'

type Options = {
  ledger: string
  asOf?: string
  benefit?: string
  limit: number
  out?: string
}

const VIEWS = ['unclaimed', 'coming', 'losing'] as const
type View = (typeof VIEWS)[number]

/** outlook: what is owed and not claimed, what is coming, what is about to be lost. */
export function addOutlookCommand(program: Command, act: Act): void {
  program
    .command('outlook')
    .description('展望：应享未享（unclaimed）、将要可领（coming）、快要失去（losing）')
    .argument('<view>', 'unclaimed、coming 或 losing', viewText)
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--as-of <day>', '按哪一天，如 2022-06-30；不写用最近一次测算的日子，没有测算过用今天', dayText)
    .option('--benefit <id>', '只看这个政策条目，如 JH-16')
    .addOption(new Option('--limit <n>', '最多列出多少行').argParser(wholeNumber(1, 1000)).default(20))
    .option('--out <file>', '整个名单写到这个工作簿')
    .option('--json', '输出一个 JSON 对象')
    .action((view: View, options: Options) =>
      act(async (context) => {
        const seen = await withLedger(context, resolve(options.ledger), async (app) => {
          const status = await ready(app, view, options.asOf)
          const filter = {
            search: '',
            ...(options.benefit === undefined ? {} : { benefit: options.benefit }),
          }
          const shown = await see(app, view, filter, options.limit)
          const out = options.out === undefined ? null : await exported(app, view, filter, options.out)
          return { asOf: dayOfView(status, view), ...shown, out }
        })
        return { data: { view, ...seen }, text: seenText(view, seen) }
      }),
    )
}

function viewText(text: string): View {
  const view = VIEWS.find((one) => one === text)
  if (view === undefined) throw new InvalidArgumentError('应为 unclaimed、coming 或 losing。')
  return view
}

function dayOfView({ run, ahead }: OutlookStatus, view: View): string {
  return (view === 'unclaimed' ? run?.asOf : ahead?.asOf) ?? ''
}

/** Calculates or looks ahead first where that was not done for the day, or the ledger changed since. */
async function ready(app: CommandApp, view: View, asked: string | undefined): Promise<OutlookStatus> {
  const status = await app.call('outlook.status', {})
  const asOf = asked ?? status.run?.asOf ?? status.ahead?.asOf ?? (await app.call('ledger.state', {})).today
  const had = view === 'unclaimed' ? status.run : status.ahead
  if (had !== null && had.asOf === asOf && !had.stale) return status
  if (view === 'unclaimed') await app.job('policy.evaluate', { asOf, benefits: [] })
  else await app.job('outlook.prepare', { asOf })
  return app.call('outlook.status', {})
}

type Filter = { search: string; benefit?: string }

async function see({ call }: CommandApp, view: View, filter: Filter, limit: number) {
  const page = { ...filter, offset: 0, limit }
  if (view === 'unclaimed')
    return {
      totals: await call('outlook.unclaimedTotals', filter),
      ...(await call('outlook.unclaimed', page)),
    }
  if (view === 'coming')
    return {
      totals: await call('outlook.comingTotals', { ...filter, first: false }),
      ...(await call('outlook.coming', { ...page, first: false })),
    }
  return { totals: await call('outlook.losingTotals', filter), ...(await call('outlook.losing', page)) }
}

async function exported(app: CommandApp, view: View, filter: Filter, out: string): Promise<string | null> {
  const file = (await app.job('outlook.exportList', { view, filter })) as FileRef
  const [path] = await writeFiles(app, [file], out)
  return path ?? null
}

type Seen = Awaited<ReturnType<typeof see>> & { asOf: string; out: string | null }

const HEADS = {
  unclaimed: ['条目', '项目', '领取人', '人员', '期间', '金额（元）'],
  coming: ['满足日期', '条目', '项目', '领取人', '人员', '期间', '到时', '金额（元）'],
  losing: ['剩余天数', '最迟', '条目', '领取人', '人员', '金额（元）', '原因与办法'],
} as const

function seenText(view: View, seen: Seen): string {
  const heads = HEADS[view].map((title) =>
    title === '金额（元）' || title === '剩余天数' ? { title, align: 'right' as const } : { title },
  )
  const { totals } = seen
  return [
    table(heads, seen.rows.map(cells)),
    facts([
      ['截至', seen.asOf],
      ['共', `${seen.total} 条，${totals.people} 人`],
      ['金额合计', `${formatYuan(totals.amountFen)} 元`],
      ...('byReason' in totals
        ? [
            [
              '按原因',
              totals.byReason.map((one) => `${LOSS_REASON_TEXT[one.reason]} ${one.count}`).join('，'),
            ] as const,
          ]
        : []),
      ...(seen.out === null ? [] : [['名单工作簿', seen.out] as const]),
    ]),
  ].join('\n\n')
}

function cells(row: UnclaimedRow | ComingRow | LosingRow): string[] {
  const amount = row.amountFen === null ? '' : formatYuan(row.amountFen)
  const person = row.beneficiaryKind === 'person' ? '' : (row.personName ?? '')
  if ('losses' in row)
    return [
      row.daysLeft === null ? '' : String(row.daysLeft),
      row.deadline ?? '',
      row.benefit,
      row.beneficiaryName,
      person,
      amount,
      row.losses.map(({ why, todo }) => `${why}。${todo}`).join('；'),
    ]
  const common = [row.benefit, row.benefitName, row.beneficiaryName, person, row.period ?? '']
  if ('again' in row) return [row.on, ...common, COMING_OUTCOME_TEXT[row.outcome], amount]
  return [...common, amount]
}

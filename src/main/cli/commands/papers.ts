import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { PaperResult } from '../../../shared/contract/papers.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import {
  PAPER_GROUPINGS,
  PAPER_KIND_SPECS,
  PAPER_SORTS,
  type PaperGrouping,
  type PaperKind,
  type PaperSort,
} from '../../../shared/domain/papers.ts'
import { PAPER_GROUPING_TEXT } from '../../../shared/text/papers.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { withLedger } from '../run-context.ts'
import { facts } from '../table.ts'
import { WrongUse } from '../usage.ts'
import { batchId } from './claim-acts.ts'

/** Command, kinds that it prints (chosen by `--level` where there are several), what it says. */
const COMMANDS: readonly (readonly [string, Readonly<Record<string, PaperKind>>, string])[] = [
  ['forms', { '': 'application' }, '个人申请表'],
  ['roster', { '': 'roster' }, '申请人员花名册（.pdf 或 .xlsx）'],
  [
    'public-list',
    { village: 'public-list-village', township: 'public-list-township', county: 'public-list-county' },
    '公示名单',
  ],
  ['summary', { township: 'summary-township', county: 'summary-county' }, '汇总表'],
  ['payment', { '': 'payment-detail' }, '发放明细表'],
  ['cover', { '': 'cover' }, '批次封面'],
  ['opinion', { '': 'opinion' }, '审核意见表'],
  ['certificate', { '': 'no-objection' }, '公示无异议证明'],
  ['agent', { '': 'agent-claim' }, '组织单位申请名册'],
  ['employer', { '': 'employer-claim' }, '用人单位申请名册'],
  ['attendance', { '': 'post-attendance' }, '公益性岗位出勤汇总表'],
]

type Options = {
  ledger: string
  out: string
  batch?: string
  benefit?: string
  month?: string
  level?: string
  group?: string
  apart?: boolean
  sort: string
  layout?: string
  reason: string
}

/** print forms|roster|public-list|summary|payment|cover|opinion|certificate|agent|employer|attendance: paper. */
export function addPaperCommands(program: Command, act: Act): void {
  const print = program.command('print').description('打印')
  for (const [name, kinds, description] of COMMANDS) {
    const levels = Object.keys(kinds).filter((level) => level !== '')
    const command = print
      .command(name)
      .description(description)
      .requiredOption('--ledger <file>', '台账的路径')
      .requiredOption('--out <file>', '写到哪个文件；多于一个时自动加 -1、-2')
      .option('--batch <number>', '批次编号')
      .option('--benefit <id>', '只打印这一政策条目')
      .option(
        '--group <by>',
        `怎样分开：${PAPER_GROUPINGS.map((by) => `${by}（${PAPER_GROUPING_TEXT[by]}）`).join('、')}`,
      )
      .option('--apart', '分开的每一处各写一份文件；不写则连在一份里，满 500 页另起一份')
      .option('--sort <by>', `顺序：${PAPER_SORTS.join('、')}`, 'place')
      .option('--layout <id>', '版式')
      .option('--reason <text>', '打印过的再打时，写明原因', '')
      .option('--json', '输出一个 JSON 对象')
    if (levels.length > 0)
      command.option('--level <level>', `哪一级：${levels.join('、')}，默认 ${levels[0]}`)
    if (name === 'attendance') command.requiredOption('--month <month>', '月份，如 2022-06')
    command.action((options: Options) =>
      act(async (context) => {
        const kind = kinds[levels.length === 0 ? '' : (options.level ?? levels[0] ?? '')]
        if (kind === undefined)
          throw new WrongUse(`没有“${options.level}”这一级，应为 ${levels.join('、')} 之一。`)
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const printed = (await app.job('papers.print', {
            kind,
            filter: {
              ...(options.benefit === undefined ? {} : { benefit: options.benefit }),
              ...(options.batch === undefined ? {} : { batchId: await batchId(app, options.batch) }),
            },
            ...(options.month === undefined ? {} : { month: options.month }),
            ...(options.group === undefined ? {} : { groupBy: groupingOf(kind, options.group) }),
            ...(options.layout === undefined ? {} : { layout: options.layout }),
            apart: options.apart === true,
            sortBy: sortOf(options.sort),
            format: options.out.endsWith('.xlsx') ? 'xlsx' : 'pdf',
            reason: options.reason,
          })) as PaperResult
          const recorded = '这些纸已登记为打印过：换个位置后，用 --reason 写明原因重打一次。'
          return { ...printed, files: await writeFiles(app, printed.files, options.out, recorded) }
        })
        return {
          data: done,
          text: facts([
            ...done.files.map((file) => ['文件', file] as const),
            ['打印', `${done.papers} 份，${done.pages} 页，用时 ${done.seconds.toFixed(1)} 秒`],
            ['申领', `${done.claims} 份，共 ${formatYuan(done.amountFen)} 元`],
          ]),
        }
      }),
    )
  }
}

function groupingOf(kind: PaperKind, text: string): PaperGrouping {
  const found = PAPER_KIND_SPECS[kind].groupings.find((by) => by === text)
  if (found === undefined)
    throw new WrongUse(`不能按“${text}”分开，应为 ${PAPER_KIND_SPECS[kind].groupings.join('、')} 之一。`)
  return found
}

function sortOf(text: string): PaperSort {
  const found = PAPER_SORTS.find((by) => by === text)
  if (found === undefined) throw new WrongUse(`没有“${text}”这种顺序，应为 ${PAPER_SORTS.join('、')} 之一。`)
  return found
}

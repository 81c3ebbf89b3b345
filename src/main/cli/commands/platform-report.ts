import { resolve } from 'node:path'
import type { Command } from 'commander'
import { maskId } from '../../../shared/domain/id-number.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { likenessText } from '../../../shared/text/duplicates.ts'
import type { DuplicatePerson } from '../../platform/report/duplicates.ts'
import { type Report, reportOf } from '../../platform/report/report.ts'
import { writeReport } from '../../platform/report/report-workbook.ts'
import { worldOf } from '../../platform/world.ts'
import type { Act } from '../main.ts'
import { ProgressLine } from '../progress-line.ts'
import { facts, table } from '../table.ts'
import { dayText, wholeNumber } from '../usage.ts'
import { today, withPlatform } from './platform.ts'

/** How many duplicates the screen shows; the workbook has them all, up to what one sheet holds well. */
const SHOWN = 20
const MOST = 50_000

/** platform report: totals and duplicates of the province. */
export function addPlatformReport(platform: Command, act: Act): void {
  platform
    .command('report')
    .description('全省汇总：人员、在岗、申领和金额，按单位、县、项目和资金；跨单位查重')
    .requiredOption('--store <place>', '接收库：一个文件，或 postgres://用户:密码@主机/库名')
    .option('--as-of <day>', '哪一天在岗（默认今天）', dayText)
    .option('--out <file>', '写成工作簿（.xlsx），重复人员全列出')
    .option('--shown <n>', '屏幕上和 JSON 里列出多少组重复', wholeNumber(0, MOST), SHOWN)
    .option('--no-duplicates', '不查重')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { store: string; asOf?: string; out?: string; shown: number; duplicates: boolean }) =>
      act(async (context) =>
        withPlatform(context, options.store, async ({ store }) => {
          const { terminal, installation } = context
          const line = terminal.interactive ? new ProgressLine((text) => terminal.err(text)) : undefined
          const most = options.out === undefined ? options.shown : MOST
          const report = await reportOf(
            store,
            worldOf(installation.resources, today(), (node) => node),
            {
              asOf: options.asOf ?? today(),
              ...(options.duplicates ? { most } : {}),
              onProgress: (done) => line?.show({ label: '查重', step: '', done, total: null, unit: '人' }),
            },
          )
          line?.clear()
          const out = options.out === undefined ? null : resolve(options.out)
          if (out !== null) await writeReport(report, out)
          const short = shortened(report, options.shown)
          return { data: { ...short, out }, text: reportText(short, out) }
        }),
      ),
    )
}

function shortened(report: Report, shown: number): Report {
  const { duplicates } = report
  if (duplicates === null) return report
  return {
    ...report,
    duplicates: {
      ...duplicates,
      sameShown: duplicates.sameShown.slice(0, shown),
      similarShown: duplicates.similarShown.slice(0, shown),
    },
  }
}

function reportText({ asOf, totals, duplicates, names }: Report, out: string | null): string {
  const right = 'right' as const
  const parts = [
    facts([
      ['人数', `${totals.persons}（记录 ${totals.records} 条）`],
      ['在岗', `${totals.working}（${asOf}）`],
      ['申领', `${totals.claims} 份，${formatYuan(totals.amountFen)} 元`],
      ['退回的行', String(totals.refused)],
    ]),
    table(
      [
        { title: '单位' },
        { title: '人员', align: right },
        { title: '在岗', align: right },
        { title: '申领', align: right },
        { title: '金额（元）', align: right },
        { title: '退回', align: right },
        { title: '收到', align: right },
        { title: '等待', align: right },
        { title: '没接收', align: right },
      ],
      totals.offices.map((one) => [
        one.name,
        String(one.people),
        String(one.working),
        String(one.claims),
        formatYuan(one.amountFen),
        String(one.refused),
        one.lastSequence === null ? '' : `第 ${one.lastSequence} 份`,
        String(one.waiting),
        String(one.refusedBundles),
      ]),
    ),
    table(
      [{ title: '户籍县' }, { title: '人数', align: right }, { title: '在岗', align: right }],
      totals.counties.map((one) => [
        one.county === null ? '未填' : (names.counties[one.county] ?? one.county),
        String(one.people),
        String(one.working),
      ]),
    ),
  ]
  if (totals.benefits.length > 0)
    parts.push(
      table(
        [
          { title: '项目' },
          { title: '名称' },
          { title: '资金' },
          { title: '申领', align: right },
          { title: '金额（元）', align: right },
          { title: '已发放（元）', align: right },
        ],
        totals.benefits.map((one) => [
          one.benefit,
          names.benefits[one.benefit] ?? '',
          names.funds[one.fund ?? ''] ?? '',
          String(one.claims),
          formatYuan(one.amountFen),
          formatYuan(one.paidFen),
        ]),
      ),
    )
  if (duplicates !== null) parts.push(...duplicatesText(duplicates, names))
  if (out !== null) parts.push(`工作簿：${out}`)
  return parts.join('\n\n')
}

function duplicatesText(
  { same, sameShown, similar, similarShown }: NonNullable<Report['duplicates']>,
  names: Report['names'],
): string[] {
  const who = (one: DuplicatePerson) => [
    one.name,
    one.idNumber === null ? '' : maskId(one.idNumber),
    one.county === null ? '' : (names.counties[one.county] ?? one.county),
    names.offices[one.node] ?? one.node,
  ]
  const columns = [{ title: '姓名' }, { title: '身份证号' }, { title: '户籍县' }, { title: '单位' }]
  const parts = [
    `同一身份证号：${same.persons} 人，${same.records} 条记录，其中 ${same.acrossOffices} 人在几个单位都有。`,
  ]
  if (sameShown.length > 0)
    parts.push(
      table(
        [{ title: '组' }, ...columns],
        sameShown.flatMap(({ records }, at) => records.map((one) => [String(at + 1), ...who(one)])),
      ),
    )
  parts.push(`其他疑似重复：${similar} 对。`)
  if (similarShown.length > 0)
    parts.push(
      table(
        [{ title: '组' }, { title: '分数' }, ...columns, { title: '理由' }],
        similarShown.flatMap(({ score, reasons, one, other }, at) => [
          [String(at + 1), String(score), ...who(one), likenessText(reasons)],
          [String(at + 1), '', ...who(other), ''],
        ]),
      ),
    )
  return parts
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { DutyView, FindingView, LimitView, TargetView } from '../../../shared/contract/duties.ts'
import type { FileRef } from '../../../shared/contract/files.ts'
import { DUTY_STATES, type DutyState } from '../../../shared/domain/services.ts'
import { DUTY_STATE_TEXT } from '../../../shared/text/services.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { wholeNumber } from '../usage.ts'

type Asked = { ledger: string; year?: number; doc?: string }

/** duties, targets, limits: what the documents ask of the office, and what the ledger has to show. */
export function addDutyCommands(program: Command, act: Act): void {
  const duties = program.command('duties').description('工作职责：按文件的履职清单')
  asking(duties.command('list').description('每条职责、依据和状态')).action((options: Asked) =>
    act(async (context) => {
      const { rows } = await withLedger(context, resolve(options.ledger), ({ call }) =>
        call('duties.list', { year: yearOf(options), doc: options.doc }),
      )
      return {
        data: { year: yearOf(options), total: rows.length, states: states(rows), duties: rows },
        text: dutiesText(rows),
      }
    }),
  )
  asking(duties.command('report').description('导出履职清单、目标、限制和转介（.xlsx）'))
    .requiredOption('--out <file>', '写到哪个文件')
    .action((options: Asked & { out: string }) =>
      act(async (context) => {
        const out = await withLedger(context, resolve(options.ledger), async (app) => {
          const file = (await app.job('duties.report', {
            year: yearOf(options),
            doc: options.doc,
          })) as FileRef
          const [path] = await writeFiles(app, [file], options.out)
          return path ?? ''
        })
        return {
          data: { year: yearOf(options), out },
          text: facts([
            ['年度', String(yearOf(options))],
            ['文件', out],
          ]),
        }
      }),
    )

  const targets = program.command('targets').description('目标任务：进度由台账数')
  asking(targets.command('list').description('每项目标的进度')).action((options: Asked) =>
    act(async (context) => {
      const asOf = lastDay(options)
      const rows = await withLedger(context, resolve(options.ledger), ({ call }) =>
        call('duties.targets', { asOf, doc: options.doc }),
      )
      return { data: { asOf, total: rows.length, targets: rows }, text: targetsText(rows) }
    }),
  )

  const limits = program.command('limits').description('限制条件：由什么限定，公益性岗位的两项核对')
  asking(limits.command('list').description('每条限制和核对出的问题')).action((options: Asked) =>
    act(async (context) => {
      const asOf = lastDay(options)
      const { rows, findings } = await withLedger(context, resolve(options.ledger), async ({ call }) => ({
        rows: (await call('duties.limits', { asOf })).filter(
          ({ doc }) => options.doc === undefined || doc === options.doc,
        ),
        findings: await allFindings(call, asOf),
      }))
      const ids = new Set(rows.map(({ id }) => id))
      const own = findings.filter(({ limit }) => ids.has(limit))
      return {
        data: { asOf, total: rows.length, limits: rows, findings: own },
        text: [limitsText(rows), ...(own.length === 0 ? [] : [findingsText(own)])].join('\n\n'),
      }
    }),
  )
}

function asking(command: Command): Command {
  return command
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--year <year>', '哪一年，默认今年', wholeNumber(2000, 2100))
    .option('--doc <id>', '只看这份文件，如 ZJ-2021')
    .option('--json', '输出一个 JSON 对象')
}

/** The Chinese day, wherever the machine stands. */
function today(): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Shanghai' }).format(new Date())
}

function yearOf({ year }: Asked): number {
  return year ?? Number(today().slice(0, 4))
}

function lastDay({ year }: Asked): string {
  const day = today()
  const last = `${year ?? day.slice(0, 4)}-12-31`
  return last < day ? last : day
}

const PAGE = 1000

async function allFindings(call: CommandApp['call'], asOf: string): Promise<FindingView[]> {
  const found: FindingView[] = []
  for (;;) {
    const { total, rows } = await call('duties.findings', { asOf, offset: found.length, limit: PAGE })
    found.push(...rows)
    if (rows.length === 0 || found.length >= total) return found
  }
}

function states(rows: readonly DutyView[]): Record<DutyState, number> {
  const counts = Object.fromEntries(DUTY_STATES.map((state) => [state, 0])) as Record<DutyState, number>
  for (const { state } of rows) counts[state] += 1
  return counts
}

const RIGHT = { align: 'right' as const }

function dutiesText(rows: readonly DutyView[]): string {
  const counts = states(rows)
  return [
    table(
      [
        { title: '编号' },
        { title: '职责' },
        { title: '依据' },
        { title: '数量', ...RIGHT },
        { title: '附件', ...RIGHT },
        { title: '最近一次' },
        { title: '状态' },
      ],
      rows.map((row) => [
        row.id,
        row.name,
        row.countsText ?? '附材料',
        row.countsText === null ? '' : String(row.count),
        row.attachments === 0 ? '' : String(row.attachments),
        row.lastOn ?? '',
        DUTY_STATE_TEXT[row.state],
      ]),
    ),
    `共 ${rows.length} 条：${DUTY_STATES.map((state) => `${DUTY_STATE_TEXT[state]} ${counts[state]}`).join('，')}`,
  ].join('\n')
}

function targetsText(rows: readonly TargetView[]): string {
  return table(
    [
      { title: '编号' },
      { title: '目标' },
      { title: '期间' },
      { title: '应达到', ...RIGHT },
      { title: '已完成', ...RIGHT },
      { title: '单位' },
      { title: '不清楚', ...RIGHT },
      { title: '' },
    ],
    rows.map((row) => [
      row.id,
      row.name,
      row.periodText,
      row.goal === null ? '' : String(row.goal),
      String(row.done),
      row.unit,
      row.unknown === 0 ? '' : String(row.unknown),
      row.reached ? '达到' : '',
    ]),
  )
}

function limitsText(rows: readonly LimitView[]): string {
  return table(
    [
      { title: '编号' },
      { title: '限制' },
      { title: '怎样落实' },
      { title: '问题', ...RIGHT },
      { title: '待核实', ...RIGHT },
    ],
    rows.map((row) => {
      const sum = (of: 'certain' | 'possible') => row.checks.reduce((total, check) => total + check[of], 0)
      const checked = row.checks.length > 0
      return [
        row.id,
        row.name,
        row.carriedText ?? row.checks.map(({ mostText }) => mostText).join('；'),
        checked ? String(sum('certain')) : '',
        checked ? String(sum('possible')) : '',
      ]
    }),
  )
}

function findingsText(rows: readonly FindingView[]): string {
  return table(
    [{ title: '编号' }, { title: '姓名' }, { title: '证件号码' }, { title: '月份' }, { title: '说明' }],
    rows.map((row) => [
      row.limit,
      row.personName,
      row.idMasked ?? '',
      row.monthsText,
      `${row.certainty === 'possible' ? '待核实：' : ''}${row.says}`,
    ]),
  )
}

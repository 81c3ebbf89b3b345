import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type {
  CheckRunResult,
  CheckView,
  ComparisonListView,
  FindingView,
  ListImported,
} from '../../../shared/contract/checks.ts'
import type { FileRef } from '../../../shared/contract/files.ts'
import {
  CHECK_IDS,
  CHECK_LEVELS,
  type CheckId,
  type CheckLevel,
  isCheckId,
} from '../../../shared/domain/checks.ts'
import { COMPARISON_KINDS, type ComparisonKind } from '../../../shared/domain/claim-states.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CHECK_LEVEL_TEXT } from '../../../shared/text/checks.ts'
import { CHECK_SEVERITY_TEXT, COMPARISON_KIND_TEXT } from '../../../shared/text/claims.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse } from '../usage.ts'

/** Findings that the terminal shows; all of them with --json, and by --check. */
const SHOWN = 40
const OF_EACH = 5
const PAGE = 1000

type CompareOptions = {
  ledger: string
  kind: string
  from: string
  asOf: string
  name?: string
  replaces?: string
  reason?: string
}
type RunOptions = { ledger: string; batch?: string; check?: string }

/** checks: 疑点清单 over the ledger or a batch, what each check asks, comparison lists. */
export function addCheckCommands(program: Command, act: Act): void {
  const checks = program.command('checks').description('资金核对：疑点清单、核对规则、比对名单')
  checks
    .command('run', { isDefault: true })
    .description('核对全部台账（或一个批次），列出疑点')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--batch <number>', '只核对这个批次，如 PC-2022-7F3A-0001')
    .option('--check <id>', '只列出这一项核对的疑点')
    .option('--json', '输出一个 JSON 对象')
    .action((options: RunOptions) =>
      act(async (context) => {
        const only = options.check === undefined ? undefined : checkId(options.check)
        const { run, findings } = await withLedger(context, resolve(options.ledger), async (app) => {
          const batchId = options.batch === undefined ? undefined : await batchIdOf(app, options.batch)
          const run = (await app.job('checks.run', { batchId })) as CheckRunResult
          const all =
            batchId === undefined
              ? await everyFinding(app, only)
              : run.findings.filter(({ check }) => only === undefined || check === only)
          return { run, findings: all }
        })
        return { data: { ...run, findings }, text: runText(run, findings) }
      }),
    )
  checks
    .command('list')
    .description('每项核对问什么、在本单位有多严')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const rows = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('checks.catalogue', {}),
        )
        return { data: { total: rows.length, checks: rows }, text: catalogueText(rows) }
      }),
    )
  addSetCommand(checks, act)
  addListCommands(checks, act)
}

function addSetCommand(checks: Command, act: Act): void {
  checks
    .command('set')
    .description('改一项核对的严厉程度或参数，写明理由')
    .argument('<check>', '核对项目，见 liaison checks list')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--severity <level>', `${CHECK_LEVELS.join('、')}`)
    .option('--parameter <key=value...>', '参数，如 mostMen=65')
    .requiredOption('--reason <text>', '为什么，依据哪个文件')
    .option('--json', '输出一个 JSON 对象')
    .action(
      (name: string, options: { ledger: string; severity?: string; parameter?: string[]; reason: string }) =>
        act(async (context) => {
          const check = checkId(name)
          const parameters = Object.fromEntries((options.parameter ?? []).map(parameterOf))
          const rows = await withLedger(context, resolve(options.ledger), async ({ call }) => {
            const now = (await call('checks.catalogue', {})).find((one) => one.check === check)
            const level = options.severity === undefined ? now?.level : levelOf(options.severity)
            if (level === undefined) throw new Error(`no setting for ${check}`)
            await call('checks.saveSetting', { check, level, parameters, reason: options.reason })
            return call('checks.catalogue', {})
          })
          const changed = rows.filter((one) => one.check === check)
          return { data: { check: changed[0] }, text: catalogueText(changed) }
        }),
    )
}

function addListCommands(checks: Command, act: Act): void {
  checks
    .command('compare')
    .description('导入比对名单（姓名、身份证号），对上的一律由人决定')
    .argument('<file>', '名单（.xlsx、.csv）')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption(
      '--kind <kind>',
      `${COMPARISON_KINDS.map((kind) => `${kind} ${COMPARISON_KIND_TEXT[kind]}`).join('、')}`,
    )
    .requiredOption('--from <office>', '哪个单位提供')
    .requiredOption('--as-of <day>', '名单说的是哪一天，如 2022-06-30', dayText)
    .option('--name <name>', '名单名称，默认用文件名')
    .option('--replaces <name>', '换掉这份旧名单（名称），要写明 --reason')
    .option('--reason <text>', '为什么换')
    .option('--json', '输出一个 JSON 对象')
    .action((file: string, options: CompareOptions) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const kind = kindOf(options.kind)
          const { replaces, reason = '' } = options
          const older = replaces === undefined ? undefined : await listNamed(app, replaces)
          const { token } = await app.app.vault.putPath(resolve(file))
          const done = (await app.job('checks.importList', {
            token,
            kind,
            name: options.name ?? basename(file).replace(/\.[^.]+$/, ''),
            givenBy: options.from,
            asOf: options.asOf,
            ...(older === undefined ? {} : { replaces: { id: older.id, reason } }),
          })) as ListImported
          return { data: done, text: importedText(done, kind) }
        }),
      ),
    )
  checks
    .command('remove-list')
    .description('移除一份比对名单和它的原件')
    .argument('<name>', '名单名称，见 liaison checks lists')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '为什么')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, options: { ledger: string; reason: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const list = await listNamed(app, name)
          await app.call('checks.removeList', { id: list.id, reason: options.reason })
          return { data: { removed: list }, text: `已移除“${list.name}”，${list.rowCount} 行。` }
        }),
      ),
    )
  checks
    .command('original')
    .description('取出一份比对名单导入时的原件')
    .argument('<name>', '名单名称，见 liaison checks lists')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--out <file>', '写到哪个文件')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, options: { ledger: string; out: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const list = await listNamed(app, name)
          const file = (await app.job('checks.openList', { id: list.id })) as FileRef
          const [out] = await writeFiles(app, [file], options.out)
          return { data: { file: out, name: file.name }, text: `已写出 ${out}` }
        }),
      ),
    )
  checks
    .command('lists')
    .description('已导入的比对名单')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const lists = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('checks.lists', {}),
        )
        return {
          data: { total: lists.length, lists },
          text:
            lists.length === 0
              ? '还没有比对名单。用 liaison checks compare 导入。'
              : table(
                  [
                    { title: '种类' },
                    { title: '名单' },
                    { title: '提供单位' },
                    { title: '截至' },
                    { title: '行数', align: 'right' },
                    { title: '对上', align: 'right' },
                  ],
                  lists.map((one) => [
                    COMPARISON_KIND_TEXT[one.kind],
                    one.name,
                    one.givenBy,
                    one.asOf,
                    String(one.rowCount),
                    String(one.matches),
                  ]),
                ),
        }
      }),
    )
}

async function everyFinding(app: CommandApp, check: CheckId | undefined): Promise<FindingView[]> {
  const all: FindingView[] = []
  for (;;) {
    const { total, rows } = await app.call('checks.findings', {
      search: '',
      offset: all.length,
      limit: PAGE,
      ...(check === undefined ? {} : { check }),
    })
    all.push(...rows)
    if (all.length >= total || rows.length === 0) return all
  }
}

/** The list of this name. @throws Refusal `checks.list-gone`, `checks.list-twice` */
async function listNamed(app: CommandApp, name: string): Promise<ComparisonListView> {
  const [found, other] = (await app.call('checks.lists', {})).filter((list) => list.name === name)
  if (found === undefined)
    throw new Refusal('checks.list-gone', `没有叫“${name}”的比对名单。用 liaison checks lists 查看。`)
  if (other !== undefined)
    throw new Refusal('checks.list-twice', `有两份叫“${name}”的比对名单，请到软件的“比对名单”里办理。`)
  return found
}

/** @throws Refusal `batches.not-found` */
async function batchIdOf(app: CommandApp, number: string): Promise<string> {
  const { rows } = await app.call('batches.list', { search: number, offset: 0, limit: 20 })
  const found = rows.find((row) => row.number === number.toUpperCase())
  if (found === undefined)
    throw new Refusal('batches.not-found', `没有编号为 ${number} 的批次。用 liaison batch list 查看。`)
  return found.id
}

function runText(run: CheckRunResult, findings: readonly FindingView[]): string {
  const head = facts([
    ['核对', `${run.people} 人、${run.claims} 份申领，用时 ${run.seconds.toFixed(1)} 秒`],
    ['疑点', `${run.total} 条`],
  ])
  if (run.total === 0) return `${head}\n\n没有发现疑点。`
  const shown = firstOfEach(findings)
  return [
    head,
    table(
      [
        { title: '编号', align: 'right' },
        { title: '核对' },
        { title: '程度' },
        { title: '条数', align: 'right' },
      ],
      run.counts.map((one) => [
        String(one.number),
        one.checkName,
        CHECK_SEVERITY_TEXT[one.severity],
        String(one.count),
      ]),
    ),
    shown
      .map((one) => `${String(one.number).padStart(2)} ${CHECK_SEVERITY_TEXT[one.severity]}  ${one.text}`)
      .join('\n'),
    ...(findings.length > shown.length
      ? [`……还有 ${findings.length - shown.length} 条。用 --check 只看一项，或用 --json 输出全部。`]
      : []),
  ].join('\n\n')
}

/** Some of each check, so that many of one do not hide the others; all of one that is asked for alone, up to a screen. */
function firstOfEach(findings: readonly FindingView[]): FindingView[] {
  const one = new Set(findings.map(({ check }) => check)).size === 1
  const most = one ? SHOWN : OF_EACH
  const seen = new Map<string, number>()
  return findings.filter(({ check }) => {
    const at = (seen.get(check) ?? 0) + 1
    seen.set(check, at)
    return at <= most
  })
}

function catalogueText(rows: readonly CheckView[]): string {
  return rows
    .map((one) => {
      const parameters = one.parameters
        .map(({ label, value, key }) => `${label} ${value}（${key}）`)
        .join('，')
      const changed = one.changed === null ? '' : `\n    由 ${one.changed.by} 改动：${one.changed.reason}`
      return `${String(one.number).padStart(2)}  ${one.name}（${one.check}）  ${CHECK_LEVEL_TEXT[one.level]}\n    ${one.asks}${parameters === '' ? '' : `\n    ${parameters}`}${changed}`
    })
    .join('\n')
}

function importedText(done: ListImported, kind: ComparisonKind): string {
  const lines = [
    facts([
      ['名单', `${COMPARISON_KIND_TEXT[kind]}，${done.rows} 行`],
      ['对上', `${done.matches} 人在本台账中。对上的由人核实后决定，不会自动拒绝。`],
    ]),
  ]
  if (done.refused > 0) {
    lines.push(
      `没有采用 ${done.refused} 行：\n${done.refusedRows.map(({ row, reason }) => `第 ${row} 行：${reason}`).join('\n')}`,
    )
  }
  return lines.join('\n\n')
}

function checkId(text: string): CheckId {
  if (!isCheckId(text)) throw new WrongUse(`没有“${text}”这项核对。可选：${CHECK_IDS.join('、')}。`)
  return text
}

function levelOf(text: string): CheckLevel {
  const level = CHECK_LEVELS.find((one) => one === text)
  if (level === undefined)
    throw new WrongUse(`--severity 应为 ${CHECK_LEVELS.join('、')} 之一，写的是“${text}”。`)
  return level
}

function kindOf(text: string): ComparisonKind {
  const kind = COMPARISON_KINDS.find((one) => one === text)
  if (kind === undefined)
    throw new WrongUse(`--kind 应为 ${COMPARISON_KINDS.join('、')} 之一，写的是“${text}”。`)
  return kind
}

function parameterOf(text: string): [string, number] {
  const [key, value] = text.split('=')
  if (key === undefined || value === undefined || !/^-?\d+$/.test(value))
    throw new WrongUse(`--parameter 应写成 名称=整数，如 mostMen=65，写的是“${text}”。`)
  return [key, Number(value)]
}

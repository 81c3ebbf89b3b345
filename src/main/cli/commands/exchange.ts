import { resolve } from 'node:path'
import type { Command } from 'commander'
import type {
  BundleFacts,
  ConflictView,
  MadeBundle,
  SyncOverview,
  TakenBundle,
} from '../../../shared/contract/sync.ts'
import { shanghaiMinute } from '../../../shared/domain/dates.ts'
import { BUNDLE_KIND_TEXT, hashGroups } from '../../../shared/text/bundles.ts'
import {
  adviceText,
  REMOVAL_CHOICE_TEXT,
  skewText,
  takenText,
} from '../../../shared/text/partner-exchange.ts'
import { recordText } from '../../../shared/text/record-names.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { WrongUse } from '../usage.ts'

const LEDGER = ['--ledger <file>', '台账的路径'] as const
const JSON_OUT = ['--json', '输出一个 JSON 对象'] as const
const KINDS = ['changes', 'full', 'receipt', 'handover'] as const

type OnLedger = { ledger: string }

/** bundle export, import, status: files to and from partner offices. */
export function addExchangeCommands(bundle: Command, act: Act): void {
  bundle
    .command('export')
    .description('给一个伙伴做下一份交换文件：默认只含对方上次回执以后的改动')
    .requiredOption(...LEDGER)
    .requiredOption('--to <office>', '伙伴的名称或台账编号，见 liaison keys list')
    .requiredOption('--out <file>', '写到哪个文件；给文件夹时用规定的文件名')
    .option('--kind <kind>', `${KINDS.join('、')}：增量、全量、只有回执、移交整站`, 'changes')
    .option(...JSON_OUT)
    .action((options: OnLedger & { to: string; out: string; kind: string }) =>
      act(async (context) => {
        const kind = KINDS.find((known) => known === options.kind)
        if (kind === undefined) throw new WrongUse(`--kind 只能是 ${KINDS.join('、')}。`)
        const { made, out } = await withLedger(context, resolve(options.ledger), async (app) => {
          const ledgerId = await ledgerOf(app, options.to)
          const made = (await app.job('sync.make', { ledgerId, kind })) as MadeBundle
          const recorded = `第 ${made.facts.sequence} 份已经登记：换个位置再做一份，新的一份里有它的全部内容。`
          const [out] = await writeFiles(app, [made.file], options.out, recorded)
          return { made, out }
        })
        return { data: { ...made.facts, out }, text: `${madeText(made.facts)}\n\n已写到 ${out}` }
      }),
    )

  bundle
    .command('import')
    .description('接收一份交换文件；来得太早的先收着，收过的不再动')
    .argument('<file>', '交换文件')
    .requiredOption(...LEDGER)
    .option('--dry-run', '只看会怎样，不写入')
    .option('--accept-clock', '对方时钟快一天以上也接收')
    .option('--receipt <file>', '同时把回执写到这个文件')
    .option(...JSON_OUT)
    .action(
      (file: string, options: OnLedger & { dryRun?: boolean; acceptClock?: boolean; receipt?: string }) =>
        act(async (context) => {
          const done = await withLedger(context, resolve(options.ledger), async (app) => {
            const { token } = await app.app.vault.putPath(resolve(file))
            const taken = (await app.job('sync.takeIn', {
              token,
              dryRun: options.dryRun === true,
              acceptClock: options.acceptClock === true,
            })) as TakenBundle
            const recorded = options.dryRun === true ? '' : '交换文件本身已经接收，不用再接收一次。'
            if (options.receipt === undefined || options.dryRun === true) return { taken, receipt: null }
            const { ledgerId } = taken.facts.from
            const made = (await app.job('sync.make', { ledgerId, kind: 'receipt' })) as MadeBundle
            const again = `${recorded}换个位置后，用 liaison bundle export --kind receipt 再做一份回执。`
            const [receipt] = await writeFiles(app, [made.file], options.receipt, again)
            return { taken, receipt: receipt ?? null }
          })
          const packs = done.taken.packs.length === 0 ? '' : '\n查看、安装：liaison policy pack list'
          const text = takenText(done.taken, options.dryRun === true) + packs
          return {
            data: { ...done.taken, receipt: done.receipt },
            text: done.receipt === null ? text : `${text}\n\n回执已写到 ${done.receipt}`,
          }
        }),
    )

  bundle
    .command('status')
    .description('与各伙伴交换到哪一步：发到第几份、回执到第几份、缺哪几份、该做什么')
    .requiredOption(...LEDGER)
    .option(...JSON_OUT)
    .action((options: OnLedger) =>
      act(async (context) => {
        const overview = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('sync.overview', undefined),
        )
        return { data: overview, text: statusText(overview) }
      }),
    )
}

/** conflicts list, resolve: one field, changed in two offices. */
export function addConflictCommands(program: Command, act: Act): void {
  const conflicts = program
    .command('conflicts')
    .description('两边都改了同一项、一边删一边改的冲突：列出、裁定')
  conflicts
    .command('list')
    .description('列出冲突')
    .requiredOption(...LEDGER)
    .option('--decided', '列出已裁定的')
    .option(...JSON_OUT)
    .action((options: OnLedger & { decided?: boolean }) =>
      act(async (context) => {
        const found = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('sync.conflicts', {
            state: options.decided === true ? 'decided' : 'open',
            offset: 0,
            limit: 1000,
          }),
        )
        return { data: found, text: conflictsText(found.rows, found.total) }
      }),
    )
  conflicts
    .command('resolve')
    .description('裁定冲突：采用先改的、后改的，或另填一个值')
    .argument('<id...>', '冲突编号，见 conflicts list')
    .requiredOption(...LEDGER)
    .option(
      '--choose <side>',
      'earlier（先改的）或 later（后改的）；一边删一边改的：remove（维持删除）或 keep（恢复）',
    )
    .option('--value <text>', '另填的值')
    .option('--reason <text>', '依据')
    .option(...JSON_OUT)
    .action((ids: string[], options: OnLedger & { choose?: string; value?: string; reason?: string }) =>
      act(async (context) => {
        const choice = options.value !== undefined ? 'other' : options.choose
        if (choice === undefined || !CHOICES.includes(choice))
          throw new WrongUse(
            '请用 --choose earlier 或 later，或用 --value 另填一个值；一边删一边改的，用 --choose remove 或 keep。',
          )
        const decided = await withLedger(context, resolve(options.ledger), async (app) => {
          let count = 0
          for (const [side, some] of await sidesOf(app, ids, choice)) {
            const done = await app.call('sync.decide', {
              ids: some,
              choice: side,
              ...(options.value === undefined ? {} : { value: options.value }),
              ...(options.reason === undefined ? {} : { reason: options.reason }),
            })
            count += done.decided
          }
          return count
        })
        return { data: { decided }, text: `已裁定 ${decided} 条冲突。` }
      }),
    )
}

const CHOICES: readonly string[] = ['earlier', 'later', 'other', 'remove', 'keep']
type Side = 'earlier' | 'later' | 'other'

/** `remove` and `keep` say which side is meant by what it does; the conflicts by the side that is chosen. */
async function sidesOf(
  { call }: CommandApp,
  ids: readonly string[],
  choice: string,
): Promise<[Side, string[]][]> {
  if (choice !== 'remove' && choice !== 'keep') return [[choice as Side, [...ids]]]
  const { rows } = await call('sync.conflicts', { state: 'open', offset: 0, limit: 1000 })
  const sides = new Map<Side, string[]>()
  for (const id of ids) {
    const removing = rows.find((row) => row.id === id)?.removal?.side
    if (removing === undefined)
      throw new WrongUse(`${id} 不是等待裁定的“一边删一边改”的冲突，remove 和 keep 只用于这一种。`)
    const side = (choice === 'remove') === (removing === 'earlier') ? 'earlier' : 'later'
    sides.set(side, [...(sides.get(side) ?? []), id])
  }
  return [...sides]
}

/** The partner's ledger, by its name or its id. */
async function ledgerOf({ call }: CommandApp, named: string): Promise<string> {
  const { partners } = await call('sync.overview', undefined)
  const found = partners.filter(({ name, ledgerId }) => name === named || ledgerId === named)
  const [only] = found
  if (only === undefined)
    throw new WrongUse(
      `没有叫“${named}”的伙伴。已登记的：${partners.map(({ name }) => name).join('、') || '无'}。先用 liaison keys trust 登记。`,
    )
  if (found.length > 1) throw new WrongUse(`有 ${found.length} 个伙伴叫“${named}”，请改用台账编号。`)
  return only.ledgerId
}

function madeText(made: BundleFacts): string {
  return facts([
    ['交换文件', `${made.from.office} → ${made.to.office}，第 ${made.sequence} 份`],
    ['类别', BUNDLE_KIND_TEXT[made.kind]],
    ['接着', made.base === 0 ? '从头开始' : `第 ${made.base} 份`],
    [
      '内容',
      `${made.transactions} 次操作，${made.entries} 处改动，${made.receipts} 份回执，${made.files} 个文件`,
    ],
    [
      '其中',
      Object.entries(made.byTable)
        .map(([name, count]) => `${recordText(name)} ${count}`)
        .join('，') || '无',
    ],
    ['大小', `${Math.ceil(made.bytes / 1024)} KB`],
    ['校验值', hashGroups(made.sha256)],
  ])
}

function statusText({ partners, openConflicts, openHolds }: SyncOverview): string {
  const rows = partners.map((partner) => [
    partner.name,
    partner.sent.last === null ? '—' : `第${partner.sent.last}份`,
    partner.sent.acknowledged === null ? '—' : `第${partner.sent.acknowledged}份`,
    partner.received.last === null ? '—' : `第${partner.received.last}份`,
    partner.received.missing.length === 0 ? '' : partner.received.missing.map((n) => `第${n}份`).join('、'),
    skewText(partner.received.skew),
    adviceText(partner)[0] ?? '不用做什么',
  ])
  const titles = ['伙伴', '发到', '回执到', '收到', '没有到', '对方时钟', '下一步']
  return [
    partners.length === 0
      ? '还没有交换伙伴。先与对方互换钥匙卡：liaison keys show、liaison keys trust。'
      : table(
          titles.map((title) => ({ title })),
          rows,
        ),
    `没有裁定的冲突 ${openConflicts} 条；因两处申领而暂缓 ${openHolds} 份。`,
  ].join('\n\n')
}

function conflictsText(rows: readonly ConflictView[], total: number): string {
  if (total === 0) return '没有冲突。'
  const lines = rows.map((row) =>
    [
      ...(row.removal === null
        ? [
            `${row.tableText}“${row.title}”的${row.fieldText}（原为 ${row.baseText}）`,
            `  先：${row.earlier.text}  ${row.earlier.office} ${row.earlier.by} ${shanghaiMinute(row.earlier.at)}`,
            `  后：${row.later.text}  ${row.later.office} ${row.later.by} ${shanghaiMinute(row.later.at)}`,
          ]
        : removalLines(row, row.removal)),
      ...(row.cameWith === null ? [] : [`  收到${row.cameWith.partner}第${row.cameWith.sequence}份时发现`]),
      row.decision === null
        ? `  现为 ${row.now}${row.skew === 0 ? '' : `；注意${skewText(row.skew)}`}`
        : `  已裁定：${decisionText(row, row.decision.choice)}，${row.decision.by} ${shanghaiMinute(row.decision.at)}`,
      `  编号 ${row.id}`,
    ].join('\n'),
  )
  return [`${total} 条冲突`, ...lines].join('\n\n')
}

function removalLines(row: ConflictView, removal: NonNullable<ConflictView['removal']>): string[] {
  const { office, by, at } = row[removal.side]
  return [
    `${row.tableText}“${row.title}”：一边删除了，另一边还在改`,
    `  删除：${removal.reason}  ${office} ${by} ${at}`,
    ...removal.changes.map(
      (change) => `  改动：${change.text}  ${change.office} ${change.by} ${shanghaiMinute(change.at)}`,
    ),
  ]
}

function decisionText({ removal }: ConflictView, choice: Side): string {
  if (removal !== null) return REMOVAL_CHOICE_TEXT[choice === removal.side ? 'upheld' : 'tookBack']
  return choice === 'earlier' ? '用先改的' : choice === 'later' ? '用后改的' : '另填'
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import {
  type LookResult,
  type MergeAllResult,
  type MergeEffects,
  PAIR_STATES,
  type PairDetail,
  type PairView,
} from '../../../shared/contract/duplicates.ts'
import {
  type DuplicateField,
  FIELDS_OF_KIND,
  type FieldChoice,
} from '../../../shared/domain/duplicate-fields.ts'
import { DUPLICATE_KINDS, type DuplicateKind } from '../../../shared/domain/duplicates.ts'
import {
  DUPLICATE_KIND_TEXT,
  DUPLICATE_VERDICT_TEXT,
  duplicateFieldText,
  effectsText,
  LIKELIHOOD_TEXT,
} from '../../../shared/text/duplicates.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { WrongUse, wholeNumber } from '../usage.ts'

type Common = { ledger: string; kind: DuplicateKind }
const KINDS = DUPLICATE_KINDS.map((kind) => `${kind} ${DUPLICATE_KIND_TEXT[kind]}`).join('、')

/** duplicates list, show, merge, dismiss, later, undo: records that may be of one person, employer, agent or household. */
export function addDuplicateCommands(program: Command, act: Act): void {
  const duplicates = program
    .command('duplicates')
    .description('查重：疑似重复的档案，对照、合并、认定不是同一个')
  common(duplicates.command('list').description('查一遍，列出疑似重复'))
    .option('--state <state>', `${PAIR_STATES.join('、')}（未决定、以后再看、不是同一个）`, 'open')
    .option('--kept', '不再查，只列出上次查到的')
    .option('--limit <n>', '最多几对', wholeNumber(1, 1000), 50)
    .action((options: Common & { state: string; kept?: true; limit: number }) =>
      act(async (context) => {
        const state = PAIR_STATES.find((one) => one === options.state)
        if (state === undefined) throw new WrongUse(`--state 应为 ${PAIR_STATES.join('、')} 之一。`)
        const kind = kindOf(options.kind)
        const { look, page } = await withLedger(context, resolve(options.ledger), async ({ call, job }) => ({
          look: options.kept ? null : ((await job('duplicates.look', { kinds: [kind] })) as LookResult),
          page: await call('duplicates.list', { kind, state, offset: 0, limit: options.limit }),
        }))
        const looked = look?.kinds[0]
        return {
          data: { kind, state, look: looked ?? null, total: page.total, pairs: page.rows },
          text: [
            ...(looked === undefined
              ? []
              : [
                  `查了 ${looked.records} 条${DUPLICATE_KIND_TEXT[kind]}档案，用时 ${looked.seconds.toFixed(1)} 秒。`,
                ]),
            page.total === 0 ? '没有疑似重复。' : listText(page.rows, page.total),
          ].join('\n'),
        }
      }),
    )
  common(
    duplicates.command('show <first> <second>').description('两条档案对照：相同、不同、合并会怎样'),
  ).action((firstId: string, secondId: string, options: Common) =>
    act(async (context) => {
      const kind = kindOf(options.kind)
      const { detail, effects } = await withLedger(context, resolve(options.ledger), async ({ call }) => ({
        detail: await call('duplicates.show', { kind, firstId, secondId }),
        effects: await call('duplicates.preview', {
          kind,
          keepId: firstId,
          otherId: secondId,
          choices: {},
          note: '',
        }),
      }))
      return { data: { pair: detail, effects }, text: `${detailText(detail)}\n\n${effectsLine(effects)}` }
    }),
  )
  addMergeCommand(duplicates, act)
  addDecisionCommand(duplicates, act, 'dismiss', 'different', '认定不是同一个，以后不再列出')
  addDecisionCommand(duplicates, act, 'later', 'later', '以后再看')
  addDecisionCommand(duplicates, act, 'reopen', 'open', '收回“不是同一个”或“以后再看”，重新列出')
  duplicates
    .command('undo <txId>')
    .description('撤销一次合并或决定')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((txId: string, options: { ledger: string }) =>
      act(async (context) => {
        const undone = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('people.undo', { txId }),
        )
        return { data: undone, text: `${undone.label}。` }
      }),
    )
}

function common(command: Command): Command {
  return command
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--kind <kind>', KINDS, 'person')
    .option('--json', '输出一个 JSON 对象')
}

function addMergeCommand(duplicates: Command, act: Act): void {
  common(
    duplicates
      .command('merge [keep] [other]')
      .description('把第二条并入第一条；--all：身份证号和姓名都相同的全部合并'),
  )
    .option(
      '--set <field=choice...>',
      '某个字段取 keep、other，或写 =新的内容，如 phone=other、name==吉克·阿依',
    )
    .option('--all', '合并全部身份证号和姓名都相同的人')
    .option('--dry-run', '只看会怎样，不改台账')
    .option('--note <text>', '说明', '')
    .action(
      (
        keepId: string | undefined,
        otherId: string | undefined,
        options: Common & { set?: string[]; all?: true; dryRun?: true; note: string },
      ) =>
        act(async (context) => {
          const ledger = resolve(options.ledger)
          if (options.all) {
            const done = (await withLedger(context, ledger, ({ job }) =>
              job('duplicates.mergeAll', { dryRun: options.dryRun ?? false }),
            )) as MergeAllResult
            return { data: done, text: allText(done) }
          }
          if (keepId === undefined || otherId === undefined)
            throw new WrongUse('请写明保留哪一条、并入哪一条（编号见 liaison duplicates list），或用 --all。')
          const kind = kindOf(options.kind)
          const choices = Object.fromEntries((options.set ?? []).map((text) => choiceOf(kind, text)))
          const input = { kind, keepId, otherId, choices, note: options.note }
          if (options.dryRun) {
            const effects = await withLedger(context, ledger, ({ call }) => call('duplicates.preview', input))
            return { data: { effects, txId: null }, text: `没有改动台账。${effectsLine(effects)}` }
          }
          const done = await withLedger(context, ledger, ({ call }) => call('duplicates.merge', input))
          return {
            data: done,
            text: `已合并。${effectsLine(done.effects)}\n撤销：liaison duplicates undo ${done.txId}`,
          }
        }),
    )
}

function addDecisionCommand(
  duplicates: Command,
  act: Act,
  name: string,
  verdict: 'different' | 'later' | 'open',
  description: string,
): void {
  common(duplicates.command(`${name} <first> <second>`).description(description))
    .option('--note <text>', '说明', '')
    .action((firstId: string, secondId: string, options: Common & { note: string }) =>
      act(async (context) => {
        const kind = kindOf(options.kind)
        const { txId, decided } = await withLedger(context, resolve(options.ledger), async ({ call }) => {
          // Two ids that are no pair of living records are told before anything is written.
          await call('duplicates.show', { kind, firstId, secondId })
          return call('duplicates.decide', {
            pairs: [{ kind, firstId, secondId }],
            verdict,
            note: options.note,
          })
        })
        const said = verdict === 'open' ? '已重新列出' : `已记为“${DUPLICATE_VERDICT_TEXT[verdict]}”`
        return {
          data: { txId, decided },
          text: decided === 0 ? '这一对没有作过决定。' : `${said}。撤销：liaison duplicates undo ${txId}`,
        }
      }),
    )
}

function listText(rows: readonly PairView[], total: number): string {
  const pairs = rows.map((pair) =>
    [
      `${String(pair.score).padStart(3)} 分 ${LIKELIHOOD_TEXT[pair.likelihood]}：${pair.reasons.map(({ text, points }) => (points < 0 ? `但${text}` : text)).join('、')}`,
      `    ${pair.firstId}  ${pair.first.title}  ${pair.first.detail}`,
      `    ${pair.secondId}  ${pair.second.title}  ${pair.second.detail}`,
    ].join('\n'),
  )
  const shown = rows.length < total ? `，显示前 ${rows.length} 对` : ''
  return `${pairs.join('\n')}\n共 ${total} 对${shown}。`
}

function detailText(pair: PairDetail): string {
  return [
    facts([
      ['分值', `${pair.score}（${LIKELIHOOD_TEXT[pair.likelihood]}）`],
      ['理由', pair.reasons.map(({ text, points }) => (points < 0 ? `但${text}` : text)).join('、')],
      ...(pair.verdict === null
        ? []
        : ([['决定', `${DUPLICATE_VERDICT_TEXT[pair.verdict.verdict]}，${pair.verdict.by}`]] as const)),
    ]),
    table(
      [{ title: '字段' }, { title: pair.firstId }, { title: pair.secondId }, { title: '' }],
      pair.fields
        .filter(({ first, second }) => first !== null || second !== null)
        .map(({ field, label, first, second, differs, hint }) => [
          `${label}（${field}）`,
          first ?? '—',
          second ?? '—',
          differs ? `不同${hint === null ? '' : `：${hint}`}` : '',
        ]),
    ),
    table(
      [{ title: '名下' }, { title: '第一条', align: 'right' }, { title: '第二条', align: 'right' }],
      pair.holdings.map(({ text, first, second }) => [text, String(first), String(second)]),
    ),
  ].join('\n\n')
}

function effectsLine(effects: MergeEffects): string {
  const holds = effects.holds.map(({ number, reason }) => `\n暂缓 ${number}：${reason}`).join('')
  return `${effectsText(effects)}。${holds}`
}

function allText({ merged, effects, txId, seconds }: MergeAllResult): string {
  if (merged === 0) return '没有身份证号和姓名都相同的档案。'
  const done =
    txId === null
      ? `可以合并 ${merged} 条，没有改动台账。`
      : `已合并 ${merged} 条，用时 ${seconds.toFixed(1)} 秒。`
  return `${done}${effectsLine(effects)}${txId === null ? '' : `\n撤销：liaison duplicates undo ${txId}`}`
}

function kindOf(text: string): DuplicateKind {
  const kind = DUPLICATE_KINDS.find((one) => one === text)
  if (kind === undefined)
    throw new WrongUse(`--kind 应为 ${DUPLICATE_KINDS.join('、')} 之一，写的是“${text}”。`)
  return kind
}

/** `phone=other`, `phone=keep`, `phone==13900000000`. */
function choiceOf(kind: DuplicateKind, text: string): [DuplicateField, FieldChoice] {
  const at = text.indexOf('=')
  const field = FIELDS_OF_KIND[kind].find((one) => one === text.slice(0, at))
  const choice = text.slice(at + 1)
  if (at < 0 || field === undefined) {
    const known = FIELDS_OF_KIND[kind].map((one) => `${one} ${duplicateFieldText(kind, one)}`).join('、')
    throw new WrongUse(`--set 应写成 字段=other，字段有：${known}。`)
  }
  if (choice === 'keep' || choice === 'other') return [field, choice]
  if (choice.startsWith('=')) return [field, { typed: choice.slice(1) }]
  throw new WrongUse(`--set ${field}= 后面应为 keep、other，或 =新的内容。`)
}

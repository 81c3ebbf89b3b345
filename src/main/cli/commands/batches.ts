import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { BatchDetail, BatchLook } from '../../../shared/contract/batches.ts'
import { BATCH_STATES, type BatchState } from '../../../shared/domain/claim-states.ts'
import { formatYuan, yuanToFen } from '../../../shared/domain/money.ts'
import { FUNDS, type Fund } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { BATCH_STATE_TEXT } from '../../../shared/text/claims.ts'
import { FUND_TEXT } from '../../../shared/text/policy.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse, wholeNumber } from '../usage.ts'
import { batchId, filterOf, type Narrowed, planText } from './claim-acts.ts'

/** batch create, list, show, check, post (lock), clear, changes, approve, finance (pay), sample. */
export function addBatchCommands(program: Command, act: Act): void {
  const batch = program.command('batch').description('批次：编批、公示、审批、送财政')
  addCreate(batch, act)
  addList(batch, act)
  addShow(batch, act)
  addPublicity(batch, act)
  addMoved(batch, act)
  addDecisions(batch, act)
  addSample(batch, act)
}

function addCreate(batch: Command, act: Act): void {
  batch
    .command('create')
    .description('把等着编批的申领编成一个批次')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--benefit <id>', '政策条目，如 JH-16')
    .requiredOption(
      '--fund <fund>',
      `资金来源，名称或代码：${FUNDS.map((fund) => `${FUND_TEXT[fund]}（${fund}）`).join('、')}`,
    )
    .option('--title <text>', '批次名称')
    .option('--period <text>', '所属期间，如 2022、2022Q1')
    .option('--budget <name>', '从哪笔资金计划列支')
    .option('--dry-run', '只看会编进多少')
    .option('--json', '输出一个 JSON 对象')
    .action(
      (
        options: Narrowed & {
          ledger: string
          benefit: string
          fund: string
          title?: string
          period?: string
          budget?: string
          dryRun?: boolean
        },
      ) =>
        act((context) =>
          withLedger(context, resolve(options.ledger), async (app) => {
            const fund = fundNamed(options.fund)
            const filter = await filterOf(app, { benefit: options.benefit })
            if (options.dryRun === true) {
              const plan = await app.call('batches.plan', { benefit: options.benefit, filter })
              return { data: { dryRun: true, ...plan }, text: planText(plan, false) }
            }
            const lines = options.budget === undefined ? [] : await app.call('budgets.list', {})
            const line = lines.find(({ name }) => name === options.budget)
            if (options.budget !== undefined && line === undefined)
              throw new Refusal('budgets.gone', `没有叫“${options.budget}”的资金计划。`)
            const done = await app.call('batches.create', {
              benefit: options.benefit,
              fund,
              budgetLineId: line?.id ?? null,
              title: options.title ?? '',
              period: options.period ?? null,
              scope: null,
              filter,
            })
            return {
              data: { dryRun: false, ...done },
              text: `${facts([['批次', done.number]])}\n${planText(done, true)}`,
            }
          }),
        ),
    )
}

/** A fund by its code or its name. @throws WrongUse */
function fundNamed(text: string): Fund {
  const fund = FUNDS.find((one) => one === text || FUND_TEXT[one] === text)
  if (fund !== undefined) return fund
  throw new WrongUse(
    `没有“${text}”这种资金来源，应为 ${FUNDS.map((one) => `${FUND_TEXT[one]}（${one}）`).join('、')} 之一。`,
  )
}

function addList(batch: Command, act: Act): void {
  batch
    .command('list')
    .description('列出批次')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--state <state>', `只要这一状态：${BATCH_STATES.join('、')}`)
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; state?: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          if (options.state !== undefined && !(BATCH_STATES as readonly string[]).includes(options.state))
            throw new WrongUse(`没有“${options.state}”这种状态，应为 ${BATCH_STATES.join('、')} 之一。`)
          const { total, rows } = await app.call('batches.list', {
            search: '',
            offset: 0,
            limit: 1000,
            ...(options.state === undefined ? {} : { state: options.state as BatchState }),
          })
          if (total === 0) return { data: { total, batches: [] }, text: '没有这样的批次。' }
          return {
            data: { total, batches: rows },
            text: table(
              [
                { title: '批次' },
                { title: '名称' },
                { title: '份数', align: 'right' },
                { title: '金额（元）', align: 'right' },
                { title: '状态' },
                { title: '下一步' },
              ],
              rows.map((row) => [
                row.number,
                row.title,
                String(row.count),
                formatYuan(row.amountFen),
                BATCH_STATE_TEXT[row.state],
                row.step?.name ?? '',
              ]),
            ),
          }
        }),
      ),
    )
}

function addShow(batch: Command, act: Act): void {
  for (const [name, description] of [
    ['show', '看一个批次'],
    ['check', '看一个批次能不能办下一步；不能时以 1 结束'],
  ] as const) {
    batch
      .command(name)
      .description(description)
      .argument('<number>', '批次编号')
      .requiredOption('--ledger <file>', '台账的路径')
      .option('--json', '输出一个 JSON 对象')
      .action((number: string, options: { ledger: string }) =>
        act((context) =>
          withLedger(context, resolve(options.ledger), async (app) => {
            const found = await app.call('batches.get', { id: await batchId(app, number) })
            return {
              data: { batch: found },
              text: batchText(found),
              ok: name === 'show' || found.bars.length === 0,
            }
          }),
        ),
      )
  }
}

function batchText(batch: BatchDetail): string {
  return [
    facts([
      ['批次', `${batch.number} ${batch.title}`],
      ['状态', BATCH_STATE_TEXT[batch.state]],
      ['下一步', batch.step?.name ?? '无'],
      ['份数和金额', `${batch.count} 份，${formatYuan(batch.amountFen)} 元`],
      ['资金来源', FUND_TEXT[batch.fund]],
      [
        '资金计划',
        batch.budget === null ? '未写明' : `${batch.budget.name}，余 ${formatYuan(batch.budget.leftFen)} 元`,
      ],
      ...batch.publicLists.map(
        (list) =>
          [
            '公示',
            `${list.place}，${list.from} 至 ${list.to}${list.clearedAt === null ? `，还剩 ${list.daysLeft} 天` : '，已办结'}`,
          ] as const,
      ),
    ]),
    batch.bars.length === 0
      ? '没有妨碍下一步的事项。'
      : table(
          [{ title: '妨碍下一步的事项' }, { title: '能否写明理由后办理' }],
          batch.bars.map(({ text, severity }) => [text, severity === 'hold' ? '能' : '不能']),
        ),
  ].join('\n\n')
}

function addPublicity(batch: Command, act: Act): void {
  batch
    .command('post')
    .alias('lock')
    .description('开始公示，批次从此锁定')
    .argument('<number>', '批次编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--place <text>', '张贴的地点')
    .requiredOption('--phone <text>', '监督电话')
    .requiredOption('--from <day>', '从哪一天起，如 2022-07-01', dayText)
    .option('--stated-count <n>', '公示表上写的人数，默认逐份数出', wholeNumber(0, 1_000_000))
    .option('--stated-sum <yuan>', '公示表上写的金额（元），默认逐份相加')
    .option('--overrule <reason>', '有妨碍但仍要公示的理由')
    .option('--json', '输出一个 JSON 对象')
    .action(
      (
        number: string,
        options: {
          ledger: string
          place: string
          phone: string
          from: string
          statedCount?: number
          statedSum?: string
          overrule?: string
        },
      ) =>
        act((context) =>
          withLedger(context, resolve(options.ledger), async (app) => {
            const found = await app.call('batches.get', { id: await batchId(app, number) })
            const done = await app.call('publicity.post', {
              batchId: found.id,
              place: options.place,
              phone: options.phone,
              from: options.from,
              statedCount: options.statedCount ?? found.count,
              statedFen: options.statedSum === undefined ? found.amountFen : fenOf(options.statedSum),
              ...(options.overrule === undefined ? {} : { overrule: options.overrule }),
            })
            return { data: done, text: `已开始公示，到 ${done.to} 为止。` }
          }),
        ),
    )
  batch
    .command('clear')
    .description('公示期满无异议，办结公示')
    .argument('<number>', '批次编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string, options: { ledger: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const id = await batchId(app, number)
          const [list] = await app.call('publicity.list', { batchId: id, open: true })
          if (list === undefined)
            throw new Refusal('publicity.not-found', `批次 ${number} 没有正在进行的公示。`)
          const done = await app.call('publicity.clear', { id: list.id })
          return { data: done, text: `公示办结，${done.count} 份申领进入下一步。` }
        }),
      ),
    )
}

function addMoved(batch: Command, act: Act): void {
  batch
    .command('changes')
    .description('变化核对：逐份看生成之后台账有没有变')
    .argument('<number>', '批次编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--set-aside <reason>', '把有变化的暂缓并移出批次，写明原因')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string, options: { ledger: string; setAside?: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const id = await batchId(app, number)
          const look = (await app.job('batches.look', { id })) as BatchLook
          const ids = look.moved.map(({ claimId }) => claimId)
          const aside =
            options.setAside === undefined || ids.length === 0
              ? null
              : await app.call('batches.setAside', { batchId: id, ids, reason: options.setAside })
          const lines = look.moved.flatMap(({ number, name, differences }) =>
            differences.map((one, i) => [i === 0 ? `${number} ${name}` : '', one.label, one.before, one.now]),
          )
          return {
            data: { ...look, setAside: aside?.setAside ?? 0 },
            text: [
              `核对 ${look.looked} 份，${look.moved.length} 份与生成时不一致。`,
              ...(lines.length === 0
                ? []
                : [
                    table(
                      [{ title: '申领' }, { title: '什么变了' }, { title: '生成时' }, { title: '现在' }],
                      lines,
                    ),
                  ]),
              ...(aside === null ? [] : [`已暂缓并移出 ${aside.setAside} 份。`]),
            ].join('\n\n'),
          }
        }),
      ),
    )
}

function addDecisions(batch: Command, act: Act): void {
  for (const [name, aliases, kind, description] of [
    ['approve', [], 'approval', '审批同意'],
    // What pays is the bank, by the payment file that can be made from then on.
    ['finance', ['pay'], 'finance', '送财政'],
  ] as const) {
    batch
      .command(name)
      .aliases(aliases)
      .description(description)
      .argument('<number>', '批次编号')
      .requiredOption('--ledger <file>', '台账的路径')
      .option('--note <text>', '意见')
      .option('--overrule <reason>', '有妨碍但仍要办理的理由')
      .option('--json', '输出一个 JSON 对象')
      .action((number: string, options: { ledger: string; note?: string; overrule?: string }) =>
        act((context) =>
          withLedger(context, resolve(options.ledger), async (app) => {
            const found = await app.call('batches.get', { id: await batchId(app, number) })
            if (found.step?.kind !== kind) {
              throw new Refusal(
                'batches.other-step',
                `批次 ${found.number} 现在到“${found.step?.name ?? '已办结'}”，不能${description}。`,
              )
            }
            // The decision asks for a look at what has moved; here it is taken at once.
            if (found.bars.some(({ code }) => code === 'facts-unchecked'))
              await app.job('batches.look', { id: found.id })
            const done = await app.call('batches.complete', {
              batchId: found.id,
              step: found.step.id,
              note: options.note ?? '',
              overrule: options.overrule ?? '',
            })
            const text = `“${found.step.name}”已办结，${done.count} 份。`
            const next = `下一步用 liaison payments export --batch ${found.number} 生成支付文件。`
            return { data: done, text: kind === 'finance' ? `${text}\n${next}` : text }
          }),
        ),
      )
  }
}

function addSample(batch: Command, act: Act): void {
  batch
    .command('sample')
    .description('抽取电话核查的样本')
    .argument('<number>', '批次编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--share <percent>', '抽百分之几', wholeNumber(0, 100), 10)
    .option('--at-least <n>', '至少抽几份', wholeNumber(0, 10_000), 5)
    .option('--above <yuan>', '多少元以上的全抽')
    .option('--seed <n>', '用这个种子再抽出同样的样本')
    .option('--json', '输出一个 JSON 对象')
    .action(
      (
        number: string,
        options: { ledger: string; share: number; atLeast: number; above?: string; seed?: string },
      ) =>
        act((context) =>
          withLedger(context, resolve(options.ledger), async (app) => {
            const done = await app.call('batches.drawSample', {
              batchId: await batchId(app, number),
              sharePercent: options.share,
              atLeast: options.atLeast,
              aboveFen: options.above === undefined ? null : fenOf(options.above),
              ...(options.seed === undefined ? {} : { seed: options.seed }),
            })
            return { data: done, text: `抽中 ${done.drawn} 份，种子 ${done.seed}。` }
          }),
        ),
    )
}

/** Yuan as typed, in fen. @throws WrongUse */
function fenOf(text: string): number {
  const reading = yuanToFen(text)
  if (!reading.ok) throw new WrongUse(`“${text}”不是金额，应如 3000 或 3000.50。`)
  return reading.fen
}

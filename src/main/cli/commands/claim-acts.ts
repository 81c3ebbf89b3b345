import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ActPlan, ClaimDetail } from '../../../shared/contract/claims.ts'
import { claimsFilter } from '../../../shared/contract/claims.ts'
import { CLAIM_STATES, type ClaimState } from '../../../shared/domain/claim-states.ts'
import { shanghaiMinute } from '../../../shared/domain/dates.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import type { Act } from '../main.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { WrongUse, wholeNumber } from '../usage.ts'

/** What a list of claims is narrowed by. */
export type Narrowed = { benefit?: string; state?: string; step?: string; search?: string; batch?: string }

/** Options that say which claims are meant. */
export function narrowing(command: Command): Command {
  return command
    .option('--benefit <id>', '只要这一政策条目')
    .option('--state <state>', `只要这一状态：${CLAIM_STATES.join('、')}`)
    .option('--step <id>', '只要停在这一步的')
    .option('--search <text>', '姓名、拼音或编号')
    .option('--batch <number>', '只要这个批次的')
}

/** The filter that the options ask for. @throws WrongUse where a state is none, Refusal where a batch is none */
export async function filterOf(app: CommandApp, options: Narrowed) {
  if (options.state !== undefined && !(CLAIM_STATES as readonly string[]).includes(options.state))
    throw new WrongUse(`没有“${options.state}”这种状态，应为 ${CLAIM_STATES.join('、')} 之一。`)
  return claimsFilter.parse({
    ...(options.benefit === undefined ? {} : { benefit: options.benefit }),
    ...(options.state === undefined ? {} : { state: options.state as ClaimState }),
    ...(options.step === undefined ? {} : { step: options.step }),
    ...(options.search === undefined ? {} : { search: options.search }),
    ...(options.batch === undefined ? {} : { batchId: await batchId(app, options.batch) }),
  })
}

/** The id of a batch by its number. @throws Refusal `batches.not-found` */
export async function batchId(app: CommandApp, number: string): Promise<string> {
  const { rows } = await app.call('batches.list', { search: number, offset: 0, limit: 2 })
  const found =
    rows.find((row) => row.number === number.toUpperCase()) ?? (rows.length === 1 ? rows[0] : undefined)
  if (found === undefined)
    throw new Refusal('batches.not-found', `没有编号为“${number}”的批次，请用 liaison batch list 查看。`)
  return found.id
}

/** What an act did or would do, as text. */
export function planText(plan: ActPlan, did: boolean): string {
  return [
    facts([
      [did ? '已办理' : '可办理', `${plan.able} 份，共 ${formatYuan(plan.amountFen)} 元`],
      ...plan.becomes.map(({ from, to, count }) => [`${from} → ${to}`, `${count} 份`] as const),
    ]),
    ...(plan.barred.length === 0
      ? []
      : [
          table(
            [{ title: '没有办理的原因' }, { title: '份数', align: 'right' }, { title: '例如' }],
            plan.barred.map(({ reason, count, numbers }) => [reason, String(count), numbers.join('、')]),
          ),
        ]),
  ].join('\n\n')
}

type Chosen = Narrowed & { ledger: string }

/** claims list, show, advance, hold, release, refuse, send-back: claims on their way through the office. */
export function addClaimActCommands(claims: Command, act: Act): void {
  narrowing(claims.command('list').description('列出申领'))
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--limit <n>', '最多列几份', wholeNumber(1, 1000), 50)
    .option('--json', '输出一个 JSON 对象')
    .action((options: Chosen & { limit: number }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const filter = await filterOf(app, options)
          const { total, rows } = await app.call('claims.list', {
            ...filter,
            offset: 0,
            limit: options.limit,
          })
          return {
            data: { total, claims: rows },
            text: [
              table(
                [
                  { title: '编号' },
                  { title: '姓名' },
                  { title: '补贴' },
                  { title: '金额（元）', align: 'right' },
                  { title: '状态' },
                  { title: '下一步' },
                ],
                rows.map((row) => [
                  row.number,
                  row.personName ?? row.beneficiaryName,
                  row.benefitName,
                  formatYuan(row.amountFen),
                  CLAIM_STATE_TEXT[row.state] + (row.holds > 0 ? '（暂缓）' : ''),
                  row.stepName ?? '',
                ]),
              ),
              `共 ${total} 份${total > rows.length ? `，列出前 ${rows.length} 份` : ''}。`,
            ].join('\n'),
          }
        }),
      ),
    )

  claims
    .command('show')
    .description('看一份申领的来龙去脉')
    .argument('<number>', '申领编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string, options: { ledger: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const claim = await claimByNumber(app, number)
          return { data: { claim }, text: storyText(claim) }
        }),
      ),
    )

  narrowing(claims.command('advance').description('办结所选申领现在停着的那一步'))
    .argument('[numbers...]', '申领编号；不写就办所有符合筛选的')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--note <text>', '意见')
    .option('--dry-run', '只看会怎样，不办理')
    .option('--json', '输出一个 JSON 对象')
    .action((numbers: string[], options: Chosen & { note?: string; dryRun?: boolean }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const chosen =
            numbers.length > 0
              ? { ids: await claimIds(app, numbers) }
              : { filter: await filterOf(app, options) }
          const asked = {
            act: 'complete' as const,
            ...chosen,
            ...(options.step === undefined ? {} : { step: options.step }),
          }
          if (options.dryRun === true) {
            const plan = await app.call('claims.plan', asked)
            return { data: { dryRun: true, ...plan }, text: planText(plan, false) }
          }
          const done = await app.call('claims.act', { ...asked, note: options.note ?? '' })
          return { data: { dryRun: false, ...done }, text: planText(done, true) }
        }),
      ),
    )

  for (const [name, what, description] of [
    ['hold', 'hold', '暂缓'],
    ['send-back', 'send-back', '退回上一步'],
    ['refuse', 'refuse', '不予通过'],
  ] as const) {
    const command = claims
      .command(name)
      .description(description)
      .argument('<numbers...>', '申领编号')
      .requiredOption('--ledger <file>', '台账的路径')
      .requiredOption('--reason <text>', '原因')
      .option('--json', '输出一个 JSON 对象')
    if (what === 'refuse') command.requiredOption('--clause <text>', '依据的条款，如（四）')
    command.action((numbers: string[], options: { ledger: string; reason: string; clause?: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const done = await app.call('claims.act', {
            act: what,
            ids: await claimIds(app, numbers),
            note: options.reason,
            ...(options.clause === undefined ? {} : { clause: options.clause }),
          })
          return { data: done, text: planText(done, true) }
        }),
      ),
    )
  }

  claims
    .command('release')
    .description('解除一份申领的全部暂缓')
    .argument('<number>', '申领编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '解除的理由')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string, options: { ledger: string; reason: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const { openHolds } = await claimByNumber(app, number)
          if (openHolds.length === 0) throw new Refusal('claims.not-held', `申领 ${number} 没有暂缓。`)
          const done = await app.call('claims.release', {
            holdIds: openHolds.map(({ id }) => id),
            reason: options.reason,
          })
          return { data: done, text: `已解除 ${done.released} 项暂缓。` }
        }),
      ),
    )
}

/** @throws Refusal `claims.not-found` */
async function claimByNumber(app: CommandApp, number: string): Promise<ClaimDetail> {
  const [id] = await claimIds(app, [number])
  return app.call('claims.get', { id: id ?? '' })
}

/** @throws Refusal `claims.not-found` naming the first number that is none */
async function claimIds(app: CommandApp, numbers: readonly string[]): Promise<string[]> {
  const ids: string[] = []
  for (const number of numbers) {
    const { rows } = await app.call('claims.list', {
      ...claimsFilter.parse({ search: number }),
      offset: 0,
      limit: 2,
    })
    const found = rows.find((row) => row.number === number.toUpperCase())
    if (found === undefined)
      throw new Refusal('claims.not-found', `没有编号为“${number}”的申领，请用 liaison claims list 查看。`)
    ids.push(found.id)
  }
  return ids
}

function storyText(claim: ClaimDetail): string {
  return [
    facts([
      ['编号', claim.number],
      ['补贴', `${claim.benefit} ${claim.benefitName}`],
      ['领取人', claim.beneficiaryName],
      ['金额', `${formatYuan(claim.amountFen)} 元（${claim.amountCapitals}）`],
      ['状态', CLAIM_STATE_TEXT[claim.state]],
      ['下一步', claim.stepName ?? '无'],
      ...claim.openHolds.map(({ checkName, reason }) => ['暂缓', `${checkName}：${reason}`] as const),
      ['测算', claim.frozen.verdict],
    ]),
    table(
      [{ title: '时间' }, { title: '事项' }, { title: '经办' }, { title: '说明' }],
      claim.events.map((event) => [shanghaiMinute(event.at), event.label, event.by, event.note]),
    ),
  ].join('\n\n')
}

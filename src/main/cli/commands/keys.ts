import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { OwnCard, PartnerView } from '../../../shared/contract/partners.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import {
  GUARDED_FIELDS,
  type GuardedField,
  SCOPE_GROUPS,
  type ScopeGroup,
} from '../../../shared/domain/sync-scope.ts'
import { PARTNER_KIND_TEXT, PARTNER_STATE_TEXT, scopeText } from '../../../shared/text/partners.ts'
import { writeFileAtomically } from '../../core/files/atomic-write.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { WrongUse } from '../usage.ts'

type OnLedger = { ledger: string }

/** keys show, list, inspect, trust, replace, scope, revoke, renew: this office's keys, and those of its partners. */
export function addKeyCommands(program: Command, act: Act): void {
  const keys = program.command('keys').description('本单位的钥匙卡；交换伙伴的登记、范围、更换和停用')
  addOwnKeys(keys, act)
  addPartners(keys, act)
}

function addOwnKeys(keys: Command, act: Act): void {
  keys
    .command('show')
    .description('显示本单位的钥匙卡和指纹；还没有钥匙时先制作')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--card <file>', '把钥匙卡写到哪个文件（一行文字，可发给对方）')
    .option('--pdf <file>', '把可打印的钥匙卡（带二维码）写到哪个 PDF 文件')
    .option('--json', '输出一个 JSON 对象')
    .action((options: OnLedger & { card?: string; pdf?: string }) =>
      act(async (context) => {
        const own = await withLedger(context, resolve(options.ledger), async (app) => {
          const { own } = await app.call('partners.overview', undefined)
          const card = own ?? (await app.call('partners.makeKeys', undefined))
          if (options.pdf !== undefined)
            await writeFiles(app, [(await app.job('partners.printCard', {})) as FileRef], options.pdf)
          return card
        })
        return cardAnswer(own, options.card)
      }),
    )

  keys
    .command('renew')
    .description('更换本单位的钥匙；旧钥匙仍能打开已收到的文件，新钥匙卡要再发给各伙伴')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '原因（记入操作记录）')
    .option('--card <file>', '把新钥匙卡写到哪个文件')
    .option('--json', '输出一个 JSON 对象')
    .action((options: OnLedger & { reason: string; card?: string }) =>
      act(async (context) => {
        const own = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('partners.replaceKeys', { reason: options.reason }),
        )
        return cardAnswer(own, options.card)
      }),
    )
}

function addPartners(keys: Command, act: Act): void {
  keys
    .command('list')
    .description('列出交换伙伴')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: OnLedger) =>
      act(async (context) => {
        const { partners } = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('partners.overview', undefined),
        )
        return { data: { partners }, text: partnersText(partners) }
      }),
    )

  keys
    .command('inspect')
    .description('查看一张钥匙卡：是谁的，指纹是多少，本单位是否登记过')
    .argument('<card>', '钥匙卡文件，或卡上的那一行文字')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((card: string, options: OnLedger) =>
      act(async (context) => {
        const seen = await withLedger(context, resolve(options.ledger), async ({ call }) =>
          call('partners.readCard', { card: await cardFrom(card) }),
        )
        return {
          data: seen,
          text: facts([
            ['单位', `${seen.name}（${PARTNER_KIND_TEXT[seen.kind]}）`],
            ['台账', seen.ledgerId],
            ['指纹', seen.fingerprint],
            ['登记', STANDING_TEXT[seen.standing]],
            ...(seen.vouchedFor ? [['作保', '由已登记的旧钥匙签过，登记新钥匙不必再打电话'] as const] : []),
          ]),
        }
      }),
    )

  keys
    .command('trust')
    .description('登记一个交换伙伴；指纹要打电话听对方念，不能照着卡抄')
    .argument('<card>', '钥匙卡文件，或卡上的那一行文字')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--fingerprint <digits>', '电话里听到的指纹，八组五位数字')
    .option('--name <name>', '本单位怎么称呼对方；不写就用卡上的名称')
    .option('--json', '输出一个 JSON 对象')
    .action((card: string, options: OnLedger & { fingerprint: string; name?: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const { id, txId } = await app.call('partners.trust', {
            card: await cardFrom(card),
            fingerprint: options.fingerprint,
            ...(options.name === undefined ? {} : { name: options.name }),
          })
          return { id, txId, partner: await partnerOf(app, id) }
        })
        return {
          data: done,
          text: facts([
            ['已登记', done.partner.name],
            ['编号', done.id],
            ['指纹', done.partner.fingerprint],
            ['范围', `${scopeText(done.partner.scope)}（用 liaison keys scope 设定）`],
          ]),
        }
      }),
    )

  keys
    .command('replace')
    .description('登记一个伙伴的新钥匙；旧钥匙签过的卡不必再核对指纹')
    .argument('<partner>', '伙伴的编号、台账编号或名称')
    .argument('<card>', '新的钥匙卡')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--fingerprint <digits>', '电话里听到的指纹')
    .option('--json', '输出一个 JSON 对象')
    .action((partner: string, card: string, options: OnLedger & { fingerprint?: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const { id } = await partnerOf(app, partner)
          return app.call('partners.replace', {
            id,
            card: await cardFrom(card),
            ...(options.fingerprint === undefined ? {} : { fingerprint: options.fingerprint }),
          })
        })
        return { data: done, text: '新钥匙已登记，以后的交换文件用它。' }
      }),
    )

  keys
    .command('scope')
    .description('设定给一个伙伴什么：不在范围内的内容不会写进交换文件')
    .argument('<partner>', '伙伴的编号、台账编号或名称')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--counties <codes>', '县（区）代码，用逗号隔开；all 为全部')
    .requiredOption('--groups <names>', `内容，用逗号隔开：${SCOPE_GROUPS.join('、')}`)
    .option('--fields <names>', `另给的敏感内容，用逗号隔开：${GUARDED_FIELDS.join('、')}`, '')
    .option('--by <which>', '按哪里的县判断：home 户籍地、work 务工地、either 任一', 'home')
    .option('--json', '输出一个 JSON 对象')
    .action(
      (
        partner: string,
        options: OnLedger & { counties: string; groups: string; fields: string; by: string },
      ) =>
        act(async (context) => {
          const scope = {
            counties: options.counties === 'all' ? ('all' as const) : parts(options.counties),
            by: oneOf('--by', options.by, ['home', 'work', 'either'] as const),
            groups: parts(options.groups).map((name) => oneOf<ScopeGroup>('--groups', name, SCOPE_GROUPS)),
            fields: parts(options.fields).map((name) =>
              oneOf<GuardedField>('--fields', name, GUARDED_FIELDS),
            ),
          }
          const done = await withLedger(context, resolve(options.ledger), async (app) => {
            const { id } = await partnerOf(app, partner)
            return app.call('partners.setScope', { id, scope })
          })
          return { data: { ...done, scope }, text: `已设定：${scopeText(scope)}。` }
        }),
    )

  keys
    .command('revoke')
    .description('停用一个伙伴的钥匙：此后不再收它签的文件，也不再给它做文件')
    .argument('<partner>', '伙伴的编号、台账编号或名称')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '原因（记入操作记录）')
    .option('--json', '输出一个 JSON 对象')
    .action((partner: string, options: OnLedger & { reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const { id } = await partnerOf(app, partner)
          return app.call('partners.revoke', { id, reason: options.reason })
        })
        return {
          data: done,
          text: '已停用。要恢复往来，请向对方要新的钥匙卡，用 liaison keys replace 登记。',
        }
      }),
    )
}

const STANDING_TEXT = {
  new: '没有登记过',
  ourselves: '这是本单位自己的卡',
  known: '已登记',
  revoked: '登记过，已停用',
  other: '该台账已用另一把钥匙登记',
} as const

async function cardAnswer(own: OwnCard, file: string | undefined) {
  if (file !== undefined) await writeFileAtomically(resolve(file), `${own.text}\n`)
  return {
    data: { ...own, ...(file === undefined ? {} : { file: resolve(file) }) },
    text: [
      facts([
        ['单位', own.office],
        ['指纹', `${own.fingerprint}（电话里念给对方核对）`],
        ...(file === undefined ? [] : [['钥匙卡', resolve(file)] as const]),
      ]),
      ...(file === undefined ? ['钥匙卡（整行发给对方）：', own.text] : []),
    ].join('\n\n'),
  }
}

function partnersText(partners: readonly PartnerView[]): string {
  if (partners.length === 0) return '还没有交换伙伴。请用 liaison keys trust 登记对方的钥匙卡。'
  return table(
    ['编号', '名称', '类别', '状态', '指纹', '可收到', '登记'].map((title) => ({ title })),
    partners.map((one) => [
      one.id,
      one.name,
      PARTNER_KIND_TEXT[one.kind],
      PARTNER_STATE_TEXT[one.state],
      one.fingerprint,
      scopeText(one.scope),
      `${shanghaiDay(one.trustedAt)} ${one.trustedBy}`,
    ]),
  )
}

/** The card itself, or the text of the file that holds it. */
async function cardFrom(given: string): Promise<string> {
  if (/^\s*LLCARD/i.test(given)) return given
  const path = resolve(given)
  if (!existsSync(path))
    throw new Refusal(
      'file.not-found',
      `找不到钥匙卡文件“${path}”。请核对路径，或直接给出卡上的那一行文字。`,
      {
        path,
      },
    )
  const bytes = await readFile(path)
  return bytes.subarray(0, 20_000).toString('utf8')
}

/** The entry that somebody means; of several of one office, the one in use. */
async function partnerOf({ call }: CommandApp, named: string): Promise<PartnerView> {
  const { partners } = await call('partners.overview', undefined)
  const byId = partners.find(({ id }) => id === named)
  if (byId !== undefined) return byId
  const found = partners.filter(({ name, ledgerId }) => name === named || ledgerId === named)
  if (new Set(found.map(({ ledgerId }) => ledgerId)).size > 1)
    throw new Refusal(
      'partner.ambiguous',
      `有几个伙伴叫“${named}”。请用编号指明是哪一个，见 liaison keys list。`,
      {
        named,
      },
    )
  const [first] = found
  if (first === undefined)
    throw new Refusal('partner.unknown', `“${named}”不在伙伴名单中，见 liaison keys list。`, { named })
  return first
}

function parts(text: string): string[] {
  return text.split(/[,，、\s]+/).filter((part) => part !== '')
}

function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value)
  if (found === undefined) throw new WrongUse(`${option} 里的“${value}”不认识，可用：${allowed.join('、')}。`)
  return found
}

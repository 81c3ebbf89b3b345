import { readFile } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { makeFolder, writeFileAtomically } from '../../core/files/atomic-write.ts'
import { cardFingerprint } from '../../core/sync/key-card.ts'
import { filesAt } from '../../platform/files.ts'
import { addPack, issueBundles } from '../../platform/issue/issue.ts'
import { findOffice, revokeOffice, trustOffice } from '../../platform/offices.ts'
import { ownCard } from '../../platform/own-keys.ts'
import { type Received, receiveBundles } from '../../platform/receive.ts'
import {
  createPlatform,
  isPostgres,
  type OpenPlatform,
  openPlatform,
} from '../../platform/store/open-store.ts'
import { type ReceivedWorkbook, receiveWorkbook } from '../../platform/workbooks/receive-workbook.ts'
import { writeResults } from '../../platform/workbooks/result-workbooks.ts'
import type { Act } from '../main.ts'
import { ProgressLine } from '../progress-line.ts'
import { passphraseFor, type RunContext } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { countyText, WrongUse } from '../usage.ts'
import { addPlatformKeys } from './platform-keys.ts'
import { addPlatformReport } from './platform-report.ts'

const STORE = '--store <place>'
const STORE_TEXT = '接收库：一个文件，或 postgres://用户:密码@主机/库名'
const JSON_TEXT = '输出一个 JSON 对象'

/** platform: a reference receiver for the files of many offices. It listens nowhere: files in, files out. */
export function addPlatformCommands(program: Command, act: Act): void {
  const platform = program
    .command('platform')
    .description('省平台的参考接收端：收多家单位的文件，核对，回执，查重，汇总（只读写文件，不联网监听）')
  addInit(platform, act)
  addPlatformKeys(platform, act)
  addTrust(platform, act)
  addReceive(platform, act)
  addReceipts(platform, act)
  addPlatformReport(platform, act)
}

/** Opens the store, does the work and closes it whatever happens. */
export async function withPlatform<T>(
  { terminal }: RunContext,
  store: string,
  body: (platform: OpenPlatform) => Promise<T>,
): Promise<T> {
  const platform = await openPlatform({ store: placeOf(store), passphrase: await passphraseFor(terminal) })
  try {
    return await body(platform)
  } finally {
    await platform.store.close()
  }
}

function placeOf(store: string): string {
  return isPostgres(store) ? store : resolve(store)
}

function addInit(platform: Command, act: Act): void {
  platform
    .command('init')
    .description('建立接收库和平台自己的钥匙；钥匙卡发给各单位登记')
    .requiredOption(STORE, STORE_TEXT)
    .requiredOption('--name <name>', '平台的名称，如“四川省劳务协作平台”')
    .option('--card <file>', '把钥匙卡也写到这个文件')
    .option('--json', JSON_TEXT)
    .action((options: { store: string; name: string; card?: string }) =>
      act(async ({ terminal }) => {
        const { platform: made, recoveryKey } = await createPlatform({
          store: placeOf(options.store),
          name: options.name,
          passphrase: await passphraseFor(terminal),
          now: Date.now,
        })
        try {
          const { card, text } = await ownCard(made)
          const fingerprint = cardFingerprint(card)
          if (options.card !== undefined) await writeFileAtomically(resolve(options.card), `${text}\n`)
          const inPostgres = isPostgres(options.store)
          return {
            data: { ...made.identity, card: text, fingerprint, recoveryKey, encrypted: !inPostgres },
            text: [
              facts([
                ['平台', made.identity.name],
                ['台账编号', made.identity.ledgerId],
                ['指纹', `${fingerprint}（电话里念给各单位核对）`],
                ['恢复密钥', `${recoveryKey}（只显示这一次，请抄写两份分开保存）`],
                ['钥匙卡', text],
              ]),
              ...(inPostgres
                ? [
                    '注意：数据库里的人员数据由数据库服务器保管，本软件不加密。请使用加密的磁盘，并只给专人口令。',
                  ]
                : []),
            ].join('\n\n'),
          }
        } finally {
          await made.store.close()
        }
      }),
    )
}

type TrustOptions = { store: string; fingerprint?: string; county?: string; replace?: true; revoke?: true }

function addTrust(platform: Command, act: Act): void {
  platform
    .command('trust')
    .description('登记一个单位的钥匙卡，或停用一个单位')
    .argument('<card>', '钥匙卡的文件，或卡上以 LLCARD 开头的一行；停用时写单位名称')
    .requiredOption(STORE, STORE_TEXT)
    .option('--fingerprint <digits>', '电话里听到的指纹，八组五位数字（登记时必须写）')
    .option('--county <code>', '它管哪个县的人：别的单位经办这些人时会告诉它', countyText)
    .option('--replace', '它换了钥匙，而新卡上没有旧钥匙的签名')
    .option('--revoke', '停用：不再接收它的文件')
    .option('--json', JSON_TEXT)
    .action((card: string, options: TrustOptions) =>
      act(async (context) =>
        withPlatform(context, options.store, async ({ store }) => {
          if (options.revoke === true) {
            const office = await revokeOffice(store, card, new Date().toISOString())
            return {
              data: { office: office.name, revoked: true },
              text: `已停用“${office.name}”，不再接收它的文件。`,
            }
          }
          if (options.fingerprint === undefined)
            throw new WrongUse('登记钥匙卡要用 --fingerprint 写明电话里听到的指纹。')
          const text = /LLCARD/i.test(card) ? card : await readFile(resolve(card), 'utf8')
          const trusted = await trustOffice(store, text, options.fingerprint, {
            county: options.county,
            replace: options.replace === true,
          })
          const standing = { new: '新登记', same: '早已登记', replaced: '已换成新钥匙' }[trusted.standing]
          return {
            data: trusted,
            text: facts([
              ['单位', `${trusted.name}（${standing}）`],
              ['指纹', trusted.fingerprint],
            ]),
          }
        }),
      ),
    )
}

const STATE_TEXT: Readonly<Record<Received['state'], string>> = {
  applied: '已接收',
  waiting: '等待',
  known: '早已收过',
  refused: '没有接收',
}

function addReceive(platform: Command, act: Act): void {
  platform
    .command('receive')
    .description('接收交换文件和省平台格式的工作簿：写文件，或写放着它们的文件夹')
    .argument('<paths...>', '交换文件（.llbundle）、工作簿（.xlsx、.csv），或文件夹')
    .requiredOption(STORE, STORE_TEXT)
    .option('--office <name>', '工作簿是哪个单位报的（工作簿自己没有签名）')
    .option('--accept-clock', '对方时钟快一天以上也接收')
    .option('--json', JSON_TEXT)
    .action((paths: string[], options: { store: string; office?: string; acceptClock?: true }) =>
      act(async (context) =>
        withPlatform(context, options.store, async (platform) => {
          const { terminal, installation } = context
          const line = terminal.interactive ? new ProgressLine((text) => terminal.err(text)) : undefined
          const { bundles, workbooks } = await filesAt(paths)
          if (workbooks.length > 0 && options.office === undefined)
            throw new WrongUse('有工作簿要接收：请用 --office 写明是哪个单位报的。')
          const receiving = {
            resources: installation.resources,
            now: Date.now,
            today: today(),
            acceptClock: options.acceptClock === true,
            onProgress: (file: string, lines: number) =>
              line?.show({ label: '接收', step: file, done: lines, total: null, unit: '行' }),
          }
          const files = await receiveBundles(platform, bundles, receiving)
          const lists: ReceivedWorkbook[] = []
          if (options.office !== undefined) {
            const office = await findOffice(platform.store, options.office)
            for (const path of workbooks) lists.push(await receiveWorkbook(platform, path, office, receiving))
          }
          line?.clear()
          const bundlesText = files.length > 0 || lists.length === 0 ? [receivedText(files)] : []
          return {
            data: { files, workbooks: lists },
            text: [...bundlesText, ...workbooksText(lists)].join('\n'),
            ok: files.every(({ state }) => state !== 'refused'),
          }
        }),
      ),
    )
}

function receivedText(files: readonly Received[]): string {
  if (files.length === 0) return '没有要接收的文件。'
  const rows = files.map((one) => [
    one.file,
    one.office ?? '',
    one.sequence === null ? '' : `第 ${one.sequence} 份`,
    STATE_TEXT[one.state],
    String(one.people),
    String(one.entries),
    String(one.rejected),
  ])
  const why = files.filter(({ reason }) => reason !== null).map(({ file, reason }) => `${file}：${reason}`)
  return [
    table(
      [
        { title: '文件' },
        { title: '单位' },
        { title: '序号' },
        { title: '结果' },
        { title: '新增人员', align: 'right' },
        { title: '变动', align: 'right' },
        { title: '退回', align: 'right' },
      ],
      rows,
    ),
    ...why,
  ].join('\n')
}

function workbooksText(lists: readonly ReceivedWorkbook[]): string[] {
  return lists.map(({ file, office, state, rows, accepted, rejected }) =>
    state === 'known'
      ? `${file}（${office}）：早已收过，没有变动。`
      : `${file}（${office}）：${rows} 行，接收 ${accepted} 行，退回 ${rejected} 行。用 platform receipts 生成处理结果清单。`,
  )
}

function addReceipts(platform: Command, act: Act): void {
  platform
    .command('receipts')
    .description('为每个单位生成要带回去的文件：回执、工作簿的处理结果、别的单位对它的人的变动、政策包')
    .requiredOption(STORE, STORE_TEXT)
    .requiredOption('--out <folder>', '放到哪个文件夹')
    .option('--office <name>', '只为一个单位')
    .option('--pack <file...>', '发给所有单位的政策包（.llpack）')
    .option('--json', JSON_TEXT)
    .action((options: { store: string; out: string; office?: string; pack?: string[] }) =>
      act(async (context) =>
        withPlatform(context, options.store, async (platform) => {
          for (const pack of options.pack ?? [])
            await addPack(platform.store, basename(pack), await readFile(resolve(pack)))
          const folder = resolve(options.out)
          await makeFolder(folder)
          const only =
            options.office === undefined ? undefined : (await findOffice(platform.store, options.office)).node
          const files = await issueBundles(platform, folder, {
            now: Date.now,
            ...(only === undefined ? {} : { only }),
          })
          const results = await writeResults(platform.store, folder, {
            resources: context.installation.resources,
            ...(only === undefined ? {} : { only }),
          })
          const rows = files.map((one) => [
            one.office,
            `第 ${one.sequence} 份`,
            String(one.receipts),
            String(one.entries),
            String(one.packs),
            one.file,
          ])
          return {
            data: { folder, files, results },
            text: [
              ...results.map(
                ({ office, workbook, files: lists }) => `${office} ${workbook}：${lists.join('、')}`,
              ),
              files.length === 0
                ? results.length > 0
                  ? ''
                  : '没有要带回去的内容：各单位的文件都已答复，也没有别的变动。'
                : table(
                    [
                      { title: '单位' },
                      { title: '序号' },
                      { title: '回执', align: 'right' },
                      { title: '变动', align: 'right' },
                      { title: '政策包', align: 'right' },
                      { title: '文件' },
                    ],
                    rows,
                  ),
            ]
              .filter((text) => text !== '')
              .join('\n'),
          }
        }),
      ),
    )
}

/** YYYY-MM-DD in Shanghai. */
export function today(): string {
  return new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10)
}

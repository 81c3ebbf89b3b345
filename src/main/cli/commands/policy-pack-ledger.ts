import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { PackPreview, PacksOverview } from '../../../shared/contract/packs.ts'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { PACK_CHANGES } from '../../../shared/domain/packs.ts'
import { PACK_CHANGE_TEXT, PACK_TRUST_TEXT, receivedFromText } from '../../../shared/text/packs.ts'
import type { Act } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse } from '../usage.ts'

const LEDGER = ['--ledger <file>', '台账的路径'] as const
const JSON_OUT = ['--json', '输出一个 JSON 对象'] as const
const REASON = ['--reason <text>', '原因（记入操作记录）'] as const
const right = (title: string) => ({ title, align: 'right' as const })

type InstallOptions = {
  readonly ledger: string
  readonly received?: string
  readonly acceptUnsigned?: string
}

/** policy pack install, set-aside, list, preview, activate, deactivate, remove: packs of a ledger. */
export function addPackLedgerCommands(pack: Command, act: Act): void {
  pack
    .command('install')
    .description('安装一个政策包文件，或随交换文件收到的政策包；启用以前，测算不会变')
    .argument('[file]', '政策包文件')
    .requiredOption(...LEDGER)
    .option('--received <id>', '收到的政策包的编号，见 policy pack list')
    .option('--accept-unsigned <reason>', '没有签名或签发人不在名单中的，写明原因才安装')
    .option(...JSON_OUT)
    .action((file: string | undefined, options: InstallOptions) =>
      act(async (context) => {
        const { received, acceptUnsigned } = options
        if ((file === undefined) === (received === undefined))
          throw new WrongUse('请写一个政策包文件，或用 --received 写收到的政策包的编号，只写一样。')
        const done = await withLedger(context, resolve(options.ledger), async ({ app, job }) => {
          const source =
            file === undefined ? { received } : { token: (await app.vault.putPath(resolve(file))).token }
          return (await job('packs.install', {
            ...source,
            ...(acceptUnsigned === undefined ? {} : { acceptReason: acceptUnsigned }),
          })) as { id: string; txId: string }
        })
        return {
          data: done,
          text: facts([
            ['已安装', done.id],
            ['下一步', `看影响：liaison policy pack preview ${done.id} --as-of 某一天 --ledger …`],
          ]),
        }
      }),
    )

  pack
    .command('set-aside')
    .description('收到的政策包定为不装')
    .argument('<id>', '收到的政策包的编号，见 policy pack list')
    .requiredOption(...LEDGER)
    .requiredOption(...REASON)
    .option(...JSON_OUT)
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.setAside', { id, reason: options.reason }),
        )
        return { data: done, text: '已定为不装，不再列出。' }
      }),
    )

  pack
    .command('list')
    .description('某一天在用的文件、已安装的政策包、启用的经过')
    .requiredOption(...LEDGER)
    .option('--as-of <day>', '按哪一天（默认今天）', dayText)
    .option(...JSON_OUT)
    .action((options: { ledger: string; asOf?: string }) =>
      act(async (context) => {
        const { asOf } = options
        const overview = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.overview', asOf === undefined ? {} : { asOf }),
        )
        return { data: overview, text: overviewText(overview), ok: overview.problem === null }
      }),
    )

  pack
    .command('preview')
    .description('启用（已启用的：退回）会使谁多领、少领：只比较，不写入')
    .argument('<id>', '政策包编号，见 policy pack list')
    .requiredOption(...LEDGER)
    .requiredOption('--as-of <day>', '按哪一天，如 2026-06-30', dayText)
    .option('--out <file>', '全部影响名单写到这个工作簿')
    .option(...JSON_OUT)
    .action((packId: string, options: { ledger: string; asOf: string; out?: string }) =>
      act(async (context) => {
        const input = { packId, asOf: options.asOf }
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const preview = (await app.job('packs.preview', input)) as PackPreview
          if (options.out === undefined) return { preview, out: null }
          const file = (await app.job('packs.exportPreview', input)) as FileRef
          const [out] = await writeFiles(app, [file], options.out)
          return { preview, out: out ?? null }
        })
        return { data: { ...done.preview, out: done.out }, text: previewText(done.preview, done.out) }
      }),
    )

  pack
    .command('activate')
    .description('从某一天起启用一个政策包')
    .argument('<id>', '政策包编号，见 policy pack list')
    .requiredOption(...LEDGER)
    .requiredOption('--from <day>', '从哪一天起，如 2026-01-01', dayText)
    .requiredOption(...REASON)
    .option(...JSON_OUT)
    .action((id: string, options: { ledger: string; from: string; reason: string }) =>
      act(async (context) => {
        const { from, reason } = options
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.activate', { id, from, reason }),
        )
        return { data: { ...done, packId: id, from }, text: `已从 ${from} 起启用。这一天以前的测算不变。` }
      }),
    )

  pack
    .command('deactivate')
    .description('退回旧版：各天的测算回到启用以前')
    .argument('<id>', '政策包编号，见 policy pack list')
    .requiredOption(...LEDGER)
    .requiredOption(...REASON)
    .option(...JSON_OUT)
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.deactivate', { id, reason: options.reason }),
        )
        return { data: { ...done, packId: id }, text: '已退回旧版。政策包还在台账中，可以再次启用。' }
      }),
    )

  pack
    .command('remove')
    .description('从台账中删除一个没有启用的政策包')
    .argument('<id>', '政策包编号，见 policy pack list')
    .requiredOption(...LEDGER)
    .requiredOption(...REASON)
    .option(...JSON_OUT)
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.remove', { id, reason: options.reason }),
        )
        return { data: done, text: '已删除。' }
      }),
    )
}

function overviewText(one: PacksOverview): string {
  const named = (documents: readonly { id: string; version: string }[]) =>
    documents.map(({ id, version }) => `${id} ${version}`).join('、')
  return [
    ...(one.problem === null ? [] : [`各文件合不到一起，无法测算：${one.problem}`]),
    `截至 ${one.asOf} 在用的文件\n\n${table(
      ['文件', '版本', '名称', '有效期', '来自'].map((title) => ({ title })),
      one.documents.map((document) => [
        document.id,
        document.version,
        document.title,
        `${document.inForceFrom} 至 ${document.inForceTo}${document.endedBy === null ? '' : `（由 ${document.endedBy} 终止）`}`,
        document.packId ?? '随软件提供',
      ]),
    )}`,
    ...(one.received.length === 0
      ? []
      : [
          `收到、没有安装的政策包\n\n${table(
            ['编号', '文件', '制作', '签名', '来自'].map((title) => ({ title })),
            one.received.map((waiting) => [
              waiting.id,
              waiting.pack === null ? waiting.fileName : named(waiting.pack.documents),
              waiting.pack === null ? '' : `${waiting.pack.issuer} ${waiting.pack.madeOn}`,
              waiting.pack === null
                ? (waiting.problem ?? '')
                : (waiting.pack.signer ?? PACK_TRUST_TEXT[waiting.pack.trust]),
              receivedFromText(waiting),
            ]),
          )}`,
        ]),
    one.packs.length === 0
      ? '没有安装过政策包。'
      : `已安装的政策包\n\n${table(
          ['编号', '文件', '制作', '签发人', '启用'].map((title) => ({ title })),
          one.packs.map((pack) => [
            pack.id,
            named(pack.documents),
            `${pack.issuer} ${pack.madeOn}`,
            pack.signer ?? `不明，安装原因：${pack.acceptedReason ?? ''}`,
            pack.activeFrom === null ? '没有启用' : `${pack.activeFrom} 起`,
          ]),
        )}`,
    ...(one.activations.length === 0
      ? []
      : [
          `启用的经过\n\n${table(
            ['政策包', '文件', '从', '原因', '启用人', '退回'].map((title) => ({ title })),
            one.activations.map((activation) => [
              activation.packId,
              named(activation.documents),
              activation.from,
              activation.reason,
              activation.activatedBy,
              activation.withdrawnAt === null
                ? ''
                : `${shanghaiDay(activation.withdrawnAt)} ${activation.withdrawnBy ?? ''}：${activation.withdrawnReason ?? ''}`,
            ]),
          )}`,
        ]),
  ].join('\n\n')
}

function previewText(one: PackPreview, out: string | null): string {
  const counts = (sums: PackPreview['totals']) => PACK_CHANGES.map((change) => String(sums[change] || ''))
  const changes = PACK_CHANGES.map((change) => right(PACK_CHANGE_TEXT[change]))
  const sums = ({ beforeFen, afterFen }: { beforeFen: number; afterFen: number }) => [
    formatYuan(beforeFen),
    formatYuan(afterFen),
    formatYuan(afterFen - beforeFen),
  ]
  const money = [right('现在（元）'), right(one.back ? '退回后' : '启用后'), right('相差')]
  return [
    table(
      [{ title: '条目' }, { title: '名称' }, ...money, ...changes],
      [
        ...one.benefits.map((benefit) => [
          `${benefit.ids.join('、')}${benefit.status === 'new' ? '（新增）' : benefit.status === 'dropped' ? '（取消）' : ''}`,
          benefit.name,
          ...sums(benefit),
          ...counts(benefit),
        ]),
        ['合计', '', ...sums(one.totals), ...counts(one.totals)],
      ],
    ),
    table(
      [{ title: '资金渠道' }, ...money],
      one.funds.map((fund) => [fund.fund, ...sums(fund)]),
    ),
    facts([
      [one.back ? '退回前看影响' : '启用前看影响', `截至 ${one.asOf}，${one.peopleCount} 人`],
      ['个人', `${one.people.better} 人多领，${one.people.worse} 人少领`],
      ['单位和机构', `${one.bodies.better} 家多领，${one.bodies.worse} 家少领`],
      ['用时', `${one.seconds.toFixed(1)} 秒`],
      ...(out === null ? [] : [['影响名单', out] as const]),
    ]),
  ].join('\n\n')
}

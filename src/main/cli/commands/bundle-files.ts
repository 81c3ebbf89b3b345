import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import { shanghaiDay, shanghaiMinute } from '../../../shared/domain/dates.ts'
import { BUNDLE_KIND_TEXT, hashGroups } from '../../../shared/text/bundles.ts'
import { writeFileAtomically } from '../../core/files/atomic-write.ts'
import { readEnvelope, type SealedBundle } from '../../core/sync/bundle-file.ts'
import type { Act } from '../main.ts'
import { facts } from '../table.ts'

/** bundle inspect, cover: what a bundle says of itself. They need no ledger and open nothing. */
export function addBundleFileCommands(bundle: Command, act: Act): void {
  bundle
    .command('inspect')
    .description('查看一个交换包：谁给谁的，第几份，有多少内容，是否完好（不用台账，不打开内容）')
    .argument('<file>', '交换包文件')
    .option('--json', '输出一个 JSON 对象')
    .action((file: string) =>
      act(async () => {
        const seen = await readEnvelope(resolve(file))
        return { data: seen, text: bundleText(seen) }
      }),
    )

  bundle
    .command('cover')
    .description('打印一个交换包的封面（PDF）：序号、数目、校验值和二维码，签收用（不用台账）')
    .argument('<file>', '交换包文件')
    .requiredOption('--out <file>', '写到哪个 PDF 文件')
    .option('--json', '输出一个 JSON 对象')
    .action((file: string, options: { out: string }) =>
      act(async ({ installation }) => {
        const seen = await readEnvelope(resolve(file))
        // Fonts and PDF weigh as much as all the rest.
        const { drawCover } = await import('../../core/sync/exchange-papers.ts')
        const now = () => installation.fixedNow ?? Date.now()
        const today = () => shanghaiDay(new Date(now()).toISOString())
        const pdf = await drawCover({ resources: installation.resources, now, today }, seen, basename(file))
        const out = resolve(options.out)
        await writeFileAtomically(out, pdf)
        return { data: { out, sha256: seen.sha256 }, text: `封面已写到 ${out}。` }
      }),
    )
}

/** What a bundle says of itself, for a terminal. */
export function bundleText({ manifest, recipients, sha256, bytes }: SealedBundle): string {
  const { counts } = manifest
  return [
    facts([
      ['类别', BUNDLE_KIND_TEXT[manifest.kind]],
      [
        '序号',
        `第 ${manifest.sequence} 份${manifest.base === 0 ? '，从头开始' : `，接第 ${manifest.base} 份`}`,
      ],
      ['发件', `${manifest.from.office}（台账 ${manifest.from.ledgerId}）`],
      ['收件', `${manifest.to.office}（台账 ${manifest.to.ledgerId}）`],
      ['制作', shanghaiMinute(manifest.madeAt)],
      [
        '内容',
        `${counts.transactions} 次操作，${counts.entries} 处改动，${counts.receipts} 份回执，${counts.files} 个附件`,
      ],
      ['正文', `${manifest.payload.bytes} 字节；文件 ${bytes} 字节`],
      ['结构', `第 ${manifest.schema.version} 版，第 ${manifest.schema.readableFrom} 版起可读`],
      ['可打开', `${recipients.length} 把钥匙`],
      ['校验值', hashGroups(sha256)],
    ]),
    '文件完好，签名与内容相符。发件单位是否可信，导入时按伙伴名单核对。',
  ].join('\n\n')
}

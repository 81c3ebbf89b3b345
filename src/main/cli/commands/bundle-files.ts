import { resolve } from 'node:path'
import type { Command } from 'commander'
import { BUNDLE_KIND_TEXT, hashGroups } from '../../../shared/text/bundles.ts'
import { readEnvelope, type SealedBundle } from '../../core/sync/bundle-file.ts'
import type { Act } from '../main.ts'
import { facts } from '../table.ts'

/** bundle inspect: what a bundle says of itself. Needs no ledger and opens nothing. */
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
      ['制作', manifest.madeAt],
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

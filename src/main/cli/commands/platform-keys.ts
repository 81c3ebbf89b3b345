import { resolve } from 'node:path'
import type { Command } from 'commander'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import { writeFileAtomically } from '../../core/files/atomic-write.ts'
import { cardFingerprint } from '../../core/sync/key-card.ts'
import { ownCard, renewKeys } from '../../platform/own-keys.ts'
import type { OpenPlatform } from '../../platform/store/open-store.ts'
import type { Act } from '../main.ts'
import { facts } from '../table.ts'
import { withPlatform } from './platform.ts'

const STORE = ['--store <place>', '接收库：一个文件，或 postgres://用户:密码@主机/库名'] as const
const CARD = ['--card <file>', '把钥匙卡也写到这个文件'] as const
const JSON_OUT = ['--json', '输出一个 JSON 对象'] as const

/** platform keys show, renew: the platform's own keys, as an office has them. */
export function addPlatformKeys(platform: Command, act: Act): void {
  const keys = platform.command('keys').description('平台自己的钥匙卡；更换钥匙')
  keys
    .command('show')
    .description('显示平台的钥匙卡和指纹')
    .requiredOption(...STORE)
    .option(...CARD)
    .option(...JSON_OUT)
    .action((options: { store: string; card?: string }) =>
      act((context) =>
        withPlatform(context, options.store, (platform) => cardAnswer(platform, options.card, [])),
      ),
    )
  keys
    .command('renew')
    .description('更换平台的钥匙；旧钥匙仍能打开已收到的文件，新钥匙卡要再发给各单位')
    .requiredOption(...STORE)
    .requiredOption('--reason <text>', '原因')
    .option('--lost', '旧钥匙可能落到别人手里：不让它给新钥匙作保，各单位要打电话核对新指纹，旧钥匙随之停用')
    .option(...CARD)
    .option(...JSON_OUT)
    .action((options: { store: string; reason: string; lost?: true; card?: string }) =>
      act((context) =>
        withPlatform(context, options.store, async (platform) => {
          const lost = options.lost === true
          await renewKeys(platform, { at: new Date().toISOString(), reason: options.reason, lost })
          return cardAnswer(platform, options.card, [
            lost
              ? '旧钥匙已作废。请把新钥匙卡发给各单位，电话里念新指纹；各单位用 liaison keys replace 登记（要写 --fingerprint），旧钥匙随之停用。'
              : '请把新钥匙卡发给各单位，用 liaison keys replace 登记；卡上有旧钥匙的签名，不用再核对指纹。登记以前，各单位收不了平台新做的文件。',
          ])
        }),
      ),
    )
}

async function cardAnswer(platform: OpenPlatform, file: string | undefined, notes: readonly string[]) {
  const { card, text, former } = await ownCard(platform)
  const fingerprint = cardFingerprint(card)
  if (file !== undefined) await writeFileAtomically(resolve(file), `${text}\n`)
  return {
    data: {
      name: card.name,
      ledgerId: card.ledgerId,
      card: text,
      fingerprint,
      former: former.map(({ retiredAt, reason, lost }) => ({ retiredAt, reason, lost })),
      ...(file === undefined ? {} : { file: resolve(file) }),
    },
    text: [
      facts([
        ['平台', card.name],
        ['指纹', `${fingerprint}（电话里念给各单位核对）`],
        ['钥匙卡', text],
        ...former.map(
          ({ retiredAt, reason, lost }) =>
            ['换下的钥匙', `${shanghaiDay(retiredAt)}${lost ? '，已作废' : ''}：${reason}`] as const,
        ),
      ]),
      ...notes,
    ].join('\n\n'),
  }
}

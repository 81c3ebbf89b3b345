import { resolve } from 'node:path'
import type { Command } from 'commander'
import { shanghaiDay } from '../../../shared/domain/dates.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'

/** policy signer trust, list, remove: whose pack files this office takes without a further question. */
export function addSignerCommands(policy: Command, act: Act): void {
  const signer = policy.command('signer').description('可信的政策包签发人')
  signer
    .command('trust')
    .description('登记一个签发人的公钥；先在电话里核对指纹')
    .argument('<name>', '签发单位或人员')
    .argument('<public-key>', '公钥（44 个字符，以 = 结尾）')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, publicKey: string, options: { ledger: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.trustSigner', { name, publicKey }),
        )
        return {
          data: done,
          text: facts([
            ['已登记', name],
            ['编号', done.id],
            ['指纹', done.fingerprint],
          ]),
        }
      }),
    )

  signer
    .command('list')
    .description('列出可信的签发人')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const { signers } = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.overview', {}),
        )
        return {
          data: { signers },
          text:
            signers.length === 0
              ? '名单是空的：安装政策包时要写明原因。'
              : table(
                  ['编号', '名称', '指纹', '登记'].map((title) => ({ title })),
                  signers.map((one) => [
                    one.id,
                    one.name,
                    one.fingerprint,
                    `${shanghaiDay(one.trustedAt)} ${one.trustedBy}`,
                  ]),
                ),
        }
      }),
    )

  signer
    .command('remove')
    .description('把一个签发人移出名单；他签过的政策包不受影响')
    .argument('<id>', '编号，见 policy signer list')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '原因（记入操作记录）')
    .option('--json', '输出一个 JSON 对象')
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('packs.removeSigner', { id, reason: options.reason }),
        )
        return { data: done, text: '已移出名单。' }
      }),
    )
}

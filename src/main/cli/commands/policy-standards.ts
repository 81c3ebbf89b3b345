import { resolve } from 'node:path'
import type { Command } from 'commander'
import { yuanToFen } from '../../../shared/domain/money.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse } from '../usage.ts'

type SetOptions = {
  ledger: string
  document: string
  yuan?: string
  value?: string
  from?: string
  to?: string
}

/** policy standard list, set, remove: 当地标准 under the same rules as the screen. */
export function addStandardCommands(policy: Command, act: Act): void {
  const standard = policy.command('standard').description('当地标准：文件没有写死的金额和名单')
  standard
    .command('list')
    .description('列出当地标准')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const standards = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('policy.standards', {}),
        )
        return {
          data: { standards },
          text:
            standards.length === 0
              ? '还没有录入当地标准。'
              : table(
                  ['编号', '条款', '名称', '标准', '当地文件', '执行期'].map((title) => ({ title })),
                  standards.map((one) => [
                    one.id,
                    one.key,
                    one.label,
                    one.valueText,
                    one.document,
                    `${one.from ?? '不限'} 至 ${one.to ?? '不限'}`,
                  ]),
                ),
        }
      }),
    )

  standard
    .command('set')
    .description('录入一条有执行日期的当地标准；要写当地文件的文号')
    .argument('<key>', '条款或名单的编号，如 GZ-04、HLJ-08.line、JH-19.ganzi')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--document <number>', '定这个标准的当地文件号')
    .option('--yuan <amount>', '金额（元）')
    .option('--value <json>', '不是金额的：按年度的金额 {"2022":7000}，或县代码 ["513327"]')
    .option('--from <day>', '从哪一天起（默认不限）', dayText)
    .option('--to <day>', '到哪一天为止（默认不限）', dayText)
    .option('--json', '输出一个 JSON 对象')
    .action((key: string, options: SetOptions) =>
      act(async (context) => {
        const { document, value } = options
        const input = {
          key,
          document,
          amountFen: amountOf(options),
          from: options.from ?? null,
          to: options.to ?? null,
          ...(value === undefined ? {} : { value }),
        }
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('policy.saveStandard', input),
        )
        return {
          data: done,
          text: facts([
            ['已录入', key],
            ['编号', done.id],
            ['当地文件', document],
          ]),
        }
      }),
    )

  standard
    .command('remove')
    .description('删除一条当地标准')
    .argument('<id>', '编号，见 policy standard list')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '原因（记入操作记录）')
    .option('--json', '输出一个 JSON 对象')
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('policy.removeStandard', { id, reason: options.reason }),
        )
        return { data: done, text: '已删除。' }
      }),
    )
}

function amountOf({ yuan, value }: SetOptions): number | null {
  if ((yuan === undefined) === (value === undefined))
    throw new WrongUse('--yuan 和 --value 要写一个，且只写一个。')
  if (yuan === undefined) return null
  const reading = yuanToFen(yuan)
  if (!reading.ok) throw new WrongUse(`--yuan “${yuan}”不是金额，应如 500 或 500.50。`)
  return reading.fen
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ReadingView } from '../../../shared/contract/policy-readings.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText } from '../usage.ts'

/** policy reading list, set, remove: how documents are read where their text is silent. */
export function addPolicyReadingCommands(policy: Command, act: Act): void {
  const reading = policy.command('reading').description('执行口径：文件没有写明、由本单位决定怎样理解的地方')

  reading
    .command('list')
    .description('列出各文件的执行口径：随软件的理解、现在执行的、谁在哪天为什么改的')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--as-of <day>', '哪一天有效的文件（默认今天）', dayText)
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; asOf?: string }) =>
      act(async (context) => {
        const readings = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('policy.readings', options.asOf === undefined ? {} : { asOf: options.asOf }),
        )
        return { data: { readings }, text: listText(readings) }
      }),
    )

  reading
    .command('set')
    .description('改一处执行口径；以后的测算都用新的，随软件的理解仍留着')
    .argument('<key>', '口径的编号，如 SX-02.gap-days')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--value <value>', '新的口径：数、年度、日期、选项，或用逗号隔开的代码')
    .requiredOption('--reason <text>', '为什么这样理解')
    .option('--by <text>', '谁决定的，如 局务会（默认为经办人）')
    .option('--on <day>', '决定的日期（默认今天）', dayText)
    .option('--json', '输出一个 JSON 对象')
    .action(
      (key: string, options: { ledger: string; value: string; reason: string; by?: string; on?: string }) =>
        act(async (context) => {
          const done = await withLedger(context, resolve(options.ledger), async ({ call }) => {
            const { id } = await call('policy.saveReading', {
              key,
              value: options.value,
              reason: options.reason,
              ...(options.by === undefined ? {} : { decidedBy: options.by }),
              ...(options.on === undefined ? {} : { decidedOn: options.on }),
            })
            const now = (await call('policy.readings', {})).find((one) => one.key === key)
            return { id, key, value: now?.value ?? '', valueText: now?.valueText ?? '' }
          })
          return {
            data: done,
            text: facts([
              ['已改执行口径', key],
              ['现在执行', done.valueText],
              ['决定编号', done.id],
            ]),
          }
        }),
    )

  reading
    .command('remove')
    .description('撤回一次决定，回到它之前的口径')
    .argument('<id>', '决定编号（见 policy reading list）')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '为什么撤回')
    .option('--json', '输出一个 JSON 对象')
    .action((id: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const done = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('policy.removeReading', { id, reason: options.reason }),
        )
        return { data: done, text: facts([['已撤回决定', done.id]]) }
      }),
    )
}

function listText(readings: readonly ReadingView[]): string {
  const rows = readings.flatMap((one) => [
    [one.key, one.clause, one.name, one.shippedText, one.decisions.length === 0 ? '' : one.valueText],
    ...one.decisions.map((decision) => [
      '',
      '',
      `  ${decision.inForce ? '现行' : '从前'}：${decision.valueText}`,
      `${decision.decidedOn} ${decision.decidedBy ?? ''}`.trim(),
      `${decision.reason}（${decision.id}）`,
    ]),
  ])
  const columns = ['编号', '条款', '口径', '随软件的理解', '本单位执行'].map((title) => ({ title }))
  return `${table(columns, rows)}\n共 ${readings.length} 处。`
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { table } from '../table.ts'
import { wholeNumber } from '../usage.ts'

/** people: looks people up. */
export function addPeopleCommand(program: Command, act: Act): void {
  program
    .command('people')
    .description('查人：姓名、拼音、首字母、证件号码或其后几位')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--search <text>', '要查的内容', '')
    .option('--limit <n>', '最多几人', wholeNumber(1, 1000), 20)
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; search: string; limit: number }) =>
      act(async (context) => {
        const { total, rows } = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('people.list', { search: options.search, categories: [], offset: 0, limit: options.limit }),
        )
        const cells = rows.map((row) => [
          row.name,
          row.idMasked ?? '',
          row.sex ?? '',
          String(row.age ?? ''),
          row.homeText,
        ])
        return {
          data: { total, people: rows },
          text: [
            table(
              [
                { title: '姓名' },
                { title: '证件号码' },
                { title: '性别' },
                { title: '年龄', align: 'right' },
                { title: '户籍地' },
              ],
              cells,
            ),
            `共 ${total} 人${rows.length < total ? `，显示前 ${rows.length} 人` : ''}`,
          ].join('\n'),
        }
      }),
    )
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import { writeDemoCounty } from '../../core/demo/demo-county.ts'
import { loadRegions } from '../../core/registry/regions.ts'
import type { Act } from '../main.ts'
import { ProgressLine } from '../progress-line.ts'
import { facts } from '../table.ts'
import { wholeNumber } from '../usage.ts'

/** demo: the workbooks of an invented county. Needs no ledger. */
export function addDemoCommand(program: Command, act: Act): void {
  program
    .command('demo')
    .description('生成演示县的工作簿（人员均为虚构；同样的种子得到同样的文件）')
    .option('--people <n>', '人数', wholeNumber(1, 200_000), 2000)
    .option('--seed <n>', '种子', wholeNumber(0, Number.MAX_SAFE_INTEGER), 7)
    .requiredOption('--out <folder>', '放到哪个文件夹')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { people: number; seed: number; out: string }) =>
      act(async ({ terminal, installation }) => {
        let stopped = false
        const listening = terminal.onInterrupt(() => {
          stopped = true
        })
        const line = terminal.interactive ? new ProgressLine((text) => terminal.err(text)) : undefined
        try {
          const written = await writeDemoCounty(
            {
              people: options.people,
              seed: options.seed,
              outDir: resolve(options.out),
              regions: loadRegions(installation.resources),
            },
            {
              shouldStop: () => stopped,
              onProgress: (progress) => line?.show({ label: '演示县', unit: '行', ...progress }),
            },
          )
          line?.clear()
          const files = written.workbooks.map(
            (book) => [IMPORT_KIND_TEXT[book.kind], `${book.path}（${book.rows} 行）`] as const,
          )
          return {
            data: written,
            text: facts([
              ...files,
              ['特意埋下的错误', `${written.planted.path}（${written.planted.count} 处）`],
            ]),
          }
        } finally {
          listening()
        }
      }),
    )
}

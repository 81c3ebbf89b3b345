import { join, resolve } from 'node:path'
import type { Command } from 'commander'
import { runPolicyTest } from '../../core/policy/cases.ts'
import type { Act } from '../main.ts'

/** policy test: case files against the packs. Needs no ledger. */
export function addPolicyTestCommand(policy: Command, act: Act): void {
  policy
    .command('test')
    .description('用案例文件核对政策的计算')
    .argument('<paths...>', '案例文件或文件夹')
    .option('--packs <folder>', '政策所在的文件夹（默认为随软件提供的）')
    .option('--json', '输出一个 JSON 对象')
    .action((paths: string[], options: { packs?: string }) =>
      act(async ({ installation }) => {
        const packsDir = resolve(options.packs ?? join(installation.resources, 'policies'))
        const { text, json, exitCode } = runPolicyTest(
          paths.map((path) => resolve(path)),
          { packsDir },
        )
        return { data: json, text, ok: exitCode === 0 }
      }),
    )
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { draftResult } from '../../../shared/contract/claims.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText } from '../usage.ts'
import { addClaimActCommands } from './claim-acts.ts'

type Drafted = z.infer<typeof draftResult>

/** claims draft, and what is done with claims. */
export function addClaimCommands(program: Command, act: Act): void {
  const claims = program.command('claims').description('申领')
  claims
    .command('draft')
    .description('给每个符合条件的结果生成一份申领草稿')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--benefit <id>', '政策条目，如 JH-16')
    .requiredOption('--as-of <day>', '按哪一天测算，如 2022-06-30', dayText)
    .option('--dry-run', '只试算，不写入')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; benefit: string; asOf: string; dryRun?: boolean }) =>
      act(async (context) => {
        const { benefit, asOf } = options
        const input = { benefit, asOf, dryRun: options.dryRun ?? false }
        const done = (await withLedger(context, resolve(options.ledger), ({ job }) =>
          job('claims.draft', input),
        )) as Drafted
        const right = { title: '人（件）数', align: 'right' as const }
        return {
          data: { benefit, asOf, ...done },
          text: [
            facts([
              ['政策条目', benefit],
              [input.dryRun ? '将生成' : '已生成', `${done.drafted} 份，共 ${formatYuan(done.amountFen)} 元`],
              ['用时', `${done.seconds.toFixed(1)} 秒`],
            ]),
            table(
              [{ title: '测算结果' }, right],
              done.outcomes.map((one) => [OUTCOME_TEXT[one.outcome], String(one.count)]),
            ),
            ...(done.skipped.length === 0
              ? []
              : [
                  table(
                    [{ title: '没有生成的原因' }, right],
                    done.skipped.map((one) => [one.reason, String(one.count)]),
                  ),
                ]),
          ].join('\n\n'),
        }
      }),
    )

  addClaimActCommands(claims, act)
}

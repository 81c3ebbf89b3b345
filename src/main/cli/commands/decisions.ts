import { resolve } from 'node:path'
import type { Command } from 'commander'
import { DECISIONS } from '../../../shared/domain/services.ts'
import { DECISION_TEXT } from '../../../shared/text/services.ts'
import type { Act } from '../main.ts'
import { withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse } from '../usage.ts'
import { personByNumber } from './policy.ts'

type Recorded = {
  ledger: string
  benefit: string
  asOf: string
  person: string[]
  decision: string
  on: string
  by: string
  document: string
  reason?: string
}

/** decisions: results that the documents leave to the office. */
export function addDecisionCommands(program: Command, act: Act): void {
  const decisions = program.command('decisions').description('研究决定：文件写“可给予”的，决定后才能申领')
  decisions
    .command('list')
    .description('已记录的研究决定')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--benefit <id>', '只看这一条目')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; benefit?: string }) =>
      act(async (context) => {
        const rows = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('decisions.list', { benefit: options.benefit }),
        )
        return {
          data: { total: rows.length, decisions: rows },
          text: table(
            [
              { title: '条目' },
              { title: '期间' },
              { title: '决定' },
              { title: '日期' },
              { title: '文号或纪要' },
              { title: '理由' },
            ],
            rows.map((row) => [
              row.benefit,
              row.period ?? '',
              DECISION_TEXT[row.decision],
              row.on,
              row.document,
              row.reason ?? '',
            ]),
          ),
        }
      }),
    )
  decisions
    .command('record')
    .description('对待研究决定的结果记录同意或不同意')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--benefit <id>', '政策条目，如 HLJ-06')
    .requiredOption('--as-of <day>', '按哪一天测算', dayText)
    .requiredOption('--person <number...>', '证件号码，可写多个')
    .requiredOption('--decision <code>', DECISIONS.join(' 或 '))
    .requiredOption('--on <day>', '决定日期', dayText)
    .requiredOption('--by <name>', '由谁决定')
    .requiredOption('--document <number>', '文号或会议纪要号')
    .option('--reason <text>', '理由；不同意的必须写')
    .option('--json', '输出一个 JSON 对象')
    .action((options: Recorded) =>
      act(async (context) => {
        const decision = DECISIONS.find((one) => one === options.decision)
        if (decision === undefined) throw new WrongUse(`--decision 应为 ${DECISIONS.join(' 或 ')}。`)
        const done = await withLedger(context, resolve(options.ledger), async (app) => {
          const { benefit, asOf } = options
          const subjects = []
          for (const number of options.person) {
            const personId = await personByNumber(app, number)
            const answers = await app.call('policy.explain', { benefit, asOf, personId })
            for (const { beneficiaryId, period } of answers)
              subjects.push({ personId, beneficiaryId: beneficiaryId || null, period })
          }
          return app.call('decisions.record', {
            benefit,
            asOf,
            subjects,
            decision,
            on: options.on,
            by: options.by,
            document: options.document,
            reason: options.reason ?? null,
          })
        })
        return {
          data: done,
          text: facts([
            [`已记录${DECISION_TEXT[decision]}`, `${done.decided} 条`],
            ...done.skipped.map(({ reason, count }) => ['没有记录', `${count} 条：${reason}`] as const),
          ]),
        }
      }),
    )
}

import { resolve } from 'node:path'
import type { Command } from 'commander'
import type { ReferralCount } from '../../../shared/contract/services.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { REFERRAL_RESULTS, type ReferralResult } from '../../../shared/domain/services.ts'
import { REFERRAL_RESULT_TEXT } from '../../../shared/text/services.ts'
import type { Act } from '../main.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { dayText, WrongUse, wholeNumber } from '../usage.ts'
import { personByNumber } from './policy.ts'

type Added = {
  ledger: string
  row: string
  person?: string
  employer?: string
  on: string
  office: string
  result: string
  resultOn?: string
  amount?: string
  by?: string
  note?: string
}

/** referrals: rows whose money another office pays. */
export function addReferralCommands(program: Command, act: Act): void {
  const referrals = program.command('referrals').description('转介：由别的部门办理的条款，谁转介了、结果怎样')
  referrals
    .command('list')
    .description('每条转介条款和记录数')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--year <year>', '只数这一年', wholeNumber(2000, 2100))
    .option('--doc <id>', '只看这份文件，如 GZ-2021')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; year?: number; doc?: string }) =>
      act(async (context) => {
        const all = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('services.referralRows', { year: options.year }),
        )
        const rows = all.filter(({ doc }) => options.doc === undefined || doc === options.doc)
        return { data: { total: rows.length, referrals: rows }, text: rowsText(rows) }
      }),
    )
  referrals
    .command('add')
    .description('登记一次转介')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--row <id>', '转介条款，如 GZ-31')
    .option('--person <number>', '证件号码（转介个人）')
    .option('--employer <text>', '单位名称或信用代码（转介单位）')
    .requiredOption('--on <day>', '转介日期', dayText)
    .requiredOption('--office <name>', '转介到哪个部门')
    .option('--result <code>', `结果：${REFERRAL_RESULTS.join('、')}`, 'waiting')
    .option('--result-on <day>', '结果日期', dayText)
    .option('--amount <yuan>', '金额（元）')
    .option('--by <name>', '经办人')
    .option('--note <text>', '备注')
    .option('--json', '输出一个 JSON 对象')
    .action((options: Added) =>
      act(async (context) => {
        const result = resultOf(options.result)
        const done = await withLedger(context, resolve(options.ledger), async (app) =>
          app.call('services.saveReferral', {
            benefit: options.row,
            personId: options.person === undefined ? null : await personByNumber(app, options.person),
            employerId: options.employer === undefined ? null : await employerByText(app, options.employer),
            on: options.on,
            office: options.office,
            result,
            resultOn: options.resultOn ?? null,
            amountFen: options.amount === undefined ? null : fenOf(options.amount),
            doneBy: options.by ?? null,
            note: options.note ?? null,
          }),
        )
        return {
          data: done,
          text: facts([
            ['已登记', `${options.row} ${options.on} 转介到${options.office}`],
            ['结果', REFERRAL_RESULT_TEXT[result]],
          ]),
        }
      }),
    )
}

function resultOf(text: string): ReferralResult {
  const found = REFERRAL_RESULTS.find((result) => result === text || REFERRAL_RESULT_TEXT[result] === text)
  if (found === undefined) throw new WrongUse(`结果应为 ${REFERRAL_RESULTS.join('、')} 之一。`)
  return found
}

function fenOf(yuan: string): number {
  if (!/^\d{1,9}(\.\d{1,2})?$/.test(yuan)) throw new WrongUse('金额应为元，最多两位小数，如 800 或 800.50。')
  return Math.round(Number(yuan) * 100)
}

/** @throws Refusal `employer.not-found`, `employer.ambiguous` */
async function employerByText({ call }: CommandApp, text: string): Promise<string> {
  const { total, rows } = await call('employers.list', { search: text, offset: 0, limit: 50 })
  const exact = rows.filter(({ name, creditCode }) => name === text || creditCode === text)
  const [only] = exact.length === 1 ? exact : rows
  if (only === undefined)
    throw new Refusal('employer.not-found', '台账里没有这个单位。请核对名称或信用代码。')
  if (exact.length !== 1 && total > 1)
    throw new Refusal('employer.ambiguous', `“${text}”对应 ${total} 个单位。请写全称或信用代码。`, {
      count: total,
    })
  return only.id
}

function rowsText(rows: readonly ReferralCount[]): string {
  const right = { align: 'right' as const }
  return table(
    [
      { title: '编号' },
      { title: '项目' },
      { title: '转介', ...right },
      { title: '办理中', ...right },
      { title: '已享受', ...right },
      { title: '未享受', ...right },
      { title: '金额（元）', ...right },
      { title: '最近一次' },
    ],
    rows.map((row) => [
      row.id,
      row.name,
      String(row.count),
      String(row.waiting),
      String(row.granted),
      String(row.refused),
      row.amountFen === 0 ? '' : formatYuan(row.amountFen),
      row.lastOn ?? '',
    ]),
  )
}

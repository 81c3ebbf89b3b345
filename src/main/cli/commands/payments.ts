import { extname, resolve } from 'node:path'
import type { Command } from 'commander'
import type { z } from 'zod'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { BankReturnResult, madePayment } from '../../../shared/contract/payments.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { PAYMENT_STATE_TEXT } from '../../../shared/text/claims.ts'
import type { Act, Answer } from '../main.ts'
import { writeFiles } from '../output-file.ts'
import { type CommandApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { batchId } from './claim-acts.ts'

type Made = z.infer<typeof madePayment>

/** payments export, open, return, reissue, list, profiles: money leaves, and what the bank says of it. */
export function addPaymentCommands(program: Command, act: Act): void {
  const payments = program.command('payments').description('发放：支付文件、银行回盘、重新发放')
  payments
    .command('profiles')
    .description('列出银行格式')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const profiles = await app.call('payments.profiles', {})
          return {
            data: { profiles },
            text: table(
              [{ title: '编号' }, { title: '名称' }, { title: '格式' }, { title: '来源' }],
              profiles.map(({ id, name, formatText, own }) => [
                id,
                name,
                formatText,
                own ? '本单位' : '软件自带',
              ]),
            ),
          }
        }),
      ),
    )
  payments
    .command('export')
    .description('给一个批次生成支付文件和核对单')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--batch <number>', '批次编号')
    .requiredOption('--profile <id>', '银行格式，见 payments profiles')
    .requiredOption('--out <file>', '支付文件写到哪里；核对单写在旁边，名称加“_核对单”')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; batch: string; profile: string; out: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const made = (await app.job('payments.make', {
            batchId: await batchId(app, options.batch),
            profile: options.profile,
          })) as Made
          return madeAnswer(app, made, options.out)
        }),
      ),
    )
  payments
    .command('open')
    .description('取出已经生成的支付文件')
    .argument('<number>', '支付文件编号，见 payments list')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--out <file>', '写到哪个文件')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string, options: { ledger: string; out: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const file = (await app.job('payments.open', { id: await paymentFileId(app, number) })) as FileRef
          const [out] = await writeFiles(app, [file], options.out)
          return { data: { number: number.toUpperCase(), out }, text: `支付文件已写到 ${out}` }
        }),
      ),
    )
  payments
    .command('return')
    .description('导入银行回盘')
    .argument('<file>', '银行给的文件')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--payment <number>', '支付文件编号，如 ZF-2022-7F3A-0001')
    .option('--dry-run', '只看会怎样，不登记')
    .option('--json', '输出一个 JSON 对象')
    .action((file: string, options: { ledger: string; payment: string; dryRun?: boolean }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const { token } = await app.app.vault.putPath(resolve(file))
          const done = (await app.job('payments.takeReturn', {
            id: await paymentFileId(app, options.payment),
            token,
            dryRun: options.dryRun ?? false,
          })) as BankReturnResult
          return { data: done, text: returnText(done) }
        }),
      ),
    )
  payments
    .command('reissue')
    .description('把退回的重新发放，发到台账里现在的账号')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--payment <number>', '有退回的支付文件编号')
    .requiredOption('--profile <id>', '银行格式')
    .requiredOption('--out <file>', '写到哪个文件')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; payment: string; profile: string; out: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), async (app) => {
          const { payments: returned } = await app.call('payments.get', {
            id: await paymentFileId(app, options.payment),
            state: 'returned',
          })
          const paymentIds = returned.filter(({ reissued }) => !reissued).map(({ id }) => id)
          if (paymentIds.length === 0)
            throw new Refusal(
              'payments.not-returned',
              `支付文件 ${options.payment} 没有退回后还没重发的明细。`,
            )
          const made = (await app.job('payments.reissue', { paymentIds, profile: options.profile })) as Made
          return madeAnswer(app, made, options.out)
        }),
      ),
    )
  payments
    .command('list')
    .description('列出支付文件；写明编号时列出明细')
    .argument('[number]', '支付文件编号')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((number: string | undefined, options: { ledger: string }) =>
      act((context) =>
        withLedger(context, resolve(options.ledger), (app) =>
          number === undefined ? filesAnswer(app) : paymentsAnswer(app, number),
        ),
      ),
    )
}

async function madeAnswer(app: CommandApp, made: Made, out: string) {
  const [payment, sheet] = made.files
  const recorded = `支付文件 ${made.number} 已经登记，不要再生成一次：换个位置后，用 liaison payments open ${made.number} 取出。`
  const files = payment === undefined ? [] : await writeFiles(app, [payment], out, recorded)
  const target = files[0] ?? resolve(out)
  const beside = `${target.slice(0, target.length - extname(target).length)}_核对单.xlsx`
  if (sheet !== undefined) files.push(...(await writeFiles(app, [sheet], beside, recorded)))
  return {
    data: { ...made, files },
    text: facts([
      ['支付文件', made.number],
      ...files.map((file) => ['文件', file] as const),
      ['笔数和金额', `${made.count} 笔，${formatYuan(made.amountFen)} 元`],
    ]),
  }
}

function returnText(done: BankReturnResult): string {
  return [
    facts([
      [done.dryRun ? '将登记到账' : '已登记到账', `${done.paid} 笔，${formatYuan(done.paidFen)} 元`],
      ['退回', `${done.returned} 笔`],
      ['回盘里没有说到的', `${done.silent} 笔`],
    ]),
    ...(done.unmatched.length === 0
      ? []
      : [
          table(
            [{ title: '行', align: 'right' }, { title: '内容' }, { title: '没有登记的原因' }],
            done.unmatched.map(({ row, text, why }) => [String(row), text, why]),
          ),
        ]),
  ].join('\n\n')
}

async function filesAnswer(app: CommandApp): Promise<Answer> {
  const files = await app.call('payments.files', {})
  return {
    data: { files },
    text: table(
      [
        { title: '支付文件' },
        { title: '批次' },
        { title: '笔数', align: 'right' },
        { title: '金额（元）', align: 'right' },
        { title: '到账', align: 'right' },
        { title: '退回', align: 'right' },
        { title: '待回盘', align: 'right' },
      ],
      files.map((file) => [
        file.number,
        file.batchNumber,
        String(file.count),
        formatYuan(file.amountFen),
        String(file.paid),
        String(file.returned),
        String(file.sent),
      ]),
    ),
  }
}

async function paymentsAnswer(app: CommandApp, number: string): Promise<Answer> {
  const { file, payments } = await app.call('payments.get', { id: await paymentFileId(app, number) })
  return {
    data: { file, payments },
    text: table(
      [
        { title: '行', align: 'right' },
        { title: '收款人' },
        { title: '账号' },
        { title: '金额（元）', align: 'right' },
        { title: '状态' },
        { title: '说明' },
      ],
      payments.map((payment) => [
        String(payment.row),
        payment.payeeName,
        payment.accountMasked,
        formatYuan(payment.amountFen),
        PAYMENT_STATE_TEXT[payment.state] + (payment.reissued ? '（已重发）' : ''),
        [payment.settledOn ?? '', payment.returnReason ?? '', payment.reissueOf ?? '']
          .filter(Boolean)
          .join(' '),
      ]),
    ),
  }
}

/** @throws Refusal `payments.no-file` */
async function paymentFileId(app: CommandApp, number: string): Promise<string> {
  const files = await app.call('payments.files', {})
  const found = files.find((file) => file.number === number.toUpperCase())
  if (found === undefined)
    throw new Refusal(
      'payments.no-file',
      `没有编号为“${number}”的支付文件，请用 liaison payments list 查看。`,
    )
  return found.id
}

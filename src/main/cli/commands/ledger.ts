import { userInfo } from 'node:os'
import { basename, resolve } from 'node:path'
import type { Command } from 'commander'
import type { DoctorReport } from '../../../shared/contract/ledger.ts'
import { shanghaiMinute } from '../../../shared/domain/dates.ts'
import type { Act } from '../main.ts'
import { passphraseFor, type RunContext, withApp, withLedger } from '../run-context.ts'
import { facts, table } from '../table.ts'
import { countyText, WrongUse, wholeNumber } from '../usage.ts'

/** init, doctor, backup, audit: about the ledger itself. */
export function addLedgerCommands(program: Command, act: Act): void {
  program
    .command('init')
    .description('新建台账，给出一次恢复密钥')
    .requiredOption('--ledger <file>', '新台账的路径')
    .requiredOption('--office <name>', '单位名称')
    .requiredOption('--county <code>', '所在县（区）代码，6 位', countyText)
    .option('--name <name>', '台账名称（默认取文件名）')
    .option('--officer <name>', '经办人（默认取系统用户名）')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; office: string; county: string; name?: string; officer?: string }) =>
      act(async (context) => {
        const passphrase = await newPassphrase(context)
        const path = resolve(options.ledger)
        const { recoveryKey, state } = await withApp(context, 'cli', ({ call }) =>
          call('ledger.create', {
            path,
            passphrase,
            name: options.name ?? basename(path).replace(/\.ledger$/, ''),
            office: options.office,
            county: options.county,
            officer: options.officer ?? userInfo().username,
          }),
        )
        return {
          data: {
            path,
            office: options.office,
            county: options.county,
            countyName: state.ledger?.countyName,
            recoveryKey,
          },
          text: [
            facts([
              ['台账', path],
              ['单位', options.office],
              ['县（区）', `${state.ledger?.countyName ?? ''}（${options.county}）`],
              ['恢复密钥', recoveryKey],
            ]),
            '',
            '恢复密钥只显示这一次：请抄写或打印后锁好。忘记口令时，只有它能打开台账。',
          ].join('\n'),
        }
      }),
    )

  program
    .command('doctor')
    .description('台账体检：完整性、关联、变更日志、操作记录链、唯一性')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const report = (await withLedger(context, resolve(options.ledger), ({ job }) =>
          job('ledger.doctor', {}),
        )) as DoctorReport
        const rows = report.checks.map((check) => [
          check.ok ? '通过' : '有问题',
          check.label,
          String(check.checked),
          check.detail,
        ])
        return {
          ok: report.ok,
          data: report,
          text: [
            table(
              [{ title: '结果' }, { title: '检查' }, { title: '条数', align: 'right' }, { title: '说明' }],
              rows,
            ),
            '',
            report.ok ? '台账完好。' : '台账有问题：请先复制一份台账和钥匙文件，再从最近的备份恢复。',
          ].join('\n'),
        }
      }),
    )

  program
    .command('backup')
    .description('备份台账（核对后才算完成）')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--out <file>', '备份文件（默认放在台账旁的备份文件夹）')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; out?: string }) =>
      act(async (context) => {
        const input = options.out === undefined ? {} : { path: resolve(options.out) }
        const made = await withLedger(context, resolve(options.ledger), ({ job }) =>
          job('ledger.backup', input),
        )
        const { path, size } = made as { path: string; size: number }
        return {
          data: { path, size },
          text: facts([
            ['备份', path],
            ['大小', `${(size / 1024 / 1024).toFixed(1)} MB`],
          ]),
        }
      }),
    )

  program
    .command('audit')
    .description('操作记录，从新到旧')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--limit <n>', '最多几条', wholeNumber(1, 500), 50)
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string; limit: number }) =>
      act(async (context) => {
        const { total, rows } = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('audit.list', { search: '', offset: 0, limit: options.limit }),
        )
        const cells = rows.map((row) => [
          String(row.seq),
          shanghaiMinute(row.at),
          row.actor,
          row.label,
          String(row.changes),
        ])
        return {
          data: { total, rows },
          text: [
            table(
              [
                { title: '序号', align: 'right' },
                { title: '时间' },
                { title: '经办人' },
                { title: '操作' },
                { title: '改动', align: 'right' },
              ],
              cells,
            ),
            `共 ${total} 条`,
          ].join('\n'),
        }
      }),
    )
}

async function newPassphrase({ terminal }: RunContext): Promise<string> {
  const first = await passphraseFor(terminal)
  if (terminal.env.LIAISON_PASSPHRASE !== undefined) return first
  if (first !== (await terminal.askSecret('再输入一次：'))) throw new WrongUse('两次输入的口令不一样。')
  return first
}

import { Command, CommanderError } from 'commander'
import { isRefusal } from '../../shared/domain/refusal.ts'
import { shown } from '../core/jobs/crossing.ts'
import { findInstallation, type Installation } from '../installation.ts'
import { addAttachmentCommands } from './commands/attachments.ts'
import { addBatchCommands } from './commands/batches.ts'
import { addBundleFileCommands } from './commands/bundle-files.ts'
import { addCheckCommands } from './commands/checks.ts'
import { addClaimCommands } from './commands/claims.ts'
import { addDecisionCommands } from './commands/decisions.ts'
import { addDemoCommand } from './commands/demo.ts'
import { addDuplicateCommands } from './commands/duplicates.ts'
import { addDutyCommands } from './commands/duties.ts'
import { addConflictCommands, addExchangeCommands } from './commands/exchange.ts'
import { addExportCommand } from './commands/export.ts'
import { addImportCommand } from './commands/import.ts'
import { addKeyCommands } from './commands/keys.ts'
import { addLedgerCommands } from './commands/ledger.ts'
import { addOfficerCommands } from './commands/officers.ts'
import { addOutlookCommand } from './commands/outlook.ts'
import { addPaperCommands } from './commands/papers.ts'
import { addPaymentCommands } from './commands/payments.ts'
import { addPeopleCommand } from './commands/people.ts'
import { addPlatformCommands } from './commands/platform.ts'
import { addEvaluationCommands } from './commands/policy.ts'
import { addPackFileCommands } from './commands/policy-pack-files.ts'
import { addPackLedgerCommands } from './commands/policy-pack-ledger.ts'
import { addPolicyPackCommands } from './commands/policy-packs.ts'
import { addPolicyReadingCommands } from './commands/policy-readings.ts'
import { addSignerCommands } from './commands/policy-signers.ts'
import { addStandardCommands } from './commands/policy-standards.ts'
import { addPolicyTestCommand } from './commands/policy-test.ts'
import { addReferralCommands } from './commands/referrals.ts'
import { addServeCommand } from './commands/serve.ts'
import { addWhatIfCommand } from './commands/what-if.ts'
import { offerPlaceCheck } from './output-place.ts'
import type { RunContext } from './run-context.ts'
import { processTerminal, type Terminal } from './terminal.ts'
import { inChinese, usageFault, WrongUse } from './usage.ts'

/** What a command answers: one object for machines, text for people, and whether all was well. */
export type Answer = { data: object; text: string; ok?: boolean }
/** Enters a command's work into the program. A command that has said everything itself answers nothing. */
export type Act = (run: (context: RunContext) => Promise<Answer | undefined>) => Promise<void>

const EXIT = { success: 0, refusal: 1, wrongUse: 2 } as const

/** Runs one command line. @returns the exit code: 0 success, 1 a refusal with its reason, 2 wrong use */
export async function main(
  args: readonly string[],
  terminal: Terminal = processTerminal(),
  installation: Installation = findInstallation(),
): Promise<number> {
  let code: number = EXIT.success
  const json = args.includes('--json')
  const desk: { officer?: string } = {}
  const act: Act = async (run) => {
    const answer = await run({ terminal, installation, json, ...desk })
    if (answer === undefined) return
    const ok = answer.ok ?? true
    terminal.out(json ? `${JSON.stringify({ ok, ...answer.data })}\n` : `${answer.text}\n`)
    if (!ok) code = EXIT.refusal
  }
  const program = programFor(act, terminal, installation)
  offerOfficer(program, desk)
  offerPlaceCheck(program)
  try {
    await program.parseAsync(args, { from: 'user' })
    return code
  } catch (error) {
    return report(error, json, terminal)
  }
}

/** Every command that opens a ledger can be told who runs it. */
function offerOfficer(program: Command, desk: { officer?: string }): void {
  for (const command of program.commands) {
    offerOfficer(command, desk)
    const has = (name: string) => command.options.some(({ long }) => long === name)
    if (!has('--ledger') || has('--officer')) continue
    command.option('--officer <name>', '由谁办理（台账有人员名单时；PIN 放在环境变量 LIAISON_PIN 中）')
    command.hook('preAction', (_, acting) => {
      const { officer } = acting.opts<{ officer?: string }>()
      if (officer !== undefined) desk.officer = officer
    })
  }
}

function programFor(act: Act, terminal: Terminal, installation: Installation): Command {
  const program = inChinese(new Command('liaison'), terminal)
  program
    .description(
      '劳务协作台账：命令行。路径请用绝对路径；口令放在环境变量 LIAISON_PASSPHRASE 中，或按提示输入。',
    )
    .version(installation.version, '-V, --version', '显示版本')
  addDemoCommand(program, act)
  addLedgerCommands(program, act)
  addImportCommand(program, act)
  addExportCommand(program, act)
  addPeopleCommand(program, act)
  addEvaluationCommands(program, act)
  addOutlookCommand(program, act)
  const policy = program.command('policy').description('政策：条款清单、检查、案例核对、当地标准、政策包')
  addPolicyTestCommand(policy, act)
  addPolicyPackCommands(policy, act)
  addStandardCommands(policy, act)
  addSignerCommands(policy, act)
  const pack = policy.command('pack').description('政策包文件：制作、安装、看影响、启用、退回')
  addPackFileCommands(pack, act)
  addPackLedgerCommands(pack, act)
  addPolicyReadingCommands(policy, act)
  addWhatIfCommand(policy, act)
  addClaimCommands(program, act)
  addPaperCommands(program, act)
  addBatchCommands(program, act)
  addPaymentCommands(program, act)
  addCheckCommands(program, act)
  addDecisionCommands(program, act)
  addDutyCommands(program, act)
  addReferralCommands(program, act)
  addAttachmentCommands(program, act)
  addDuplicateCommands(program, act)
  addOfficerCommands(program, act)
  addKeyCommands(program, act)
  const bundle = program.command('bundle').description('交换包文件')
  addBundleFileCommands(bundle, act)
  addExchangeCommands(bundle, act)
  addConflictCommands(program, act)
  addPlatformCommands(program, act)
  addServeCommand(program, act)
  return program
}

function report(error: unknown, json: boolean, terminal: Terminal): number {
  if (error instanceof CommanderError) {
    // Help and version that were asked for.
    if (error.exitCode === 0) return EXIT.success
    return wrongUse(usageFault(error), json, terminal)
  }
  if (error instanceof WrongUse) return wrongUse(error.message, json, terminal)
  const fault =
    isRefusal(error) || (error instanceof Error && /\p{Script=Han}/u.test(error.message))
      ? error
      : shown(error)
  const code = isRefusal(fault) ? fault.code : fault.name === 'Cancelled' ? 'cancelled' : 'internal'
  if (json) {
    const params = isRefusal(fault) ? fault.params : {}
    terminal.out(`${JSON.stringify({ ok: false, code, message: fault.message, params })}\n`)
  } else terminal.err(`没有完成：${fault.message}\n`)
  if (!isRefusal(fault) && terminal.env.LIAISON_DEBUG !== undefined && error instanceof Error) {
    terminal.err(`${'detail' in error ? String(error.detail) : (error.stack ?? '')}\n`)
  }
  return EXIT.refusal
}

function wrongUse(message: string, json: boolean, terminal: Terminal): number {
  if (json) terminal.out(`${JSON.stringify({ ok: false, code: 'cli.usage', message })}\n`)
  else if (message !== '') terminal.err(`用法不对：${message}\n`)
  return EXIT.wrongUse
}

import { resolve } from 'node:path'
import { type Command, InvalidArgumentError } from 'commander'
import { ROLES, type Role } from '../../../shared/contract/procedure.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { ROLE_TEXT } from '../../../shared/text/officers.ts'
import type { Act } from '../main.ts'
import { type CommandApp, type RunContext, withLedger } from '../run-context.ts'
import { table } from '../table.ts'
import { WrongUse } from '../usage.ts'

const ROLE_HELP = `权限：${ROLES.map((role) => `${role} ${ROLE_TEXT[role]}`).join('，')}`

/** officers list, add, set, remove: who may act in a ledger. */
export function addOfficerCommands(program: Command, act: Act): void {
  const officers = program.command('officers').description('人员与权限：谁能办理什么')
  officers
    .command('list')
    .description('人员名单，停用的在后')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--json', '输出一个 JSON 对象')
    .action((options: { ledger: string }) =>
      act(async (context) => {
        const rows = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('officers.list', undefined),
        )
        const cells = rows.map(({ name, role, hasPin, removed }) => [
          name,
          ROLE_TEXT[role],
          hasPin ? '有' : '无',
          removed === null ? '' : `已停用：${removed.reason}`,
        ])
        return {
          data: { officers: rows },
          text:
            rows.length === 0
              ? '还没有人员名单：打开台账的人就是管理员。'
              : table([{ title: '姓名' }, { title: '权限' }, { title: 'PIN' }, { title: '备注' }], cells),
        }
      }),
    )

  officers
    .command('add <name>')
    .description('添加人员。第一个必须是管理员')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--role <role>', ROLE_HELP, roleText)
    .option('--pin', '同时设 PIN：取环境变量 LIAISON_NEW_PIN，或按提示输入')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, options: { ledger: string; role: Role; pin?: true }) =>
      act(async (context) => {
        const pin = options.pin === undefined ? undefined : await newPin(context)
        const { id } = await withLedger(context, resolve(options.ledger), ({ call }) =>
          call('officers.add', { name, role: options.role, ...(pin === undefined ? {} : { pin }) }),
        )
        return {
          data: { id, name, role: options.role },
          text: `已添加“${name}”（${ROLE_TEXT[options.role]}）。`,
        }
      }),
    )

  officers
    .command('set <name>')
    .description('改权限，或设、清 PIN')
    .requiredOption('--ledger <file>', '台账的路径')
    .option('--role <role>', ROLE_HELP, roleText)
    .option('--pin', '设 PIN：取环境变量 LIAISON_NEW_PIN，或按提示输入')
    .option('--no-pin', '清除 PIN')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, options: { ledger: string; role?: Role; pin?: boolean }) =>
      act(async (context) => {
        const { role } = options
        if (role === undefined && options.pin === undefined)
          throw new WrongUse('请写明要改什么：--role、--pin 或 --no-pin。')
        const pin = options.pin === true ? await newPin(context) : null
        const id = await withLedger(context, resolve(options.ledger), async (app) => {
          const one = await officerNamed(app, name)
          if (options.pin !== undefined) {
            const current = context.terminal.env.LIAISON_PIN
            await app.call('officers.setPin', { id: one, pin, ...(current === undefined ? {} : { current }) })
          }
          if (role !== undefined) await app.call('officers.changeRole', { id: one, role })
          return one
        })
        return { data: { id, name }, text: `“${name}”已改好。` }
      }),
    )

  officers
    .command('remove <name>')
    .description('停用人员。最后一个管理员不能停用')
    .requiredOption('--ledger <file>', '台账的路径')
    .requiredOption('--reason <text>', '停用的原因')
    .option('--json', '输出一个 JSON 对象')
    .action((name: string, options: { ledger: string; reason: string }) =>
      act(async (context) => {
        const id = await withLedger(context, resolve(options.ledger), async (app) => {
          const one = await officerNamed(app, name)
          await app.call('officers.remove', { id: one, reason: options.reason })
          return one
        })
        return { data: { id, name }, text: `已停用“${name}”。` }
      }),
    )
}

async function officerNamed({ call }: CommandApp, name: string): Promise<string> {
  const known = await call('session.officers', undefined)
  const found = known.find((one) => one.name === name)
  if (found !== undefined) return found.id
  throw new Refusal('officers.unknown', `人员名单里没有“${name}”，或已停用。`)
}

async function newPin({ terminal }: RunContext): Promise<string> {
  const given = terminal.env.LIAISON_NEW_PIN
  if (given !== undefined && given !== '') return given
  if (!terminal.interactive)
    throw new Refusal(
      'cli.no-pin',
      '请把新的 PIN 放在环境变量 LIAISON_NEW_PIN 中，或在终端窗口中运行以便输入。',
    )
  const first = await terminal.askSecret('新的 PIN：')
  if (first !== (await terminal.askSecret('再输入一次：'))) throw new WrongUse('两次输入的 PIN 不一样。')
  return first
}

function roleText(text: string): Role {
  const found = ROLES.find((role) => role === text || ROLE_TEXT[role] === text)
  if (found === undefined) throw new InvalidArgumentError(`应为 ${ROLES.join('、')} 之一。`)
  return found
}

import type { DeskOfficer } from '../../shared/contract/officers.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { CommandApp, RunContext } from './run-context.ts'

/**
 * Says who runs the command: the officer named with `--officer` (PIN from `LIAISON_PIN`, or asked for), else the only
 * administrator, where he has no PIN. A ledger without a list of officers has its one person.
 * @throws Refusal `cli.no-officer`, `officers.unknown`, `cli.no-pin`, and as `session.signIn`
 */
export async function takeTheDesk(context: RunContext, { call }: CommandApp): Promise<void> {
  const known = await call('session.officers', undefined)
  if (known.length === 0) return
  const officer = chosen(known, context.officer)
  const pin = officer.hasPin ? await pinFor(context, officer) : undefined
  await call('session.signIn', { officerId: officer.id, ...(pin === undefined ? {} : { pin }) })
}

function chosen(known: readonly DeskOfficer[], name: string | undefined): DeskOfficer {
  const names = known.map((one) => one.name).join('、')
  if (name !== undefined) {
    const found = known.find((one) => one.name === name)
    if (found !== undefined) return found
    throw new Refusal('officers.unknown', `人员名单里没有“${name}”。名单里有：${names}。`)
  }
  const admins = known.filter(({ role }) => role === 'admin')
  const [admin] = admins
  if (admin !== undefined && admins.length === 1 && !admin.hasPin) return admin
  throw new Refusal(
    'cli.no-officer',
    `请用 --officer 写明由谁办理：这个台账有人员名单（${names}）。有 PIN 的，把 PIN 放在环境变量 LIAISON_PIN 中。`,
  )
}

async function pinFor({ terminal }: RunContext, officer: DeskOfficer): Promise<string> {
  const given = terminal.env.LIAISON_PIN
  if (given !== undefined && given !== '') return given
  if (terminal.interactive) return terminal.askSecret(`${officer.name}的 PIN：`)
  throw new Refusal(
    'cli.no-pin',
    `“${officer.name}”设有 PIN：请设置环境变量 LIAISON_PIN，或在终端窗口中运行以便输入。`,
  )
}

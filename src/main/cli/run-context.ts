import type { JobView } from '../../shared/contract/jobs.ts'
import type { SessionState } from '../../shared/contract/ledger.ts'
import { shanghaiDay } from '../../shared/domain/dates.ts'
import { Refusal } from '../../shared/domain/refusal.ts'
import { type App, createApp } from '../core/app.ts'
import type { InputOf, OutputOf, ProcedureName } from '../core/procedure.ts'
import { Cancelled } from '../core/procedure.ts'
import { dataFolder, type Installation, usualFolder } from '../installation.ts'
import { takeTheDesk } from './at-the-desk.ts'
import { ProgressLine } from './progress-line.ts'
import type { Terminal } from './terminal.ts'

/** What a command is given. */
export type RunContext = {
  terminal: Terminal
  installation: Installation
  json: boolean
  /** who runs the command, as `--officer` names him */
  officer?: string
}

/** The application as a command uses it. */
export type CommandApp = {
  app: App
  call<N extends ProcedureName>(name: N, input: InputOf<N>): Promise<OutputOf<N>>
  /** Runs a job to its end, showing its progress. @throws Refusal, Cancelled, Error */
  job(name: ProcedureName, input: unknown): Promise<unknown>
}

/** Builds the application, runs `body` and closes it, whatever happens. Ctrl+C cancels what runs. */
export async function withApp<T>(
  context: RunContext,
  host: SessionState['host'],
  body: (app: CommandApp) => Promise<T>,
): Promise<T> {
  const { installation, terminal } = context
  const app = createApp({
    host,
    version: installation.version,
    resources: installation.resources,
    threadEntry: installation.threadEntry,
    folder: usualFolder(),
    dataFolder: dataFolder(),
    readers: host === 'cli' ? 1 : 2,
    ...(installation.fixedNow === undefined ? {} : { fixedNow: installation.fixedNow }),
  })
  let stopped = false
  const stopListening = terminal.onInterrupt(() => {
    stopped = true
    void app.jobs.cancelAll(0)
  })
  // Ctrl+C may come between two steps, or in one too short to notice: then the next one is not begun.
  const goOn = (): void => {
    if (stopped) throw new Cancelled()
  }
  try {
    return await body({
      app,
      call: async (name, input) => {
        goOn()
        return call(app, name, input)
      },
      job: async (name, input) => {
        goOn()
        return runJob(app, terminal, name, input)
      },
    })
  } finally {
    stopListening()
    await app.close()
  }
}

/** The same with a ledger open. */
export async function withLedger<T>(
  context: RunContext,
  ledger: string,
  body: (app: CommandApp) => Promise<T>,
): Promise<T> {
  const passphrase = await passphraseFor(context.terminal)
  return withApp(context, 'cli', async (app) => {
    await openFor(context, app, ledger, passphrase)
    return body(app)
  })
}

/** Opens a ledger and says who is at the desk. @throws Refusal as `ledger.open`, `takeTheDesk` */
export async function openFor(
  context: RunContext,
  app: CommandApp,
  path: string,
  passphrase: string,
): Promise<void> {
  const { officer } = context
  await app.call('ledger.open', {
    path,
    passphrase,
    remember: false,
    ...(officer === undefined ? {} : { officer }),
  })
  await takeTheDesk(context, app)
  await tellOfClock(context, app)
}

const DAY = 24 * 3600_000

/** A machine whose battery has died dates everything wrongly: said before anything is recorded under such a day. */
async function tellOfClock({ terminal, installation }: RunContext, { call }: CommandApp): Promise<void> {
  const { rows } = await call('audit.list', { search: '', offset: 0, limit: 1 })
  const last = rows[0]?.at
  const now = installation.fixedNow ?? Date.now()
  if (last === undefined || now > Date.parse(last) - DAY) return
  terminal.err(
    `提醒：这台电脑现在是 ${shanghaiDay(new Date(now).toISOString())}，比台账最后一次操作（${shanghaiDay(last)}）还早。请先校准电脑的日期，不然登记的日子和期限都会不对。\n`,
  )
}

/** From `LIAISON_PASSPHRASE`, or asked for. @throws Refusal `cli.no-passphrase` */
export async function passphraseFor(terminal: Terminal): Promise<string> {
  const given = terminal.env.LIAISON_PASSPHRASE
  if (given !== undefined && given !== '') return given
  if (terminal.interactive) return terminal.askSecret('口令：')
  throw new Refusal(
    'cli.no-passphrase',
    '需要台账口令：请设置环境变量 LIAISON_PASSPHRASE，或在终端窗口中运行以便输入。',
  )
}

async function call<N extends ProcedureName>(app: App, name: N, input: InputOf<N>): Promise<OutputOf<N>> {
  // The contract's own schema has checked the answer in its thread.
  return (await app.dispatch(name, input, { role: 'admin' })) as OutputOf<N>
}

async function runJob(app: App, terminal: Terminal, name: ProcedureName, input: unknown): Promise<unknown> {
  const { jobId } = (await app.dispatch(name, input, { role: 'admin' })) as { jobId: string }
  const watching = new AbortController()
  const line = terminal.interactive ? new ProgressLine((text) => terminal.err(text)) : undefined
  const watched = line === undefined ? undefined : watch(app, jobId, line, watching.signal)
  const view = await app.jobs.settled(jobId)
  watching.abort()
  await watched
  line?.clear()
  return resultOf(view)
}

async function watch(app: App, jobId: string, line: ProgressLine, signal: AbortSignal): Promise<void> {
  try {
    for await (const event of app.events(signal)) {
      if (event.type === 'job' && event.job.id === jobId) line.show(event.job)
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}

function resultOf(view: JobView): unknown {
  if (view.state === 'done') return view.result
  if (view.state === 'cancelled') throw new Cancelled()
  if (view.refusal !== null) throw new Refusal(view.refusal.code, view.message ?? '', view.refusal.params)
  throw new Error(view.message ?? '任务没有完成')
}

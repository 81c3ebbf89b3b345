/**
 * The memory of the whole application over a day's errands on a large ledger: `liaison serve` as it is built, asked over
 * http as the screens ask it. Of each errand its own peak is told (the system's record is set back before it) and what is
 * held after it; at the end what is still held once all threads have rested. The browser's own memory is not in it.
 * Run: node test/bench/whole-day.ts [people] (Linux alone: it reads /proc)
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { createORPCClient } from '@orpc/client'
import { RPCLink } from '@orpc/client/fetch'
import type { ContractRouterClient } from '@orpc/contract'
import type { Contract } from '../../src/shared/contract/index.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { report } from './measure.ts'

const DAY = '2022-06-30'
/** Long enough for idle threads to be ended. */
const REST = 65_000
const people = Number(process.argv[2] ?? 200_000)
const root = join(import.meta.dirname, '..', '..')
const copy = await copyOfLargeLedger(people)
const host = spawn(
  process.execPath,
  [join(root, 'out', 'main', 'liaison.js'), 'serve', '--json', '--no-open'],
  {
    env: { ...process.env, LIAISON_FOLDER: copy.folder, LIAISON_DATA: join(copy.folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  },
)
const errands: { errand: string; seconds: number; peakMb: number; afterMb: number }[] = []
try {
  const client = await clientOf(host)
  const { path, passphrase } = copy
  const scenario = { baseDay: DAY, asOf: DAY }
  const wholeDay: readonly [string, () => Promise<unknown>][] = [
    ['open', () => client.ledger.open({ path, passphrase })],
    ['search', () => client.people.list({ search: '阿依', offset: 0, limit: 50 })],
    ['evaluate', () => job(client, client.policy.evaluate({ asOf: DAY }))],
    [
      'what if JH-16',
      () =>
        job(
          client,
          client.scenarios.run({
            ...scenario,
            benefits: ['JH-16'],
            changes: [{ kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 4 }],
          }),
        ),
    ],
    [
      'what if SX-08',
      () =>
        job(
          client,
          client.scenarios.run({
            ...scenario,
            benefits: ['SX-08'],
            changes: [{ kind: 'parameter', parameter: 'SX-08.most-months', value: 13 }],
          }),
        ),
    ],
    ['next twelve months', () => job(client, client.outlook.prepare({ asOf: DAY }))],
    ['checks', () => job(client, client.checks.run({}))],
    ['duplicates', () => job(client, client.duplicates.look({}))],
    ['doctor', () => job(client, client.ledger.doctor({}))],
    ['checks again', () => job(client, client.checks.run({}))],
    ['evaluate again', () => job(client, client.policy.evaluate({ asOf: DAY }))],
  ]
  for (const [name, work] of wholeDay) errands.push(await errand(host.pid ?? 0, name, work))
  await pause(REST)
  report({
    people,
    errands,
    peakMb: Math.max(...errands.map(({ peakMb }) => peakMb)),
    restMb: held(host.pid ?? 0, 'VmRSS'),
  })
} finally {
  const ended = new Promise((done) => host.once('exit', done))
  host.kill('SIGINT')
  await ended
  copy.remove()
}

async function clientOf(serving: ChildProcess): Promise<ContractRouterClient<Contract>> {
  const address = await new Promise<string>((done, fail) => {
    serving.once('exit', (code) => fail(new Error(`liaison serve ended with ${code}`)))
    serving.stdout?.once('data', (line: Buffer) =>
      done((JSON.parse(String(line)) as { address: string }).address),
    )
  })
  const { origin } = new URL(address)
  const welcome = await fetch(address, { redirect: 'manual' })
  const cookie = (welcome.headers.get('set-cookie') ?? '').split(';')[0] ?? ''
  return createORPCClient(new RPCLink({ url: `${origin}/rpc`, headers: { cookie, origin } }))
}

async function job(
  client: ContractRouterClient<Contract>,
  started: Promise<{ jobId: string }>,
): Promise<void> {
  const { jobId } = await started
  for (;;) {
    const { procedure, state, message } = await client.jobs.get({ jobId })
    if (state === 'done') return
    if (state !== 'running' && state !== 'waiting') throw new Error(`${procedure}: ${state} ${message}`)
    await pause(50)
  }
}

async function errand(
  pid: number,
  name: string,
  work: () => Promise<unknown>,
): Promise<(typeof errands)[number]> {
  // 5: sets the peak back to what is held now (proc(5), clear_refs).
  writeFileSync(`/proc/${pid}/clear_refs`, '5')
  const started = performance.now()
  await work()
  const seconds = (performance.now() - started) / 1000
  // A clerk looks at what came; threads rest meanwhile.
  await pause(5000)
  return { errand: name, seconds, peakMb: held(pid, 'VmHWM'), afterMb: held(pid, 'VmRSS') }
}

/** Of that process, in MB. */
function held(pid: number, line: 'VmHWM' | 'VmRSS'): number {
  const found = new RegExp(`^${line}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(found?.[1]) / 1024
}

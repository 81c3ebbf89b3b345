import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, it } from 'vitest'
import { REST_AFTER } from '../../../src/main/core/jobs/thread-memory.ts'
import type { FileRef } from '../../../src/shared/contract/files.ts'
import { HOSTS, type LedgerClient, type RunningHost } from './hosts.ts'

let host: RunningHost | undefined
afterEach(() => host?.close())

async function report(client: LedgerClient): Promise<string> {
  const { jobId } = await client.duties.report({ year: 2022 })
  for (;;) {
    const { state, result, message } = await client.jobs.get({ jobId })
    if (state === 'done') return (result as FileRef).name
    if (state !== 'running' && state !== 'waiting') throw new Error(`${state} ${message}`)
    await pause(20)
  }
}

it('a thread that has done long work gives back what that left, once it rests', async () => {
  host = await HOSTS[0]?.start()
  if (host === undefined) throw new Error('no host')
  const { client } = host
  await client.ledger.create({
    name: '马边县',
    office: '马边县人力资源和社会保障局',
    county: '511133',
    passphrase: 'correct horse battery',
    officer: '经办人甲',
  })
  expect(await report(client)).toBe('刚用过')
  expect(await report(client)).toBe('还占着')
  await pause(REST_AFTER + 1000)
  expect(await report(client)).toBe('已收回')
})

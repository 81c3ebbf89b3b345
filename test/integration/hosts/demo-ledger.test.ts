import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobView } from '../../../src/shared/contract/jobs.ts'
import { HOSTS, type LedgerClient, type RunningHost } from './hosts.ts'

const thread = join(import.meta.dirname, '..', '..', 'fixtures', 'hosts', 'real-thread.ts')

async function until(client: LedgerClient, jobId: string, fits: (job: JobView) => boolean): Promise<JobView> {
  for (;;) {
    const job = await client.jobs.get({ jobId })
    if (fits(job)) return job
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('the demo county in one click', () => {
  let running: RunningHost
  let client: LedgerClient
  beforeAll(async () => {
    const host = HOSTS.find(({ name }) => name === 'http')
    if (host === undefined) throw new Error('no http host')
    running = await host.start(thread)
    client = running.client
  })
  afterAll(() => running.close())

  test('makes a ledger, imports five workbooks into it and leaves it open', async () => {
    const { jobId } = await client.ledger.createDemo({ people: 200 })
    const job = await until(client, jobId, (one) => one.finishedAt !== null)
    expect(job).toMatchObject({ state: 'done', result: { people: 200, imports: 5 } })
    const { ledger } = await client.ledger.state()
    expect(ledger).toMatchObject({ name: '演示县', demo: true })
    expect((await client.people.list({})).total).toBeGreaterThan(150)
    const sheet = await client.ledger.recoverySheet({ recoveryKey: 'AAAAA-BBBBB' })
    const pdf = await client.files.read({ token: sheet.token })
    expect(await pdf.slice(0, 5).text()).toBe('%PDF-')
  })

  test('leaves nothing behind when it is cancelled', async () => {
    await client.ledger.lock()
    const before = await readdir(running.folder)
    const { jobId } = await client.ledger.createDemo({ people: 5000 })
    await until(client, jobId, (one) => one.done > 0)
    await client.jobs.cancel({ jobId })
    expect(await until(client, jobId, (one) => one.finishedAt !== null)).toMatchObject({ state: 'cancelled' })
    expect(await readdir(running.folder)).toEqual(before)
    expect((await client.ledger.state()).ledger).toBeNull()
  })
})

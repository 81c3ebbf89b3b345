import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { AppEvent, JobView } from '../../../src/shared/contract/jobs.ts'
import { ended, HOSTS, type LedgerClient, type RunningHost } from './hosts.ts'

const NEW = {
  name: '马边站',
  passphrase: 'a good passphrase',
  office: '马边驻金华站',
  county: '511133',
  officer: '阿木',
}

/** Follows events until one fits; what came before it is given as well. */
async function eventsUntil(
  client: LedgerClient,
  fits: (event: AppEvent) => boolean,
  act: () => Promise<unknown>,
) {
  const stop = new AbortController()
  const seen: AppEvent[] = []
  const stream = await client.events.stream(undefined, { signal: stop.signal })
  const reading = (async () => {
    for await (const event of stream) {
      seen.push(event)
      if (fits(event)) return
    }
  })()
  await act()
  await reading
  stop.abort()
  return seen
}

async function jobEnd(client: LedgerClient, jobId: string): Promise<JobView> {
  for (;;) {
    const job = await client.jobs.get({ jobId })
    if (job.finishedAt !== null) return job
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function jobState(client: LedgerClient, jobId: string, state: JobView['state']): Promise<void> {
  while ((await client.jobs.get({ jobId })).state !== state)
    await new Promise((resolve) => setTimeout(resolve, 10))
}

describe.each(HOSTS.map((host) => [host.name, host] as const))('the contract over %s', (name, host) => {
  let running: RunningHost
  let client: LedgerClient

  beforeAll(async () => {
    running = await host.start()
    client = running.client
  })
  afterAll(() => running.close())

  test('says what it is while no ledger is open', async () => {
    const state = await client.ledger.state()
    expect(state).toMatchObject({ host: name, version: '0.0.0-test', ledger: null, recent: [] })
    expect(state.today).toMatch(/^\d{4}-\d{2}-\d{2}$/)
  })

  test('is locked for reads and writes until a ledger is open', async () => {
    expect(await ended(client.settings.get())).toMatchObject({
      end: 'locked',
      message: expect.stringContaining('打开台账'),
    })
    expect((await ended(client.settings.save({ phone: '1' }))).end).toBe('locked')
    expect((await ended(client.imports.undo({ importId: 'x' }))).end).toBe('locked')
  })

  test('refuses input that the contract does not allow, in Chinese and with the field', async () => {
    const short = await ended(client.ledger.create({ ...NEW, passphrase: 'short' }))
    expect(short).toMatchObject({ end: 'refused', code: 'input.invalid', params: { field: 'passphrase' } })
    expect(short).toMatchObject({ message: expect.stringContaining('口令至少 8 个字符') })
    const missing = await ended(client.people.get({} as never))
    expect(missing).toMatchObject({ end: 'refused', code: 'input.invalid', params: { field: 'id' } })
  })

  test('creates a ledger in the usual folder and gives its recovery key once', async () => {
    const { recoveryKey, state } = await client.ledger.create(NEW)
    expect(recoveryKey).toMatch(/^([0-9A-Z]{5}-){7}[0-9A-Z]{5}$/)
    expect(state.ledger).toMatchObject({
      name: '马边站',
      office: '马边驻金华站',
      county: '511133',
      officer: '阿木',
      demo: false,
    })
    expect(state.ledger?.countyName).toContain('马边彝族自治县')
    expect(state.ledger?.path).toBe(join(running.folder, '马边站.ledger'))
    expect(state.recent.map((one) => one.name)).toEqual(['马边站'])
    expect((await ended(client.ledger.create(NEW))).end).toBe('refused')
    await client.ledger.open({ path: state.ledger?.path ?? '', passphrase: NEW.passphrase, remember: false })
  })

  test('reads, writes, and tells every listener what the write touched', async () => {
    expect(await client.settings.get()).toMatchObject({ office: '马边驻金华站', phone: '' })
    const seen = await eventsUntil(
      client,
      (event) => event.type === 'changed' && event.topics.includes('settings'),
      () => client.settings.save({ phone: '0579-1' }),
    )
    expect(seen).toContainEqual({ type: 'changed', topics: ['settings'] })
    expect(await client.settings.get()).toMatchObject({ phone: '0579-1' })
  })

  test('carries a refusal with its code, its sentence and its values', async () => {
    expect(await ended(client.people.get({ id: 'P7' }))).toEqual({
      end: 'refused',
      code: 'person.not-found',
      message: '没有编号为 P7 的人。',
      params: { id: 'P7' },
    })
  })

  test('shows a broken invariant as one sentence with a number, and logs no personal data', async () => {
    const fault = await ended(client.people.remove({ id: 'P7', reason: '重复登记' }))
    expect(fault).toMatchObject({ end: 'fault', message: expect.stringMatching(/编号 [0-9A-F]{6}/) })
    const shape = await ended(client.places.schools({}))
    expect(shape).toMatchObject({ end: 'fault', message: expect.stringMatching(/编号 [0-9A-F]{6}/) })
    const folder = join(running.dataFolder, 'logs')
    await expect.poll(async () => (await readdir(folder).catch(() => [])).length).toBe(1)
    await expect.poll(async () => log(folder)).toContain('broke it')
    const text = await log(folder)
    expect(text).not.toContain('吉克')
    expect(text).not.toContain('5111331990')
    // From source or bundled, the place in the code is told.
    expect(text).toMatch(/ at .*thread[\w-]*\.(ts|js)/)
  })

  test('takes a file, lets a job read it and give another, and hands that over', async () => {
    const ref = await client.files.put({ file: new File(['彝族 abc'], '名册.txt', { type: 'text/plain' }) })
    expect(ref).toMatchObject({ name: '名册.txt', size: 10 })
    const { jobId } = await client.policy.exportResults({ runId: ref.token })
    const job = await jobEnd(client, jobId)
    expect(job).toMatchObject({
      state: 'done',
      procedure: 'policy.exportResults',
      result: { name: '倒序-名册.txt' },
    })
    const made = await client.files.read({ token: (job.result as { token: string }).token })
    const expected = Buffer.from('彝族 abc').reverse()
    expect(Buffer.from(await made.arrayBuffer()).equals(expected)).toBe(true)
    expect(made.name).toBe('倒序-名册.txt')
    await client.files.forget({ token: ref.token })
    expect(await ended(client.files.read({ token: ref.token }))).toMatchObject({
      end: 'refused',
      code: 'file.gone',
    })
  })

  test('lets a long read hand a step to the writer, moving its buffers', async () => {
    const { jobId } = await client.papers.print({ kind: 'cover', reason: '0579-2' })
    expect(await jobEnd(client, jobId)).toMatchObject({ state: 'done', result: { pages: 499_500 } })
    expect(await client.settings.get()).toMatchObject({ phone: '0579-2' })
  })

  test('shows the progress of a job and cancels it', async () => {
    let jobId = ''
    const seen = await eventsUntil(
      client,
      (event) => event.type === 'job' && event.job.state === 'running' && event.job.done > 0,
      async () => {
        jobId = (await client.papers.calibration({ layout: 'batch-cover' })).jobId
      },
    )
    expect(seen.at(-1)).toMatchObject({ job: { id: jobId, step: '测算', unit: '人', label: '打印校准页' } })
    expect(await client.jobs.cancel({ jobId })).toEqual({ ok: true })
    expect(await jobEnd(client, jobId)).toMatchObject({ state: 'cancelled', message: '已取消' })
    expect(await client.jobs.cancel({ jobId })).toEqual({ ok: false })
    expect((await client.jobs.list()).some((job) => job.id === jobId)).toBe(true)
  })

  test('makes writes and writing jobs wait behind one that holds the writer, while reads go on', async () => {
    const first = await client.imports.undo({ importId: 'first' })
    await jobState(client, first.jobId, 'running')
    const second = await client.imports.undo({ importId: 'refuse' })
    const write = client.settings.save({ phone: '0579-3' })
    expect((await client.jobs.get({ jobId: second.jobId })).state).toBe('waiting')
    expect(await client.settings.get()).toMatchObject({ phone: '0579-2' })
    await client.jobs.cancel({ jobId: first.jobId })
    expect((await jobEnd(client, first.jobId)).state).toBe('cancelled')
    await jobState(client, second.jobId, 'running')
    await client.jobs.cancel({ jobId: second.jobId })
    expect(await jobEnd(client, second.jobId)).toMatchObject({
      state: 'refused',
      message: '没有这次导入。',
      refusal: { code: 'import.unknown', params: {} },
    })
    expect(await write).toMatchObject({ phone: '0579-3' })
  })

  test('locks: jobs are cancelled, files forgotten, the ledger closed', async () => {
    const ref = await client.files.put({ file: new File(['x'], 'x.txt') })
    const { jobId } = await client.papers.calibration({ layout: 'batch-cover' })
    await jobState(client, jobId, 'running')
    expect(await client.ledger.lock()).toEqual({ ok: true })
    expect((await client.jobs.get({ jobId })).state).toBe('cancelled')
    expect((await ended(client.settings.get())).end).toBe('locked')
    expect((await ended(client.files.read({ token: ref.token }))).end).toBe('refused')
  })

  test('opens again with the right passphrase only', async () => {
    const path = join(running.folder, '马边站.ledger')
    const wrong = await ended(client.ledger.open({ path, passphrase: 'not this one' }))
    expect(wrong).toMatchObject({ end: 'refused', code: 'ledger.wrong-passphrase' })
    const absent = await ended(
      client.ledger.open({ path: join(running.folder, 'none.ledger'), passphrase: 'x' }),
    )
    expect(absent).toMatchObject({ end: 'refused', code: 'ledger.not-found' })
    const state = await client.ledger.open({ path, passphrase: NEW.passphrase, officer: '沙马' })
    expect(state.ledger).toMatchObject({ officer: '沙马', name: '马边站' })
    expect(await client.settings.get()).toMatchObject({ phone: '0579-3', officer: '沙马' })
  })

  test('changes the passphrase and the recovery key, and opens with each', async () => {
    const path = join(running.folder, '马边站.ledger')
    const wrong = await ended(client.ledger.newRecoveryKey({ passphrase: 'not this one' }))
    expect(wrong).toMatchObject({ end: 'refused', code: 'ledger.wrong-passphrase' })
    const { recoveryKey } = await client.ledger.newRecoveryKey({ passphrase: NEW.passphrase })
    await client.ledger.changePassphrase({ passphrase: NEW.passphrase, newPassphrase: 'the second one' })
    await client.ledger.lock()
    expect((await ended(client.ledger.open({ path, passphrase: NEW.passphrase }))).end).toBe('refused')
    await client.ledger.recover({ path, recoveryKey, newPassphrase: 'the third one' })
    await client.ledger.lock()
    expect((await client.ledger.open({ path, passphrase: 'the third one' })).ledger?.path).toBe(path)
  })

  test(
    name === 'electron' ? 'opens a remembered ledger without its passphrase' : 'keeps no key of its own',
    async () => {
      const path = join(running.folder, '马边站.ledger')
      await client.ledger.lock()
      const state = await client.ledger.open({ path, passphrase: 'the third one', remember: true })
      await client.ledger.lock()
      if (name === 'electron') {
        expect(state.remembered).toEqual([path])
        expect((await client.ledger.open({ path })).ledger?.path).toBe(path)
      } else {
        expect(state.remembered).toEqual([])
        expect(await ended(client.ledger.open({ path }))).toMatchObject({ code: 'ledger.passphrase-needed' })
      }
    },
  )
})

async function log(folder: string): Promise<string> {
  const [file] = await readdir(folder)
  return file === undefined ? '' : readFile(join(folder, file), 'utf8')
}

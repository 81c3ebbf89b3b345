import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { findInstallation } from '../../../src/main/installation.ts'
import { SUCCESSOR } from '../../fixtures/successor-county.ts'

const PASSPHRASE = '三月的索玛花2026'
const root = join(import.meta.dirname, '..', '..', '..')
const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(root, 'test', 'fixtures', 'hosts', 'real-thread.ts')),
}
let folder: string
let ledger: string

async function liaison(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const terminal: Terminal = {
    out: (text) => {
      out += text
    },
    err: (text) => {
      err += text
    },
    env: { LIAISON_PASSPHRASE: PASSPHRASE },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  const code = await main(args, terminal, installation)
  return { code, out, err }
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { out } = await liaison(...args, '--json')
  return JSON.parse(out) as Record<string, unknown>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-packs-'))
  ledger = join(folder, 'l.ledger')
  process.env.LIAISON_DATA = join(folder, 'data')
  process.env.LIAISON_FOLDER = join(folder, 'documents')
  expect((await liaison('init', '--ledger', ledger, '--office', '测试', '--county', '230281')).code).toBe(0)
})
afterAll(async () => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  await rm(folder, { recursive: true, force: true })
})

// Each command opens the ledger as a person would, so the steps of one story are tests of their own.
describe('policy pack', () => {
  const at = (...args: string[]) => json(...args, '--ledger', ledger)
  let publicKey: string
  let fingerprint: string
  let id: string

  test('a key is made once, for its owner alone', async () => {
    const key = join(folder, 'key.pem')
    const made = await json('policy', 'pack', 'keygen', '--out', key)
    publicKey = String(made.publicKey)
    fingerprint = String(made.fingerprint)
    expect((await stat(key)).mode & 0o077).toBe(0)
    expect(await json('policy', 'pack', 'keygen', '--out', key)).toMatchObject({ code: 'pack.key-exists' })
  })

  test('a folder becomes a signed file that says what is in it', async () => {
    const out = join(folder, 'HLJ-2026.llpack')
    const key = join(folder, 'key.pem')
    expect(
      await json('policy', 'pack', 'build', SUCCESSOR, '--out', out, '--issuer', '虚构办', '--key', key),
    ).toMatchObject({ ok: true, fingerprint, documents: [{ id: 'HLJ-2026', supersedes: ['HLJ-2021'] }] })
    const { code, out: text } = await liaison('policy', 'pack', 'inspect', out)
    expect([code, text]).toEqual([0, expect.stringContaining(fingerprint)])
  })

  test('a folder with a fault makes no file', async () => {
    const out = join(folder, 'bad.llpack')
    const bad = join(SUCCESSOR, '../bad/gap')
    const { code, err } = await liaison('policy', 'pack', 'build', bad, '--out', out, '--issuer', '虚构办')
    expect([code, err]).toEqual([1, expect.stringContaining('与上一段之间有空档，应从 2030-06-01 起')])
    await expect(stat(out)).rejects.toThrow('ENOENT')
  })

  test('an unknown signer is refused', async () => {
    expect(await at('policy', 'pack', 'install', join(folder, 'HLJ-2026.llpack'))).toMatchObject({
      ok: false,
      code: 'pack.not-trusted',
      params: { fingerprint },
    })
  })

  test('a trusted one is not asked again', async () => {
    expect(await at('policy', 'signer', 'trust', '虚构办', publicKey)).toMatchObject({ fingerprint })
    const installed = await at('policy', 'pack', 'install', join(folder, 'HLJ-2026.llpack'))
    id = String(installed.id)
    expect(installed).toMatchObject({ ok: true })
  })

  test('activated from a day, it counts and cannot be removed', async () => {
    expect(
      await at('policy', 'pack', 'activate', id, '--from', '2026-01-01', '--reason', '施行'),
    ).toMatchObject({ ok: true, from: '2026-01-01' })
    expect(await at('policy', 'pack', 'list', '--as-of', '2026-06-30')).toMatchObject({
      documents: expect.arrayContaining([
        expect.objectContaining({ id: 'HLJ-2026', packId: id }),
        expect.objectContaining({ id: 'HLJ-2021', endedBy: 'HLJ-2026', inForceTo: '2025-06-30' }),
      ]),
      packs: [{ id, signer: '虚构办', acceptedReason: null, activeFrom: '2026-01-01' }],
    })
    expect(await at('policy', 'pack', 'remove', id, '--reason', '不用了')).toMatchObject({
      ok: false,
      code: 'pack.in-use',
    })
  })

  test('the way back is previewed and taken', async () => {
    expect(await at('policy', 'pack', 'preview', id, '--as-of', '2026-06-30')).toMatchObject({
      ok: true,
      back: true,
      peopleCount: 0,
      rows: [],
    })
    expect(await at('policy', 'pack', 'deactivate', id, '--reason', '有误')).toMatchObject({ ok: true })
    expect(await at('policy', 'pack', 'remove', id, '--reason', '不用了')).toMatchObject({ ok: true })
  })

  test('an unsigned pack is taken with a reason, a damaged one never', async () => {
    const pack = join(folder, 'unsigned.llpack')
    await liaison('policy', 'pack', 'build', SUCCESSOR, '--out', pack, '--issuer', '虚构办')
    const damaged = join(folder, 'damaged.llpack')
    await writeFile(damaged, (await readFile(pack)).subarray(0, 900))
    expect(await at('policy', 'pack', 'install', damaged, '--accept-unsigned', '就要装')).toMatchObject({
      code: 'pack.damaged',
    })
    const taken = await at('policy', 'pack', 'install', pack, '--accept-unsigned', '厅里当面给的')
    expect(await at('policy', 'pack', 'list')).toMatchObject({
      packs: [{ id: taken.id, signer: null, fingerprint: null, acceptedReason: '厅里当面给的' }],
    })
  })
})

describe('policy standard', () => {
  const at = (...args: string[]) => json(...args, '--ledger', ledger)
  const set = (...more: string[]) =>
    at('policy', 'standard', 'set', 'GZ-04', '--document', '某人社〔2022〕3号', ...more)

  test('keeps under the ceiling', async () => {
    expect(await set('--yuan', '400', '--value', '{}')).toMatchObject({ code: 'cli.usage' })
    expect(await set('--yuan', '600')).toMatchObject({ code: 'policy.standard-over-ceiling' })
  })

  test('is dated, listed with its document, and removed with a reason', async () => {
    const { id } = await set('--yuan', '400', '--from', '2022-01-01', '--to', '2022-12-31')
    expect(await at('policy', 'standard', 'list')).toMatchObject({
      standards: [{ id, key: 'GZ-04', amountFen: 40000, from: '2022-01-01', to: '2022-12-31' }],
    })
    expect(await at('policy', 'standard', 'remove', String(id), '--reason', '作废')).toMatchObject({
      ok: true,
    })
  })
})

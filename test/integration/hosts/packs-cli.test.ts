import { copyFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import { SUCCESSOR } from '../../fixtures/successor-county.ts'

const PASSPHRASE = '三月的索玛花2026'
let folder: string
let ledger: string

async function liaison(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  let out = ''
  let err = ''
  const code = await main(args, {
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
  })
  return { code, out, err }
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  const { out } = await liaison(...args, '--json')
  return JSON.parse(out) as Record<string, unknown>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-packs-'))
  ledger = join(folder, 'l.ledger')
  expect((await liaison('init', '--ledger', ledger, '--office', '测试', '--county', '230281')).code).toBe(0)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

describe('policy pack', () => {
  test('a pack is made, refused without trust, installed, activated, taken back and removed', async () => {
    const key = join(folder, 'key.pem')
    const pack = join(folder, 'HLJ-2026.llpack')
    const { publicKey, fingerprint } = await json('policy', 'pack', 'keygen', '--out', key)
    expect((await stat(key)).mode & 0o077).toBe(0)
    expect(await json('policy', 'pack', 'keygen', '--out', key)).toMatchObject({ code: 'pack.key-exists' })

    const built = await json(
      'policy',
      'pack',
      'build',
      SUCCESSOR,
      '--out',
      pack,
      '--issuer',
      '虚构办',
      '--key',
      key,
    )
    expect(built).toMatchObject({
      ok: true,
      fingerprint,
      documents: [{ id: 'HLJ-2026', supersedes: ['HLJ-2021'] }],
    })
    const inspected = await liaison('policy', 'pack', 'inspect', pack)
    expect([inspected.code, inspected.out]).toEqual([0, expect.stringContaining(String(fingerprint))])

    const at = ['--ledger', ledger]
    expect(await json('policy', 'pack', 'install', pack, ...at)).toMatchObject({
      ok: false,
      code: 'pack.not-trusted',
      params: { fingerprint },
    })
    expect(await json('policy', 'signer', 'trust', '虚构办', String(publicKey), ...at)).toMatchObject({
      fingerprint,
    })
    const { id } = await json('policy', 'pack', 'install', pack, ...at)
    expect(await json('policy', 'pack', 'install', pack, ...at)).toMatchObject({ code: 'pack.installed' })

    expect(await json('policy', 'pack', 'preview', String(id), '--as-of', '2026-06-30', ...at)).toMatchObject(
      {
        ok: true,
        back: false,
        peopleCount: 0,
        rows: [],
      },
    )
    const activate = [
      'policy',
      'pack',
      'activate',
      String(id),
      '--from',
      '2026-01-01',
      '--reason',
      '施行',
      ...at,
    ]
    expect(await json(...activate)).toMatchObject({ ok: true, from: '2026-01-01' })
    expect(await json(...activate)).toMatchObject({ ok: false, code: 'pack.active' })
    const listed = await json('policy', 'pack', 'list', '--as-of', '2026-06-30', ...at)
    expect(listed).toMatchObject({
      documents: expect.arrayContaining([
        expect.objectContaining({ id: 'HLJ-2026', packId: id }),
        expect.objectContaining({ id: 'HLJ-2021', endedBy: 'HLJ-2026', inForceTo: '2025-06-30' }),
      ]),
      packs: [{ id, signer: '虚构办', acceptedReason: null, activeFrom: '2026-01-01' }],
    })
    const remove = ['policy', 'pack', 'remove', String(id), '--reason', '不用了', ...at]
    expect(await json(...remove)).toMatchObject({ ok: false, code: 'pack.in-use' })
    expect(await json('policy', 'pack', 'deactivate', String(id), '--reason', '有误', ...at)).toMatchObject({
      ok: true,
    })
    expect(await json('policy', 'pack', 'deactivate', String(id), '--reason', '有误', ...at)).toMatchObject({
      code: 'pack.not-active',
    })
    expect(await json(...remove)).toMatchObject({ ok: true })
    expect(await json('policy', 'pack', 'list', ...at)).toMatchObject({ packs: [] })
  })

  test('an unsigned pack is taken with a reason, a damaged one never', async () => {
    const at = ['--ledger', ledger]
    const pack = join(folder, 'unsigned.llpack')
    await liaison('policy', 'pack', 'build', SUCCESSOR, '--out', pack, '--issuer', '虚构办')
    const damaged = join(folder, 'damaged.llpack')
    await copyFile(pack, damaged)
    await writeFile(damaged, (await readFile(pack)).subarray(0, 900))
    expect(
      await json('policy', 'pack', 'install', damaged, '--accept-unsigned', '就要装', ...at),
    ).toMatchObject({
      code: 'pack.damaged',
    })
    const { id } = await json('policy', 'pack', 'install', pack, '--accept-unsigned', '厅里当面给的', ...at)
    expect(await json('policy', 'pack', 'list', ...at)).toMatchObject({
      packs: [{ id, signer: null, fingerprint: null, acceptedReason: '厅里当面给的' }],
    })
  })

  test('a folder with a fault makes no file', async () => {
    const out = join(folder, 'bad.llpack')
    const bad = join(SUCCESSOR, '../bad/gap')
    const { code, err } = await liaison('policy', 'pack', 'build', bad, '--out', out, '--issuer', '虚构办')
    expect([code, err]).toEqual([1, expect.stringContaining('与上一段之间有空档，应从 2030-06-01 起')])
    await expect(stat(out)).rejects.toThrow('ENOENT')
  })
})

describe('policy standard', () => {
  test('is dated, needs its document and keeps under the ceiling', async () => {
    const at = ['--ledger', ledger]
    const set = (...more: string[]) =>
      json('policy', 'standard', 'set', 'GZ-04', '--document', '某人社〔2022〕3号', ...more, ...at)
    expect(await set('--yuan', '600')).toMatchObject({ code: 'policy.standard-over-ceiling' })
    expect(await set('--yuan', '400', '--value', '{}')).toMatchObject({ code: 'cli.usage' })
    const { id } = await set('--yuan', '400', '--from', '2022-01-01', '--to', '2022-12-31')
    expect(await json('policy', 'standard', 'list', ...at)).toMatchObject({
      standards: [{ id, key: 'GZ-04', amountFen: 40000, from: '2022-01-01', to: '2022-12-31' }],
    })
    expect(await json('policy', 'standard', 'remove', String(id), '--reason', '作废', ...at)).toMatchObject({
      ok: true,
    })
    expect(await json('policy', 'standard', 'list', ...at)).toMatchObject({ standards: [] })
  })
})

import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { newSigningKey } from '../../../src/main/core/security/signing-key.ts'
import { sealBundle } from '../../../src/main/core/sync/bundle-file.ts'
import { newOfficeKeys } from '../../../src/main/core/sync/office-keys.ts'
import { findInstallation } from '../../../src/main/installation.ts'

const PASSPHRASE = '三月的索玛花2026'
const root = join(import.meta.dirname, '..', '..', '..')
const installation = {
  ...findInstallation(),
  threadEntry: pathToFileURL(join(root, 'test', 'fixtures', 'hosts', 'real-thread.ts')),
}
let folder: string
const at = (name: string) => join(folder, name)

async function liaison(...args: string[]): Promise<{ code: number; text: string }> {
  let text = ''
  const write = (part: string) => {
    text += part
  }
  const terminal: Terminal = {
    out: write,
    err: write,
    env: { LIAISON_PASSPHRASE: PASSPHRASE },
    interactive: false,
    askSecret: () => Promise.reject(new Error('nobody is asked')),
    onInterrupt: () => () => undefined,
  }
  return { code: await main(args, terminal, installation), text }
}

async function json(...args: string[]): Promise<Record<string, unknown>> {
  return JSON.parse((await liaison(...args, '--json')).text) as Record<string, unknown>
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'liaison-keys-'))
  process.env.LIAISON_DATA = at('data')
  process.env.LIAISON_FOLDER = at('documents')
  for (const [name, office] of [
    ['a', '甲县劳务站'],
    ['b', '乙县就业局'],
  ] as const)
    await liaison('init', '--ledger', at(`${name}.ledger`), '--office', office, '--county', '230281')
})
afterAll(async () => {
  delete process.env.LIAISON_DATA
  delete process.env.LIAISON_FOLDER
  await rm(folder, { recursive: true, force: true })
})

// Each command opens the ledger as a person would, so the steps of one story are tests of their own.
describe('keys', () => {
  const a = (...args: string[]) => json('keys', ...args, '--ledger', at('a.ledger'))
  const b = (...args: string[]) => json('keys', ...args, '--ledger', at('b.ledger'))
  let fingerprint: string

  test('are made on the first look', async () => {
    const shown = await b('show', '--card', at('b.card'), '--pdf', at('b.pdf'))
    fingerprint = String(shown.fingerprint)
    expect(await readFile(at('b.card'), 'utf8')).toBe(`${String(shown.text)}\n`)
    expect((await readFile(at('b.pdf'))).subarray(0, 5).toString()).toBe('%PDF-')
    expect(JSON.stringify(shown)).not.toMatch(/SECRET|PRIVATE/)
  })

  test('of another office are taken with what was heard, and not with anything else', async () => {
    expect(await a('inspect', at('b.card'))).toMatchObject({
      standing: 'new',
      name: '乙县就业局',
      fingerprint,
    })
    expect(await a('trust', at('b.card'), '--fingerprint', '0'.repeat(40))).toMatchObject({
      ok: false,
      code: 'partner.fingerprint',
    })
    expect(await a('trust', at('b.card'), '--fingerprint', fingerprint)).toMatchObject({ ok: true })
    expect(await a('list')).toMatchObject({
      partners: [{ name: '乙县就业局', state: 'trusted', fingerprint }],
    })
  })

  test('come with a scope that somebody sets in words', async () => {
    const set = ['scope', '乙县就业局', '--counties', '230281', '--groups']
    expect(await a(...set, 'everything')).toMatchObject({ code: 'cli.usage' })
    expect(await a(...set, 'registry，work', '--fields', 'phone')).toMatchObject({ ok: true })
    const { text } = await liaison('keys', 'list', '--ledger', at('a.ledger'))
    expect(text).toContain('230281（户籍地）：人员与单位、务工与参保；另给电话')
  })

  test('are renewed, replaced on the word of the former ones, and revoked with a reason', async () => {
    await b('renew', '--reason', '换电脑', '--card', at('b2.card'))
    expect(await a('replace', '乙县就业局', at('b2.card'))).toMatchObject({ ok: true })
    expect(await a('revoke', '乙县就业局', '--reason', '电脑被盗')).toMatchObject({ ok: true })
    expect(await a('list')).toMatchObject({ partners: [{ state: 'revoked' }, { state: 'revoked' }] })
  })
})

describe('bundle', () => {
  test('is looked at and gets its cover without a ledger', async () => {
    const signer = newSigningKey()
    const { ageRecipient } = await newOfficeKeys()
    const file = at('一份.llbundle')
    const made = await sealBundle(file, {
      payload: ['receipt\t{}\n'],
      recipients: [ageRecipient],
      signer,
      manifest: (payload) => ({
        format: 1,
        kind: 'receipt',
        from: { ledgerId: 'A', node: 'N', office: '../../甲县', signer: signer.publicKey },
        to: { ledgerId: 'B', office: '乙县' },
        sequence: 3,
        base: 2,
        parent: 'ab'.repeat(32),
        madeAt: '2026-11-21T01:30:00.000Z',
        clock: 'c',
        schema: { version: 23, readableFrom: 23 },
        counts: { transactions: 0, entries: 0, receipts: 1, files: 0, byTable: {} },
        payload,
      }),
    })
    expect(await json('bundle', 'inspect', file)).toMatchObject({
      ok: true,
      ...made,
      manifest: { sequence: 3 },
    })
    expect((await liaison('bundle', 'inspect', file)).text).toContain('第 3 份，接第 2 份')
    const before = await readdir(folder)
    expect((await liaison('bundle', 'cover', file, '--out', at('cover.pdf'))).code).toBe(0)
    expect((await readdir(folder)).filter((name) => !before.includes(name))).toEqual(['cover.pdf'])
    const bytes = await readFile(file)
    bytes[40] = (bytes[40] ?? 0) ^ 1
    await writeFile(file, bytes)
    expect(await liaison('bundle', 'inspect', file)).toMatchObject({
      code: 1,
      text: expect.stringContaining('已损坏（内容的校验值不对）'),
    })
  })
})

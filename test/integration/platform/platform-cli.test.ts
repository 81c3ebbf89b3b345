import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { main } from '../../../src/main/cli/main.ts'
import type { Terminal } from '../../../src/main/cli/terminal.ts'
import { readCard } from '../../../src/main/core/sync/key-card.ts'
import { openPlatform } from '../../../src/main/platform/store/open-store.ts'
import { idFrom15 } from '../../../src/shared/domain/id-number.ts'
import { PaperOffice } from '../../fixtures/platform/paper-office.ts'
import { freshStores } from '../../fixtures/platform/stores.ts'

const { folder } = freshStores()
const at = (name: string) => join(folder, name)
const PASSPHRASE = '三月的索玛花2026'

async function liaison(
  ...args: string[]
): Promise<{ code: number; text: string; json: Record<string, unknown> }> {
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
  const code = await main(args, terminal)
  return { code, text, json: args.includes('--json') ? (JSON.parse(text) as Record<string, unknown>) : {} }
}

test('a platform from its first day to its report, by commands', async () => {
  const store = ['--store', at('province.store')]
  const made = await liaison(
    'platform',
    'init',
    ...store,
    '--name',
    '四川省平台',
    '--card',
    at('p.card'),
    '--json',
  )
  expect(made).toMatchObject({ code: 0, json: { name: '四川省平台', encrypted: true } })
  expect(made.text).not.toMatch(/SECRET|PRIVATE/)

  // The office is made while the store is open, then it closes: one process at a time.
  const platform = await openPlatform({ store: at('province.store'), passphrase: PASSPHRASE })
  const office = await PaperOffice.unknownTo(platform, '马边县人社局', 'A')
  await platform.store.close()
  writeFileSync(at('a.card'), office.card())
  const id = idFrom15('511133900101001')
  const person = office.person({ id_number: id, home_county: '511133' })
  office.claim(person, id)
  office.claim(person, 'x', { amount_fen: 0 }, 1)
  mkdirSync(at('in'))
  const bundle = await office.bundle()
  writeFileSync(at('in/one.llbundle'), bundle.bytesNow)
  writeFileSync(at('in/readme.txt'), 'not ours')

  const unknown = await liaison('platform', 'receive', at('in'), ...store, '--json')
  expect(unknown).toMatchObject({ code: 1, json: { ok: false, files: [{ code: 'bundle.unknown-sender' }] } })
  const { fingerprint } = readCard(office.card())
  const wrong = await liaison('platform', 'trust', at('a.card'), ...store, '--fingerprint', '12345', '--json')
  expect(wrong).toMatchObject({ code: 1, json: { code: 'platform.fingerprint' } })
  expect((await liaison('platform', 'trust', at('a.card'), ...store, '--json')).code).toBe(2)
  const trusted = await liaison(
    'platform',
    'trust',
    at('a.card'),
    ...store,
    '--fingerprint',
    fingerprint,
    '--json',
  )
  expect(trusted).toMatchObject({ code: 0, json: { standing: 'new', name: '马边县人社局' } })

  const received = await liaison('platform', 'receive', at('in'), ...store)
  expect(received.code).toBe(0)
  expect(received.text).toMatch(/one\.llbundle\s+马边县人社局\s+第 1 份\s+已接收\s+1\s+5\s+1/)
  const receipts = await liaison('platform', 'receipts', ...store, '--out', at('out'), '--json')
  expect(receipts).toMatchObject({ code: 0, json: { files: [{ office: '马边县人社局', receipts: 1 }] } })
  expect(readdirSync(at('out'))).toHaveLength(1)

  const report = await liaison(
    'platform',
    'report',
    ...store,
    '--as-of',
    '2022-06-01',
    '--out',
    at('r.xlsx'),
    '--json',
  )
  expect(report).toMatchObject({
    code: 0,
    json: { totals: { persons: 1, claims: 1, amountFen: 300_000, refused: 1 }, duplicates: { similar: 0 } },
  })
  expect(existsSync(at('r.xlsx'))).toBe(true)
  const shown = await liaison('platform', 'report', ...store, '--no-duplicates')
  expect(shown.text).toContain('四川省马边彝族自治县')
  expect(shown.text).toContain('3,000.00')
})

test('wrong use and a store that is not there are said', async () => {
  expect((await liaison('platform', 'report', '--store', at('nothing.store'), '--json')).json).toMatchObject({
    code: 'platform.missing',
  })
  const none = await liaison(
    'platform',
    'init',
    '--store',
    'postgres://u:secret@127.0.0.1:1/none',
    '--name',
    'x',
    '--json',
  )
  expect(none.json).toMatchObject({ ok: false, code: 'platform.store-unreachable' })
  expect(none.text).not.toContain('secret')
})

test('a platform renews its keys by a command and shows the new card', async () => {
  const store = ['--store', at('renewing.store')]
  const made = await liaison('platform', 'init', ...store, '--name', '贵州省平台', '--json')
  const shown = await liaison('platform', 'keys', 'show', ...store, '--json')
  expect(shown).toMatchObject({ code: 0, json: { card: made.json.card, former: [] } })
  const renew = ['platform', 'keys', 'renew', ...store, '--reason']
  const renewed = await liaison(...renew, '定期更换', '--card', at('new.card'), '--json')
  expect(renewed).toMatchObject({ code: 0, json: { former: [{ reason: '定期更换', lost: false }] } })
  expect(renewed.text).not.toMatch(/SECRET|PRIVATE/)
  const before = readCard(String(made.json.card))
  const card = readCard(readFileSync(at('new.card'), 'utf8'))
  expect(card).toMatchObject({ ledgerId: before.ledgerId, node: before.node, formerKey: before.signingKey })
  expect(card.fingerprint).toBe(renewed.json.fingerprint)
  const lost = await liaison(...renew, '优盘丢了', '--lost', '--json')
  expect(readCard(String(lost.json.card)).formerKey).toBeNull()
  expect((await liaison(...renew, '再换', '--nonsense')).code).toBe(2)
})

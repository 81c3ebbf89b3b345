import { spawnSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { openLedger, type WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/registry.ts'
import {
  CHEAP_KDF,
  createTestLedger,
  PASSPHRASE,
  type TestLedger,
  tickingClock,
} from '../../fixtures/ledger.ts'
import { Office } from '../../fixtures/sync/office.ts'

const now = tickingClock(Date.parse('2026-06-01T00:00:00Z'))
let folder: string
let opened: TestLedger[]
let a: Office
let b: Office
let paths: [string, string]

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'liaison-killed-'))
  opened = [await createTestLedger({ now }), await createTestLedger({ now })]
  const [one, two] = opened as [TestLedger, TestLedger]
  paths = [one.path, two.path]
  a = await Office.open('甲', one.ledger, folder, now)
  b = await Office.open('乙', two.ledger, folder, now)
  a.trust(b)
  b.trust(a)
  a.ledger.write({ action: 'people.add', actor: '甲' }, (tx) =>
    tx.insertMany(
      people,
      Array.from({ length: 25 }, (_, i) => ({
        name: `人${i}`,
        nameFolded: 'x',
        pinyin: 'x',
        initials: 'x',
        source: 'entry',
      })),
    ),
  )
})
afterEach(() => {
  for (const t of opened) t.cleanup()
  rmSync(folder, { recursive: true, force: true })
})

const run = (...args: string[]) =>
  spawnSync(process.execPath, [join(import.meta.dirname, 'killed-office.ts'), ...args], { encoding: 'utf8' })
const reopen = (path: string): Promise<WriteLedger> =>
  openLedger({ path, secret: { passphrase: PASSPHRASE }, now, kdfCost: CHEAP_KDF })
const count = (ledger: WriteLedger, table: string) =>
  Number(ledger.reader.prepare(`SELECT count(*) FROM "${table}"`).pluck().get())
/** A ledger file with its key, without what hangs on the running process. */
function copyOf(path: string, name: string): string {
  const target = join(folder, name)
  copyFileSync(path, target)
  copyFileSync(`${path}.key`, `${target}.key`)
  return target
}

describe('a process that is killed', () => {
  it('while it takes a bundle in has taken all of it or nothing, and takes it the next time', async () => {
    const file = await a.send(b)
    const partner = JSON.stringify({ signer: a.keys.signer.publicKey, ledgerId: a.ledger.ledgerId })
    b.ledger.close()
    let killed = 0
    for (let step = 1; ; step += 1) {
      const path = copyOf(paths[1], `take-${step}.ledger`)
      const child = run('take', path, file, partner, String(step))
      if (child.status === 0) break
      expect(child.signal, child.stderr).toBe('SIGKILL')
      killed += 1
      const ledger = await reopen(path)
      try {
        expect((await doctor(ledger.ticket)).findings).toEqual([])
        expect([0, 25]).toContain(count(ledger, 'people'))
        expect(count(ledger, 'inbox')).toBe(count(ledger, 'people') === 0 ? 0 : 1)
        const again = new Office('乙', ledger, folder, now, b.keys)
        again.trust(a)
        const taken = await again.take(file)
        expect(taken.state).toBe(count(ledger, 'audit') > 0 && taken.taken === 0 ? 'known' : 'applied')
        expect(count(ledger, 'people')).toBe(25)
      } finally {
        ledger.close()
      }
    }
    expect(killed).toBeGreaterThan(8)
  }, 240_000)

  it('while it makes a bundle leaves a whole file or none, and the next goes on from where it was', async () => {
    const partner = JSON.stringify(a.recipient(b))
    a.ledger.close()
    let killed = 0
    for (let step = 1; ; step += 1) {
      const path = copyOf(paths[0], `send-${step}.ledger`)
      const file = join(folder, `send-${step}.llbundle`)
      const child = run('send', path, file, partner, String(step))
      if (child.status === 0) break
      expect(child.signal, child.stderr).toBe('SIGKILL')
      killed += 1
      const ledger = await reopen(path)
      try {
        expect((await doctor(ledger.ticket)).findings).toEqual([])
        const made = count(ledger, 'outbox')
        // What stands in the outbox exists as a file; a file that does not stand there is whole all the same.
        if (made === 1) expect(existsSync(file)).toBe(true)
        const again = new Office('甲', ledger, folder, now, a.keys)
        again.trust(b)
        const next = await again.send(b)
        const fresh = await reopen(copyOf(paths[1], `county-${step}.ledger`))
        try {
          const county = new Office('乙', fresh, folder, now, b.keys)
          county.trust(again)
          expect(await county.take(next)).toMatchObject({ state: 'applied', taken: 25 })
        } finally {
          fresh.close()
        }
      } finally {
        ledger.close()
      }
    }
    expect(killed).toBeGreaterThan(5)
  }, 240_000)
})

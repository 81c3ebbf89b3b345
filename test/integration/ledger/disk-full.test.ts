import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { idMaker, secureRandom } from '../../../src/main/core/db/ids.ts'
import { createLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../../src/main/core/db/sqlite.ts'
import { Writer } from '../../../src/main/core/db/writer.ts'
import { backupLedger } from '../../../src/main/core/security/backup.ts'
import { CHEAP_KDF, createTestLedger, tickingClock } from '../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const crowd = (n: number) =>
  Array.from({ length: n }, (_, i) => ({
    name: `人${i}`,
    nameFolded: `人${i}`,
    pinyin: 'x',
    initials: 'x',
    note: 'x'.repeat(500),
  }))

const mount = mkdtempSync(join(tmpdir(), 'liaison-small-'))
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=12m', 'tmpfs', mount]).status === 0
if (!mounted) rmSync(mount, { recursive: true, force: true })

describe.runIf(mounted)('a real full disk (12 MB tmpfs)', () => {
  let ledger: Awaited<ReturnType<typeof createLedger>>['ledger']
  beforeAll(async () => {
    const created = await createLedger({
      path: join(mount, 'a.ledger'),
      passphrase: 'x',
      now: tickingClock(),
      kdfCost: CHEAP_KDF,
      cacheMegabytes: 1,
    })
    ledger = created.ledger
    ledger.write(by, (tx) => tx.insertMany(people, crowd(100)))
  })
  afterAll(() => {
    ledger?.close()
    spawnSync('umount', [mount])
    rmSync(mount, { recursive: true, force: true })
  })
  const count = () => ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()

  it('refuses a big insertion with nothing changed, and works on once there is room', async () => {
    for (let i = 0; i < 2; i += 1) {
      expect(() => ledger.write(by, (tx) => tx.insertMany(people, crowd(20_000)))).toThrow(
        refusal('ledger.disk-full'),
      )
      expect(count()).toBe(100)
    }
    await expect(
      ledger.writeAsync(by, async (tx) => {
        for (let i = 0; i < 100; i += 1) tx.insertMany(people, crowd(500))
      }),
    ).rejects.toEqual(refusal('ledger.disk-full'))
    expect(count()).toBe(100)
    expect((await doctor(ledger.ticket)).findings).toEqual([])
    ledger.write(by, (tx) => tx.insertMany(people, crowd(10)))
    expect(count()).toBe(110)
  })

  it('refuses a body that goes on after the disk has filled, instead of committing its rest', () => {
    expect(() =>
      ledger.write(by, (tx) => {
        try {
          tx.insertMany(people, crowd(20_000))
        } catch {
          // A body that hides the error must not get half of its work committed.
        }
        tx.insertMany(people, crowd(1))
      }),
    ).toThrow()
    expect(count()).toBe(110)
  })

  it('leaves no half backup and no half ledger', async () => {
    let filled = 0
    expect(() => {
      for (; ; filled += 1) writeFileSync(join(mount, `filler${filled}`), Buffer.alloc(65_536))
    }).toThrow(expect.objectContaining({ code: 'ENOSPC' }))
    await expect(backupLedger(ledger, join(mount, 'b.ledger'))).rejects.toMatchObject({
      code: 'ledger.disk-full',
      message: expect.stringContaining('备份“b.ledger”没有写成'),
    })
    await expect(ledger.keys.setPassphrase('new')).rejects.toEqual(refusal('ledger.disk-full'))
    const creating = createLedger({
      path: join(mount, 'c.ledger'),
      passphrase: 'x',
      now: tickingClock(),
      kdfCost: CHEAP_KDF,
    })
    await expect(creating).rejects.toMatchObject({
      code: 'ledger.disk-full',
      message: expect.stringContaining('磁盘空间不足'),
    })
    const names = spawnSync('ls', [mount]).stdout.toString().split('\n')
    expect(names.filter((name) => /^\.?[bc]\.ledger($|\.key|.*\.tmp)/.test(name))).toEqual([])
    expect(count()).toBe(110)
  })
})

describe('a ledger that may not grow (max_page_count)', () => {
  it('refuses with nothing changed', async () => {
    const t = await createTestLedger()
    const db = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    db.pragma('max_page_count = 200')
    const now = tickingClock()
    const writer = new Writer(db, t.path, { now, newId: idMaker(now, secureRandom()) })
    expect(() => writer.write(by, (tx) => tx.insertMany(people, crowd(5000)))).toThrow(
      refusal('ledger.disk-full'),
    )
    expect(t.ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(0)
    expect((await doctor(t.ledger.ticket)).clean).toBe(true)
    writer.close()
    t.cleanup()
  })
})

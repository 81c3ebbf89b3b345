import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createLedger, openLedger, openLedgerForReading } from '../../../src/main/core/db/ledger.ts'
import { SCHEMA_VERSION } from '../../../src/main/core/db/migrate.ts'
import { openReader } from '../../../src/main/core/db/read.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { openSqliteForWriting } from '../../../src/main/core/db/sqlite.ts'
import {
  CHEAP_KDF,
  createTestLedger,
  PASSPHRASE,
  type TestLedger,
  tickingClock,
} from '../../fixtures/ledger.ts'

const by = { action: 'test', actor: 'U1' }
const refusal = (code: string) => expect.objectContaining({ name: 'Refusal', code })
const person = (name: string) => ({ name, nameFolded: name, pinyin: 'x', initials: 'x' })
const digest = (path: string) => createHash('sha256').update(readFileSync(path)).digest('hex')

describe('opening a ledger', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
    t.ledger.write(by, (tx) =>
      tx.insertMany(
        people,
        Array.from({ length: 300 }, (_, i) => person(`人${i}`)),
      ),
    )
  })
  afterEach(() => t.cleanup())

  const now = tickingClock()
  const open = (
    secret: Parameters<typeof openLedger>[0]['secret'] = { passphrase: PASSPHRASE },
    keyFolder?: string,
  ) =>
    openLedger({
      path: t.path,
      secret,
      now,
      kdfCost: CHEAP_KDF,
      ...(keyFolder === undefined ? {} : { keyFolder }),
    })
  const count = async (opening = open()) => {
    const ledger = await opening
    const n = ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()
    ledger.close()
    return n
  }
  /** Refused with this code, and the ledger's files are byte for byte what they were. */
  const refusedUntouched = async (code: string, opening: () => Promise<unknown> = open) => {
    const before = digest(t.path)
    await expect(opening()).rejects.toEqual(refusal(code))
    expect(digest(t.path)).toBe(before)
  }

  it('is not readable without its key: no name, no table, no SQLite header in the file', () => {
    t.ledger.close()
    const bytes = readFileSync(t.path)
    for (const text of ['SQLite format 3', '人1', 'people', PASSPHRASE])
      expect(bytes.includes(text)).toBe(false)
  })

  it('opens with passphrase, recovery key and host, and with nothing else', async () => {
    t.ledger.close()
    expect(await count()).toBe(300)
    expect(await count(open({ recoveryKey: t.recoveryKey.toLowerCase().replaceAll('-', ' ') }))).toBe(300)
    await refusedUntouched('ledger.wrong-passphrase', () => open({ passphrase: `${PASSPHRASE} ` }))
    await refusedUntouched('ledger.host-cannot-open', () => open({ host: xorHost(1) }))
    const ledger = await open()
    await ledger.keys.keepOnHost(xorHost(7))
    ledger.close()
    expect(await count(open({ host: xorHost(7) }))).toBe(300)
    await refusedUntouched('ledger.host-cannot-open', () =>
      open({ host: { protect: fail, unprotect: fail } }),
    )
  })

  it('changes the passphrase, recovers with the recovery key, and replaces the recovery key', async () => {
    await expect(t.ledger.keys.changePassphrase('wrong', 'new')).rejects.toEqual(
      refusal('ledger.wrong-passphrase'),
    )
    await expect(t.ledger.keys.changePassphrase(PASSPHRASE, ' ')).rejects.toEqual(
      refusal('ledger.passphrase-empty'),
    )
    await t.ledger.keys.changePassphrase(PASSPHRASE, '新口令二')
    t.ledger.close()
    await refusedUntouched('ledger.wrong-passphrase')
    const recovered = await open({ recoveryKey: t.recoveryKey })
    await recovered.keys.setPassphrase('third')
    const renewed = await recovered.keys.renewRecoveryKey()
    expect(recovered.keys.checkRecoveryKey(renewed)).toBe(true)
    expect(recovered.keys.checkRecoveryKey(t.recoveryKey)).toBe(false)
    recovered.close()
    expect(await count(open({ passphrase: 'third' }))).toBe(300)
    expect(await count(open({ recoveryKey: renewed }))).toBe(300)
    await refusedUntouched('ledger.wrong-recovery-key', () => open({ recoveryKey: t.recoveryKey }))
  })

  it('uses the application’s own copy of a lost or damaged key file and puts it back', async () => {
    t.ledger.close()
    const original = readFileSync(`${t.path}.key`)
    for (const spoil of [
      () => rmSync(`${t.path}.key`),
      () => writeFileSync(`${t.path}.key`, original.subarray(0, 200)),
    ]) {
      spoil()
      expect(await count(open(undefined, t.keyFolder))).toBe(300)
      expect(readFileSync(`${t.path}.key`)).toEqual(original)
    }
  })

  it('refuses a missing, damaged, newer or foreign key file, each in its own words', async () => {
    t.ledger.close()
    const key = `${t.path}.key`
    const original = readFileSync(key, 'utf8')
    rmSync(key)
    await refusedUntouched('ledger.key-missing')
    for (const text of [
      '',
      '{',
      '[]',
      original.replace(/"box": "./, '"box": "!'),
      original.replace('"log2N": 10', '"log2N": 11'),
    ]) {
      writeFileSync(key, text)
      await refusedUntouched('ledger.key-damaged')
    }
    writeFileSync(key, original.replace('"version": 1', '"version": 2'))
    await refusedUntouched('ledger.key-newer')
    const other = await createTestLedger()
    copyFileSync(`${other.path}.key`, key)
    other.cleanup()
    await refusedUntouched('ledger.key-mismatch')
    expect(existsSync(key)).toBe(true)
  })

  it('authenticates the parameters of the key derivation, even with a checksum that fits', async () => {
    t.ledger.close()
    const key = `${t.path}.key`
    const { check, ...file } = JSON.parse(readFileSync(key, 'utf8'))
    expect(check).toMatch(/^[0-9a-f]{64}$/)
    file.wraps[0].kdf.r = 2
    const sorted = (v: unknown): unknown =>
      Array.isArray(v)
        ? v.map(sorted)
        : typeof v === 'object' && v !== null
          ? Object.entries(v)
              .sort(([a], [b]) => (a < b ? -1 : 1))
              .map(([k, inner]) => [k, sorted(inner)])
          : v
    writeFileSync(
      key,
      JSON.stringify({
        ...file,
        check: createHash('sha256')
          .update(JSON.stringify(sorted(file)))
          .digest('hex'),
      }),
    )
    await refusedUntouched('ledger.wrong-passphrase')
  })

  it('refuses what is no ledger', async () => {
    const at = (name: string, content: string | Buffer) => {
      const path = join(t.folder, name)
      writeFileSync(path, content)
      return openLedger({ path, secret: { passphrase: 'x' }, now })
    }
    await expect(at('a.ledger', 'hello')).rejects.toEqual(refusal('ledger.not-a-ledger'))
    await expect(at('b.ledger', '')).rejects.toEqual(refusal('ledger.not-a-ledger'))
    await expect(
      at('c.ledger', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176)])),
    ).rejects.toEqual(refusal('ledger.not-a-ledger'))
    await expect(
      at('d.xlsx', Buffer.concat([Buffer.from('PK\x03\x04'), Buffer.alloc(4092)])),
    ).rejects.toEqual(refusal('ledger.not-a-ledger'))
    await expect(at('e.ledger', Buffer.alloc(8192, 7))).rejects.toEqual(refusal('ledger.key-missing'))
    const missing = join(t.folder, 'none.ledger')
    await expect(openLedger({ path: missing, secret: { passphrase: 'x' }, now })).rejects.toEqual(
      refusal('ledger.not-found'),
    )
    mkdirSync(join(t.folder, 'folder.ledger'))
    await expect(
      openLedger({ path: join(t.folder, 'folder.ledger'), secret: { passphrase: 'x' }, now }),
    ).rejects.toEqual(refusal('ledger.not-a-ledger'))
  })

  it('does not overwrite a ledger or a key file on creation', async () => {
    t.ledger.close()
    const create = () => createLedger({ path: t.path, passphrase: 'x', now, kdfCost: CHEAP_KDF })
    await refusedUntouched('ledger.exists', create)
    rmSync(t.path)
    await expect(create()).rejects.toEqual(refusal('ledger.key-exists'))
    await expect(
      createLedger({ path: join(t.folder, 'n.ledger'), passphrase: ' ', now, kdfCost: CHEAP_KDF }),
    ).rejects.toEqual(refusal('ledger.passphrase-empty'))
    expect(readdirSync(t.folder).filter((name) => name.startsWith('n.ledger'))).toEqual(['n.ledger.lock'])
  })

  it('refuses a ledger of a newer version', async () => {
    const raw = openSqliteForWriting(t.path, { key: t.ledger.ticket.key })
    raw.pragma(`user_version = ${SCHEMA_VERSION + 1}`)
    raw.close()
    t.ledger.close()
    await refusedUntouched('ledger.newer')
    await refusedUntouched('ledger.newer', () =>
      openLedgerForReading({ path: t.path, secret: { passphrase: PASSPHRASE }, now }),
    )
  })

  it('refuses truncated files, at a page boundary and between', async () => {
    t.ledger.close()
    const whole = readFileSync(t.path)
    for (const size of [whole.length - 1, whole.length - 4096, 4096, 4095, 100, 8192]) {
      writeFileSync(t.path, whole)
      truncateSync(t.path, size)
      await expect(open()).rejects.toMatchObject({
        code: expect.stringMatching(/^ledger\.(truncated|damaged)$/),
      })
      expect(readFileSync(t.path).length).toBe(size)
    }
  })

  it('refuses a flipped bit in any page, in the header and in the salt', async () => {
    t.ledger.close()
    const whole = readFileSync(t.path)
    const pages = whole.length / 4096
    const places = [0, 15, 16, 20, 24, 92, 100, 4095]
    for (let page = 1; page < pages; page += 3) places.push(page * 4096 + ((page * 977) % 4096))
    expect(places.length).toBeGreaterThan(30)
    for (const place of places) {
      const bytes = Buffer.from(whole)
      bytes.writeUInt8(bytes.readUInt8(place) ^ (1 << (place % 8)), place)
      writeFileSync(t.path, bytes)
      await expect(open(), `byte ${place}`).rejects.toMatchObject({
        code: place < 16 ? 'ledger.key-mismatch' : 'ledger.damaged',
      })
      expect(readFileSync(t.path).equals(bytes)).toBe(true)
    }
  })

  it('refuses a damaged journal whose later transactions were complete, and opens one cut short', async () => {
    for (let i = 0; i < 5; i += 1) t.ledger.write(by, (tx) => tx.insert(people, person(`晚${i}`)))
    const main = readFileSync(t.path)
    const journal = readFileSync(`${t.path}-wal`)
    t.ledger.close()
    const put = (wal: Buffer) => {
      writeFileSync(t.path, main)
      writeFileSync(`${t.path}-wal`, wal)
      rmSync(`${t.path}-shm`, { force: true })
    }
    put(journal)
    expect(await count()).toBe(305)
    // The header, and frames of all but the last transaction.
    for (const place of [0, 5, 17, 25, 32 + 4120 * 2 + 30, 32 + 4120 * 10 + 2000]) {
      const bytes = Buffer.from(journal)
      bytes.writeUInt8(bytes.readUInt8(place) ^ 4, place)
      put(bytes)
      await refusedUntouched('ledger.journal-damaged')
      expect(readFileSync(`${t.path}-wal`).equals(bytes)).toBe(true)
    }
    // A process killed while it wrote: the unfinished transaction is gone, all before is there.
    put(journal.subarray(0, journal.length - 4120))
    const cut = await open()
    expect(cut.lastSaveIncomplete).toBe(false)
    expect(cut.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(304)
    cut.close()
    // A power cut that tore a page of the last save.
    const torn = Buffer.from(journal)
    torn.fill(0, journal.length - 4120 * 2 + 24, journal.length - 4120)
    put(torn)
    const opened = await open()
    expect(opened.lastSaveIncomplete).toBe(true)
    expect(opened.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(304)
    opened.close()
  })

  it('lets one process write, any number read, and leaves no stale lock behind a killed one', async () => {
    await expect(open()).rejects.toEqual(refusal('ledger.in-use'))
    const reader = await openLedgerForReading({ path: t.path, secret: { passphrase: PASSPHRASE }, now })
    t.ledger.write(by, (tx) => tx.insert(people, person('后来')))
    expect(reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(301)
    reader.close()
    t.ledger.close()
    const script = join(import.meta.dirname, 'hold-ledger.ts')
    const child = spawn(process.execPath, [script, t.path, PASSPHRASE], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    await expect(open()).rejects.toMatchObject({ code: 'ledger.in-use', params: { pid: child.pid } })
    child.kill('SIGKILL')
    await once(child, 'exit')
    expect(await count()).toBe(301)
  })

  it('opens with a lock file that a power cut has left broken', async () => {
    t.ledger.close()
    writeFileSync(`${t.path}.lock`, 'x'.repeat(5000))
    expect(await count()).toBe(300)
  })

  it('has readers that cannot write, whatever they are told', () => {
    const reader = openReader(t.ledger.ticket)
    expect(() => reader.prepare('DELETE FROM people')).toThrow('this writes')
    expect(() => reader.query.all('DELETE FROM people RETURNING id')).toThrow(/readonly/)
    reader.close()
    t.ledger.write(by, (tx) => {
      expect(() => tx.prepare('DELETE FROM people')).toThrow('this writes')
      expect(() => tx.query.all('DELETE FROM people RETURNING id')).toThrow('this writes')
    })
    expect(t.ledger.reader.prepare('SELECT count(*) FROM people').pluck().get()).toBe(300)
  })
})

function xorHost(mask: number) {
  const turn = (bytes: Uint8Array) => Uint8Array.from([mask, ...bytes.map((byte) => byte ^ mask)])
  return {
    protect: turn,
    unprotect: (bytes: Uint8Array) => {
      if (bytes[0] !== mask) throw new Error('not mine')
      return bytes.slice(1).map((byte) => byte ^ mask)
    },
  }
}

function fail(): Uint8Array {
  throw new Error('no keyring')
}

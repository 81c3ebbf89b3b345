import { copyFileSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { openLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { backupLedger, checkBackup } from '../../../src/main/core/security/backup.ts'
import { createTestLedger, PASSPHRASE, type TestLedger, tickingClock } from '../../fixtures/ledger.ts'

const secret = { passphrase: PASSPHRASE }

describe('backup', () => {
  let t: TestLedger
  let target: string
  beforeEach(async () => {
    t = await createTestLedger()
    target = join(t.folder, 'stick', 'backup.ledger')
    t.ledger.write({ action: 'test', actor: 'U1' }, (tx) =>
      tx.insertMany(
        people,
        Array.from({ length: 200 }, (_, i) => ({
          name: `人${i}`,
          nameFolded: 'x',
          pinyin: 'x',
          initials: 'x',
        })),
      ),
    )
  })
  afterEach(() => t.cleanup())

  it('opens by itself with the same passphrase, holds the same rows, and is clean', async () => {
    target = join(t.folder, 'backup.ledger')
    const report = await backupLedger(t.ledger, target)
    expect(report.rows).toMatchObject({ people: 200, change_log: 200, audit: 1 })
    expect(await checkBackup(target, secret)).toMatchObject({
      rows: report.rows,
      bytes: readFileSync(target).length,
    })
    expect(await checkBackup(target, { recoveryKey: t.recoveryKey })).toMatchObject({ rows: report.rows })
    const restored = await openLedger({ path: target, secret, now: tickingClock() })
    expect((await doctor(restored.ticket)).findings).toEqual([])
    restored.write({ action: 'test', actor: 'U1' }, (tx) =>
      tx.insert(people, { name: 'n', nameFolded: 'n', pinyin: 'n', initials: 'n' }),
    )
    restored.close()
    expect(readdirSync(t.folder).filter((name) => name.includes('.tmp'))).toEqual([])
  })

  it('does not overwrite, and leaves nothing where it cannot write', async () => {
    await expect(backupLedger(t.ledger, target)).rejects.toThrow()
    target = join(t.folder, 'there.ledger')
    writeFileSync(`${target}.key`, 'another key')
    await expect(backupLedger(t.ledger, target)).rejects.toMatchObject({ code: 'backup.exists' })
    expect(readFileSync(`${target}.key`, 'utf8')).toBe('another key')
    expect(readdirSync(t.folder).filter((name) => name.startsWith('there.ledger'))).toEqual([
      'there.ledger.key',
    ])
  })

  it('is refused on checking where a page, its end or its key is wrong', async () => {
    target = join(t.folder, 'backup.ledger')
    await backupLedger(t.ledger, target)
    await expect(checkBackup(target, { passphrase: 'x' })).rejects.toMatchObject({
      code: 'ledger.wrong-passphrase',
    })
    const whole = readFileSync(target)
    const flipped = Buffer.from(whole)
    flipped.writeUInt8(flipped.readUInt8(whole.length - 5000) ^ 1, whole.length - 5000)
    writeFileSync(target, flipped)
    await expect(checkBackup(target, secret)).rejects.toMatchObject({
      code: expect.stringMatching(/damaged|not-verified/),
    })
    copyFileSync(t.path, target)
    truncateSync(target, 5000)
    await expect(checkBackup(target, secret)).rejects.toMatchObject({ code: 'ledger.truncated' })
    rmSync(`${target}.key`)
    writeFileSync(target, whole)
    await expect(checkBackup(target, secret)).rejects.toMatchObject({ code: 'ledger.key-missing' })
  })
})

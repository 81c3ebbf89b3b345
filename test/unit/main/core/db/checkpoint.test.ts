import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Checkpoints } from '../../../../../src/main/core/db/checkpoint.ts'
import { createSqlite, type Sqlite } from '../../../../../src/main/core/db/sqlite.ts'

const MIB = 1024 * 1024

describe('the journal', () => {
  let folder: string
  let path: string
  let db: Sqlite
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'liaison-checkpoint-'))
    path = join(folder, 'a.ledger')
    db = createSqlite(path, { key: new Uint8Array(32).fill(7) }, new Uint8Array(16).fill(9))
    db.exec('CREATE TABLE t (content BLOB)')
  })
  afterEach(() => {
    db.close()
    rmSync(folder, { recursive: true })
  })

  const commit = (checkpoints: Checkpoints, mebibytes: number) => {
    db.prepare('INSERT INTO t VALUES (zeroblob(?))').run(mebibytes * MIB)
    checkpoints.afterCommit()
  }
  const ledgerBytes = () => statSync(path).size
  const pause = () => new Promise((resolve) => setImmediate(resolve))

  it('stays while work is answered, however long one commit made it, and moves in the next pause', async () => {
    const checkpoints = new Checkpoints(db, path, 8 * MIB)
    commit(checkpoints, 10)
    expect(ledgerBytes()).toBeLessThan(MIB)
    await pause()
    expect(ledgerBytes()).toBeGreaterThan(10 * MIB)
    checkpoints.stop()
  })

  it('moves without a pause where a program makes none', () => {
    const checkpoints = new Checkpoints(db, path, 8 * MIB)
    for (let i = 0; i < 3; i += 1) commit(checkpoints, 5)
    expect(ledgerBytes()).toBeGreaterThan(10 * MIB)
    checkpoints.stop()
  })

  it('of a small commit is left alone', async () => {
    const checkpoints = new Checkpoints(db, path, 8 * MIB)
    commit(checkpoints, 1)
    await pause()
    expect(ledgerBytes()).toBeLessThan(MIB)
    checkpoints.stop()
  })
})

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { basename } from 'node:path'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import { checkBeforeOpening } from '../db/check-file.ts'
import { readSalt } from '../db/inspect.ts'
import { keyFilePath, storeKeyFile } from '../db/key/key-file.ts'
import { type LedgerSecret, unlockKey } from '../db/key/key-ring.ts'
import type { CopyReport, WriteLedger } from '../db/ledger.ts'
import { asRefusal } from '../db/sqlite-refusal.ts'
import { inspectCopy } from '../db/verified-copy.ts'

/**
 * Copies the open ledger and its key file to `target`: written beside, reopened and checked page by page, counted
 * against the original, synced, renamed. The same passphrase and recovery key open the copy.
 * @throws Refusal `backup.exists`, `backup.not-verified`, `ledger.disk-full`; nothing is then left at the target
 */
export async function backupLedger(ledger: WriteLedger, target: string): Promise<CopyReport> {
  for (const path of [target, keyFilePath(target)]) {
    if (existsSync(path)) {
      throw new Refusal('backup.exists', `“${basename(path)}”已经存在，没有覆盖。请换一个文件名。`, {
        file: basename(path),
      })
    }
  }
  try {
    // The key file first: a ledger without its key would be a backup that nobody can open.
    await storeKeyFile(ledger.keys.file, target)
    return await ledger.copyTo(target)
  } catch (error) {
    await rm(keyFilePath(target), { force: true })
    if (!isRefusal(error) || error.code !== 'ledger.disk-full') throw error
    throw new Refusal(
      error.code,
      `磁盘空间不足，备份“${basename(target)}”没有写成，台账本身没有改动。请换一个位置，或清理磁盘后重试。`,
      error.params,
    )
  }
}

/**
 * Tries a backup as a restore would: opens it with the secret, on a connection that cannot write, and checks every page.
 * @throws Refusal as `openLedger`, and `ledger.damaged` where a page does not check
 */
export async function checkBackup(path: string, secret: LedgerSecret): Promise<CopyReport> {
  try {
    const { key } = await unlockKey(await readSalt(path), { path, secret })
    checkBeforeOpening(path, key, 'never')
    const copy = inspectCopy(path, key)
    const [problem] = copy.findings
    if (problem !== undefined) {
      throw new Refusal(
        'backup.not-verified',
        `备份“${basename(path)}”核对不通过（${problem}），不能用来恢复。请换一份较早的备份。`,
        {
          file: basename(path),
          problem,
        },
      )
    }
    return { path, bytes: copy.bytes, rows: copy.rows }
  } catch (error) {
    throw asRefusal(error, path)
  }
}

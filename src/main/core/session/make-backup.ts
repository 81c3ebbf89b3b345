import { basename, dirname, extname, join } from 'node:path'
import type { WriteLedger } from '../db/ledger.ts'
import { checkWritable, makeFolder } from '../files/atomic-write.ts'
import { isFolder } from '../files/browse-folders.ts'
import type { Actor, Surroundings } from '../procedure.ts'
import { backupLedger } from '../security/backup.ts'
import { saveLedgerFacts } from './ledger-facts.ts'

/** The folder beside a ledger in which its backups lie unless another place is named. */
const FOLDER = '备份'

/**
 * Makes a verified copy of the open ledger with its key file, and notes when.
 * @throws Refusal as `backupLedger`, `checkWritable`
 */
export async function makeBackup(
  ledger: WriteLedger,
  { now }: Pick<Surroundings, 'now'>,
  actor: Actor,
  given: string | undefined,
): Promise<{ path: string; size: number }> {
  // Whoever names a folder gets the usual name in it.
  const into = given !== undefined && (await isFolder(given)) ? given : undefined
  const target = given === undefined || into !== undefined ? usualPlace(ledger.path, now(), into) : given
  if (given === undefined) await makeFolder(dirname(target))
  await checkWritable(target)
  const { path, bytes } = await backupLedger(ledger, target)
  const lastBackupAt = new Date(now()).toISOString()
  ledger.write({ action: 'ledger.backup', actor: actor.name, params: { bytes } }, (tx) =>
    saveLedgerFacts(tx, { lastBackupAt }),
  )
  return { path, size: bytes }
}

/** 备份/马边站-20220630-091500.ledger, the time as clocks show it in China. */
function usualPlace(ledger: string, now: number, folder = join(dirname(ledger), FOLDER)): string {
  const extension = extname(ledger)
  const stamp = new Date(now + 8 * 3600_000).toISOString().replace(/[-:]/g, '').replace('T', '-').slice(0, 15)
  return join(folder, `${basename(ledger, extension)}-${stamp}${extension}`)
}

import { copyFileSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { largeLedger } from './large-ledger.ts'

export type LedgerCopy = {
  readonly folder: string
  readonly path: string
  readonly passphrase: string
  remove(): void
}

/** A copy of the large ledger in a folder of its own, for pieces that write to it or let the application open it. */
export async function copyOfLargeLedger(people: number): Promise<LedgerCopy> {
  const source = await largeLedger({ people })
  const folder = mkdtempSync(join(tmpdir(), 'liaison-bench-copy-'))
  const path = join(folder, 'county.ledger')
  copyFileSync(source.path, path)
  copyFileSync(`${source.path}.key`, `${path}.key`)
  return {
    folder,
    path,
    passphrase: source.passphrase,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

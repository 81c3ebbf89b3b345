import { createHash } from 'node:crypto'
import { mkdir, readFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { writePrivateFile } from '../../files/atomic-file.ts'
import { asRefusal } from '../sqlite-refusal.ts'
import { wrapSchema } from './wraps.ts'

const FORMAT = 'liaison-ledger-key'
const VERSION = 1

const keyFileSchema = z.object({
  format: z.literal(FORMAT),
  version: z.literal(VERSION),
  /** the ledger's first 16 bytes (its cipher's salt, the only plain text in it), hex: tells which ledger this key opens */
  salt: z.string().regex(/^[0-9a-f]{32}$/),
  wraps: z.array(wrapSchema).min(1),
  /** SHA-256 of the rest: tells a damaged file from a wrong passphrase */
  check: z.string(),
})

export type KeyFile = Omit<z.infer<typeof keyFileSchema>, 'check'>

/** The key file that lies beside a ledger. */
export function keyFilePath(ledgerPath: string): string {
  return `${ledgerPath}.key`
}

export function newKeyFile(salt: string, wraps: KeyFile['wraps']): KeyFile {
  return { format: FORMAT, version: VERSION, salt, wraps }
}

/**
 * Writes the key file beside the ledger and, where the application has a folder of its own, a copy there.
 * @throws Refusal `ledger.disk-full`, `ledger.read-only`; the old key file is then still whole
 */
export async function storeKeyFile(file: KeyFile, ledgerPath: string, keyFolder?: string): Promise<void> {
  const text = `${JSON.stringify({ ...file, check: checksum(file) }, undefined, 2)}\n`
  try {
    if (keyFolder !== undefined) {
      await mkdir(keyFolder, { recursive: true, mode: 0o700 })
      await writePrivateFile(copyPath(keyFolder, file.salt), text)
    }
    // Last, since this one counts: where the copy fails, the old passphrase still opens the ledger.
    await writePrivateFile(keyFilePath(ledgerPath), text)
  } catch (error) {
    throw asRefusal(error, ledgerPath)
  }
}

/**
 * The key file of a ledger: beside it, or where that one was lost or damaged, the application's own copy
 * (then put back beside the ledger).
 * @throws Refusal `ledger.key-missing`, `ledger.key-damaged`, `ledger.key-newer`, `ledger.key-mismatch`
 */
export async function loadKeyFile(salt: string, ledgerPath: string, keyFolder?: string): Promise<KeyFile> {
  const beside = await readKeyFile(keyFilePath(ledgerPath))
  if (beside.state === 'good' && beside.file.salt === salt) return beside.file
  if (beside.state === 'newer') {
    throw new Refusal(
      'ledger.key-newer',
      `钥匙文件“${basename(keyFilePath(ledgerPath))}”由更新版本的软件写成，本版本不能使用。请先升级软件再打开。`,
    )
  }
  if (keyFolder !== undefined) {
    const copy = await readKeyFile(copyPath(keyFolder, salt))
    if (copy.state === 'good' && copy.file.salt === salt) {
      if (beside.state !== 'good') await storeKeyFile(copy.file, ledgerPath)
      return copy.file
    }
  }
  throw refusalFor(beside.state, ledgerPath)
}

function refusalFor(state: 'good' | 'missing' | 'damaged', ledgerPath: string): Refusal {
  const name = basename(keyFilePath(ledgerPath))
  if (state === 'missing') {
    return new Refusal(
      'ledger.key-missing',
      `找不到台账的钥匙文件“${name}”，它应与台账放在同一文件夹。请从备份或原来的电脑把它一起复制过来；没有它，口令也打不开台账。`,
      { file: name },
    )
  }
  if (state === 'damaged') {
    return new Refusal(
      'ledger.key-damaged',
      `钥匙文件“${name}”已损坏，无法读取。请从备份中取回同名文件放回原处后重试；台账本身没有被改动。`,
      { file: name },
    )
  }
  return new Refusal(
    'ledger.key-mismatch',
    `钥匙文件“${name}”不是这个台账的，或台账文件的开头已损坏。请确认两个文件来自同一次复制；如台账损坏，请从备份恢复。`,
    { file: name },
  )
}

type Read = { state: 'good'; file: KeyFile } | { state: 'missing' | 'damaged' | 'newer' }

async function readKeyFile(path: string): Promise<Read> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing' }
    return { state: 'damaged' }
  }
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return { state: 'damaged' }
  }
  const version = z.object({ format: z.literal(FORMAT), version: z.number() }).safeParse(json)
  if (version.success && version.data.version > VERSION) return { state: 'newer' }
  const parsed = keyFileSchema.safeParse(json)
  if (!parsed.success) return { state: 'damaged' }
  const { check, ...file } = parsed.data
  return check === checksum(file) ? { state: 'good', file } : { state: 'damaged' }
}

function checksum(file: KeyFile): string {
  return createHash('sha256')
    .update(JSON.stringify(sorted(file)))
    .digest('hex')
}

/** Keys in one order, so that the checksum does not depend on how the parser orders them. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, inner]) => [key, sorted(inner)])
}

function copyPath(keyFolder: string, salt: string): string {
  return join(keyFolder, `${salt}.key`)
}

import { randomBytes } from 'node:crypto'
import { type FileHandle, open, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'

/**
 * Writes a file so that a power cut leaves either the old file or the whole new one:
 * beside the target, synced, renamed, and the folder synced. Private to its owner (0600).
 */
export async function writeFileAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const beside = pathBeside(path)
  try {
    const handle = await open(beside, 'wx', 0o600)
    try {
      await handle.writeFile(content)
      await handle.sync()
    } finally {
      await handle.close()
    }
    await rename(beside, path)
  } catch (error) {
    await rm(beside, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/** A fresh temporary name in the same folder, so that the rename stays on one file system. */
export function pathBeside(path: string): string {
  return `${path}.tmp-${randomBytes(6).toString('hex')}`
}

/** Flushes a finished file to the disk. */
export async function syncFile(path: string): Promise<void> {
  const handle = await open(path, 'r+')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Makes a rename durable. Windows cannot open folders and needs no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    // Some USB and network file systems refuse to sync a folder; the file itself is synced already.
    if (!['EINVAL', 'EPERM', 'EACCES', 'ENOTSUP'].includes((error as NodeJS.ErrnoException).code ?? ''))
      throw error
  } finally {
    await handle?.close()
  }
}

/** Files that a power cut leaves old or new, never half: written beside the target, synced, renamed, the folder synced. */
import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** Where the bytes of a file in the making go, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
}

export interface AtomicOptions {
  readonly createFolder?: boolean
  /** for its owner alone (0600): keys, and what says where ledgers lie */
  readonly private?: boolean
}

/**
 * Where `produce` throws or the disk refuses, the temporary file is removed and a file that stood at `target` is untouched.
 * @returns what `produce` returned. @throws what `produce` or the system threw, as it is
 */
export async function writeBeside<T>(
  target: string,
  produce: (sink: ByteSink) => Promise<T>,
  options: AtomicOptions = {},
): Promise<T> {
  const folder = dirname(target)
  const temporary = pathBeside(target)
  let handle: FileHandle | undefined
  try {
    if (options.createFolder) await mkdir(folder, { recursive: true })
    handle = await open(temporary, 'wx', options.private ? 0o600 : 0o666)
    const sinkHandle = handle
    const result = await produce({ write: (bytes) => writeAll(sinkHandle, bytes) })
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(temporary, target)
    await syncFolder(folder)
    return result
  } catch (error) {
    await handle?.close().catch(() => undefined)
    await rm(temporary, { force: true }).catch(() => undefined)
    throw error
  }
}

/** `writeBeside` for a file of its owner alone, from bytes or text (UTF-8) that are at hand. */
export function writePrivateFile(target: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  return writeBeside(target, (sink) => sink.write(bytes), { private: true })
}

/** A fresh hidden name in the same folder, so that the rename stays on one file system. */
export function pathBeside(path: string): string {
  return join(dirname(path), `.${basename(path)}.${randomBytes(6).toString('hex')}.tmp`)
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

/** Makes a rename durable: it lies in the folder. Windows cannot open folders and needs no such call. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  let handle: FileHandle | undefined
  try {
    handle = await open(folder, 'r')
    await handle.sync()
  } catch (error) {
    // Some USB and network file systems refuse to sync a folder; the file itself is synced already.
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (!['EINVAL', 'EPERM', 'EACCES', 'ENOTSUP'].includes(String(code))) throw error
  } finally {
    await handle?.close()
  }
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let offset = 0
  while (offset < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset)
    offset += bytesWritten
  }
}

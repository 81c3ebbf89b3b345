import { randomBytes } from 'node:crypto'
import { type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'

const DISK_FULL = ['ENOSPC', 'EDQUOT']

/** Where the bytes of a file in the making go, in order. */
export interface ByteSink {
  write(bytes: Uint8Array): Promise<void>
}

/**
 * Writes a file so that its name never shows a half-written one: the bytes go to a temporary file beside the
 * target, are synced to the disk, and only then take the target's name. When `produce` throws, or the disk
 * refuses, the temporary file is removed and a file that stood at `target` is untouched.
 *
 * @returns what `produce` returned.
 * @throws Refusal `file.disk-full`, `file.not-writable`, `file.in-use`, `file.no-folder`.
 */
export async function writeAtomically<T>(
  target: string,
  produce: (sink: ByteSink) => Promise<T>,
  options: { readonly createFolder?: boolean } = {},
): Promise<T> {
  const folder = dirname(target)
  const temporary = join(folder, `.${basename(target)}.${randomBytes(6).toString('hex')}.tmp`)
  let handle: FileHandle | undefined
  let producing = false
  try {
    if (options.createFolder) await mkdir(folder, { recursive: true })
    handle = await open(temporary, 'wx')
    const sinkHandle = handle
    producing = true
    const result = await produce({ write: (bytes) => writeAll(sinkHandle, bytes) })
    producing = false
    await handle.sync()
    await handle.close()
    handle = undefined
    await rename(temporary, target)
    await syncFolder(folder)
    return result
  } catch (error) {
    await handle?.close().catch(() => undefined)
    await rm(temporary, { force: true }).catch(() => undefined)
    // What the producer reads may be missing or locked too, and is not this file's fault; a full disk always is.
    throw producing && !DISK_FULL.includes(errnoOf(error)) ? error : asRefusal(error, target)
  }
}

/** `writeAtomically` for bytes or text (UTF-8) that are already at hand. */
export async function writeFileAtomically(target: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  await writeAtomically(target, (sink) => sink.write(bytes))
}

async function writeAll(handle: FileHandle, bytes: Uint8Array): Promise<void> {
  let offset = 0
  while (offset < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, offset, bytes.length - offset)
    offset += bytesWritten
  }
}

/** The rename itself lies in the folder; without this a power cut can bring the old name back. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } catch (error) {
    // Some network and FAT mounts cannot sync a folder; the file itself is synced already.
    if (!['EINVAL', 'ENOTSUP', 'EPERM'].includes(errnoOf(error))) throw error
  } finally {
    await handle.close()
  }
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

function asRefusal(error: unknown, target: string): unknown {
  const params = { file: target }
  switch (errnoOf(error)) {
    case 'ENOSPC':
    case 'EDQUOT':
      return new Refusal(
        'file.disk-full',
        `磁盘空间不足，文件没有写成：${target}。请清理磁盘或换一个位置后重试。`,
        params,
      )
    case 'EBUSY':
      return new Refusal(
        'file.in-use',
        `文件正被其他程序使用：${target}。请在 Excel 或 WPS 中关闭它后重试。`,
        params,
      )
    case 'EACCES':
    case 'EPERM':
    case 'EROFS':
      return new Refusal(
        'file.not-writable',
        `没有权限写入：${target}。如果文件正在 Excel 或 WPS 中打开，请先关闭；否则请换一个文件夹。`,
        params,
      )
    case 'ENOENT':
    case 'ENOTDIR':
      return new Refusal(
        'file.no-folder',
        `保存位置不存在：${dirname(target)}。请先建立该文件夹或换一个位置。`,
        params,
      )
    default:
      return error
  }
}

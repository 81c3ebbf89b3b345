import { mkdir, open, rm, stat } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type AtomicOptions, type ByteSink, pathBeside, writeBeside } from './atomic-file.ts'

export type { ByteSink } from './atomic-file.ts'

const DISK_FULL = ['ENOSPC', 'EDQUOT']

/**
 * Writes a file of the clerk's so that its name never shows a half-written one (`writeBeside`), with the reason in the
 * clerk's words where it could not be written.
 *
 * @returns what `produce` returned.
 * @throws Refusal `file.disk-full`, `file.not-writable`, `file.in-use`, `file.no-folder`, `file.is-folder`, `file.name-too-long`.
 */
export async function writeAtomically<T>(
  target: string,
  produce: (sink: ByteSink) => Promise<T>,
  options: AtomicOptions = {},
): Promise<T> {
  let producing = false
  try {
    return await writeBeside(
      target,
      async (sink) => {
        producing = true
        const result = await produce(sink)
        producing = false
        return result
      },
      options,
    )
  } catch (error) {
    // What the producer reads may be missing or locked too, and is not this file's fault; a full disk always is.
    throw producing && !DISK_FULL.includes(errnoOf(error)) ? error : writeRefusal(error, target)
  }
}

/** `writeAtomically` for bytes or text (UTF-8) that are already at hand. */
export async function writeFileAtomically(target: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  await writeAtomically(target, (sink) => sink.write(bytes))
}

/**
 * Tries whether `target` could be written now, and leaves nothing: to be asked before work whose record cannot be taken
 * back. @throws Refusal as `writeAtomically`
 */
export async function checkWritable(target: string): Promise<void> {
  const probe = pathBeside(target)
  try {
    const there = await stat(target).catch(() => undefined)
    if (there?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' })
    // On Windows a file that another program holds cannot be replaced; opening it for writing says so.
    if (there !== undefined) await (await open(target, 'r+')).close()
    await (await open(probe, 'wx')).close()
  } catch (error) {
    throw writeRefusal(error, target)
  } finally {
    await rm(probe, { force: true }).catch(() => undefined)
  }
}

/** Tries whether files could be written into `folder`, which may still have to be made. @throws Refusal as `checkWritable` */
export async function checkFolder(folder: string): Promise<void> {
  const there = await stat(folder).catch(() => undefined)
  if (there?.isDirectory()) return checkWritable(join(folder, 'x'))
  if (there !== undefined) throw notAFolder(folder)
  const above = dirname(folder)
  if (above === folder) throw writeRefusal(Object.assign(new Error(folder), { code: 'ENOENT' }), folder)
  return checkFolder(above)
}

/** Makes a folder, and those above it, where it is not there. @throws Refusal as `checkWritable`, `file.not-folder` */
export async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
  } catch (error) {
    throw ['EEXIST', 'ENOTDIR'].includes(errnoOf(error)) ? notAFolder(folder) : writeRefusal(error, folder)
  }
}

function notAFolder(path: string): Refusal {
  return new Refusal('file.not-folder', `“${path}”是一个文件，不是文件夹。请换一个文件夹。`, { file: path })
}

function errnoOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

/** What the system says of a file that could not be written, in the clerk's words; anything else as it is. */
export function writeRefusal(error: unknown, target: string): unknown {
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
    case 'EISDIR':
      return new Refusal('file.is-folder', `“${target}”是一个文件夹。请写明文件名。`, params)
    case 'ENAMETOOLONG':
      return new Refusal(
        'file.name-too-long',
        `文件名太长：${basename(target)}。请换一个短些的名称。`,
        params,
      )
    case 'EFBIG':
      return new Refusal(
        'file.too-large-there',
        `文件没有写成：${target}。那里放不下这么大的文件（有的U盘单个文件不能超过 4 GB）。请换一个位置后重试。`,
        params,
      )
    case 'EIO':
      return new Refusal(
        'file.disk-failed',
        `写入时磁盘出错，文件没有写成：${target}。请检查U盘是否插好，或换一个位置后重试。`,
        params,
      )
    default:
      return error
  }
}

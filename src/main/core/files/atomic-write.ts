import { dirname } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type AtomicOptions, type ByteSink, writeBeside } from './atomic-file.ts'

export type { ByteSink } from './atomic-file.ts'

const DISK_FULL = ['ENOSPC', 'EDQUOT']

/**
 * Writes a file of the clerk's so that its name never shows a half-written one (`writeBeside`), with the reason in the
 * clerk's words where it could not be written.
 *
 * @returns what `produce` returned.
 * @throws Refusal `file.disk-full`, `file.not-writable`, `file.in-use`, `file.no-folder`.
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
    throw producing && !DISK_FULL.includes(errnoOf(error)) ? error : asRefusal(error, target)
  }
}

/** `writeAtomically` for bytes or text (UTF-8) that are already at hand. */
export async function writeFileAtomically(target: string, content: Uint8Array | string): Promise<void> {
  const bytes = typeof content === 'string' ? Buffer.from(content, 'utf8') : content
  await writeAtomically(target, (sink) => sink.write(bytes))
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

import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import type { FileRef } from '../../../shared/contract/files.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'

type Held =
  | { kind: 'bytes'; name: string; mime: string; bytes: Uint8Array<ArrayBuffer> }
  | { kind: 'path'; name: string; mime: string; path: string; size: number }

/** A workbook of 200,000 people is under 60 MB; above this it is no office file. */
export const LARGEST_FILE = 512 * 1024 * 1024

/**
 * Files that pass between screens and jobs, by token. They stay in memory (or where the user has them), never in a
 * temporary file: personal data must not be left on a shared office disk.
 */
export class FileVault {
  readonly #held = new Map<string, Held>()
  readonly #newId: () => string

  constructor(newId: () => string) {
    this.#newId = newId
  }

  put(name: string, mime: string, bytes: Uint8Array): FileRef {
    if (bytes.byteLength > LARGEST_FILE) throw tooLarge(name, bytes.byteLength)
    const owned =
      bytes.buffer instanceof ArrayBuffer
        ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
        : Uint8Array.from(bytes)
    return this.#keep({ kind: 'bytes', name: basename(name), mime, bytes: owned })
  }

  /** Registers a file that lies on the disk, unread. @throws Refusal `file.not-found`, `file.is-folder` */
  async putPath(path: string, mime = 'application/octet-stream'): Promise<FileRef> {
    const found = await stat(path).catch(() => undefined)
    if (found?.isDirectory())
      throw new Refusal('file.is-folder', `“${path}”是一个文件夹。请写明里面的文件。`, { path })
    if (found === undefined || !found.isFile()) {
      throw new Refusal('file.not-found', `找不到文件“${path}”。请检查路径（命令行中请用绝对路径）。`, {
        path,
      })
    }
    if (found.size > LARGEST_FILE) throw tooLarge(basename(path), found.size)
    return this.#keep({ kind: 'path', name: basename(path), mime, path, size: found.size })
  }

  /** What a job reads from. @throws Refusal `file.gone` */
  source(token: string): { name: string; path: string } | { name: string; bytes: Uint8Array } {
    const held = this.#find(token)
    return held.kind === 'path'
      ? { name: held.name, path: held.path }
      : { name: held.name, bytes: held.bytes }
  }

  /** The whole file, for the screen. @throws Refusal `file.gone` */
  async read(token: string): Promise<{ ref: FileRef; bytes: Uint8Array<ArrayBuffer> }> {
    const held = this.#find(token)
    const bytes = held.kind === 'bytes' ? held.bytes : await readWhole(held.path)
    return { ref: { token, name: held.name, mime: held.mime, size: bytes.byteLength }, bytes }
  }

  forget(token: string): void {
    this.#held.delete(token)
  }

  /** Forgets everything: a locked ledger leaves nothing behind. */
  clear(): void {
    this.#held.clear()
  }

  #keep(held: Held): FileRef {
    const token = this.#newId()
    this.#held.set(token, held)
    const size = held.kind === 'bytes' ? held.bytes.byteLength : held.size
    return { token, name: held.name, size, mime: held.mime }
  }

  #find(token: string): Held {
    const held = this.#held.get(token)
    if (held === undefined)
      throw new Refusal('file.gone', '这个文件已经不在了（可能台账曾被锁定）。请重新选择或重新生成。')
    return held
  }
}

async function readWhole(path: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return Uint8Array.from(await readFile(path))
  } catch {
    throw new Refusal('file.not-found', `文件“${basename(path)}”读不出来，可能已被移动或U盘已拔出。`, {
      path,
    })
  }
}

function tooLarge(name: string, bytes: number): Refusal {
  const megabytes = Math.ceil(bytes / 1024 / 1024)
  return new Refusal(
    'file.too-large',
    `文件“${name}”有 ${megabytes} MB，超过 512 MB 的上限。请拆成几个文件。`,
    { name, megabytes },
  )
}

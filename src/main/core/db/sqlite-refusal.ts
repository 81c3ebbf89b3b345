import { basename } from 'node:path'
import Database from 'better-sqlite3'
import { Refusal } from '../../../shared/domain/refusal.ts'

/**
 * The refusal for what the disk or the file did to us, or the error itself where it is a fault of ours
 * (a constraint, a wrong statement).
 */
export function asRefusal(error: unknown, path: string): unknown {
  if (error instanceof Database.SqliteError) return refusalForCode(error.code, basename(path)) ?? error
  if (error instanceof Error && 'code' in error) {
    const asSqlite = FILE_ERRORS[String(error.code)]
    if (asSqlite !== undefined) return refusalForCode(asSqlite, basename(path)) ?? error
  }
  return error
}

/** The same faults met while writing a key file or a copy. */
const FILE_ERRORS: Readonly<Record<string, string>> = {
  ENOSPC: 'SQLITE_FULL',
  EDQUOT: 'SQLITE_FULL',
  EROFS: 'SQLITE_READONLY',
  EACCES: 'SQLITE_READONLY',
  EPERM: 'SQLITE_READONLY',
  EIO: 'SQLITE_IOERR',
}

/** Runs `body`; disk and file faults come out as refusals that a clerk understands. */
export function refusing<T>(path: string, body: () => T): T {
  try {
    return body()
  } catch (error) {
    throw asRefusal(error, path)
  }
}

export function damaged(file: string, detail: string): Refusal {
  return new Refusal(
    'ledger.damaged',
    `台账“${file}”已损坏（${detail}），为避免进一步损失没有打开，文件未作任何改动。请从最近的备份恢复；恢复前请保留原文件。`,
    { file, detail },
  )
}

function refusalForCode(code: string, file: string): Refusal | undefined {
  // A full disk is met as SQLITE_FULL on write and as these where a file has to grow.
  if (code === 'SQLITE_FULL' || code === 'SQLITE_IOERR_SHMSIZE' || code === 'SQLITE_IOERR_WRITE') {
    return new Refusal(
      'ledger.disk-full',
      `磁盘空间不足，这次写入已全部撤销，台账“${file}”保持写入前的样子。请清理磁盘后重试。`,
      { file },
    )
  }
  if (code.startsWith('SQLITE_CORRUPT')) return damaged(file, '数据页校验不符')
  if (code === 'SQLITE_NOTADB') return damaged(file, '文件头校验不符')
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new Refusal('ledger.busy', `台账“${file}”正在被另一项任务写入，请等它完成后重试。`, { file })
  }
  if (code.startsWith('SQLITE_READONLY')) {
    return new Refusal(
      'ledger.read-only',
      `台账“${file}”所在的位置不允许写入（只读文件或只读磁盘）。请复制到可写的文件夹后再打开。`,
      { file },
    )
  }
  if (code.startsWith('SQLITE_CANTOPEN')) {
    return new Refusal(
      'ledger.cannot-open',
      `无法打开台账“${file}”：文件不存在或没有访问权限。请检查位置和权限。`,
      {
        file,
      },
    )
  }
  if (code.startsWith('SQLITE_IOERR')) {
    return new Refusal(
      'ledger.io',
      `读写台账“${file}”时磁盘出错（${code}），这次操作已撤销。请检查磁盘或U盘是否松动，并尽快备份。`,
      { file, code },
    )
  }
  return undefined
}

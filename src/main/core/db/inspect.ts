import { type FileHandle, open } from 'node:fs/promises'
import { basename } from 'node:path'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { keyFilePath } from './key/key-file.ts'

const PAGE_SIZE = 4096
const SALT_BYTES = 16

/** Files that people take for a ledger, by their first bytes. */
const KNOWN: readonly (readonly [string, string])[] = [
  ['53514c69746520666f726d6174203300', '未加密的 SQLite 数据库'],
  ['504b0304', '压缩包或 Excel 工作簿'],
  ['d0cf11e0a1b11ae1', '旧版 Excel 或 Word 文件'],
  ['25504446', 'PDF 文件'],
  ['7b0a', '文本文件'],
]

/**
 * Looks at the file before SQLite does and gives the ledger's salt (its first 16 bytes, hex).
 * Not to be called while this process has the ledger open: closing the file would drop SQLite's locks (POSIX).
 * @throws Refusal `ledger.not-found`, `ledger.not-a-ledger`, `ledger.truncated`
 */
export async function readSalt(path: string): Promise<string> {
  const file = basename(path)
  let handle: FileHandle
  try {
    handle = await open(path, 'r')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? ''
    if (code === 'ENOENT') {
      throw new Refusal(
        'ledger.not-found',
        `找不到台账“${file}”。请检查文件是否被移动或改名、U盘是否插好。`,
        { file },
      )
    }
    throw new Refusal('ledger.cannot-open', `无法打开台账“${file}”（${code}）。请检查位置和访问权限。`, {
      file,
      code,
    })
  }
  try {
    const stat = await handle.stat()
    if (!stat.isFile()) throw notALedger(file, '文件夹')
    const head = Buffer.alloc(SALT_BYTES)
    const { bytesRead } = await handle.read(head, 0, SALT_BYTES, 0)
    const hex = head.subarray(0, bytesRead).toString('hex')
    const known = KNOWN.find(([magic]) => hex.startsWith(magic))
    if (known !== undefined) throw notALedger(file, known[1])
    if (stat.size < PAGE_SIZE || stat.size % PAGE_SIZE !== 0) {
      if (await exists(keyFilePath(path))) {
        throw new Refusal(
          'ledger.truncated',
          `台账“${file}”不完整（${stat.size} 字节，可能是复制中断或U盘提前拔出），没有打开，文件未作任何改动。请重新复制，或从备份恢复。`,
          { file, bytes: stat.size },
        )
      }
      throw notALedger(file, '其他文件')
    }
    return hex
  } finally {
    await handle.close()
  }
}

function notALedger(file: string, found: string): Refusal {
  return new Refusal(
    'ledger.not-a-ledger',
    `“${file}”不是劳务协作台账（看起来是${found}）。请选择扩展名为 .ledger 的台账文件。`,
    { file, found },
  )
}

async function exists(path: string): Promise<boolean> {
  try {
    await (await open(path, 'r')).close()
    return true
  } catch {
    return false
  }
}

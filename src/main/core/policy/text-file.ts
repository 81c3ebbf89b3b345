/** A file as text, or what hinders that, in Chinese. */
import { readFileSync } from 'node:fs'

export type TextFile =
  | { readonly text: string; readonly fault?: undefined }
  | { readonly text?: undefined; readonly fault: string }

/** Reads UTF-8, with or without a byte order mark. */
export function readTextFile(file: string): TextFile {
  let bytes: Buffer
  try {
    bytes = readFileSync(file)
  } catch (error) {
    return { fault: readFault(error) }
  }
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) }
  } catch {
    return { fault: '文件不是 UTF-8 编码的文字，请另存为 UTF-8' }
  }
}

/** What an error of the file system means for whoever asked for the file or folder. */
export function readFault(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  return code === 'ENOENT' ? '没有这个文件或文件夹' : `读不出来（${code ?? String(error)}），请检查权限和链接`
}

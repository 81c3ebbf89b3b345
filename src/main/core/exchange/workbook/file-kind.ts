import { stat } from 'node:fs/promises'
import { notReadable } from './workbook-refusals.ts'
import { firstBytes } from './zip-reader.ts'

/** What of an old-format (OLE) file is looked at: its directory lies in the first few hundred KB as a rule. */
const OLE_LOOK = 4 * 1024 * 1024

/**
 * Whether a file is a zip (so perhaps an .xlsx) or text (so perhaps a .csv), told by its content; the file name's
 * ending is often wrong.
 * @throws Refusal of `notReadable` for whatever else it is: .xls, encrypted, a web page, a picture, empty.
 */
export async function fileKind(source: string | Uint8Array): Promise<'zip' | 'text'> {
  const head = await firstBytes(source, 4096)
  if (head.length === 0) throw notReadable.empty()
  const latin = head.toString('latin1', 0, 8)
  if (latin.startsWith('PK\x03\x04')) return 'zip'
  if (latin.startsWith('PK')) throw notReadable.truncated()
  if (latin.startsWith('\xd0\xcf\x11\xe0')) {
    const ole = await firstBytes(source, OLE_LOOK)
    const names = (name: string) => ole.includes(Buffer.from(name, 'utf16le'))
    if (names('EncryptedPackage')) throw notReadable.encrypted()
    if (names('WordDocument') || names('PowerPoint Document')) throw notReadable.wordOrSlides()
    throw notReadable.oldXls()
  }
  // BIFF 2–4, from before .xls files were OLE files.
  if (latin.startsWith('\x09\x08') || latin.startsWith('\x09\x04') || latin.startsWith('\x09\x00\x04')) {
    throw notReadable.oldXls()
  }
  for (const [magic, what] of OTHERS)
    if (latin.startsWith(magic)) throw notReadable.notWorkbook(`，而是${what}`)
  const start = textStart(head)
  if (/^(?:<\?xml[^>]*>)?\s*(?:<\?mso-application[^>]*>\s*)?<(?:ss:)?workbook\b/.test(start))
    throw notReadable.xml2003()
  if (/^<(?:!doctype html|html|table|meta|head|body|style)\b/.test(start)) throw notReadable.webPage()
  if (start.startsWith('<?xml')) throw notReadable.notWorkbook('，而是一个 XML 文件')
  if (start.startsWith('mime-version:')) throw notReadable.webPage()
  return 'text'
}

const OTHERS: readonly (readonly [magic: string, what: string])[] = [
  ['%PDF', ' PDF 文件'],
  ['\x89PNG', '图片'],
  ['\xff\xd8\xff', '图片'],
  ['GIF8', '图片'],
  ['Rar!', ' RAR 压缩包'],
  ['7z\xbc\xaf', ' 7z 压缩包'],
  ['\x1f\x8b', '压缩包'],
  ['SQLite f', '数据库文件'],
  ['MZ', '程序文件'],
]

function textStart(head: Buffer): string {
  const utf16 = head[0] === 0xff && head[1] === 0xfe
  const text = utf16 ? head.toString('utf16le', 2) : head.toString('latin1').replace(/^\xef\xbb\xbf/, '')
  return text.trimStart().slice(0, 400).toLowerCase()
}

/** Bytes of the source. */
export async function sizeOf(source: string | Uint8Array): Promise<number> {
  return typeof source === 'string' ? (await stat(source)).size : source.byteLength
}

import { basename, extname } from 'node:path'

/** First bytes by which a type is known, whatever the file is called. */
const MAGIC: readonly { mime: string; at: number; bytes: readonly number[] }[] = [
  { mime: 'application/pdf', at: 0, bytes: [0x25, 0x50, 0x44, 0x46, 0x2d] },
  { mime: 'image/png', at: 0, bytes: [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a] },
  { mime: 'image/jpeg', at: 0, bytes: [0xff, 0xd8, 0xff] },
  { mime: 'image/gif', at: 0, bytes: [0x47, 0x49, 0x46, 0x38] },
  { mime: 'image/webp', at: 8, bytes: [0x57, 0x45, 0x42, 0x50] },
  { mime: 'image/bmp', at: 0, bytes: [0x42, 0x4d] },
]

/** Types that are only known by their name; they are never shown inside the app, so a wrong name does no harm. */
const BY_EXTENSION: Readonly<Record<string, string>> = {
  '.docx': 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  '.xlsx': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  '.pptx': 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
  '.doc': 'application/msword',
  '.xls': 'application/vnd.ms-excel',
  '.wps': 'application/vnd.ms-works',
  '.ofd': 'application/ofd',
  '.tif': 'image/tiff',
  '.tiff': 'image/tiff',
  '.zip': 'application/zip',
  '.csv': 'text/csv',
  '.txt': 'text/plain',
}

/** What the bytes are. A PDF or a picture is known by its bytes alone: `scan.pdf` that holds something else is no PDF. */
export function fileType(name: string, bytes: Uint8Array): string {
  const known = MAGIC.find((one) => one.bytes.every((byte, i) => bytes[one.at + i] === byte))
  return known?.mime ?? BY_EXTENSION[extname(name).toLowerCase()] ?? 'application/octet-stream'
}

const LONGEST_NAME = 120

/** The name without a path and without what no file system takes; an overlong one keeps its ending. */
export function fileName(name: string): string {
  const plain = basename(name.replaceAll('\\', '/'))
    // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is taken out
    .replace(/[\u0000-\u001f\u007f<>:"|?*]/g, ' ')
    .trim()
  const characters = [...plain]
  if (characters.length <= LONGEST_NAME) return plain === '' ? '未命名文件' : plain
  const ending = extname(plain).slice(0, 10)
  return `${characters.slice(0, LONGEST_NAME - ending.length).join('')}${ending}`
}

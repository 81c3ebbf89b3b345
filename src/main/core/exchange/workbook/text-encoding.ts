import { createReadStream } from 'node:fs'
import iconv from 'iconv-lite'
import { notReadable } from './workbook-refusals.ts'

/** The encodings in which offices exchange .csv files. */
export type CsvEncoding = 'utf-8' | 'utf-8-bom' | 'utf-16le' | 'gb18030'

/** The source's bytes in chunks. */
export async function* bytesOf(source: string | Uint8Array): AsyncGenerator<Buffer, void, undefined> {
  if (typeof source === 'string') {
    for await (const chunk of createReadStream(source, { highWaterMark: 256 * 1024 })) yield chunk as Buffer
    return
  }
  for (let at = 0; at < source.byteLength; at += 256 * 1024) {
    const length = Math.min(256 * 1024, source.byteLength - at)
    yield Buffer.from(source.buffer, source.byteOffset + at, length)
  }
}

/**
 * Tells the encoding from the whole file, not its first page: a file of digits may show its first Chinese name late.
 * What is valid UTF-8 to the end is UTF-8 (a GB18030 text of more than a few characters never is); else it must
 * decode as GB18030 without a gap.
 * @throws Refusal `workbook.encoding`
 */
export async function detectEncoding(source: string | Uint8Array): Promise<CsvEncoding> {
  const utf8 = new TextDecoder('utf-8', { fatal: true })
  let valid = true
  let first = true
  for await (const chunk of bytesOf(source)) {
    if (first) {
      first = false
      if (chunk[0] === 0xff && chunk[1] === 0xfe) return 'utf-16le'
      if (chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf) return 'utf-8-bom'
    }
    // No text of these encodings holds a zero byte; a binary file soon does.
    if (chunk.includes(0)) throw notReadable.encoding()
    if (!valid) continue
    try {
      utf8.decode(chunk, { stream: true })
    } catch {
      valid = false
    }
  }
  if (valid) {
    try {
      utf8.decode()
      return 'utf-8'
    } catch {
      // The last character is cut off: no UTF-8 after all.
    }
  }
  await mustDecode(source)
  return 'gb18030'
}

async function mustDecode(source: string | Uint8Array): Promise<void> {
  for await (const text of decodedText(source, 'gb18030'))
    if (text.includes('\ufffd')) throw notReadable.encoding()
}

/** The source as text, without its byte order mark; characters are never split between pieces. */
export async function* decodedText(
  source: string | Uint8Array,
  encoding: CsvEncoding,
): AsyncGenerator<string, void, undefined> {
  const decoder = iconv.getDecoder(encoding === 'utf-8-bom' ? 'utf-8' : encoding, { stripBOM: true })
  for await (const chunk of bytesOf(source)) {
    const text = decoder.write(chunk)
    if (text) yield text
  }
  const rest = decoder.end()
  if (rest) yield rest
}

/** Text to bytes of the encoding. GB18030 holds every Unicode character, so nothing is lost. */
export function encodeText(text: string, encoding: CsvEncoding): Buffer {
  return iconv.encode(text, encoding === 'utf-8-bom' ? 'utf-8' : encoding)
}

/** What a file of this encoding begins with. */
export function byteOrderMark(encoding: CsvEncoding): Buffer {
  if (encoding === 'utf-8-bom') return Buffer.from([0xef, 0xbb, 0xbf])
  return encoding === 'utf-16le' ? Buffer.from([0xff, 0xfe]) : Buffer.alloc(0)
}

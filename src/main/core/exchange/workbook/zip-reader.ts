import { open as openFile } from 'node:fs/promises'
import type { Readable } from 'node:stream'
import { crc32, createInflateRaw } from 'node:zlib'
import yauzl, { type Entry, type ZipFile } from 'yauzl'
import { isRefusal } from '../../../../shared/domain/refusal.ts'
import { notReadable } from './workbook-refusals.ts'

/** How much a file may turn out to hold. Counted while inflating, so a lying directory gains nothing. */
export interface ZipLimits {
  readonly entries: number
  /** Bytes of one part, inflated. */
  readonly entryBytes: number
  /** Bytes of all parts, inflated. */
  readonly totalBytes: number
  /** Inflated to compressed size, looked at only past `ratioFloor` bytes. */
  readonly ratio: number
  readonly ratioFloor: number
}

export const DEFAULT_LIMITS: ZipLimits = {
  entries: 10_000,
  entryBytes: 2 * 1024 ** 3,
  totalBytes: 4 * 1024 ** 3,
  ratio: 400,
  ratioFloor: 64 * 1024 ** 2,
}

export interface ZipReadOptions {
  /** Bytes in one inflated chunk. */
  readonly chunkBytes?: number
  /** Bytes this part may hold, where it has to be kept in memory. */
  readonly maxBytes?: number
  /** Told how many of the entry's compressed bytes are done. */
  readonly onCompressed?: (done: number, total: number) => void
}

/** A zip opened for reading parts by name; the zip's own directory is trusted for nothing but where to look. */
export interface ZipReader {
  /** Names as stored, in directory order. */
  readonly names: readonly string[]
  has(name: string): boolean
  /** The part's bytes, inflated, counted and checked against size and CRC-32. Part names ignore case. */
  read(name: string, options?: ZipReadOptions): AsyncGenerator<Buffer, void, undefined>
  /** A whole small part. */
  readWhole(name: string, maxBytes: number): Promise<Buffer>
  /** The entry as it lies in the file, for copying it unopened. */
  raw(name: string): Promise<RawPart>
  close(): void
}

export interface RawPart {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly compressedSize: number
  readonly uncompressedSize: number
  readonly content: Readable
}

/**
 * Opens a zip from a path or from memory.
 * @throws Refusal of `notReadable`: truncated, damaged, encrypted, too many or too large parts, unsafe paths.
 */
export async function openZip(
  source: string | Uint8Array,
  limits: ZipLimits = DEFAULT_LIMITS,
): Promise<ZipReader> {
  const zip = await refusing(() =>
    typeof source === 'string'
      ? yauzl.openPromise(source, { autoClose: false })
      : yauzl.fromBufferPromise(Buffer.from(source.buffer, source.byteOffset, source.byteLength)),
  )
  try {
    return await readDirectory(zip, limits)
  } catch (error) {
    zip.close()
    throw error
  }
}

async function readDirectory(zip: ZipFile, limits: ZipLimits): Promise<ZipReader> {
  if (zip.entryCount > limits.entries) throw notReadable.tooManyEntries(zip.entryCount)
  const entries = new Map<string, Entry>()
  let declared = 0
  await refusing(async () => {
    for await (const entry of zip.eachEntry()) {
      const key = keyOf(entry.fileName)
      if (entries.has(key)) throw notReadable.damaged(entry.fileName, '同一部分出现两次')
      if (entry.isEncrypted()) throw notReadable.encrypted()
      declared += entry.uncompressedSize
      if (entry.uncompressedSize > limits.entryBytes || declared > limits.totalBytes) {
        throw notReadable.bomb(entry.fileName)
      }
      entries.set(key, entry)
    }
  })
  const inflated = new Map<string, number>()
  const find = (name: string): Entry => {
    const entry = entries.get(keyOf(name))
    if (!entry) throw notReadable.missingPart(name)
    if (!entry.canDecodeFileData()) throw notReadable.damaged(name, '压缩方式不认识')
    return entry
  }

  async function* read(name: string, options: ZipReadOptions = {}): AsyncGenerator<Buffer, void, undefined> {
    const entry = find(name)
    const raw = await refusing(() => openStored(zip, entry))
    const stream =
      entry.compressionMethod === 8
        ? raw.pipe(createInflateRaw({ chunkSize: options.chunkBytes ?? 256 * 1024 }))
        : raw
    if (stream !== raw) raw.on('error', (error) => stream.destroy(error))
    const others = [...inflated].reduce((sum, [key, size]) => (key === keyOf(name) ? sum : sum + size), 0)
    const most = Math.min(
      limits.entryBytes,
      limits.totalBytes - others,
      options.maxBytes ?? Number.POSITIVE_INFINITY,
    )
    let size = 0
    let crc = 0
    try {
      for await (const chunk of stream as AsyncIterable<Buffer>) {
        size += chunk.length
        if (size > most || (size > limits.ratioFloor && size > limits.ratio * entry.compressedSize)) {
          throw notReadable.bomb(name)
        }
        crc = crc32(chunk, crc)
        options.onCompressed?.(
          'bytesWritten' in stream ? Number(stream.bytesWritten) : size,
          entry.compressedSize,
        )
        yield chunk
      }
      if (size !== entry.uncompressedSize || crc !== entry.crc32) throw notReadable.checksum(name)
    } catch (error) {
      throw asRefusal(error, name)
    } finally {
      inflated.set(keyOf(name), size)
      raw.destroy()
      stream.destroy()
    }
  }

  return {
    names: [...entries.values()].map((entry) => entry.fileName),
    has: (name) => entries.has(keyOf(name)),
    read,
    async readWhole(name, maxBytes) {
      const chunks: Buffer[] = []
      for await (const chunk of read(name, { maxBytes })) chunks.push(chunk)
      return Buffer.concat(chunks)
    },
    async raw(name) {
      const entry = find(name)
      return {
        name: entry.fileName,
        method: entry.compressionMethod,
        crc: entry.crc32,
        compressedSize: entry.compressedSize,
        uncompressedSize: entry.uncompressedSize,
        content: await refusing(() => openStored(zip, entry)),
      }
    },
    close: () => zip.close(),
  }
}

/** The entry's bytes as stored, still compressed: inflating, counting and checking are done here, not in yauzl. */
function openStored(zip: ZipFile, entry: Entry): Promise<Readable> {
  return zip.openReadStreamPromise(entry, { decodeFileData: false })
}

/** OPC part names are compared without case; some writers put backslashes or a leading slash. */
function keyOf(name: string): string {
  return name.replace(/^\/+/, '').toLowerCase()
}

async function refusing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw asRefusal(error, 'zip')
  }
}

function asRefusal(error: unknown, part: string): unknown {
  if (!(error instanceof Error) || isRefusal(error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (code === 'ENOENT') return notReadable.notFound('path' in error ? String(error.path) : part)
  if (['EACCES', 'EPERM', 'EBUSY'].includes(code))
    return notReadable.inUse('path' in error ? String(error.path) : part)
  if (
    /End of central directory|unexpected EOF|unexpected end of file|end of central dir/i.test(error.message)
  ) {
    return notReadable.truncated()
  }
  if (/(absolute path|invalid relative path|invalid characters in fileName)/.test(error.message)) {
    return notReadable.unsafePath()
  }
  if (/encrypt/i.test(error.message)) return notReadable.encrypted()
  // What zlib and yauzl say of broken data; anything else (a full pipe, a bug) goes on as it is.
  if (code.startsWith('Z_') || (code === '' && error.constructor === Error))
    return notReadable.damaged(part, error.message)
  return error
}

/** The first bytes of a file, or fewer where it is shorter. */
export async function firstBytes(source: string | Uint8Array, length: number): Promise<Buffer> {
  if (typeof source !== 'string')
    return Buffer.from(source.buffer, source.byteOffset, Math.min(length, source.byteLength))
  try {
    const handle = await openFile(source, 'r')
    try {
      const buffer = Buffer.alloc(length)
      const { bytesRead } = await handle.read(buffer, 0, length, 0)
      return buffer.subarray(0, bytesRead)
    } finally {
      await handle.close()
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : ''
    if (code === 'EISDIR') throw notReadable.notWorkbook('，而是一个文件夹')
    throw asRefusal(error, source)
  }
}

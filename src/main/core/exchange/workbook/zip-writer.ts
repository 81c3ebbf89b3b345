import { once } from 'node:events'
import type { TransformOptions } from 'node:stream'
import { crc32, createDeflateRaw, type ZlibOptions } from 'node:zlib'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import type { ByteSink } from '../../files/atomic-write.ts'

/** An entry whose compressed bytes already exist (in another zip) and are copied as they are. */
export interface RawZipEntry {
  readonly name: string
  readonly method: number
  readonly crc: number
  readonly compressedSize: number
  readonly uncompressedSize: number
  readonly content: AsyncIterable<Uint8Array>
}

interface WrittenEntry {
  readonly name: Buffer
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly compressedSize: number
  readonly uncompressedSize: number
  readonly offset: number
}

// 1980-01-01 00:00, the first moment that a zip can hold: same input, same bytes, whenever it is written.
const DOS_DATE = 0x0021
const DOS_TIME = 0
const FLAG_UTF8 = 0x0800
const FLAG_SIZES_FOLLOW = 0x0008
const METHOD_DEFLATE = 8
/** Fewer and larger pieces cost less to hand over. */
const COMPRESSED_PIECE = 256 * 1024
/** Content that may wait for the compressing thread, so that more is made meanwhile. */
const WAITING = 512 * 1024
const LIMIT_32 = 0xffffffff

/**
 * Writes a zip entry by entry into a sink, in one pass, with fixed timestamps. Of our own and not yazl, because
 * the error workbook must carry the untouched parts over as the very bytes they were compressed to.
 * Entries and offsets stay below 4 GiB (no zip64): beyond it Excel could not hold the sheet either.
 */
export class ZipWriter {
  readonly #sink: ByteSink
  readonly #level: number
  readonly #entries: WrittenEntry[] = []
  #offset = 0

  constructor(sink: ByteSink, level = 6) {
    this.#sink = sink
    this.#level = level
  }

  /** Bytes handed to the sink so far. */
  get bytesWritten(): number {
    return this.#offset
  }

  /** Compresses `content` into a new entry; sizes and checksum follow the data, as a stream must. */
  async add(name: string, content: Iterable<Uint8Array> | AsyncIterable<Uint8Array>): Promise<void> {
    const nameBytes = Buffer.from(name, 'utf8')
    const offset = this.#offset
    const flags = FLAG_UTF8 | FLAG_SIZES_FOLLOW
    await this.#write(localHeader(nameBytes, flags, METHOD_DEFLATE, 0, 0, 0))
    const dataStart = this.#offset
    const settings: ZlibOptions & TransformOptions = {
      level: this.#level,
      chunkSize: COMPRESSED_PIECE,
      writableHighWaterMark: WAITING,
    }
    const deflate = createDeflateRaw(settings)
    const drained = this.#drain(deflate)
    // A sink that fails ends the feeding loop below through `deflate` being destroyed.
    drained.catch((error: unknown) =>
      deflate.destroy(error instanceof Error ? error : new Error(String(error))),
    )
    let crc = 0
    let size = 0
    try {
      for await (const chunk of content) {
        if (chunk.length === 0) continue
        crc = crc32(chunk, crc)
        size += chunk.length
        if (!deflate.write(chunk)) await Promise.race([once(deflate, 'drain'), drained])
      }
      deflate.end()
      await drained
    } catch (error) {
      deflate.destroy()
      await drained.catch(() => undefined)
      throw error
    }
    const compressedSize = this.#offset - dataStart
    await this.#write(dataDescriptor(crc, compressedSize, size))
    this.#remember({
      name: nameBytes,
      flags,
      method: METHOD_DEFLATE,
      crc,
      compressedSize,
      uncompressedSize: size,
      offset,
    })
  }

  /** Copies an entry's compressed bytes without opening them. */
  async addRaw(entry: RawZipEntry): Promise<void> {
    const name = Buffer.from(entry.name, 'utf8')
    const { method, crc, compressedSize, uncompressedSize } = entry
    const offset = this.#offset
    await this.#write(localHeader(name, FLAG_UTF8, method, crc, compressedSize, uncompressedSize))
    const dataStart = this.#offset
    for await (const chunk of entry.content) await this.#write(chunk)
    if (this.#offset - dataStart !== compressedSize)
      throw new Error(`zip entry ${entry.name} changed while copied`)
    this.#remember({ name, flags: FLAG_UTF8, method, crc, compressedSize, uncompressedSize, offset })
  }

  /** Writes the directory; nothing can be added afterwards. */
  async finish(): Promise<void> {
    const start = this.#offset
    for (const entry of this.#entries) await this.#write(directoryRecord(entry))
    const end = Buffer.alloc(22)
    end.writeUInt32LE(0x06054b50, 0)
    end.writeUInt16LE(this.#entries.length, 8)
    end.writeUInt16LE(this.#entries.length, 10)
    end.writeUInt32LE(this.#offset - start, 12)
    end.writeUInt32LE(start, 16)
    await this.#write(end)
  }

  async #drain(deflate: AsyncIterable<Uint8Array>): Promise<void> {
    for await (const chunk of deflate) await this.#write(chunk)
  }

  async #write(bytes: Uint8Array): Promise<void> {
    this.#offset += bytes.length
    await this.#sink.write(bytes)
  }

  #remember(entry: WrittenEntry): void {
    if (this.#offset > LIMIT_32 || entry.uncompressedSize > LIMIT_32 || this.#entries.length >= 0xffff) {
      throw new Refusal(
        'workbook.output-too-large',
        '要写出的工作簿超过 4 GB，表格软件打不开。请按乡镇或按批次分成几个文件导出。',
      )
    }
    this.#entries.push(entry)
  }
}

function localHeader(
  name: Buffer,
  flags: number,
  method: number,
  crc: number,
  compressedSize: number,
  uncompressedSize: number,
): Buffer {
  const header = Buffer.alloc(30 + name.length)
  header.writeUInt32LE(0x04034b50, 0)
  header.writeUInt16LE(20, 4)
  header.writeUInt16LE(flags, 6)
  header.writeUInt16LE(method, 8)
  header.writeUInt16LE(DOS_TIME, 10)
  header.writeUInt16LE(DOS_DATE, 12)
  header.writeUInt32LE(crc, 14)
  header.writeUInt32LE(compressedSize, 18)
  header.writeUInt32LE(uncompressedSize, 22)
  header.writeUInt16LE(name.length, 26)
  name.copy(header, 30)
  return header
}

function dataDescriptor(crc: number, compressedSize: number, uncompressedSize: number): Buffer {
  const descriptor = Buffer.alloc(16)
  descriptor.writeUInt32LE(0x08074b50, 0)
  descriptor.writeUInt32LE(crc, 4)
  descriptor.writeUInt32LE(compressedSize, 8)
  if (uncompressedSize <= LIMIT_32) descriptor.writeUInt32LE(uncompressedSize, 12)
  return descriptor
}

function directoryRecord(entry: WrittenEntry): Buffer {
  const record = Buffer.alloc(46 + entry.name.length)
  record.writeUInt32LE(0x02014b50, 0)
  record.writeUInt16LE(20, 4)
  record.writeUInt16LE(20, 6)
  record.writeUInt16LE(entry.flags, 8)
  record.writeUInt16LE(entry.method, 10)
  record.writeUInt16LE(DOS_TIME, 12)
  record.writeUInt16LE(DOS_DATE, 14)
  record.writeUInt32LE(entry.crc, 16)
  record.writeUInt32LE(entry.compressedSize, 20)
  record.writeUInt32LE(entry.uncompressedSize, 24)
  record.writeUInt16LE(entry.name.length, 28)
  record.writeUInt32LE(entry.offset, 42)
  entry.name.copy(record, 46)
  return record
}

/**
 * 交换包: one file that carries a text of lines from one office to others, packed (zstd), encrypted to its recipients (age)
 * and signed (Ed25519). See bundle-envelope.ts for where what stands in it. No name in a bundle is ever used as a path.
 */
import { createHash, type Hash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { constants, createZstdCompress } from 'node:zlib'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { type ByteSink, writeAtomically } from '../files/atomic-write.ts'
import { type ChunkCipher, encryptStream, opens } from './age-stream.ts'
import {
  type BundleEnvelope,
  checkFirstLine,
  envelopePlace,
  LONGEST_FIRST_LINE,
  MAGIC,
  readEnvelopeBytes,
  type Signer,
  TRAILER,
  writeEnvelope,
} from './bundle-envelope.ts'
import { damaged, notForUs, revokedSender, unknownSender } from './bundle-faults.ts'
import { MOST_AGE_HEADER, WORK_AHEAD } from './bundle-limits.ts'
import { type LinesOptions, readLines } from './bundle-lines.ts'
import { BLOCK, type BundleSource, blocksOf, openSource, type SourceReader } from './bundle-source.ts'
import type { BundleManifest } from './manifest.ts'

export type { BundleSource } from './bundle-source.ts'

export type SealRequest = {
  /** the text, or its bytes (UTF-8), in pieces of any size, each made of whole lines with their line breaks */
  readonly payload: AsyncIterable<string | Uint8Array> | Iterable<string | Uint8Array>
  /** made when the text is known: its bytes and SHA-256 (hex) belong into `payload` */
  readonly manifest: (measured: { bytes: number; sha256: string }) => BundleManifest
  readonly signer: Signer
  /** `age1…` of everybody who may open it */
  readonly recipients: readonly string[]
  readonly signal?: AbortSignal
  /** bytes of text so far */
  readonly onProgress?: (bytes: number) => void
  /** who ciphers: for tests; else the fastest at hand */
  readonly cipher?: ChunkCipher
}

/** A bundle whose signature, length and hash are right; nothing of its text has been opened. */
export type SealedBundle = {
  readonly manifest: BundleManifest
  readonly recipients: readonly string[]
  /** SHA-256 of the whole file (hex) */
  readonly sha256: string
  readonly bytes: number
}

export type OpenRequest = {
  /** `AGE-SECRET-KEY-1…`, also former ones */
  readonly identity: string | readonly string[]
  /** what the office knows of a signing key (base64) */
  readonly trusts: (signer: string) => 'trusted' | 'unknown' | 'revoked'
  readonly signal?: AbortSignal
  readonly cipher?: ChunkCipher
}

export type OpenedBundle = SealedBundle & {
  /**
   * The text in batches of lines, in a fixed amount of memory. Only its end says that all was right: a reader keeps
   * nothing before. @throws Refusal `bundle.damaged`, `bundle.too-large`
   */
  readonly lines: (options?: LinesOptions) => AsyncGenerator<string[], void, undefined>
}

/**
 * Writes a bundle beside its target, in one pass, and puts it in place when it is whole and on the disk.
 * @returns SHA-256 (hex) and size of the file. @throws Refusal `file.*` where it cannot be written; what `payload` throws
 */
export async function sealBundle(
  target: string,
  request: SealRequest,
): Promise<{ sha256: string; bytes: number }> {
  return writeAtomically(target, async (sink) => {
    const whole = new Measured()
    const sealed = new Measured()
    const text = new Measured()
    await whole.write(sink, MAGIC)
    const packed = pack(textBlocks(request, text))
    for await (const piece of encryptStream(packed, request.recipients, request.cipher)) {
      sealed.add(piece)
      await whole.write(sink, piece)
    }
    const envelope = {
      manifest: request.manifest(text.result()),
      sealed: sealed.result(),
      recipients: [...request.recipients],
    }
    await whole.write(sink, writeEnvelope(envelope, request.signer))
    request.signal?.throwIfAborted()
    return whole.result()
  })
}

/**
 * Checks a bundle from outside: its length, the signature by the key that it names, the hash of what is sealed.
 * @throws Refusal `bundle.not-a-bundle`, `bundle.newer-format`, `bundle.truncated`, `bundle.damaged`, `bundle.signature`,
 *   `bundle.too-large`, `bundle.missing`, `bundle.unreadable`
 */
export async function readEnvelope(
  source: BundleSource,
  options: { readonly signal?: AbortSignal } = {},
): Promise<SealedBundle> {
  return reading(source, async (file) => (await checked(file, options.signal)).bundle)
}

/**
 * Opens a bundle: checks it from outside (`readEnvelope`), that its sender is trusted and that it is for us.
 * @throws Refusal as `readEnvelope`, and `bundle.unknown-sender`, `bundle.revoked-sender`, `bundle.not-for-us`
 */
export async function openBundle(source: BundleSource, request: OpenRequest): Promise<OpenedBundle> {
  const identities = typeof request.identity === 'string' ? [request.identity] : request.identity
  const { bundle, envelope } = await reading(source, async (file) => {
    const seen = await checked(file, request.signal)
    const { from, to } = seen.bundle.manifest
    const trust = request.trusts(from.signer)
    if (trust === 'unknown') throw unknownSender(file.name, from.office)
    if (trust === 'revoked') throw revokedSender(file.name, from.office)
    if (!(await isForUs(file, identities))) throw notForUs(file.name, to.office)
    return seen
  })
  return {
    ...bundle,
    lines: async function* (options = {}) {
      const file = await openSource(source)
      try {
        const sealed = blocksOf(file, MAGIC.length, envelope.sealed.bytes)
        yield* readLines(file.name, sealed, envelope, identities, options, request.cipher)
      } finally {
        await file.close()
      }
    },
  }
}

async function checked(
  file: SourceReader,
  signal: AbortSignal | undefined,
): Promise<{ bundle: SealedBundle; envelope: BundleEnvelope }> {
  const { name, size } = file
  checkFirstLine(name, await file.read(0, Math.min(size, LONGEST_FIRST_LINE)))
  const trailer = await file.read(Math.max(0, size - TRAILER), Math.min(size, TRAILER))
  const place = envelopePlace(name, size, trailer)
  const bytes = await file.read(place.start, place.length)
  const envelope = readEnvelopeBytes(name, bytes, trailer)
  const { sealed } = envelope
  if (MAGIC.length + sealed.bytes !== place.start) throw damaged(name, '长度与封套所写不同')
  const whole = createHash('sha256').update(MAGIC)
  const inside = createHash('sha256')
  for await (const block of blocksOf(file, MAGIC.length, sealed.bytes)) {
    signal?.throwIfAborted()
    whole.update(block)
    inside.update(block)
  }
  if (inside.digest('hex') !== sealed.sha256) throw damaged(name, '内容的校验值不对')
  whole.update(bytes).update(trailer)
  return {
    bundle: {
      manifest: envelope.manifest,
      recipients: envelope.recipients,
      sha256: whole.digest('hex'),
      bytes: size,
    },
    envelope,
  }
}

async function isForUs(file: SourceReader, identities: readonly string[]): Promise<boolean> {
  const length = Math.min(MOST_AGE_HEADER, file.size - MAGIC.length)
  try {
    return await opens(await file.read(MAGIC.length, length), identities)
  } catch (error) {
    throw isRefusal(error) ? error : damaged(file.name, '加密部分的开头不对')
  }
}

async function reading<T>(source: BundleSource, work: (file: SourceReader) => Promise<T>): Promise<T> {
  const file = await openSource(source)
  try {
    return await work(file)
  } finally {
    await file.close()
  }
}

async function* textBlocks(request: SealRequest, text: Measured): AsyncGenerator<Buffer> {
  let pieces: Uint8Array[] = []
  let waiting = 0
  const block = () => {
    const bytes = Buffer.concat(pieces, waiting)
    pieces = []
    waiting = 0
    text.add(bytes)
    request.onProgress?.(text.bytes)
    return bytes
  }
  for await (const piece of request.payload) {
    request.signal?.throwIfAborted()
    const bytes = typeof piece === 'string' ? Buffer.from(piece) : piece
    pieces.push(bytes)
    waiting += bytes.length
    if (waiting >= BLOCK) yield block()
  }
  if (pieces.length > 0) yield block()
}

/** zstd at level 1: the log packs 5 to 30 times, faster than a USB stick writes. */
function pack(text: AsyncIterable<Buffer>): AsyncIterable<Buffer> {
  const compress = createZstdCompress({
    ...WORK_AHEAD,
    chunkSize: BLOCK / 4,
    params: {
      [constants.ZSTD_c_compressionLevel]: 1,
      [constants.ZSTD_c_checksumFlag]: 0,
    },
  })
  // What goes wrong in the text reaches whoever reads the stream.
  return pipeline(text, compress, () => undefined)
}

/** Bytes that went by: how many, and their SHA-256. */
class Measured {
  readonly #hash: Hash = createHash('sha256')
  bytes = 0

  add(piece: Uint8Array): void {
    this.#hash.update(piece)
    this.bytes += piece.length
  }

  async write(sink: ByteSink, piece: Uint8Array): Promise<void> {
    this.add(piece)
    await sink.write(piece)
  }

  result(): { bytes: number; sha256: string } {
    return { bytes: this.bytes, sha256: this.#hash.digest('hex') }
  }
}

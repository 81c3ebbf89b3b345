/** The text of a bundle while it is opened: decrypted, unpacked, held against its size and hash, cut into lines. */
import { isUtf8 } from 'node:buffer'
import { createHash } from 'node:crypto'
import { pipeline } from 'node:stream'
import { constants, createZstdDecompress } from 'node:zlib'
import { isRefusal } from '../../../shared/domain/refusal.ts'
import { type ChunkCipher, decryptStream } from './age-stream.ts'
import type { BundleEnvelope } from './bundle-envelope.ts'
import { damaged, tooLarge } from './bundle-faults.ts'
import { LONGEST_LINE, WORK_AHEAD, ZSTD_WINDOW_LOG } from './bundle-limits.ts'

const BLOCK = 1024 * 1024
const NEWLINE = 10

export type LinesOptions = {
  readonly signal?: AbortSignal
  /** bytes of text so far, of `manifest.payload.bytes` */
  readonly onProgress?: (bytes: number) => void
}

/** @throws Refusal `bundle.damaged`, `bundle.too-large` */
export async function* readLines(
  name: string,
  sealed: AsyncIterable<Buffer>,
  { manifest, sealed: { bytes: sealedBytes } }: BundleEnvelope,
  identities: readonly string[],
  options: LinesOptions,
  cipher: ChunkCipher | undefined,
): AsyncGenerator<string[], void, undefined> {
  const hash = createHash('sha256')
  const lines = new LineCutter(name)
  let bytes = 0
  for await (const block of unpacked(
    name,
    decryptStream(sealed, sealedBytes, identities, cipher),
    options.signal,
  )) {
    options.signal?.throwIfAborted()
    bytes += block.length
    if (bytes > manifest.payload.bytes) throw tooLarge(name, '正文比封套所写的多')
    hash.update(block)
    const batch = lines.cut(block)
    options.onProgress?.(bytes)
    if (batch.length > 0) yield batch
  }
  if (bytes < manifest.payload.bytes) throw damaged(name, '正文比封套所写的少')
  if (hash.digest('hex') !== manifest.payload.sha256) throw damaged(name, '正文的校验值不对')
  if (!lines.isDone()) throw damaged(name, '正文的最后一行不完整')
}

/** @throws Refusal `bundle.damaged` where it cannot be decrypted or unpacked */
async function* unpacked(
  name: string,
  packed: AsyncIterable<Uint8Array>,
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  const decompress = createZstdDecompress({
    ...WORK_AHEAD,
    chunkSize: BLOCK,
    params: { [constants.ZSTD_d_windowLogMax]: ZSTD_WINDOW_LOG },
  })
  try {
    for await (const block of pipeline(packed, decompress, () => undefined)) yield block as Buffer
  } catch (error) {
    if (isRefusal(error) || signal?.aborted === true) throw error
    throw damaged(name, '内容解不开')
  }
}

class LineCutter {
  readonly #name: string
  /** the beginning of a line whose end has not come yet */
  #open: Buffer[] = []
  #openBytes = 0

  constructor(name: string) {
    this.#name = name
  }

  /** The lines that end in this block. */
  cut(block: Buffer): string[] {
    const end = block.lastIndexOf(NEWLINE)
    if (end < 0) {
      this.#hold(block)
      return []
    }
    const whole = Buffer.concat([...this.#open, block.subarray(0, end)])
    this.#open = []
    this.#openBytes = 0
    this.#hold(block.subarray(end + 1))
    if (!isUtf8(whole)) throw damaged(this.#name, '正文的文字编码不对')
    return whole.toString('utf8').split('\n')
  }

  isDone(): boolean {
    return this.#openBytes === 0
  }

  #hold(piece: Buffer): void {
    if (piece.length === 0) return
    this.#open.push(piece)
    this.#openBytes += piece.length
    if (this.#openBytes > LONGEST_LINE) throw tooLarge(this.#name, '有一行长得不合规定')
  }
}

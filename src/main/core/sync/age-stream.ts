/**
 * age (age-encryption.org/v1) as streams. The header, with the keys of the recipients, is always made and read by the
 * library. Its payload is STREAM: chunks of 64 KiB, each ChaCha20-Poly1305 under a counter; where the system has that
 * cipher in native code it does the chunks (decision 0040 has the measurement), elsewhere (Electron's BoringSSL does not
 * offer it) the library does them too. Both read what the other wrote.
 */
import { createCipheriv, createDecipheriv, getCiphers, hkdfSync, randomBytes } from 'node:crypto'
import { Decrypter, Encrypter } from 'age-encryption'
import { MOST_AGE_HEADER } from './bundle-limits.ts'

const CHUNK = 64 * 1024
const TAG = 16
const NONCE = 16
const CIPHER = 'chacha20-poly1305'

/** Who ciphers the chunks. */
export type ChunkCipher = 'native' | 'library'

/** What this machine's Node has: `native` where OpenSSL is inside. */
export function fastestCipher(): ChunkCipher {
  return getCiphers().includes(CIPHER) ? 'native' : 'library'
}

/** No identity at hand opens the file. */
export class NotForUs extends Error {
  override readonly name = 'NotForUs'
}

/** Encrypts bytes, as they come, to recipients (`age1…`). @throws Error where a recipient is none */
export async function* encryptStream(
  plain: AsyncIterable<Uint8Array>,
  recipients: readonly string[],
  cipher: ChunkCipher = fastestCipher(),
): AsyncGenerator<Uint8Array, void, undefined> {
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  if (cipher === 'library') {
    yield* await encrypter.encrypt(readable(plain))
    return
  }
  // A recipient that wraps nothing is shown the file's key; the payload of this empty file is dropped.
  let fileKey: Uint8Array | undefined
  encrypter.addRecipient({
    wrapFileKey(key) {
      fileKey = key.slice()
      return []
    },
  })
  const empty = Buffer.from(await encrypter.encrypt(new Uint8Array(0)))
  if (fileKey === undefined) throw new Error('age: no file key')
  yield empty.subarray(0, headerEnd(empty))
  const nonce = randomBytes(NONCE)
  yield nonce
  yield* encryptChunks(plain, streamKey(fileKey, nonce))
}

/**
 * Decrypts an age file that comes in pieces, `length` bytes in all.
 * @throws NotForUs; Error where it was cut or changed
 */
export async function* decryptStream(
  sealed: AsyncIterable<Buffer>,
  length: number,
  identities: readonly string[],
  cipher: ChunkCipher = fastestCipher(),
): AsyncGenerator<Uint8Array, void, undefined> {
  const decrypter = decrypterOf(identities)
  const source = new Pieces(sealed)
  try {
    const header = await readHeader(source)
    const fileKey = await fileKeyOf(decrypter, header)
    if (cipher === 'library') {
      yield* await decrypter.decrypt(readable(source.rest(header)))
      return
    }
    const nonce = await source.take(NONCE)
    yield* decryptChunks(source, length - header.length - NONCE, streamKey(fileKey, nonce))
  } finally {
    await source.close()
  }
}

/** Whether one of the identities opens the age file whose beginning this is. @throws Error where it is no age file */
export async function opens(beginning: Buffer, identities: readonly string[]): Promise<boolean> {
  try {
    await fileKeyOf(decrypterOf(identities), beginning.subarray(0, headerEnd(beginning)))
    return true
  } catch (error) {
    if (error instanceof NotForUs) return false
    throw error
  }
}

function decrypterOf(identities: readonly string[]): Decrypter {
  const decrypter = new Decrypter()
  for (const identity of identities) decrypter.addIdentity(identity)
  return decrypter
}

async function fileKeyOf(decrypter: Decrypter, header: Buffer): Promise<Uint8Array> {
  try {
    return await decrypter.decryptHeader(header)
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('no identity matched')) throw new NotForUs()
    throw error
  }
}

async function* encryptChunks(plain: AsyncIterable<Uint8Array>, key: Buffer): AsyncGenerator<Buffer> {
  const counter = new ChunkCounter()
  const held = Buffer.allocUnsafe(CHUNK)
  let used = 0
  for await (const piece of plain) {
    let from = 0
    while (from < piece.length) {
      // A full chunk is only written once more follows: the last one is marked as such.
      if (used === CHUNK) {
        yield encryptChunk(key, counter.next(false), held)
        used = 0
      }
      const taken = Math.min(CHUNK - used, piece.length - from)
      held.set(piece.subarray(from, from + taken), used)
      used += taken
      from += taken
    }
  }
  yield encryptChunk(key, counter.next(true), held.subarray(0, used))
}

function encryptChunk(key: Buffer, nonce: Buffer, plain: Buffer): Buffer {
  const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG })
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
}

async function* decryptChunks(source: Pieces, length: number, key: Buffer): AsyncGenerator<Buffer> {
  const counter = new ChunkCounter()
  let left = length
  for (let first = true; first || left > 0; first = false) {
    const size = Math.min(left, CHUNK + TAG)
    const chunk = await source.take(size)
    left -= size
    const plainSize = size - TAG
    if (plainSize < 0 || (plainSize === 0 && !first)) throw new Error('age: bad last chunk')
    const decipher = createDecipheriv(CIPHER, key, counter.next(left === 0), { authTagLength: TAG })
    decipher.setAuthTag(chunk.subarray(plainSize))
    const plain = decipher.update(chunk.subarray(0, plainSize))
    decipher.final()
    yield plain
  }
}

/** Nonces of STREAM: eleven bytes counting up from 0, and one that marks the last chunk. */
class ChunkCounter {
  #count = 0

  next(last: boolean): Buffer {
    const nonce = Buffer.alloc(12)
    // Eleven bytes count; six of them are enough for more than any disk holds.
    nonce.writeUIntBE(this.#count, 5, 6)
    nonce[11] = last ? 1 : 0
    this.#count += 1
    return nonce
  }
}

function streamKey(fileKey: Uint8Array, nonce: Uint8Array): Buffer {
  return Buffer.from(hkdfSync('sha256', fileKey, nonce, 'payload', 32))
}

/** Where the header ends: after the line that begins with three dashes. @throws Error where there is none */
function headerEnd(file: Buffer): number {
  const mac = file.indexOf('\n--- ')
  const end = mac < 0 ? -1 : file.indexOf('\n', mac + 1)
  if (end < 0 || end >= MOST_AGE_HEADER) throw new Error('age: no header')
  return end + 1
}

async function readHeader(source: Pieces): Promise<Buffer> {
  return source.take(headerEnd(await source.peek(MOST_AGE_HEADER)))
}

/** Bytes that come in pieces of any size, taken in pieces of the size that is needed. */
class Pieces {
  readonly #iterator: AsyncIterator<Buffer>
  #held: Buffer = Buffer.alloc(0)

  constructor(source: AsyncIterable<Buffer>) {
    this.#iterator = source[Symbol.asyncIterator]()
  }

  /** Up to `size` bytes, fewer only at the end; they stay. */
  async peek(size: number): Promise<Buffer> {
    if (this.#held.length < size) {
      const pieces = [this.#held]
      let bytes = this.#held.length
      while (bytes < size) {
        const next = await this.#iterator.next()
        if (next.done === true) break
        pieces.push(next.value)
        bytes += next.value.length
      }
      this.#held = pieces.length === 1 ? this.#held : Buffer.concat(pieces, bytes)
    }
    return this.#held.subarray(0, size)
  }

  /** Exactly `size` bytes. @throws Error where fewer are left */
  async take(size: number): Promise<Buffer> {
    const taken = await this.peek(size)
    if (taken.length < size) throw new Error('age: cut short')
    this.#held = this.#held.subarray(size)
    return taken
  }

  /** Lets the source go: it may hold a file open. */
  async close(): Promise<void> {
    await this.#iterator.return?.()
  }

  /** `before`, then all that is left. */
  async *rest(before: Buffer): AsyncGenerator<Buffer> {
    yield before
    yield this.#held
    for (let next = await this.#iterator.next(); next.done !== true; next = await this.#iterator.next())
      yield next.value
  }
}

function readable(source: AsyncIterable<Uint8Array>): ReadableStream<Uint8Array> {
  return ReadableStream.from(source) as ReadableStream<Uint8Array>
}

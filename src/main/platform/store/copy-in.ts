/**
 * COPY … FROM STDIN over node-postgres, which speaks the messages but offers no way to send them: its documented door for
 * that is a "submittable". Several times faster than INSERT for the rows of a bundle.
 */
import { once } from 'node:events'
import type { Writable } from 'node:stream'
import type { Client, Connection, Submittable } from 'pg'
import type { StoreCell } from './store.ts'

type CopyConnection = Connection & {
  stream: Writable
  query(text: string): void
  endCopyFrom(): void
}

/** Bytes gathered before they are sent, and bytes that may wait in the socket. */
const CHUNK = 256 * 1024
const MOST_WAITING = 4 * 1024 * 1024

/** What stands before and after the rows in COPY's binary format (PostgreSQL manual, COPY, File Formats). */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const END = -1
/** CopyData (manual, Message Formats): its letter, and its length without the letter. */
const COPY_DATA = 'd'.charCodeAt(0)
const MESSAGE = 5
/** Characters up to which a text is written faster here than by a call into native code. */
const SHORT = 48

/** Sends rows into a table; ends when the server has taken them. @throws Error as the server says */
export async function copyIn(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly StoreCell[])[],
): Promise<void> {
  const copy = new Copy(
    `COPY "${table}" (${columns.map((name) => `"${name}"`).join(',')}) FROM STDIN (FORMAT binary)`,
  )
  client.query(copy)
  await copy.send(rows)
}

class Copy implements Submittable {
  readonly #text: string
  readonly #ready: PromiseWithResolvers<CopyConnection> = Promise.withResolvers()
  readonly #done: PromiseWithResolvers<void> = Promise.withResolvers()
  #connection: CopyConnection | undefined

  constructor(text: string) {
    this.#text = text
    // Whoever sends is told by whichever comes first.
    this.#ready.promise.catch(() => undefined)
    this.#done.promise.catch(() => undefined)
  }

  async send(rows: readonly (readonly StoreCell[])[]): Promise<void> {
    const connection = await this.#ready.promise
    const spare: Buffer[] = []
    const bytes = new RowBytes(spare)
    const write = () => {
      const message = bytes.take()
      connection.stream.write(message, () => void spare.push(Buffer.from(message.buffer)))
    }
    for (const row of rows) {
      bytes.add(row)
      if (bytes.length < CHUNK) continue
      write()
      if (connection.stream.writableLength > MOST_WAITING)
        await Promise.race([once(connection.stream, 'drain'), this.#done.promise])
    }
    bytes.end()
    write()
    connection.endCopyFrom()
    await this.#done.promise
  }

  submit(connection: Connection): void {
    this.#connection = connection as CopyConnection
    this.#connection.query(this.#text)
  }

  handleCopyInResponse(): void {
    if (this.#connection !== undefined) this.#ready.resolve(this.#connection)
  }

  handleCommandComplete(): void {}

  handleReadyForQuery(): void {
    this.#done.resolve()
  }

  handleError(error: Error): void {
    this.#ready.reject(error)
    this.#done.reject(error)
  }
}

/** Rows in COPY's binary format, as messages: nothing has to be escaped, and nothing read as text. */
class RowBytes {
  readonly #spare: Buffer[]
  #buffer: Buffer = Buffer.allocUnsafeSlow(CHUNK * 2)
  length = MESSAGE + HEADER.copy(this.#buffer, MESSAGE)

  /** @param spare buffers that were sent and can be written again */
  constructor(spare: Buffer[]) {
    this.#spare = spare
  }

  add(row: readonly StoreCell[]): void {
    let most = 2
    for (const cell of row)
      most += typeof cell === 'string' ? 4 + cell.length * 3 : 12 + (isBytes(cell) ? cell.length : 0)
    this.#room(most)
    const buffer = this.#buffer
    let at = writeHalf(buffer, row.length, this.length)
    for (const cell of row) {
      if (typeof cell === 'string') {
        const end = writeText(buffer, cell, at + 4)
        writeWhole(buffer, end - at - 4, at)
        at = end
      } else if (typeof cell === 'number') {
        writeWhole(buffer, 8, at)
        // Whole numbers below 2^53, as two halves: several times faster than through a BigInt.
        const high = Math.floor(cell / 2 ** 32)
        writeWhole(buffer, high, at + 4)
        at = writeWhole(buffer, cell - high * 2 ** 32, at + 8)
      } else if (cell === null) {
        at = writeWhole(buffer, END, at)
      } else {
        at = writeWhole(buffer, cell.length, at)
        buffer.set(cell, at)
        at += cell.length
      }
    }
    this.length = at
  }

  end(): void {
    this.#room(2)
    this.length = writeHalf(this.#buffer, END, this.length)
  }

  /** What was gathered, as one message; the socket holds on to it, so the next rows get another buffer. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.length)
    taken[0] = COPY_DATA
    writeWhole(taken, this.length - 1, 1)
    this.#buffer = this.#spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK * 2)
    this.length = MESSAGE
    return taken
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafeSlow((this.length + bytes) * 2)
    this.#buffer.copy(larger, 0, 0, this.length)
    this.#buffer = larger
  }
}

function isBytes(cell: StoreCell): cell is Uint8Array {
  return typeof cell === 'object' && cell !== null
}

function writeHalf(into: Buffer, value: number, at: number): number {
  into[at] = value >> 8
  into[at + 1] = value
  return at + 2
}

function writeWhole(into: Buffer, value: number, at: number): number {
  into[at] = value >> 24
  into[at + 1] = value >> 16
  into[at + 2] = value >> 8
  into[at + 3] = value
  return at + 4
}

/** As UTF-8; there is room for it. @returns where it ends */
function writeText(into: Buffer, text: string, from: number): number {
  if (text.length > SHORT) return from + into.write(text, from)
  let at = from
  for (let i = 0; i < text.length; i += 1) {
    const code = text.charCodeAt(i)
    if (code < 0x80) into[at++] = code
    else if (code < 0x800) {
      into[at++] = 0xc0 | (code >> 6)
      into[at++] = 0x80 | (code & 0x3f)
    } else if (code < 0xd800 || code > 0xdfff) {
      into[at++] = 0xe0 | (code >> 12)
      into[at++] = 0x80 | ((code >> 6) & 0x3f)
      into[at++] = 0x80 | (code & 0x3f)
    } else return from + into.write(text, from)
  }
  return at
}

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
  sendCopyFromChunk(chunk: Buffer): void
  endCopyFrom(): void
}

/** Bytes gathered before they are sent, and bytes that may wait in the socket. */
const CHUNK = 256 * 1024
const MOST_WAITING = 4 * 1024 * 1024

/** What stands before and after the rows in COPY's binary format (PostgreSQL manual, COPY, File Formats). */
const HEADER = Buffer.from('PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0', 'latin1')
const END = -1

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
    const bytes = new RowBytes()
    for (const row of rows) {
      bytes.add(row)
      if (bytes.length < CHUNK) continue
      connection.sendCopyFromChunk(bytes.take())
      if (connection.stream.writableLength > MOST_WAITING)
        await Promise.race([once(connection.stream, 'drain'), this.#done.promise])
    }
    bytes.end()
    connection.sendCopyFromChunk(bytes.take())
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

/** Rows in COPY's binary format: nothing has to be escaped, and nothing read as text. */
class RowBytes {
  #buffer = Buffer.allocUnsafe(CHUNK * 2)
  length = HEADER.copy(this.#buffer)

  add(row: readonly StoreCell[]): void {
    this.#room(2)
    this.length = this.#buffer.writeInt16BE(row.length, this.length)
    for (const cell of row) {
      if (typeof cell === 'string') {
        this.#room(4 + cell.length * 3)
        const written = this.#buffer.write(cell, this.length + 4)
        this.length = this.#buffer.writeInt32BE(written, this.length) + written
      } else if (typeof cell === 'number') {
        this.#room(12)
        this.length = this.#buffer.writeInt32BE(8, this.length)
        // Whole numbers below 2^53, as two halves: several times faster than through a BigInt.
        const high = Math.floor(cell / 2 ** 32)
        this.length = this.#buffer.writeInt32BE(high, this.length)
        this.length = this.#buffer.writeUInt32BE(cell - high * 2 ** 32, this.length)
      } else if (cell === null) {
        this.#room(4)
        this.length = this.#buffer.writeInt32BE(-1, this.length)
      } else {
        this.#room(4 + cell.length)
        this.length = this.#buffer.writeInt32BE(cell.length, this.length)
        this.#buffer.set(cell, this.length)
        this.length += cell.length
      }
    }
  }

  end(): void {
    this.#room(2)
    this.length = this.#buffer.writeInt16BE(END, this.length)
  }

  /** What was gathered; the socket may hold on to it, so the next rows get a buffer of their own. */
  take(): Buffer {
    const taken = this.#buffer.subarray(0, this.length)
    this.#buffer = Buffer.allocUnsafe(CHUNK * 2)
    this.length = 0
    return taken
  }

  #room(bytes: number): void {
    if (this.length + bytes <= this.#buffer.length) return
    const larger = Buffer.allocUnsafe((this.length + bytes) * 2)
    this.#buffer.copy(larger, 0, 0, this.length)
    this.#buffer = larger
  }
}

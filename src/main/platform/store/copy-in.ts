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

/** Text kept before it is sent, and bytes that may wait in the socket. */
const CHUNK = 256 * 1024
const MOST_WAITING = 4 * 1024 * 1024

/** Sends rows into a table; ends when the server has taken them. @throws Error as the server says */
export async function copyIn(
  client: Client,
  table: string,
  columns: readonly string[],
  rows: readonly (readonly StoreCell[])[],
): Promise<void> {
  const copy = new Copy(`COPY "${table}" (${columns.map((name) => `"${name}"`).join(',')}) FROM STDIN`)
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
    let text = ''
    for (const row of rows) {
      text += line(row)
      if (text.length < CHUNK) continue
      connection.sendCopyFromChunk(Buffer.from(text))
      text = ''
      if (connection.stream.writableLength > MOST_WAITING)
        await Promise.race([once(connection.stream, 'drain'), this.#done.promise])
    }
    if (text !== '') connection.sendCopyFromChunk(Buffer.from(text))
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

const SPECIAL = /[\\\t\n\r]/
const ESCAPES: Readonly<Record<string, string>> = { '\\': '\\\\', '\t': '\\t', '\n': '\\n', '\r': '\\r' }

/** One row in COPY's text format. */
function line(row: readonly StoreCell[]): string {
  let text = ''
  for (let at = 0; at < row.length; at += 1) {
    const cell = row[at]
    if (at > 0) text += '\t'
    if (cell === null || cell === undefined) text += '\\N'
    else if (typeof cell === 'number') text += cell
    else if (typeof cell === 'string')
      text += SPECIAL.test(cell) ? cell.replace(/[\\\t\n\r]/g, (one) => ESCAPES[one] ?? one) : cell
    else text += `\\\\x${Buffer.from(cell).toString('hex')}`
  }
  return `${text}\n`
}

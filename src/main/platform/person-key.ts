import { hash } from 'node:crypto'
import { readIdNumber } from '../../shared/domain/id-number.ts'

/** Bytes of the digest that are kept: 128 bits. */
const KEPT = 16

/**
 * What everything about one person is kept under: a keyed hash of the ID number, so that the records of all offices stand
 * together and nothing about the number can be read from it; of the record's own id where no good number is on record.
 * Employers and agents likewise by their credit code.
 */
export class PersonKeys {
  readonly #inner: Buffer
  readonly #outer: Buffer

  /** @param key at most 64 bytes */
  constructor(key: Uint8Array) {
    this.#inner = pad(key, 0x36)
    this.#outer = pad(key, 0x5c)
  }

  of(tbl: string, rowId: string, fields: Readonly<Record<string, unknown>>): string {
    if (tbl === 'people') {
      const number = canonicalId(fields.id_number)
      if (number !== undefined) return this.#digest(`id:${number}`)
    } else if ((tbl === 'employers' || tbl === 'agents') && typeof fields.credit_code === 'string') {
      return this.#digest(`org:${fields.credit_code}`)
    }
    return this.ofRow(rowId)
  }

  /** The key of a record that nothing is known of yet but its id. */
  ofRow(rowId: string): string {
    return this.#digest(`row:${rowId}`)
  }

  /** A fixed id for the row of a workbook, so that the same file brings the same records. */
  rowId(of: string): string {
    return `WB${Buffer.from(this.#digest(`workbook:${of}`), 'base64url').toString('hex')}`
  }

  /** HMAC-SHA-256 (RFC 2104) written out: `createHmac` makes a key object each time, which takes ten times as long. */
  #digest(text: string): string {
    const inner = hash('sha256', Buffer.concat([this.#inner, Buffer.from(text)]), 'buffer')
    const outer = hash('sha256', Buffer.concat([this.#outer, inner]), 'buffer')
    return outer.toString('base64url', 0, KEPT)
  }
}

function pad(key: Uint8Array, byte: number): Buffer {
  const block = Buffer.alloc(64)
  block.set(key)
  return block.map((value) => value ^ byte) as Buffer
}

/** 18 characters, or undefined where it is no ID number (GB 11643). */
export function canonicalId(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined
  const read = readIdNumber(written)
  return read.ok ? read.value : undefined
}

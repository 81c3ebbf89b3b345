import { hash } from 'node:crypto'
import { readIdNumber } from '../../shared/domain/id-number.ts'

/** SHA-256 takes its text in blocks of 64 bytes, and gives 32. */
const BLOCK = 64
const DIGEST = 32
/** Characters of a key: 128 bits in base64url, the last of which holds two bits. */
const WHOLE = 21
const BASE64URL = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
/** Texts that are longer are hashed in a buffer of their own. */
const LONGEST = 192

/**
 * What everything about one person is kept under: a keyed hash of the ID number, so that the records of all offices stand
 * together and nothing about the number can be read from it; of the record's own id where no good number is on record.
 * Employers and agents likewise by their credit code.
 */
export class PersonKeys {
  /** the inner and the outer block of the key, each followed by what is hashed with it */
  readonly #inner = Buffer.alloc(BLOCK + LONGEST)
  readonly #outer = Buffer.alloc(BLOCK + DIGEST)

  /** @param key at most 64 bytes */
  constructor(key: Uint8Array) {
    pad(key, 0x36).copy(this.#inner)
    pad(key, 0x5c).copy(this.#outer)
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

  /**
   * HMAC-SHA-256 (RFC 2104) written out, digests taken as text: `createHmac` makes a key object each time, and a digest as a
   * buffer takes three times as long.
   */
  #digest(text: string): string {
    const length = Buffer.byteLength(text)
    const inner =
      length > LONGEST
        ? Buffer.concat([this.#inner.subarray(0, BLOCK), Buffer.from(text)])
        : this.#inner.subarray(0, BLOCK + this.#inner.write(text, BLOCK))
    this.#outer.write(hash('sha256', inner, 'binary'), BLOCK, 'latin1')
    const outer = hash('sha256', this.#outer, 'base64url')
    return outer.slice(0, WHOLE) + (BASE64URL[BASE64URL.indexOf(outer[WHOLE] ?? '') & 0b110000] ?? '')
  }
}

function pad(key: Uint8Array, byte: number): Buffer {
  const block = Buffer.alloc(BLOCK)
  block.set(key)
  return block.map((value) => value ^ byte) as Buffer
}

/** 18 characters, or undefined where it is no ID number (GB 11643). */
export function canonicalId(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined
  const read = readIdNumber(written)
  return read.ok ? read.value : undefined
}

import { createHmac } from 'node:crypto'
import { readIdNumber } from '../../shared/domain/id-number.ts'

/** Bytes of the digest that are kept: 128 bits. */
const KEPT = 16

/**
 * What everything about one person is kept under: a keyed hash of the ID number, so that the records of all offices stand
 * together and nothing about the number can be read from it; of the record's own id where no good number is on record.
 * Employers and agents likewise by their credit code.
 */
export class PersonKeys {
  readonly #salt: Uint8Array

  constructor(salt: Uint8Array) {
    this.#salt = salt
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
    return `WB-${this.#digest(`workbook:${of}`)}`
  }

  #digest(text: string): string {
    return createHmac('sha256', this.#salt).update(text).digest().subarray(0, KEPT).toString('base64url')
  }
}

/** 18 characters, or undefined where it is no ID number (GB 11643). */
export function canonicalId(written: unknown): string | undefined {
  if (typeof written !== 'string') return undefined
  const read = readIdNumber(written)
  return read.ok ? read.value : undefined
}

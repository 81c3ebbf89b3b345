import { createHash } from 'node:crypto'
import { promisify } from 'node:util'
import { zstdCompress, zstdDecompress } from 'node:zlib'
import type { WriteTx } from '../db/ledger.ts'
import { files } from '../db/schema/exchange.ts'

const compress = promisify(zstdCompress)
const decompress = promisify(zstdDecompress)

/** How bytes are compressed in the ledger's own store of files. */
export const packed = (bytes: Uint8Array): Promise<Buffer> => compress(bytes)

/** The bytes as they came. Rejects where they are damaged. */
export const unpacked = (content: Uint8Array): Promise<Buffer> => decompress(content)

/** Hexadecimal SHA-256, by which a file is known again. */
export function sha256Of(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

/** Puts a file into the ledger's own store; `content` is what `packed` gave. Gives its id. */
export function storeFile(
  tx: WriteTx,
  file: {
    name: string
    mime: string
    bytes: { readonly byteLength: number }
    sha256: string
    content: Buffer
  },
): string {
  const { bytes, ...row } = file
  const id = tx.newId()
  tx.local(files).insert({ ...row, id, size: bytes.byteLength, storedAt: tx.at })
  return id
}

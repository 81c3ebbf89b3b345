import { closeSync, openSync, readSync, statSync } from 'node:fs'
import type { Sqlite } from './sqlite.ts'

/**
 * Whether SQLite could use the whole journal (X.ledger-wal) that a crash left.
 * whole: every committed transaction in it is there.
 * incomplete-tail: its very last transaction is unreadable. After a power cut that is a save that was never
 *   acknowledged; the ledger opens, and the clerk is asked to check the last entry.
 * damaged: transactions after an unreadable place were complete once, so acknowledged work would be lost silently.
 */
export type JournalState = 'whole' | 'incomplete-tail' | 'damaged'

// SQLite file format, section 4.1 "The WAL file": a header of 32 bytes, then frames of 24 bytes and a page.
const HEADER_BYTES = 32
const FRAME_HEADER_BYTES = 24
const MAGIC = 0x377f0682

/** Compares the frames that SQLite accepted with those that lie in the file. `db` has it open. */
export function journalState(db: Sqlite, path: string): JournalState {
  const journal = `${path}-wal`
  const bytes = statSync(journal, { throwIfNoEntry: false })?.size ?? 0
  if (bytes <= HEADER_BYTES) return 'whole'
  // Any read makes SQLite recover the journal; NOOP then only tells how many frames it holds.
  db.prepare('SELECT count(*) FROM sqlite_schema').get()
  const [status] = db.pragma('wal_checkpoint(NOOP)') as { log: number }[]
  const accepted = Math.max(0, status?.log ?? 0)
  const file = openSync(journal, 'r')
  try {
    const header = Buffer.alloc(HEADER_BYTES)
    readSync(file, header, 0, HEADER_BYTES, 0)
    if (!headerIsSound(header)) return 'damaged'
    return stateOfRest(file, header, bytes, accepted)
  } finally {
    closeSync(file)
  }
}

function stateOfRest(file: number, header: Buffer, bytes: number, accepted: number): JournalState {
  const frameBytes = FRAME_HEADER_BYTES + header.readUInt32BE(8)
  const salts = header.subarray(16, 24)
  const frame = Buffer.alloc(FRAME_HEADER_BYTES)
  let commits = 0
  const frames = Math.floor((bytes - HEADER_BYTES) / frameBytes)
  for (let index = accepted; index < frames; index += 1) {
    readSync(file, frame, 0, FRAME_HEADER_BYTES, HEADER_BYTES + index * frameBytes)
    // Frames of an earlier round of the journal carry other salts.
    if (!frame.subarray(8, 16).equals(salts)) continue
    // A transaction begins only after the one before was synced to the disk: that one had been acknowledged.
    if (commits > 0) return 'damaged'
    if (frame.readUInt32BE(4) !== 0) commits += 1
  }
  return commits > 0 ? 'incomplete-tail' : 'whole'
}

/** The header's own checksum; SQLite ignores a journal, and all that is in it, where it does not fit. */
function headerIsSound(header: Buffer): boolean {
  const magic = header.readUInt32BE(0)
  if ((magic & 0xfffffffe) >>> 0 !== MAGIC) return false
  const bigEndian = (magic & 1) === 1
  let a = 0
  let b = 0
  for (let at = 0; at < 24; at += 8) {
    const x = bigEndian ? header.readUInt32BE(at) : header.readUInt32LE(at)
    const y = bigEndian ? header.readUInt32BE(at + 4) : header.readUInt32LE(at + 4)
    a = (a + x + b) >>> 0
    b = (b + y + a) >>> 0
  }
  return a === header.readUInt32BE(24) && b === header.readUInt32BE(28)
}

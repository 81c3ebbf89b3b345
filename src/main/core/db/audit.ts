import { createHash } from 'node:crypto'
import type { Sqlite } from './sqlite.ts'

/** What an audit entry may carry: ids, codes, counts. Never names, ID numbers, phones or accounts. */
export type AuditParams = Readonly<Record<string, string | number | boolean | null | readonly string[]>>

export interface AuditEntry {
  readonly seq: number
  /** ISO 8601, UTC */
  readonly at: string
  readonly actor: string
  readonly action: string
  /** JSON */
  readonly params: string
  readonly txId: string
  readonly firstSeq: number
  readonly changes: number
  readonly changesHash: string
}

const ID_NUMBER = /^\d{17}[\dXx]$|^\d{15}$/
const PHONE = /^1\d{10}$/

/** @throws Error where a parameter looks like a person's ID number or phone: the audit is shown and exported widely. */
export function auditParamsJson(params: AuditParams): string {
  for (const [name, value] of Object.entries(params)) {
    for (const part of Array.isArray(value) ? value : [value]) {
      if (typeof part === 'string' && (ID_NUMBER.test(part) || PHONE.test(part))) {
        throw new Error(`audit parameter ${name} holds personal data; pass the record's id`)
      }
    }
  }
  return JSON.stringify(params)
}

/** What the chain starts from: the ledger's own id, so that a chain cannot be moved into another ledger. */
export function chainStart(ledgerId: string): string {
  return createHash('sha256').update(`liaison-ledger audit ${ledgerId}`).digest('hex')
}

export function auditHash(entry: AuditEntry, prevHash: string): string {
  const { seq, at, actor, action, params, txId, firstSeq, changes, changesHash } = entry
  return createHash('sha256')
    .update(JSON.stringify([seq, at, actor, action, params, txId, firstSeq, changes, changesHash, prevHash]))
    .digest('hex')
}

/** Appends an entry to the chain, inside the transaction it tells of. */
export function appendAudit(db: Sqlite, ledgerId: string, entry: Omit<AuditEntry, 'seq'>): void {
  const last = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').get() as
    | { seq: number; hash: string }
    | undefined
  const prevHash = last?.hash ?? chainStart(ledgerId)
  const full: AuditEntry = { seq: (last?.seq ?? 0) + 1, ...entry }
  db.prepare(
    `INSERT INTO audit (seq, at, actor, action, params, tx_id, first_seq, changes, changes_hash, prev_hash, hash)
     VALUES (@seq, @at, @actor, @action, @params, @txId, @firstSeq, @changes, @changesHash, @prevHash, @hash)`,
  ).run({ ...full, prevHash, hash: auditHash(full, prevHash) })
}

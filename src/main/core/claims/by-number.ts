import { asPaperNumber } from '../../../shared/domain/paper-number.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { OutputOf } from '../procedure.ts'

type Opens = OutputOf<'claims.byNumber'>

/** What each kind of number opens. A paper of chosen claims belongs to no batch and opens nothing. */
const LOOKS: Readonly<Record<string, { kind: Opens['kind']; what: string; sql: string }>> = {
  PC: {
    kind: 'batch',
    what: '批次',
    sql: 'SELECT id FROM batches WHERE number = ? AND deleted_at IS NULL',
  },
  ZF: {
    kind: 'batch',
    what: '支付文件',
    sql: 'SELECT batch_id FROM payment_files WHERE number = ? AND deleted_at IS NULL',
  },
  ZJ: {
    kind: 'batch',
    what: '批次名单',
    sql: `SELECT b.id FROM papers p JOIN batches b ON b.id = p.subject_id AND b.deleted_at IS NULL
      WHERE p.serial = ? AND p.deleted_at IS NULL`,
  },
}
const CLAIM = {
  kind: 'claim',
  what: '申领',
  sql: 'SELECT id FROM claims WHERE number = ? AND deleted_at IS NULL',
} as const

/** Which page the number on a paper opens. @throws Refusal `claims.no-number` */
export function opensByNumber(ledger: Pick<ReadLedger, 'prepare'>, written: string): Opens {
  const number = asPaperNumber(written)
  const { kind, what, sql } = LOOKS[number?.split('-')[0] ?? ''] ?? CLAIM
  const id =
    number === null ? undefined : (ledger.prepare<string>(sql).pluck().get(number) as string | undefined)
  if (id === undefined) {
    throw new Refusal(
      'claims.no-number',
      `台账里没有编号为 ${number ?? written} 的${what}，可能已撤回，或是别的单位的。`,
      { number: number ?? written },
    )
  }
  return { kind, id }
}

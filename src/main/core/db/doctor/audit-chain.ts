import { type AuditEntry, auditHash, chainStart } from '../audit.ts'
import { requireMeta } from '../meta.ts'
import { type Check, type Finding, finding, MOST_LISTED } from './finding.ts'

type Row = AuditEntry & { readonly prevHash: string; readonly hash: string }

/** The audit is one unbroken chain: no entry was altered, removed or put in between. */
export const auditChainCheck: Check = {
  name: 'audit-chain',
  title: '操作记录链',
  run: ({ db }) => {
    const findings: Finding[] = []
    let previous = chainStart(requireMeta(db, 'ledger_id'))
    let expectedSeq = 1
    const rows = db
      .prepare(
        `SELECT seq, at, actor, action, params, tx_id AS txId, first_seq AS firstSeq, changes,
           changes_hash AS changesHash, prev_hash AS prevHash, hash FROM audit ORDER BY seq`,
      )
      .iterate() as IterableIterator<Row>
    for (const row of rows) {
      const sound =
        row.seq === expectedSeq && row.prevHash === previous && row.hash === auditHash(row, row.prevHash)
      if (!sound && findings.length < MOST_LISTED) {
        findings.push(
          finding(
            'doctor.audit-broken',
            `操作记录在第 ${row.seq} 条处断开：该条或它之前的记录被改动或删除过。请保留台账原件并联系技术支持。`,
            {
              seq: row.seq,
              at: row.at,
            },
          ),
        )
      }
      previous = row.hash
      expectedSeq = row.seq + 1
    }
    return { checked: expectedSeq - 1, findings }
  },
}

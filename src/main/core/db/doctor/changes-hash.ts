import { createHash } from 'node:crypto'
import { type ChangeEntry, hashEntry } from '../change-log.ts'
import { type ChangeShape, shapeId } from '../change-shapes.ts'
import type { Sqlite } from '../sqlite.ts'
import { type Check, type Finding, finding, MOST_LISTED } from './finding.ts'

/**
 * Each transaction's change-log rows are the ones that its audit entry was written over, and belong to no other; and what
 * they mean by their shape is what was meant.
 */
export const changesHashCheck: Check = {
  name: 'changes-hash',
  title: '变更日志与操作记录',
  run: ({ db }) => {
    const findings: Finding[] = alteredShapes(db)
    const entries = db.prepare(
      'SELECT seq, tx_id AS txId, first_seq AS firstSeq, changes, changes_hash AS changesHash FROM audit ORDER BY seq',
    )
    const rows = db.prepare(
      `SELECT hlc, tbl, row_id AS rowId, op, fields, before FROM change_log
       WHERE seq BETWEEN ? AND ? AND tx_id = ? ORDER BY seq`,
    )
    let logged = 0
    for (const entry of entries.all() as {
      seq: number
      txId: string
      firstSeq: number
      changes: number
      changesHash: string
    }[]) {
      const hash = createHash('sha256')
      let found = 0
      for (const row of rows.iterate(entry.firstSeq, entry.firstSeq + entry.changes - 1, entry.txId)) {
        hashEntry(hash, row as ChangeEntry)
        found += 1
      }
      logged += found
      if (
        (found !== entry.changes || hash.digest('hex') !== entry.changesHash) &&
        findings.length < MOST_LISTED
      ) {
        findings.push(
          finding(
            'doctor.changes-altered',
            `第 ${entry.seq} 条操作的变更日志与当时记下的不一致（应有 ${entry.changes} 行，现有 ${found} 行）：日志被改动过。请保留台账原件并联系技术支持。`,
            {
              seq: entry.seq,
              txId: entry.txId,
              expected: entry.changes,
              found,
            },
          ),
        )
      }
    }
    const total = db.prepare('SELECT count(*) FROM change_log').pluck().get() as number
    if (total > logged) {
      findings.push(
        finding(
          'doctor.changes-stray',
          `变更日志中有 ${total - logged} 行不属于任何一次操作。请保留台账原件并联系技术支持。`,
          {
            count: total - logged,
          },
        ),
      )
    }
    return { checked: total, findings }
  },
}

function alteredShapes(db: Sqlite): Finding[] {
  const shapes = db.prepare('SELECT id, tbl, columns FROM change_shapes').all() as ChangeShape[]
  const missing = db
    .prepare(
      `SELECT DISTINCT fields ->> 0 AS id FROM change_log
       WHERE op = 'insert' AND substr(fields, 1, 1) = '[' AND fields ->> 0 NOT IN (SELECT id FROM change_shapes)`,
    )
    .pluck()
    .all() as string[]
  const altered = shapes.filter(({ id, tbl, columns }) => id !== shapeId(tbl, columns)).map(({ id }) => id)
  return [...altered, ...missing].map((id) =>
    finding(
      'doctor.shape-altered',
      `变更日志的列名表中 ${id} 一项被改动或删除过，用它写的录入日志不再可信。请保留台账原件并联系技术支持。`,
      { shape: id },
    ),
  )
}

import type { ReadLedger } from '../../db/ledger.ts'
import { unpacked } from '../../files/stored-bytes.ts'

/** Where a profile's exports stand. */
export type ExportMark = {
  throughSeq: number
  /** day and time of that export, ISO */
  madeAt: string
  /** keys of the rows that the receiver has */
  keys: ReadonlySet<string>
}

/** What was remembered with the last export of a profile; undefined where there was none. */
export async function readMark(
  ledger: Pick<ReadLedger, 'prepare'>,
  profileId: string,
): Promise<ExportMark | undefined> {
  const row = ledger
    .prepare<{ throughSeq: number; rowKeys: Uint8Array; madeAt: string }>(
      `SELECT m.through_seq AS throughSeq, m.row_keys AS rowKeys, r.made_at AS madeAt
       FROM export_marks m JOIN export_runs r ON r.id = m.run_id WHERE m.profile = ?`,
    )
    .get(profileId)
  if (row === undefined) return undefined
  const text = (await unpacked(row.rowKeys)).toString('utf8')
  return {
    throughSeq: row.throughSeq,
    madeAt: row.madeAt,
    keys: new Set(text === '' ? [] : text.split('\n')),
  }
}

import type { RunView } from '../../../shared/contract/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { FACT_TABLES } from './affected.ts'

/** What a calculation keeps about itself beside its results, as JSON in `evaluation_runs.summary`. */
export type RunSummary = {
  counts: RunView['counts']
  /** the benefits that were asked for; none: all */
  benefits: readonly string[]
  /** number for the next person who comes into the calculation */
  nextPerson: number
  /** the last entry of the change log that it could see */
  changeSeq: number
  seconds: number
}

/** The latest calculation, or `null` where there has been none. */
export function latestRun(ledger: Pick<ReadLedger, 'prepare'>): RunView | null {
  const run = ledger
    .prepare<{
      id: string
      asOf: string
      startedAt: string
      finishedAt: string | null
      packVersions: string
      peopleCount: number
      summary: string
    }>(
      `SELECT id, as_of AS asOf, started_at AS startedAt, finished_at AS finishedAt, pack_versions AS packVersions,
         people_count AS peopleCount, summary FROM evaluation_runs ORDER BY started_at DESC, id DESC LIMIT 1`,
    )
    .get()
  if (run === undefined) return null
  const summary = JSON.parse(run.summary) as RunSummary
  return {
    id: run.id,
    asOf: run.asOf,
    startedAt: run.startedAt,
    finishedAt: run.finishedAt,
    peopleCount: run.peopleCount,
    packVersions: JSON.parse(run.packVersions) as Record<string, string>,
    counts: summary.counts,
    seconds: summary.seconds,
    stale: factsChangedSince(ledger, summary.changeSeq),
  }
}

/** Number of the latest entry of the change log, 0 where there is none. */
export function lastChange(ledger: Pick<ReadLedger, 'prepare'>): number {
  return (
    (ledger.prepare<number | null>('SELECT max(seq) FROM change_log').pluck().get() as number | null) ?? 0
  )
}

/** "+tbl" keeps SQLite from walking the index of records: the last few entries are read instead. */
function factsChangedSince(ledger: Pick<ReadLedger, 'prepare'>, seq: number): boolean {
  return (
    ledger
      .prepare('SELECT 1 FROM change_log WHERE seq > ? AND +tbl IN (SELECT value FROM json_each(?)) LIMIT 1')
      .get(seq, JSON.stringify(FACT_TABLES)) !== undefined
  )
}

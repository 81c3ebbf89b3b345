/** 疑点清单: the latest run over the whole ledger, kept so that its findings can be paged. */
import type { CheckRunView, FindingView } from '../../../shared/contract/checks.ts'
import { type CheckId, isCheckId } from '../../../shared/domain/checks.ts'
import type { CheckSeverity } from '../../../shared/domain/claim-states.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { checkFindings, checkRuns } from '../db/schema/checks.ts'
import type { InputOf, WriteContext } from '../procedure.ts'
import type { Reading } from './check-world.ts'
import type { Finding } from './finding.ts'
import { byGravity, type RunHead, viewCount, viewFindings } from './finding-views.ts'

export type RunToKeep = { readonly head: RunHead; readonly findings: readonly Finding[] }

/** Replaces the kept run. */
export function keepRun(context: WriteContext, { head, findings }: RunToKeep): void {
  context.ledger.write({ action: 'checks.run', actor: context.actor.name }, (tx) => {
    tx.local(checkRuns).delete()
    tx.local(checkFindings).delete()
    const { seconds, ...run } = head
    tx.local(checkRuns).insert({ id: tx.newId(), ...run, milliseconds: Math.round(seconds * 1000) })
    tx.local(checkFindings).insertMany(
      findings.map(({ others, ...finding }, at) => ({
        seq: at + 1,
        ...finding,
        others: JSON.stringify(others),
      })),
    )
  })
}

/** The latest run with its counts; null: there was none. */
export function latestRun(ledger: Reading): CheckRunView | null {
  const run = ledger
    .prepare<Omit<RunHead, 'seconds'> & { milliseconds: number }>(
      `SELECT as_of AS asOf, made_at AS madeAt, made_by AS madeBy, people, claims, milliseconds FROM check_runs`,
    )
    .get()
  if (run === undefined) return null
  const counts = ledger
    .prepare<{ check: CheckId; severity: CheckSeverity; count: number; claims: number }>(
      `SELECT check_id AS "check", severity, count(*) AS count, count(DISTINCT claim_id) AS claims
       FROM check_findings GROUP BY check_id, severity`,
    )
    .all()
    .filter(({ check }) => isCheckId(check))
    .map(viewCount)
    .sort(byGravity)
  const { milliseconds, ...head } = run
  return {
    ...head,
    seconds: milliseconds / 1000,
    counts,
    total: counts.reduce((sum, { count }) => sum + count, 0),
  }
}

/** One page of the kept findings. */
export function listKeptFindings(
  ledger: ReadLedger,
  filter: InputOf<'checks.findings'>,
): { total: number; rows: FindingView[] } {
  const { sql, params } = findingsWhere(filter)
  const total = ledger
    .prepare<number>(`SELECT count(*) FROM check_findings f WHERE ${sql}`)
    .pluck()
    .get(...params) as number
  const rows = ledger
    .prepare<Omit<Finding, 'others'> & { others: string }>(
      `SELECT f.check_id AS "check", f.severity, f.certainty, f.claim_id AS claimId, f.batch_id AS batchId,
         f.person_id AS personId, f.employer_id AS employerId, f.benefit, f.evidence, f.text, f.others
       FROM check_findings f WHERE ${sql} ORDER BY f.seq LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map((row) => ({ ...row, others: JSON.parse(row.others) as string[] }))
  return { total, rows: viewFindings(ledger, rows) }
}

function findingsWhere(filter: Omit<InputOf<'checks.findings'>, 'limit' | 'offset'>): {
  sql: string
  params: string[]
} {
  const parts = ['1 = 1']
  const params: string[] = []
  const equals = (column: string, value: string | undefined) => {
    if (value === undefined) return
    parts.push(`${column} = ?`)
    params.push(value)
  }
  equals('f.check_id', filter.check)
  equals('f.severity', filter.severity)
  equals('f.benefit', filter.benefit)
  equals('f.batch_id', filter.batchId)
  equals('f.person_id', filter.personId)
  if (filter.onClaim !== undefined) parts.push(`f.claim_id IS ${filter.onClaim ? 'NOT ' : ''}NULL`)
  const text = filter.search.trim()
  if (text !== '') {
    parts.push('instr(f.text, ?) > 0')
    params.push(text)
  }
  return { sql: parts.join(' AND '), params }
}

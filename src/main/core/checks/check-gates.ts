/** How the checks stand in the way of claims and batches: blocks bar, holds are opened, warnings are only shown. */
import type { BatchBar } from '../../../shared/contract/batches.ts'
import type { ProcedureStep } from '../../../shared/domain/claim-procedure.ts'
import { FINAL_STATES } from '../../../shared/domain/claim-states.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CHECK_TEXT } from '../../../shared/text/checks.ts'
import type { BatchGate } from '../claims/batch/bars.ts'
import type { Batch } from '../claims/batch/batch-record.ts'
import type { BatchingChecks } from '../claims/batch/compose.ts'
import type { PaymentGate } from '../claims/payment/make-payment.ts'
import type { Gate } from '../claims/workflow/act.ts'
import { openHoldsFor } from '../claims/workflow/holds.ts'
import type { WriteTx } from '../db/ledger.ts'
import type { Surroundings } from '../procedure.ts'
import { type CheckScope, grouped, type Reading } from './check-world.ts'
import type { Finding } from './finding.ts'
import { runChecks } from './run-checks.ts'

type Context = Pick<Surroundings, 'resources' | 'today'>

/** Findings of one check that are said in full. */
const NAMED = 3

/**
 * Blocking findings bar a claim from the county's opinion on: before it the desks of village and township put together
 * what the checks look at.
 */
export function checkGate(context: Context, ledger: Reading): Gate {
  return (positions, step) => {
    const stopped = new Map<string, { bar: 'check'; what: string }>()
    if (!isLookedAt(step)) return stopped
    const ids = positions.map(({ id }) => id)
    const { findings } = runChecks(context, ledger, { kind: 'claims', ids }, { atLeast: 'block' })
    for (const [id, own] of grouped(
      findings.filter(({ claimId }) => claimId !== null),
      ({ claimId }) => claimId as string,
    )) {
      const names = [...new Set(own.map(({ check }) => CHECK_TEXT[check].name))]
      stopped.set(id, { bar: 'check', what: names.join('、') })
    }
    return stopped
  }
}

function isLookedAt({ kind, level }: ProcedureStep): boolean {
  return kind === 'opinion' ? level === 'county' : kind !== 'paper'
}

/** What the checks say against a batch's next step. */
export function checkBatchGate(context: Context, ledger: Reading): BatchGate {
  return (batch) =>
    barsOfFindings(
      ledger,
      runChecks(context, ledger, { kind: 'batch', id: batch.id }, { atLeast: 'hold' }).findings,
    )
}

/** Without those that a person has decided on, or that stand as an open hold, which bars by itself. */
function undecided(ledger: Reading, findings: readonly Finding[]): Finding[] {
  const decided = ledger.prepare(
    'SELECT 1 FROM claim_holds WHERE claim_id = ? AND check_id = ? AND evidence = ? AND deleted_at IS NULL',
  )
  return findings.filter(
    ({ claimId, check, severity, evidence }) =>
      severity === 'block' || claimId === null || decided.get(claimId, check, evidence) === undefined,
  )
}

function barsOfFindings(ledger: Reading, findings: readonly Finding[]): BatchBar[] {
  const standing = undecided(ledger, findings).filter(
    // The batch's own stated totals are said by the batch itself.
    ({ check, evidence }) => check !== 'sums-differ' || !evidence.startsWith('批次:'),
  )
  return [...grouped(standing, ({ check, severity }) => `${check}|${severity}`).values()].map((group) => {
    const [first] = group as [Finding, ...Finding[]]
    const texts = group.slice(0, NAMED).map(({ text }) => text)
    const more = group.length > NAMED ? `等 ${group.length} 处。` : ''
    return {
      code: first.check,
      severity: first.severity === 'block' ? 'block' : 'hold',
      text: `${CHECK_TEXT[first.check].name}：${texts.join('')}${more}`,
      claims: new Set(group.flatMap(({ claimId }) => claimId ?? [])).size,
    }
  })
}

/**
 * The last look before the money moves: what blocks, blocks here too. @throws Refusal `batches.barred`
 */
export function refuseBlocked(context: Context, tx: Reading, batch: Batch): void {
  const { findings } = runChecks(context, tx, { kind: 'batch', id: batch.id }, { atLeast: 'block' })
  const bars = barsOfFindings(tx, findings)
  if (bars.length === 0) return
  throw new Refusal(
    'batches.barred',
    `批次 ${batch.number} 还不能发放：${bars.map(({ text }) => text).join('')}请先改正，或把有疑点的申领移出批次。`,
    { blocked: true },
  )
}

/**
 * What the checks say today against paying claims again: what blocks, and what asks for a person who has not decided
 * yet. By claim, in words.
 */
export function checkPaymentGate(context: Context): PaymentGate {
  return (ledger, ids) => {
    const { findings } = runChecks(context, ledger, { kind: 'claims', ids }, { atLeast: 'hold' })
    const wanted = new Set(ids)
    const standing = undecided(ledger, findings).filter(({ claimId }) => wanted.has(claimId ?? ''))
    return new Map(
      [...grouped(standing, ({ claimId }) => claimId as string)].map(([id, own]) => [
        id,
        `核对不通过，${own.map(({ check, text }) => `${CHECK_TEXT[check].name}：${text}`).join('')}请先改正，或在申领的疑点里核实`,
      ]),
    )
  }
}

/** Opens a hold for each matter that asks for a person's decision. Gives how many are new. */
export function openHoldsOfChecks(context: Context, tx: WriteTx, scope: CheckScope, by: string): number {
  const { findings } = runChecks(context, tx, scope, { atLeast: 'hold' })
  const ids = JSON.stringify([...new Set(findings.flatMap(({ claimId }) => claimId ?? []))])
  const over = new Set(
    tx
      .prepare<{ id: string; state: never }>(
        'SELECT c.id, c.state FROM json_each(?) j JOIN claims c ON c.id = j.value',
      )
      .all(ids)
      .flatMap(({ id, state }) => (FINAL_STATES.has(state) ? [id] : [])),
  )
  const holds = findings.flatMap(({ claimId, severity, check, evidence, text }) =>
    severity !== 'hold' || claimId === null || over.has(claimId)
      ? []
      : [{ claimId, check, evidence, reason: `${CHECK_TEXT[check].name}：${text}` }],
  )
  // Two findings may be of one matter.
  const matters = new Map(holds.map((hold) => [`${hold.claimId}|${hold.check}|${hold.evidence}`, hold]))
  return openHoldsFor(tx, [...matters.values()], by)
}

/** The checks at the moment when claims are put into a batch. */
export function batchingChecks(context: Context, ledger: Reading): BatchingChecks {
  return {
    gate: checkGate(context, ledger),
    openHolds: (tx, ids, by) => openHoldsOfChecks(context, tx, { kind: 'claims', ids }, by),
  }
}

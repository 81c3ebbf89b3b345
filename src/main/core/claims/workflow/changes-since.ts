import type { Explanation } from '../../../../shared/contract/policy.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { CONDITION_STATE_TEXT, OUTCOME_TEXT } from '../../../../shared/text/policy.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { explainFromLedger } from '../../entitlements/explain.ts'
import type { OutputOf, Surroundings } from '../../procedure.ts'

type Changes = OutputOf<'claims.changesSince'>

/**
 * 变化核对: what a claim was decided on beside what the ledger says today of the same question (same day, same payee,
 * same period). That the claim itself now uses up the entitlement is no change. @throws Refusal `claims.not-found`
 */
export function changesSince(context: Surroundings, ledger: ReadLedger, claimId: string): Changes {
  const claim = ledger
    .prepare<{ trace: string; amountFen: number }>(
      'SELECT trace, amount_fen AS amountFen FROM claims WHERE id = ?',
    )
    .get(claimId)
  if (claim === undefined) throw new Refusal('claims.not-found', '没有这份申领，请刷新列表。')
  const before = JSON.parse(claim.trace) as Explanation
  const [now] = explainFromLedger(context, ledger, {
    benefit: before.benefit,
    asOf: before.asOf,
    ...(before.personId === null ? {} : { personId: before.personId }),
    beneficiaryId: before.beneficiaryId,
    ...(before.period === null ? {} : { period: before.period }),
  })
  const differences = now === undefined ? [] : differencesOf(before, now)
  return {
    moved: now === undefined || differences.length > 0,
    before: { outcome: before.outcome, amountFen: before.amountFen },
    now: now === undefined ? null : { outcome: now.outcome, amountFen: now.amountFen },
    differences,
  }
}

function differencesOf(before: Explanation, now: Explanation): Changes['differences'] {
  const differences: Changes['differences'] = []
  const compare = (label: string, a: string, b: string) => {
    if (a !== b) differences.push({ label, before: a, now: b })
  }
  compare('结果', OUTCOME_TEXT[before.outcome], OUTCOME_TEXT[now.outcome])
  compare('金额', money(before.amountFen), money(now.amountFen))
  compare('政策版本', before.packVersion, now.packVersion)
  for (const condition of before.conditions) {
    const today = now.conditions.find(({ id }) => id === condition.id)
    if (today === undefined) continue
    compare(condition.label, CONDITION_STATE_TEXT[condition.state], CONDITION_STATE_TEXT[today.state])
    for (const fact of condition.found) {
      const other = today.found.find(({ path }) => path === fact.path)
      compare(`${condition.label}：${fact.label}`, fact.value, other?.value ?? '（没有了）')
    }
    for (const fact of today.found) {
      if (!condition.found.some(({ path }) => path === fact.path))
        compare(`${condition.label}：${fact.label}`, '（当时没有）', fact.value)
    }
  }
  return differences
}

function money(fen: number | null): string {
  return fen === null ? '无' : `${formatYuan(fen)} 元`
}

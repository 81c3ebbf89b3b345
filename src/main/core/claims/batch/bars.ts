import type { BatchBar, BudgetLineView } from '../../../../shared/contract/batches.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { type Batch, stepOfBatch, totalsOfBatch } from './batch-record.ts'
import { budgetLineOf } from './budget.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Further bars that other parts of the office bring: the checks before money moves. */
export type BatchGate = (batch: Batch) => readonly BatchBar[]

/**
 * What stands against a batch's next step: open holds, stated totals that are not those of the rows, samples that
 * nobody called, a budget line that is too small, lists and objections (those are told by the step itself). `line`: the
 * batch's budget line, where the caller has read it.
 */
export function barsOf(
  ledger: Reading,
  batch: Batch,
  gate?: BatchGate,
  line: () => BudgetLineView | undefined = () => budgetLineOf(ledger, batch),
): BatchBar[] {
  const step = stepOfBatch(batch)
  if (step === undefined) return []
  const bars: BatchBar[] = []
  const { count, amountFen, held } = totalsOfBatch(ledger, batch.id)
  const say = (code: string, severity: BatchBar['severity'], text: string, claims = 0) =>
    bars.push({ code, severity, text, claims })
  if (count === 0) say('empty', 'block', '批次里没有申领，请先加入，或解散批次。')
  if (held > 0) say('held', 'block', `有 ${held} 份申领正在暂缓，请先解除，或移出批次。`, held)
  if (batch.statedCount !== null && batch.statedCount !== count) {
    say('stated-count', 'block', `写明 ${batch.statedCount} 人，实有 ${count} 份，请核对后改正。`)
  }
  if (batch.statedFen !== null && batch.statedFen !== amountFen) {
    say(
      'stated-sum',
      'block',
      `写明合计 ${formatYuan(batch.statedFen)} 元，逐份相加是 ${formatYuan(amountFen)} 元，请核对后改正。`,
    )
  }
  if (step.kind !== 'opinion') {
    const denied = callsWith(ledger, batch.id, "result IN ('denied', 'wrong-number')")
    const open = callsWith(ledger, batch.id, 'result IS NULL')
    if (denied > 0) say('sample-denied', 'hold', `电话核查有 ${denied} 份不属实或号码不对。`, denied)
    if (open > 0) say('sample-open', 'hold', `抽中的 ${open} 份还没有电话核查。`, open)
  }
  if (step.kind === 'approval' || step.kind === 'finance') budgetBar(line(), say)
  return [...bars, ...(gate?.(batch) ?? [])]
}

function callsWith(ledger: Reading, batchId: string, condition: string): number {
  return ledger
    .prepare<number>(
      `SELECT count(*) FROM sample_calls k JOIN samples s ON s.id = k.sample_id JOIN claims c ON c.id = k.claim_id
       WHERE s.batch_id = ? AND c.batch_id = s.batch_id AND k.deleted_at IS NULL AND s.deleted_at IS NULL AND k.${condition}`,
    )
    .pluck()
    .get(batchId) as number
}

function budgetBar(
  line: BudgetLineView | undefined,
  say: (code: string, severity: BatchBar['severity'], text: string) => void,
): void {
  if (line === undefined) {
    say('no-budget', 'hold', '没有写明从哪笔资金计划列支。')
    return
  }
  if (line.leftFen < 0) {
    say('over-budget', 'hold', `资金计划“${line.name}”超出 ${formatYuan(-line.leftFen)} 元。`)
  }
}

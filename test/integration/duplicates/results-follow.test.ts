import { expect, test } from 'vitest'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { applyMerge, planMerge } from '../../../src/main/core/duplicates/merge.ts'
import { PlanReads } from '../../../src/main/core/duplicates/merge-plan.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { keepResultsCurrent } from '../../../src/main/core/entitlements/re-evaluate.ts'
import { latestRun } from '../../../src/main/core/entitlements/runs.ts'
import { createTestLedger } from '../../fixtures/ledger.ts'
import { regions, resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from '../entitlements/entitlement-desk.ts'

const words = { today: TODAY, isKnownArea: (area: string) => regions.isKnownArea(area) }

function stored(ledger: WriteLedger) {
  return {
    counts: latestRun(ledger.reader)?.counts,
    results: ledger.reader
      .prepare(
        `SELECT benefit, outcome, person_id, period, amount_fen, entitlement_key FROM evaluation_results
         ORDER BY person_id, benefit, period, outcome`,
      )
      .all(),
    people: ledger.reader.prepare('SELECT person_id FROM evaluation_people ORDER BY person_id').all(),
  }
}

test('months that stood on two records make one entitlement; the stored results follow the merge and its undo', async () => {
  const t = await createTestLedger()
  try {
    const { ledger } = t
    const { make, pending, firm } = smallCounty(ledger)
    // 乙 lacks a month, which another list has under the name without a number.
    const again = make.person('乙 阿依', { homeCounty: '511921' })
    make.insured(again, 2022, 0b001111, {
      employerId: firm,
      employerText: '义乌锦程服饰有限公司',
      county: '330782',
    })
    ledger.concludeWith((tx) => {
      keepResultsCurrent({ resources }, tx)
    })
    await evaluateLedger(jobContext(ledger), { asOf: TODAY, benefits: [] })
    const before = stored(ledger)
    const ofPending = () =>
      ledger.reader
        .prepare("SELECT outcome FROM evaluation_results WHERE person_id = ? AND benefit = 'JH-16'")
        .pluck()
        .all(pending)
    expect(ofPending()).not.toContain('eligible')

    const { txId } = ledger.write({ action: 'duplicates.merge', actor: '李芳' }, (tx) => {
      const order = { kind: 'person', keepId: pending, otherId: again, choices: {} } as const
      const planned = planMerge(new PlanReads(tx), order, words)
      applyMerge(tx, planned, { score: 90, note: null, by: '李芳' })
    })
    expect(ofPending()).toContain('eligible')
    const merged = stored(ledger)
    expect(latestRun(ledger.reader)?.stale).toBe(false)
    await evaluateLedger(jobContext(ledger), { asOf: TODAY, benefits: [] })
    expect(stored(ledger)).toEqual(merged)

    ledger.undo(txId, '李芳')
    expect(stored(ledger)).toEqual(before)
    expect(
      ledger.reader.prepare('SELECT count(*) FROM insured_years WHERE deleted_at IS NULL').pluck().get(),
    ).toBeGreaterThan(1)
    expect((await doctor(ledger.ticket)).findings).toEqual([])
  } finally {
    t.cleanup()
  }
})

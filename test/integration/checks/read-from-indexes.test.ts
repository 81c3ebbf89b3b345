import { afterEach, beforeEach, expect, it } from 'vitest'
import { runChecks } from '../../../src/main/core/checks/run-checks.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { explaining, resources, TODAY } from '../../fixtures/small-ledger.ts'
import { checksDesk } from './checks-desk.ts'

let t: TestLedger
beforeEach(async () => {
  t = await createTestLedger()
})
afterEach(() => t.cleanup())

it('a run over everybody reads claims from what stands apart from facts and traces, and what they rest on as written there', () => {
  const desk = checksDesk(t.ledger)
  const { id } = desk.person('阿依')
  desk.claim(id, desk.spell(id))
  const { reader, plans } = explaining(t.ledger.reader)
  runChecks({ resources, today: () => TODAY }, reader, { kind: 'ledger' })
  const steps = plans.flatMap((plan) => plan.split('; '))
  for (const index of ['claims_at_hand', 'claims_grounds']) {
    const used = steps.filter((step) => step.includes(index))
    expect(used.length, index).toBeGreaterThan(1)
    // Without “covering” each claim's record would be read for what the index holds already.
    for (const step of used) expect(step).toContain(`COVERING INDEX ${index}`)
  }
  // Nobody's record is walked for a phone or an account that only they have.
  for (const index of ['people_phone', 'people_account'])
    expect(steps.some((step) => step.includes(`COVERING INDEX ${index}`))).toBe(true)
})

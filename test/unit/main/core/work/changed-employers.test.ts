import { afterEach, beforeEach, expect, test } from 'vitest'
import { endSpellBefore } from '../../../../../src/main/core/work/spells.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { smallLedger } from '../../../../fixtures/small-ledger.ts'

let t: TestLedger
beforeEach(async () => {
  t = await createTestLedger()
})
afterEach(() => t.cleanup())

test('whoever changes employers leaves the old one the day before, also over the end of a month', () => {
  const make = smallLedger(t.ledger)
  const personId = make.person('阿依')
  const old = make.spell(personId, { fromDate: '2022-01-10', toState: 'open' })
  const gone = make.spell(personId, { fromDate: '2021-01-01', toState: 'ended', toDate: '2021-12-31' })
  const leave = (id: string, from: string, whose = personId) =>
    t.ledger.write(make.by, (tx) => endSpellBefore(tx, id, { personId: whose, from }))
  expect(() => leave(old, '2022-01-10')).toThrow(/要晚于原来那一段的开始日期 2022-01-10/)
  expect(() => leave(gone, '2022-03-01')).toThrow(/已经写了结束日期/)
  expect(() => leave(old, '2022-03-01', make.person('别人'))).toThrow(/已不在台账中/)
  leave(old, '2022-03-01')
  expect(
    t.ledger.reader.prepare('SELECT to_state AS state, to_date AS "to" FROM spells WHERE id = ?').get(old),
  ).toEqual({ state: 'ended', to: '2022-02-28' })
})

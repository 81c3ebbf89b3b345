import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { identities } from '../../../src/main/core/entitlements/identities.ts'
import { ledgerEngine } from '../../../src/main/core/entitlements/ledger-engine.ts'
import { ledgerTables } from '../../../src/main/core/entitlements/ledger-tables.ts'
import { PersonViewReader } from '../../../src/main/core/entitlements/person-views.ts'
import type { HotResult, Run } from '../../../src/main/core/policy/engine.ts'
import { NEVER, type PersonView } from '../../../src/main/core/policy/facts.ts'
import { entitlementKey } from '../../../src/main/core/policy/grants.ts'
import { AMOUNT_BIT } from '../../../src/main/core/policy/weighing.ts'
import { formatDate } from '../../../src/shared/domain/dates.ts'
import { OUTCOMES, type Outcome } from '../../../src/shared/domain/policy.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from './entitlement-desk.ts'

const PACKED: readonly Outcome[] = ['ineligible', 'closed', 'delegated', 'needs-standard']

describe('what a calculation stores', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
    smallCounty(t.ledger)
  })
  afterEach(() => t.cleanup())

  /** The same by plain means: named fields, the full trace for the last payable month, one object for each refusal. */
  function expected(asOf: string) {
    const { reader } = t.ledger
    const run = ledgerEngine({ resources }, reader, asOf).run(ledgerTables(reader), asOf)
    const views = new PersonViewReader(reader).range('', '~')
    const identityOf = identities(reader, views)
    const answers: [HotResult, PersonView | null][] = []
    const packed: Record<string, unknown[]> = {}
    const take = (result: HotResult, view: PersonView | null) => {
      const outcome = OUTCOMES[result.outcome] as Outcome
      if (view !== null && PACKED.includes(outcome)) {
        packed[view.id] ??= []
        const year = result.year > 0 ? String(result.year) : null
        packed[view.id]?.push([result.row.id, outcome, year, result.failed])
      } else if (outcome !== 'ineligible') answers.push([{ ...result }, view])
    }
    for (const view of views) run.person(view, (result) => take(result, view))
    run.finish((result) => take(result, null))
    // Only now, since a question asked in the middle of a person would disturb the answers that are still to come.
    const results = answers.map(([result, view]) => stored(run, result, view, identityOf))
    return { results, packed }
  }

  it.each(['2020-12-31', TODAY])(
    'is each answer of %s with all its fields, and every packed one',
    async (asOf) => {
      const { results, packed } = expected(asOf)
      await evaluateLedger(jobContext(t.ledger), { asOf, benefits: [] })
      const rows = t.ledger.reader
        .prepare(
          `SELECT benefit, outcome, beneficiary_kind, beneficiary_id, person_id, period, amount_fen, months, on_date, mask,
           spell_id, entitlement_key FROM evaluation_results ORDER BY seq`,
        )
        .all()
      expect(rows.length).toBeGreaterThan(5)
      expect(rows).toEqual(results)
      const stored = t.ledger.reader
        .prepare<{ personId: string; answers: string }>(
          'SELECT person_id AS personId, answers FROM evaluation_people JOIN evaluation_sets ON id = set_id',
        )
        .all()
      expect(Object.fromEntries(stored.map((row) => [row.personId, JSON.parse(row.answers)]))).toEqual(packed)
    },
  )

  it('names the last payable month of what is paid by the month', async () => {
    await evaluateLedger(jobContext(t.ledger), { asOf: '2020-12-31', benefits: ['SX-08'] })
    const keys = t.ledger.reader
      .prepare<string>(`SELECT entitlement_key FROM evaluation_results WHERE benefit = 'SX-08'`)
      .pluck()
      .all()
    expect(keys).toEqual(['SX-08|513226199001010028|2019-09'])
  })
})

function stored(
  run: Run,
  result: HotResult,
  view: PersonView | null,
  identityOf: (personId: string) => string,
): object {
  const { row } = result
  const period = result.year > 0 ? String(result.year) : result.period
  const beneficiary = result.beneficiary ?? ''
  const months =
    row.unit === 'person-month' && view !== null
      ? run.evaluate(view, { benefit: row.id, beneficiary, for: view.id }).monthsPayable
      : []
  return {
    benefit: row.id,
    outcome: OUTCOMES[result.outcome],
    beneficiary_kind: row.beneficiary,
    beneficiary_id: beneficiary,
    person_id: result.person,
    period,
    amount_fen: result.amountFen < 0 ? null : result.amountFen,
    months: row.unit === 'person-month' ? result.months : null,
    on_date: result.on >= NEVER ? null : formatDate(result.on),
    mask: result.unknown & ~(1 << AMOUNT_BIT),
    spell_id: view?.spells[result.spell]?.id ?? null,
    entitlement_key: entitlementKey(
      row,
      beneficiary,
      result.person === null ? undefined : identityOf(result.person),
      months.at(-1)?.period ?? period ?? undefined,
    ),
  }
}

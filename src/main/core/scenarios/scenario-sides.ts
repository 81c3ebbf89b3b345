import type { Scenario } from '../../../shared/contract/scenarios.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { asStandard, ledgerEngine, storedParameters, storedStandards } from '../entitlements/ledger-engine.ts'
import { packsOf } from '../entitlements/packs.ts'
import { Kept, policyState } from '../entitlements/policy-state.ts'
import { createEngine, type Engine } from '../policy/engine.ts'
import { applyChanges, type Rules } from '../policy/pack-change.ts'
import type { Surroundings } from '../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Both sides of a scenario: what counts, and what would count. */
export interface ScenarioSides {
  readonly base: { readonly rules: Rules; readonly engine: Engine }
  /** what counts on the changed side's day, before the changes */
  readonly before: Rules
  readonly changed: { readonly rules: Rules; readonly engine: Engine }
}

/** What decides everybody on a day: the documents in force with this office's standards and readings. */
export function rulesOf(context: Pick<Surroundings, 'resources'>, ledger: Reading, asOf: string): Rules {
  return {
    packs: packsOf(context, ledger, asOf),
    standards: storedStandards(ledger).map(asStandard),
    parameters: storedParameters(ledger),
  }
}

const changedEngines = new Kept<Engine>(4)

/** @throws Refusal `scenario.unknown`, `scenario.value`, `policy.standard-over-ceiling`, `policy.parameter` */
export function scenarioSides(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  scenario: Pick<Scenario, 'baseDay' | 'asOf' | 'changes'>,
): ScenarioSides {
  const rules = rulesOf(context, ledger, scenario.asOf)
  const changed = applyChanges(rules, scenario.changes)
  const key = JSON.stringify([context.resources, policyState(ledger), scenario.asOf, scenario.changes])
  const engine = changedEngines.get(key, () =>
    createEngine(changed.packs, { standards: changed.standards, parameters: changed.parameters }),
  )
  return {
    base: {
      rules: rulesOf(context, ledger, scenario.baseDay),
      engine: ledgerEngine(context, ledger, scenario.baseDay),
    },
    before: rules,
    changed: { rules: changed, engine },
  }
}

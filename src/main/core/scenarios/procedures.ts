import { explainFromLedger } from '../entitlements/explain.ts'
import { type Implementations, query, readerJob, type WriterSteps, write } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { changeableValues } from './changeable.ts'
import {
  keepScenario,
  keptScenario,
  listKept,
  removeScenario,
  renameScenario,
  storeScenario,
  type ToKeep,
} from './kept-scenarios.ts'
import { runScenario } from './run-scenario.ts'
import { rulesOf, scenarioSides } from './scenario-sides.ts'

export const scenarioProcedures: Implementations = {
  'scenarios.changeable': query('scenarios.changeable', (context, { benefits, asOf }) =>
    changeableValues(rulesOf(context, context.ledger, asOf), benefits, asOf, regionsOf(context)),
  ),
  'scenarios.run': readerJob('scenarios.run', async (context, scenario) =>
    runScenario(context, context.ledger, scenario),
  ),
  'scenarios.explain': query('scenarios.explain', (context, { scenario, ...asked }) => {
    const { base, changed } = scenarioSides(context, context.ledger, scenario)
    const { ledger } = context
    return {
      base: explainFromLedger(context, ledger, { ...asked, asOf: scenario.baseDay }, base.engine),
      changed: explainFromLedger(context, ledger, { ...asked, asOf: scenario.asOf }, changed.engine),
    }
  }),
  // Workbooks are written in a thread of their own; others need not load that.
  'scenarios.export': readerJob('scenarios.export', async (context, input) =>
    (await import('./export-scenario.ts')).exportScenario(context, input),
  ),
  'scenarios.keep': readerJob('scenarios.keep', keepScenario),
  'scenarios.list': query('scenarios.list', (context) => listKept(context.ledger)),
  'scenarios.get': query('scenarios.get', (context, { id }) => keptScenario(context.ledger, id)),
  'scenarios.rename': write('scenarios.rename', renameScenario),
  'scenarios.remove': write('scenarios.remove', removeScenario),
}

export const scenarioSteps: Pick<WriterSteps, 'scenarios.store'> = {
  'scenarios.store': (context, toKeep: ToKeep) => storeScenario(context, toKeep),
}

import {
  type KeptScenario,
  type Scenario,
  type ScenarioSummary,
  scenarioInput,
  scenarioSummary,
} from '../../../shared/contract/scenarios.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { scenarios } from '../db/schema/policy.ts'
import type { InputOf, OutputOf, ReaderJobContext, WriteContext } from '../procedure.ts'
import { calculateScenario, summaryOf } from './run-scenario.ts'

type Reading = Pick<ReadLedger, 'prepare'>

type Stored = {
  id: string
  name: string
  note: string
  scenario: string
  summary: string
  keptAt: string
  keptBy: string
}

const COLUMNS = 'id, name, note, scenario, summary, kept_at AS keptAt, kept_by AS keptBy'

/** Scenarios on record, the latest first. */
export function listKept(ledger: Reading): KeptScenario[] {
  return ledger
    .prepare<Stored>(
      `SELECT ${COLUMNS} FROM scenarios WHERE deleted_at IS NULL ORDER BY kept_at DESC, id DESC`,
    )
    .all()
    .map((stored) => view(stored, ...parsed(stored)))
}

/** One of them with all its numbers. @throws Refusal `scenario.gone` */
export function keptScenario(ledger: Reading, id: string): OutputOf<'scenarios.get'> {
  const stored = ledger
    .prepare<Stored>(`SELECT ${COLUMNS} FROM scenarios WHERE id = ? AND deleted_at IS NULL`)
    .get(id)
  if (stored === undefined) throw gone()
  const [scenario, summary] = parsed(stored)
  return { kept: view(stored, scenario, summary), scenario, summary }
}

/** What the writer is handed when a scenario is kept. */
export interface ToKeep {
  readonly name: string
  readonly note: string
  readonly scenario: Scenario
  readonly summary: ScenarioSummary
}

/** Calculates anew, so that what is kept was never in a screen's hands, and stores it. @throws as `calculateScenario` */
export async function keepScenario(
  context: ReaderJobContext,
  input: InputOf<'scenarios.keep'>,
): Promise<{ id: string; txId: string }> {
  refuseTaken(context.ledger, input.name, undefined)
  const { scenario, name, note } = input
  const calculated = calculateScenario(context, context.ledger, scenario, 0)
  const summary = summaryOf(context, context.ledger, scenario, calculated)
  const toKeep: ToKeep = { name, note, scenario, summary }
  return context.commit('scenarios.store', toKeep)
}

/** The writer's part of keeping. @throws Refusal `scenario.name-taken` */
export function storeScenario(context: WriteContext, toKeep: ToKeep): { id: string; txId: string } {
  const { name, note, scenario, summary } = toKeep
  const { txId, result } = context.ledger.write(
    { action: 'scenarios.keep', actor: context.actor.name, params: { name } },
    (tx) => {
      refuseTaken(tx, name, undefined)
      return tx.insert(scenarios, {
        name,
        note,
        scenario: JSON.stringify(scenario),
        summary: JSON.stringify(summary),
        packVersions: JSON.stringify(summary.packVersions),
        keptAt: tx.at,
        keptBy: context.actor.name,
        source: 'entry',
      })
    },
  )
  return { id: result, txId }
}

/** @throws Refusal `scenario.gone`, `scenario.name-taken` */
export function renameScenario(
  context: WriteContext,
  { id, name, note }: InputOf<'scenarios.rename'>,
): { id: string; txId: string } {
  const { txId } = context.ledger.write(
    { action: 'scenarios.rename', actor: context.actor.name, params: { id } },
    (tx) => {
      wantLive(tx, id)
      refuseTaken(tx, name, id)
      tx.update(scenarios, id, { name, note })
    },
  )
  return { id, txId }
}

/** @throws Refusal `scenario.gone` */
export function removeScenario(
  context: WriteContext,
  { id, reason }: InputOf<'scenarios.remove'>,
): { id: string; txId: string } {
  const { txId } = context.ledger.write(
    { action: 'scenarios.remove', actor: context.actor.name, params: { id } },
    (tx) => {
      wantLive(tx, id)
      tx.remove(scenarios, id, reason)
    },
  )
  return { id, txId }
}

function parsed(stored: Stored): [Scenario, ScenarioSummary] {
  return [scenarioInput.parse(JSON.parse(stored.scenario)), scenarioSummary.parse(JSON.parse(stored.summary))]
}

function view(
  { id, name, note, keptAt, keptBy }: Stored,
  scenario: Scenario,
  summary: ScenarioSummary,
): KeptScenario {
  const due = ({ people, amountFen }: { people: number; amountFen: number }) => ({ people, amountFen })
  return {
    id,
    name,
    note,
    keptAt,
    keptBy,
    benefits: scenario.benefits.map((benefit) => ({
      id: benefit,
      name: summary.benefits.find((one) => one.benefit === benefit)?.name ?? benefit,
    })),
    changes: summary.changes,
    baseDay: scenario.baseDay,
    asOf: scenario.asOf,
    base: due(summary.base),
    changed: due(summary.changed),
    forPeople: summary.forPeople,
    budget:
      scenario.budget === null ? null : { ...scenario.budget, leftFen: summary.budget?.changed.leftFen ?? 0 },
  }
}

function wantLive(ledger: Reading, id: string): void {
  if (ledger.prepare('SELECT 1 FROM scenarios WHERE id = ? AND deleted_at IS NULL').get(id) === undefined)
    throw gone()
}

function refuseTaken(ledger: Reading, name: string, except: string | undefined): void {
  const other = ledger
    .prepare<{ id: string }>('SELECT id FROM scenarios WHERE name = ? AND deleted_at IS NULL')
    .get(name)
  if (other !== undefined && other.id !== except)
    throw new Refusal('scenario.name-taken', `已有叫“${name}”的情景，请换一个名字。`, { name })
}

function gone(): Refusal {
  return new Refusal('scenario.gone', '这个情景已不在台账中，可能刚被删除，请刷新。')
}

import type { Explanation } from '../../../../shared/contract/policy.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { CONDITION_STATE_TEXT, OUTCOME_TEXT } from '../../../../shared/text/policy.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import { Explainer, explainFromLedger } from '../../entitlements/explain.ts'
import { ledgerEngine } from '../../entitlements/ledger-engine.ts'
import { PersonViewReader } from '../../entitlements/person-views.ts'
import { tablesOfPerson } from '../../entitlements/tables-of-few.ts'
import type { Engine, Run } from '../../policy/engine.ts'
import type { PersonView } from '../../policy/facts.ts'
import { isForPerson } from '../../policy/grants.ts'
import type { OutputOf, Surroundings } from '../../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Context = Pick<Surroundings, 'resources'>
type Changes = OutputOf<'claims.changesSince'>
type Frozen = { id: string; trace: string }

/** Claims that are explained anew between two looks at whether to stop. */
const AT_ONCE = 200

/**
 * 变化核对: what a claim was decided on beside what the ledger says today of the same question (same day, same payee,
 * same period). That the claim itself now uses up the entitlement is no change. @throws Refusal `claims.not-found`
 */
export function changesSince(context: Context, ledger: Reading, claimId: string): Changes {
  const [found] = [...changesOf(context, ledger, [claimId])].flat()
  if (found === undefined) throw new Refusal('claims.not-found', '没有这份申领，请刷新列表。')
  return found.changes
}

/** The same of many claims, some at a time; what they have in common is read once. */
export function* changesOf(
  context: Context,
  ledger: Reading,
  claimIds: readonly string[],
): Generator<{ id: string; changes: Changes }[]> {
  const anew = new ExplainedAnew(context, ledger)
  const read = ledger.prepare<Frozen>(
    'SELECT c.id, c.trace FROM json_each(?) j JOIN claims c ON c.id = j.value ORDER BY j.key',
  )
  for (let at = 0; at < claimIds.length; at += AT_ONCE) {
    const claims = read
      .all(JSON.stringify(claimIds.slice(at, at + AT_ONCE)))
      .map(({ id, trace }) => ({ id, before: JSON.parse(trace) as Explanation }))
    anew.load(claims.flatMap(({ before }) => before.personId ?? []))
    yield claims.map(({ id, before }) => ({ id, changes: compared(before, anew.explain(before)) }))
  }
}

/** Answers the questions of old explanations from the ledger as it is, holding what several have in common. */
class ExplainedAnew {
  private readonly context: Context
  private readonly ledger: Reading
  private readonly people: PersonViewReader
  private readonly days = new Map<string, { engine: Engine; explainer: Explainer; runs: Map<string, Run> }>()
  private views = new Map<string, PersonView>()

  constructor(context: Context, ledger: Reading) {
    this.context = context
    this.ledger = ledger
    this.people = new PersonViewReader(ledger)
  }

  /** People whom the next questions are about. */
  load(ids: readonly string[]): void {
    this.views = new Map(this.people.those([...new Set(ids)]).map((view) => [view.id, view]))
  }

  /** `undefined` where there is no answer any more: the person, or the benefit, is gone. */
  explain(before: Explanation): Explanation | undefined {
    const { benefit, beneficiaryId, asOf } = before
    const { engine, explainer, runs } = this.day(asOf)
    const row = engine.row(benefit)
    if (row === undefined) return undefined
    const period = before.period ?? undefined
    if (!isForPerson(row)) {
      const question = { benefit, asOf, beneficiaryId, ...(period === undefined ? {} : { period }) }
      return explainFromLedger(this.context, this.ledger, question, engine)[0]
    }
    const view = this.views.get(before.personId ?? '')
    if (view === undefined) return undefined
    const run = runs.get(benefit) ?? engine.run(tablesOfPerson(this.ledger), asOf, [benefit])
    runs.set(benefit, run)
    return explainer.explain(
      run.evaluate(view, { benefit, beneficiary: beneficiaryId, for: view.id, period }),
    )
  }

  private day(asOf: string) {
    let day = this.days.get(asOf)
    if (day === undefined) {
      const engine = ledgerEngine(this.context, this.ledger, asOf)
      day = { engine, explainer: new Explainer(this.context, this.ledger, asOf, engine), runs: new Map() }
      this.days.set(asOf, day)
    }
    return day
  }
}

function compared(before: Explanation, now: Explanation | undefined): Changes {
  const differences = now === undefined ? [gone(before)] : differencesOf(before, now)
  return {
    moved: differences.length > 0,
    before: { outcome: before.outcome, amountFen: before.amountFen },
    now: now === undefined ? null : { outcome: now.outcome, amountFen: now.amountFen },
    differences,
  }
}

function gone(before: Explanation): Changes['differences'][number] {
  const who = before.personName ?? before.beneficiaryName
  return { label: '人员或条款', before: `${who}，${before.benefitName}`, now: '已不在台账或现行文件中' }
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

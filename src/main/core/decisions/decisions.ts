/** 研究决定: results that the documents leave to the office, decided one entitlement at a time. */
import type { DecisionView } from '../../../shared/contract/decisions.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { DecisionKind } from '../../../shared/domain/services.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { DECISION_TEXT } from '../../../shared/text/services.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { decisions } from '../db/schema/services.ts'
import type { Cell } from '../db/tables.ts'
import { unknownBenefit } from '../entitlements/evaluate.ts'
import { collectEverybody } from '../entitlements/explain.ts'
import { identities } from '../entitlements/identities.ts'
import { ledgerEngine } from '../entitlements/ledger-engine.ts'
import { ledgerTables } from '../entitlements/ledger-tables.ts'
import { PersonViewReader } from '../entitlements/person-views.ts'
import { type UsedEntitlement, usedEntitlements } from '../entitlements/used-entitlements.ts'
import type { Result, Run } from '../policy/engine.ts'
import { isForPerson } from '../policy/grants.ts'
import type { InputOf, Surroundings } from '../procedure.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Decisions on record, the latest first. */
export function listDecisions(ledger: Reading, filter: InputOf<'decisions.list'>): DecisionView[] {
  const parts = ['deleted_at IS NULL']
  const params: Cell[] = []
  const add = (column: string, value: string | undefined) => {
    if (value === undefined) return
    parts.push(`${column} = ?`)
    params.push(value)
  }
  add('benefit', filter.benefit)
  add('person_id', filter.personId)
  add('beneficiary_id', filter.beneficiaryId)
  return ledger
    .prepare<DecisionView>(
      `SELECT id, benefit, entitlement_key AS entitlementKey, person_id AS personId, beneficiary_id AS beneficiaryId, period,
         decision, on_date AS "on", decided_by AS "by", document_number AS document, reason, amount_fen AS amountFen
       FROM decisions WHERE ${parts.join(' AND ')} ORDER BY on_date DESC, id DESC LIMIT 2000`,
    )
    .all(...params)
}

/** A decision as it is found by the key of its entitlement. */
export type Approval = {
  readonly id: string
  readonly benefit: string
  readonly decision: DecisionKind
  readonly document: string
  readonly on: string
  readonly amountFen: number | null
}

/** Looks up what was decided on an entitlement; `undefined`: nothing. */
export function decisionLookup(ledger: Reading): (entitlementKey: string) => Approval | undefined {
  const statement = ledger.prepare<Approval>(
    `SELECT id, benefit, decision, document_number AS document, on_date AS "on", amount_fen AS amountFen FROM decisions
     WHERE entitlement_key = ? AND deleted_at IS NULL`,
  )
  return (key) => statement.get(key)
}

export type Recorded = { decided: number; skipped: { reason: string; count: number }[] }

/**
 * Records one decision on each of the results, calculated afresh; what is not 待研究决定, or was decided before, is skipped
 * and counted. @throws Refusal `policy.unknown-benefit`, `decision.not-yet`, `decision.nothing`
 */
export function recordDecisions(
  context: Pick<Surroundings, 'resources' | 'today'>,
  tx: WriteTx,
  input: InputOf<'decisions.record'>,
): Recorded {
  if (input.on > context.today())
    throw new Refusal('decision.not-yet', '决定日期不能在今天之后，请写实际作出决定的那一天。')
  const subjects = new Subjects(context, tx, input.benefit, input.asOf)
  const decisionOn = decisionLookup(tx)
  const skipped = new Map<string, number>()
  let decided = 0
  for (const subject of input.subjects) {
    const answer = subjects.answer(subject)
    const open =
      answer.result.outcome === 'discretionary'
        ? usedEntitlements(answer.result, answer.identity).filter(({ key }) => decisionOn(key) === undefined)
        : []
    if (open.length === 0) {
      const reason =
        answer.result.outcome === 'discretionary'
          ? '已经决定过'
          : `按 ${input.asOf} 测算不是待研究决定，而是${OUTCOME_TEXT[answer.result.outcome]}`
      skipped.set(reason, (skipped.get(reason) ?? 0) + 1)
      continue
    }
    for (const entitlement of open) insertDecision(tx, input, answer.result, entitlement)
    decided += 1
  }
  const reasons = [...skipped].map(([reason, count]) => ({ reason, count }))
  if (decided === 0)
    throw new Refusal(
      'decision.nothing',
      `没有可以决定的结果：${reasons.map(({ reason, count }) => `${count} 条${reason}`).join('；')}。`,
    )
  return { decided, skipped: reasons }
}

function insertDecision(
  tx: WriteTx,
  input: InputOf<'decisions.record'>,
  result: Result,
  { key, period, amountFen }: UsedEntitlement,
): void {
  tx.insert(decisions, {
    entitlementKey: key,
    benefit: result.benefit,
    beneficiaryKind: result.beneficiary.kind,
    beneficiaryId: result.beneficiary.id,
    personId: result.for ?? null,
    period,
    decision: input.decision,
    onDate: input.on,
    decidedBy: input.by,
    documentNumber: input.document,
    reason: input.reason,
    amountFen,
    source: 'entry',
  })
}

/** Calculates single results of one benefit. */
class Subjects {
  private readonly benefit: string
  private readonly tx: WriteTx
  private readonly run: Run
  private readonly reader: PersonViewReader
  private readonly forPerson: boolean

  constructor(context: Pick<Surroundings, 'resources'>, tx: WriteTx, benefit: string, asOf: string) {
    const engine = ledgerEngine(context, tx, asOf)
    const row = engine.row(benefit)
    if (row === undefined) throw unknownBenefit(benefit)
    this.benefit = benefit
    this.tx = tx
    this.run = engine.run(ledgerTables(tx), asOf, [benefit])
    this.reader = new PersonViewReader(tx)
    this.forPerson = isForPerson(row)
    if (row.each === 'headcount') collectEverybody(tx, this.run)
  }

  answer(subject: InputOf<'decisions.record'>['subjects'][number]): {
    result: Result
    identity: string | undefined
  } {
    const { benefit } = this
    const asked = {
      benefit,
      beneficiary: subject.beneficiaryId ?? undefined,
      period: subject.period ?? undefined,
    }
    if (!this.forPerson) return { result: this.run.evaluate(null, asked), identity: undefined }
    const view = subject.personId === null ? undefined : this.reader.one(subject.personId)
    if (view === undefined)
      throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除。请刷新结果名单。')
    return {
      result: this.run.evaluate(view, { ...asked, for: view.id }),
      identity: identities(this.tx, [view])(view.id),
    }
  }
}

/** @throws Refusal `decision.gone`; `decision.claimed` where a claim rests on it */
export function removeDecision(tx: WriteTx, id: string, reason: string): void {
  const stored = tx
    .prepare<{ entitlementKey: string; decision: DecisionKind }>(
      'SELECT entitlement_key AS entitlementKey, decision FROM decisions WHERE id = ? AND deleted_at IS NULL',
    )
    .get(id)
  if (stored === undefined) throw new Refusal('decision.gone', '这条决定已不在台账中，请刷新。')
  const claim = tx
    .prepare<{ number: string }>(
      `SELECT c.number FROM claim_entitlements e JOIN claims c ON c.id = e.claim_id
       WHERE e.entitlement_key = ? AND e.deleted_at IS NULL AND c.deleted_at IS NULL`,
    )
    .get(stored.entitlementKey)
  if (claim !== undefined)
    throw new Refusal(
      'decision.claimed',
      `申领 ${claim.number} 是按这条“${DECISION_TEXT[stored.decision]}”生成的，不能撤销。请先撤回那份申领。`,
      { claim: claim.number },
    )
  tx.remove(decisions, id, reason)
}

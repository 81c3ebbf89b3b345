import { firstStep } from '../../../shared/domain/claim-procedure.ts'
import { OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { claimEntitlements, claimEvents, claims } from '../db/schema/claims.ts'
import { Approvals, UNDECIDED } from '../decisions/approvals.ts'
import { decideEverybody } from '../entitlements/evaluate.ts'
import { Explainer } from '../entitlements/explain.ts'
import { identities } from '../entitlements/identities.ts'
import { type UsedEntitlement, usedEntitlements } from '../entitlements/used-entitlements.ts'
import type { Result, Run } from '../policy/engine.ts'
import type { PersonView } from '../policy/facts.ts'
import { Cancelled, type InputOf, type WriterJobContext } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { claimNumbers } from './claim-number.ts'
import { factsOfClaim } from './freeze-facts.ts'
import { type OfficeProcedure, OfficeProcedures } from './workflow/office-procedures.ts'

type Drafted = {
  drafted: number
  amountFen: number
  skipped: { reason: string; count: number }[]
  outcomes: { outcome: Outcome; count: number }[]
  txId: string | null
  seconds: number
}

/**
 * Drafts a claim for every `eligible` result of a benefit as of a day, and every `discretionary` one that the office
 * approved, in one transaction. The entitlements are decided afresh inside it, so nothing stale is claimed; what is already
 * claimed by key, or not approved, is skipped and counted. @throws Refusal `claims.undecided`
 */
export async function draftClaims(
  context: WriterJobContext,
  input: InputOf<'claims.draft'>,
): Promise<Drafted> {
  const startedAt = context.now()
  const tally = new DraftTally()
  let txId: string | null = null
  const body = (tx: WriteTx) => {
    const drafter = new Drafter(context, tx, input, tally)
    decideEverybody(
      context,
      tx,
      { asOf: input.asOf, benefits: [input.benefit] },
      (run, views) => drafter.people(run, views),
      (run) => drafter.bodies(run),
    )
    if (!input.dryRun) refuseUndecided(tally)
  }
  if (input.dryRun) await dryRun(context, body)
  else {
    const written = await context.ledger.writeAsync(
      {
        action: 'claims.draft',
        actor: context.actor.name,
        params: { benefit: input.benefit, asOf: input.asOf },
      },
      async (tx) => body(tx),
    )
    txId = tally.drafted > 0 ? written.txId : null
  }
  return { ...tally.result(), txId, seconds: (context.now() - startedAt) / 1000 }
}

/** @throws Refusal `claims.undecided` where nothing can be drafted because the office has not decided */
function refuseUndecided(tally: DraftTally): void {
  const undecided = tally.undecided()
  if (tally.drafted > 0 || undecided === 0) return
  throw new Refusal(
    'claims.undecided',
    `这项补贴由本单位研究决定，${undecided} 条结果还没有记录“同意”，不能生成申领。请先在结果名单中选中并记录研究决定（文号或会议纪要号）。`,
    { count: undecided },
  )
}

/** Rolls the transaction back on purpose: the same code says what a draft would do. */
async function dryRun(context: WriterJobContext, body: (tx: WriteTx) => void): Promise<void> {
  const done = new Error('dry run')
  try {
    await context.ledger.writeAsync({ action: 'claims.draft', actor: context.actor.name }, async (tx) => {
      body(tx)
      throw done
    })
  } catch (error) {
    if (error !== done) throw error
  }
}

class Drafter {
  private readonly context: WriterJobContext
  private readonly tx: WriteTx
  private readonly input: InputOf<'claims.draft'>
  private readonly tally: DraftTally
  private readonly explainer: Explainer
  private readonly nextNumber: (benefit: string) => string
  private readonly wanted: ReadonlySet<string> | undefined
  private readonly isClaimed: (key: string) => boolean
  private readonly procedure: OfficeProcedure
  private readonly approvals: Approvals

  constructor(context: WriterJobContext, tx: WriteTx, input: InputOf<'claims.draft'>, tally: DraftTally) {
    this.context = context
    this.tx = tx
    this.input = input
    this.tally = tally
    this.explainer = new Explainer(context, tx, input.asOf)
    const node = tx
      .prepare<string>("SELECT value FROM ledger_meta WHERE key = 'node'")
      .pluck()
      .get() as string
    this.nextNumber = claimNumbers(tx, node, context.today().slice(0, 4))
    this.wanted = input.personIds === undefined ? undefined : new Set(input.personIds)
    const claimed = tx.prepare(
      'SELECT 1 FROM claim_entitlements WHERE entitlement_key = ? AND deleted_at IS NULL',
    )
    this.procedure = new OfficeProcedures(tx).of(input.benefit, context.today())
    this.isClaimed = (key) => claimed.get(key) !== undefined
    this.approvals = new Approvals(tx, input.benefit)
  }

  people(run: Run, views: readonly PersonView[]): void {
    const identityOf = identities(this.tx, views)
    for (const view of views) {
      if (this.context.shouldStop()) throw new Cancelled()
      const asked: { beneficiary: string | undefined; period: string | undefined }[] = []
      run.person(view, (result) => {
        const outcome = OUTCOMES[result.outcome] as Outcome
        this.tally.saw(outcome)
        if (!this.mayDraft(outcome, view.id)) return
        const period = result.year > 0 ? String(result.year) : (result.period ?? undefined)
        asked.push({ beneficiary: result.beneficiary ?? undefined, period })
      })
      if (this.wanted !== undefined && !this.wanted.has(view.id)) continue
      for (const question of asked) {
        this.draft(
          run.evaluate(view, { benefit: this.input.benefit, for: view.id, ...question }),
          view,
          identityOf(view.id),
        )
      }
    }
  }

  bodies(run: Run): void {
    const asked: { beneficiary: string; period: string | undefined }[] = []
    run.finish((result) => {
      const outcome = OUTCOMES[result.outcome] as Outcome
      this.tally.saw(outcome)
      if (result.beneficiary === null || !this.mayDraft(outcome, result.beneficiary)) return
      const period = result.year > 0 ? String(result.year) : (result.period ?? undefined)
      asked.push({ beneficiary: result.beneficiary, period })
    })
    if (this.wanted !== undefined) return
    for (const question of asked)
      this.draft(run.evaluate(null, { benefit: this.input.benefit, ...question }), null, undefined)
  }

  /** Eligible, or left to the office: only where it decided something for this person or body. */
  private mayDraft(outcome: Outcome, whom: string): boolean {
    if (outcome === 'eligible') return true
    if (outcome !== 'discretionary') return false
    if (this.approvals.concerns(whom)) return true
    if (this.wanted === undefined || this.wanted.has(whom)) this.tally.skip(UNDECIDED)
    return false
  }

  private draft(result: Result, view: PersonView | null, identity: string | undefined): void {
    const unclaimed = usedEntitlements(result, identity).filter(({ key }) => !this.isClaimed(key))
    if (unclaimed.length === 0) {
      this.tally.skip('已有申领')
      return
    }
    const { open, reason } =
      result.outcome === 'discretionary'
        ? this.approvals.among(unclaimed)
        : { open: unclaimed, reason: undefined }
    if (reason !== undefined) {
      this.tally.skip(reason)
      return
    }
    const amountFen = open.reduce((sum, { amountFen }) => sum + amountFen, 0)
    this.tally.draft(amountFen)
    const { tx } = this
    const explanation = this.explainer.explain(result)
    const spans = result.monthsPayable.length > 0
    const claimId = tx.insert(claims, {
      number: this.nextNumber(result.benefit),
      benefit: result.benefit,
      beneficiaryKind: result.beneficiary.kind,
      beneficiaryId: result.beneficiary.id,
      personId: result.for ?? null,
      period: spans ? monthSpan(open) : (result.period ?? null),
      state: 'drafted',
      amountFen,
      months: spans ? open.length : null,
      asOf: this.input.asOf,
      qualifyingOn: result.qualifyingOn ?? null,
      packVersion: `${explanation.doc}@${explanation.packVersion}`,
      standard: explanation.standard === null ? null : JSON.stringify(explanation.standard),
      facts: JSON.stringify(factsOfClaim(tx, result, view, explanation, regionsOf(this.context))),
      trace: JSON.stringify(explanation),
      draftedAt: tx.at,
      draftedBy: this.context.actor.name,
      procedureId: this.procedure.id,
      step: firstStep(this.procedure.procedure),
      dueOn: null,
      batchId: null,
      source: 'entry',
    })
    tx.insertMany(
      claimEntitlements,
      open.map(({ key, period, amountFen }) => ({
        claimId,
        entitlementKey: key,
        period,
        amountFen,
        source: 'entry',
      })),
    )
    tx.insert(claimEvents, {
      claimId,
      kind: 'drafted',
      at: tx.at,
      by: this.context.actor.name,
      data: JSON.stringify({ asOf: this.input.asOf, ...this.approvals.ground(result, open) }),
      source: 'entry',
    })
  }
}

/** The months of a claim as one text: `2019-03..2019-09`, with commas where they are not in a row. */
function monthSpan(open: readonly UsedEntitlement[]): string {
  const months = open.map(({ period }) => period ?? '').sort()
  const runs: [string, string][] = []
  for (const month of months) {
    const last = runs.at(-1)
    if (last !== undefined && nextMonth(last[1]) === month) last[1] = month
    else runs.push([month, month])
  }
  return runs.map(([from, to]) => (from === to ? from : `${from}..${to}`)).join(',')
}

function nextMonth(month: string): string {
  const [year = 0, number = 0] = month.split('-').map(Number)
  return number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
}

class DraftTally {
  drafted = 0
  private amountFen = 0
  private readonly skipped = new Map<string, number>()
  private readonly outcomes = new Map<Outcome, number>()

  saw(outcome: Outcome): void {
    this.outcomes.set(outcome, (this.outcomes.get(outcome) ?? 0) + 1)
  }

  draft(amountFen: number): void {
    this.drafted += 1
    this.amountFen += amountFen
  }

  skip(reason: string): void {
    this.skipped.set(reason, (this.skipped.get(reason) ?? 0) + 1)
  }

  /** left to the office, and nothing decided */
  undecided(): number {
    return this.skipped.get(UNDECIDED) ?? 0
  }

  result() {
    return {
      drafted: this.drafted,
      amountFen: this.amountFen,
      skipped: [...this.skipped].map(([reason, count]) => ({ reason, count })),
      outcomes: OUTCOMES.flatMap((outcome) => {
        const count = this.outcomes.get(outcome)
        return count === undefined ? [] : [{ outcome, count }]
      }),
    }
  }
}

import type { ReadLedger } from '../db/ledger.ts'
import type { UsedEntitlement } from '../entitlements/used-entitlements.ts'
import type { Result } from '../policy/engine.ts'
import { type Approval, decisionLookup } from './decisions.ts'

export const UNDECIDED = '待研究决定，还没有记录同意'
const DECLINED = '研究后不同意'
const OTHER_AMOUNT = '金额与研究决定时不同，请撤销后重新决定'

/** What the office decided on one benefit, as the drafting of claims asks for it. */
export class Approvals {
  private readonly decided: ReadonlySet<string>
  private readonly decisionOn: (key: string) => Approval | undefined
  private readonly benefit: string

  constructor(ledger: Pick<ReadLedger, 'prepare'>, benefit: string) {
    this.benefit = benefit
    this.decisionOn = decisionLookup(ledger)
    this.decided = new Set(
      ledger
        .prepare<string>(
          'SELECT coalesce(person_id, beneficiary_id) FROM decisions WHERE benefit = ? AND deleted_at IS NULL',
        )
        .pluck()
        .all(benefit) as string[],
    )
  }

  /** Whether anything was decided for this person, or for this body where the body is paid for itself. */
  concerns(whom: string): boolean {
    return this.decided.has(whom)
  }

  /** The entitlements that were approved with the amount that they have now; else why there is none. */
  among(unclaimed: readonly UsedEntitlement[]): {
    open: readonly UsedEntitlement[]
    reason: string | undefined
  } {
    const decisions = unclaimed.map((entitlement) => ({ entitlement, decision: this.of(entitlement.key) }))
    const approved = decisions.filter(({ decision }) => decision?.decision === 'approved')
    const open = approved
      .filter(({ entitlement, decision }) => decision?.amountFen === entitlement.amountFen)
      .map(({ entitlement }) => entitlement)
    if (open.length > 0) return { open, reason: undefined }
    if (approved.length > 0) return { open, reason: OTHER_AMOUNT }
    const declined = decisions.some(({ decision }) => decision !== undefined)
    return { open, reason: declined ? DECLINED : UNDECIDED }
  }

  /** What the claim's first event says of the decision that it rests on. */
  ground(
    result: Result,
    open: readonly UsedEntitlement[],
  ): { decision?: { id: string; document: string; on: string } } {
    const [first] = open
    if (result.outcome !== 'discretionary' || first === undefined) return {}
    const decision = this.of(first.key)
    if (decision === undefined) throw new Error('a discretionary claim without a decision')
    return { decision: { id: decision.id, document: decision.document, on: decision.on } }
  }

  /** Rows can share an entitlement; a decision on one of them is none on the other. */
  private of(key: string): Approval | undefined {
    const decision = this.decisionOn(key)
    return decision?.benefit === this.benefit ? decision : undefined
  }
}

/** One answer for one payee and period: what is delegated, what was granted, then the row's own conditions. */
import { type DayNumber, yearStart } from '../../../shared/domain/dates.ts'
import { type Decision, isPayable } from './decision.ts'
import { delegateOf, lackingForDelegation } from './delegation.ts'
import type { Asked, Bench } from './evaluator.ts'
import { type GrantFact, NEVER, type PersonView, type Tables } from './facts.ts'
import { grantYear, usedUpBy } from './grants.ts'
import type { Row } from './row.ts'
import { weighRow } from './weigh-row.ts'
import { OUT } from './weighing.ts'

/** Answers for one day over one set of tables. */
export class Answers {
  private readonly uses: ReadonlyMap<string, string>
  private readonly tables: Tables
  private readonly asOf: DayNumber
  private readonly bodyGrants = new Map<string, GrantFact[]>()

  constructor(uses: ReadonlyMap<string, string>, tables: Tables, asOf: DayNumber) {
    this.uses = uses
    this.tables = tables
    this.asOf = asOf
    for (const grant of tables.grants) {
      const list = this.bodyGrants.get(grant.beneficiary)
      if (list === undefined) this.bodyGrants.set(grant.beneficiary, [grant])
      else list.push(grant)
    }
  }

  /** Delegated, then what was granted, then the row's own conditions. */
  decide(row: Row, view: PersonView | null, asked: Asked, b: Bench, out: Decision): void {
    out.begin()
    if (row.delegates.length > 0) {
      const local = delegateOf(row, view, asked.beneficiary, this.tables)
      if (local !== undefined) {
        out.outcome = OUT.delegated
        out.delegatedTo = local
        return
      }
    }
    const monthly = row.unit === 'person-month'
    const grants = view !== null ? view.grants : (this.bodyGrants.get(asked.beneficiary ?? '') ?? NO_GRANTS)
    const grant =
      monthly || grants.length === 0
        ? undefined
        : usedUpBy(row, grants, this.uses, asked.year, asked.period, this.asOf)
    weighRow(row, view, asked, this.uses, b, out)
    if (grant === undefined) {
      if (row.delegates.length > 0 && view !== null && MAY_LEAD_TO_MONEY.has(out.outcome))
        out.leaveOpen('workplace', lackingForDelegation(row, view, asked.beneficiary))
      return
    }
    const payable = isPayable(out.outcome)
    out.outcome = OUT['already-granted']
    if (!payable) out.qualifyingOn = grantYear(grant) > 0 ? (grant.on ?? yearStart(grantYear(grant))) : NEVER
    out.amountFen = -1
    out.on = NEVER
    out.failed = 0
    out.unknown = 0
    if (out.missing.length > 0) out.missing = []
  }
}

/** What comes after `undetermined` in the order of outcomes, and that itself. */
const MAY_LEAD_TO_MONEY: ReadonlySet<number> = new Set([
  OUT.undetermined,
  OUT.pending,
  OUT['needs-standard'],
  OUT.discretionary,
  OUT.eligible,
])

const NO_GRANTS: readonly GrantFact[] = []

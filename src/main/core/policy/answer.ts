/** One answer for one payee and period: what is delegated, what was granted, then the row's own conditions. */
import { type DayNumber, yearStart } from '../../../shared/domain/dates.ts'
import { coverage } from './conditions.ts'
import { type Decision, isPayable } from './decision.ts'
import type { Asked, Bench } from './evaluator.ts'
import { type GrantFact, NEVER, type PersonView, type SpellFact, type Tables } from './facts.ts'
import { grantYear, usedUpBy } from './grants.ts'
import { PLACE } from './regions.ts'
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
    for (const delegate of row.delegates) {
      if (!this.isDelegated(row, view, asked, delegate)) continue
      out.outcome = OUT.delegated
      out.delegatedTo = delegate.row
      return
    }
    const monthly = row.unit === 'person-month'
    const grants = view !== null ? view.grants : (this.bodyGrants.get(asked.beneficiary ?? '') ?? NO_GRANTS)
    const grant =
      monthly || grants.length === 0
        ? undefined
        : usedUpBy(row, grants, this.uses, asked.year, asked.period, this.asOf)
    weighRow(row, view, asked, this.uses, b, out)
    if (grant === undefined) return
    const payable = isPayable(out.outcome)
    out.outcome = OUT['already-granted']
    if (!payable) out.qualifyingOn = grantYear(grant) > 0 ? (grant.on ?? yearStart(grantYear(grant))) : NEVER
    out.amountFen = -1
    out.on = NEVER
    out.failed = 0
    out.unknown = 0
    if (out.missing.length > 0) out.missing = []
  }

  private isDelegated(
    row: Row,
    view: PersonView | null,
    asked: Asked,
    delegate: Row['delegates'][number],
  ): boolean {
    if (view === null) {
      const county = this.tables.employers.get(asked.beneficiary ?? '')?.county
      return delegate.territory.test(county) === PLACE.yes
    }
    for (let i = 0; i < view.spells.length; i++) {
      const s = view.spells[i] as SpellFact
      if (delegate.territory.test(s.county) !== PLACE.yes) continue
      if (row.beneficiary === 'agent' && asked.beneficiary !== null && s.organisedBy !== asked.beneficiary)
        continue
      if (row.beneficiary === 'employer' && asked.beneficiary !== null && s.employer !== asked.beneficiary)
        continue
      if (coverage(s, delegate.from, delegate.to) === PLACE.yes) return true
    }
    return false
  }
}

const NO_GRANTS: readonly GrantFact[] = []

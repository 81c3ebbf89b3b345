/**
 * The way of every day: worlds lie in an encrypted ledger, everybody is calculated at once, and the stored results are read
 * back in pages through the procedures that screens call.
 */
import { entitlementProcedures } from '../../../../src/main/core/entitlements/procedures.ts'
import type { PolicyCase } from '../../../../src/main/core/policy/case-schema.ts'
import type { Explanation, ResultRow } from '../../../../src/shared/contract/policy.ts'
import { CONDITION_IDS, type ConditionId } from '../../../../src/shared/domain/policy.ts'
import { CONDITION_TEXT } from '../../../../src/shared/text/policy.ts'
import type { TestLedger } from '../../../fixtures/ledger.ts'
import type { WorldFacts } from '../../../fixtures/worlds/invented-world.ts'
import { writeWorld } from '../../../fixtures/worlds/world-in-ledger.ts'
import { jobContext } from '../entitlement-desk.ts'
import { type Answer, type Answers, addTo, type Refusals, subject } from './answers.ts'

/** The most rows that one page may have. */
const PAGE = 1000

/** A procedure as the dispatcher calls it. */
function call(name: keyof typeof entitlementProcedures, context: object, input: object): unknown {
  const procedure = entitlementProcedures[name]
  if (procedure === undefined) throw new Error(`no procedure ${name}`)
  return (procedure.run as (context: object, input: object) => unknown)(context, input)
}

export class CountyLedger {
  private readonly t: TestLedger
  private readonly ids: ReadonlyMap<string, string>
  private readonly names: ReadonlyMap<string, string>

  /** Writes the worlds and enters the standards. */
  constructor(t: TestLedger, facts: WorldFacts, standards: PolicyCase['standards']) {
    this.t = t
    this.ids = writeWorld(t.ledger, facts)
    this.names = new Map([...this.ids].map(([name, id]) => [id, name]))
    for (const [key, value] of Object.entries(standards)) {
      const one = value as { amount?: number; document?: string; from?: string; to?: string }
      call('policy.saveStandard', jobContext(t.ledger), {
        key,
        amountFen: one.amount === undefined ? null : Math.round(one.amount * 100),
        value: one.amount === undefined ? JSON.stringify(value) : undefined,
        document: one.document ?? '某文件',
        from: one.from ?? null,
        to: one.to ?? null,
      })
    }
  }

  /** Calculates everybody, and gives what is listed. */
  async calculate(asOf: string): Promise<{ answers: Answers; refused: Refusals }> {
    await call('policy.evaluate', jobContext(this.t.ledger), { asOf, benefits: [] })
    const answers = new Map<string, Answer[]>()
    const refused = new Map<string, (readonly ConditionId[])[]>()
    for (const row of this.listed()) {
      const person = this.name(row.personId)
      const key = subject(row.benefit, person)
      if (row.outcome === 'ineligible') addTo(refused, key, conditionsNamed(row.reason))
      else addTo(answers, key, this.answer(row, person))
    }
    return { answers, refused }
  }

  /** The same question, asked of the ledger as it is now. */
  explain({ benefit, person, payee, period }: Answer, asOf: string): Answer | undefined {
    const beneficiaryId = payee === '' ? undefined : this.ids.get(payee)
    const found = call(
      'policy.explain',
      { ...jobContext(this.t.ledger), ledger: this.t.ledger.reader },
      {
        benefit,
        asOf,
        personId: this.ids.get(person),
        beneficiaryId,
        period: period === '' ? undefined : (this.ids.get(period) ?? period),
      },
    ) as Explanation[]
    const one = found.find((explanation) => explanation.beneficiaryId === (beneficiaryId ?? ''))
    if (one === undefined) return undefined
    return {
      ...{ benefit, person, payee, period: this.name(one.period) },
      outcome: one.outcome,
      amountFen: one.amountFen,
      months: one.months,
      on: one.outcome === 'pending' ? one.on : null,
    }
  }

  private *listed(): Iterable<ResultRow> {
    const context = { ...jobContext(this.t.ledger), ledger: this.t.ledger.reader }
    for (let offset = 0; ; offset += PAGE) {
      const filter = { runId: 'latest', outcomes: [], search: '', unclaimed: false, offset, limit: PAGE }
      const page = call('policy.results', context, filter) as { total: number; rows: ResultRow[] }
      yield* page.rows
      if (offset + PAGE >= page.total) return
    }
  }

  private answer(row: ResultRow, person: string): Answer {
    return {
      benefit: row.benefit,
      person,
      payee: this.name(row.beneficiaryId),
      period: this.name(row.period),
      outcome: row.outcome,
      amountFen: row.amountFen,
      months: row.months,
      on: row.on,
    }
  }

  /** The name that the world gave; a year or a month is its own name. */
  private name(id: string | null): string {
    return id === null ? '' : (this.names.get(id) ?? id)
  }
}

/** Conditions that a refusal's short phrase names. */
function conditionsNamed(reason: string): ConditionId[] {
  const words = reason.replace(/^[^：]*：/, '').split('、')
  return words.map((word) => {
    const id = CONDITION_IDS.find((condition) => CONDITION_TEXT[condition] === word)
    if (id === undefined) throw new Error(`“${reason}” names no condition`)
    return id
  })
}

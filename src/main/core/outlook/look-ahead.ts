import type { z } from 'zod'
import type { prepared } from '../../../shared/contract/outlook.ts'
import { dayOf, formatDate, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import { lossBit } from '../../../shared/domain/outlook.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { outlookComing, outlookLosing, outlookRuns } from '../db/schema/outlook.ts'
import type { Cell } from '../db/tables.ts'
import { identities } from '../entitlements/identities.ts'
import { asStandard, ledgerEngine, storedParameters, storedStandards } from '../entitlements/ledger-engine.ts'
import { ledgerTables } from '../entitlements/ledger-tables.ts'
import { PersonViewReader } from '../entitlements/person-views.ts'
import { createEngine, type Engine } from '../policy/engine.ts'
import { entitlementKey } from '../policy/grants.ts'
import type { PackSet } from '../policy/pack.ts'
import { Cancelled, type InputOf, type JobContext, type WriterJobContext } from '../procedure.ts'
import { type Coming, ComingFinder, comingMonths } from './coming.ts'
import { comingTotals } from './coming-list.ts'
import { type Found, foundOf } from './found.ts'
import { goingOn } from './going-on.ts'
import { type Loss, LossFinder } from './losing.ts'
import { Worlds } from './worlds.ts'

/** What a look ahead keeps about itself, as JSON in `outlook_runs.summary`. */
export type OutlookSummary = {
  people: number
  seconds: number
  /** the last entry of the change log that it could see */
  changeSeq: number
  /** what comes for the first time: summing it anew each time somebody looks would take longer than looking */
  coming: { count: number; amountFen: number }
}

/** People that are read and looked at at once. */
const RANGE = 1000

/** Ten years: longer than anything asks for. */
const LONGER_DAYS = 3653

type Sinks = {
  coming(list: readonly Coming[], identityOf: (personId: string) => string): void
  losing(list: readonly Loss[], identityOf: (personId: string) => string): void
  /** after each range of people */
  flush(): void
}

/**
 * 推算今后十二个月: what becomes payable and what is about to be lost, seen from a day, in place of what was seen before, in
 * one transaction. @throws Refusal of the packs, Cancelled
 */
export async function prepareOutlook(
  context: WriterJobContext,
  input: InputOf<'outlook.prepare'>,
): Promise<z.output<typeof prepared>> {
  const startedAt = context.now()
  const { asOf } = input
  let counts = { people: 0, coming: 0, losing: 0 }
  const seconds = () => (context.now() - startedAt) / 1000
  await context.ledger.writeAsync(
    { action: 'outlook.prepare', actor: context.actor.name, params: { asOf } },
    async (tx) => {
      tx.local(outlookComing).delete()
      tx.local(outlookLosing).delete()
      tx.local(outlookRuns).delete()
      const store = new OutlookStore(tx)
      const people = lookAhead(context, tx, asOf, store)
      counts = { people, coming: store.comingSeq, losing: store.losingSeq }
      const summary: OutlookSummary = {
        people,
        seconds: seconds(),
        coming: firstComing(tx),
        changeSeq: (tx.prepare('SELECT max(seq) FROM change_log').pluck().get() as number | null) ?? 0,
      }
      tx.local(outlookRuns).insert({
        id: context.newId(),
        asOf,
        until: formatDate(comingMonths(dayOf(asOf)).until),
        madeAt: new Date(context.now()).toISOString(),
        summary: JSON.stringify(summary),
      })
    },
  )
  return { asOf, ...counts, seconds: seconds() }
}

function firstComing(ledger: Pick<ReadLedger, 'prepare'>): OutlookSummary['coming'] {
  const { count, amountFen } = comingTotals(ledger, { search: '', first: true }, [], null)
  return { count, amountFen }
}

/** Reads everybody once and decides them twice: as they are, and as they will be if all goes on. Gives their number. */
export function lookAhead(
  context: JobContext,
  ledger: Pick<ReadLedger, 'prepare'>,
  asOf: string,
  sinks: Sinks,
): number {
  const from = dayOf(asOf)
  const { until } = comingMonths(from)
  const tables = ledgerTables(ledger)
  const engine = ledgerEngine(context, ledger, asOf)
  const now = engine.run(tables, asOf)
  // A pack that will have been activated by then counts.
  const later = ledgerEngine(context, ledger, formatDate(until)).run(tables, formatDate(until))
  const coming = new ComingFinder(from, until, later)
  const losing = new LossFinder(
    now,
    new Worlds(engine, tables, from),
    new Worlds(withoutEnds(ledger, engine), tables, from),
  )
  const reader = new PersonViewReader(ledger, { sources: false })
  const total = ledger.prepare('SELECT count(*) FROM people WHERE deleted_at IS NULL').pluck().get() as number
  let done = 0
  const step = '推算今后十二个月'
  context.progress(step, 0, total, '人')
  for (const [first, last] of reader.split(RANGE)) {
    if (context.shouldStop()) throw new Cancelled()
    const views = reader.range(first, last)
    const identityOf = identities(ledger, views)
    for (const view of views) {
      const today: Found[] = []
      now.person(view, (result) => today.push(foundOf(result)))
      const then: Found[] = []
      const asThen = goingOn(view, from, until)
      later.person(asThen, (result) => {
        if (result.qualifyingOn > from) then.push(foundOf(result))
      })
      if (then.length > 0) sinks.coming(coming.find(today, then, asThen), identityOf)
      sinks.losing(losing.person(view, today), identityOf)
    }
    sinks.flush()
    done += views.length
    context.progress(step, done, total, '人')
  }
  const today: Found[] = []
  now.finish((result) => today.push(foundOf(result)))
  const then: Found[] = []
  later.finish((result) => then.push(foundOf(result)))
  sinks.coming(coming.find(today, then, null), (id) => id)
  sinks.losing(losing.bodies(today), (id) => id)
  sinks.flush()
  return done
}

/** The same packs, standards and readings, as if no document came to its end. */
function withoutEnds(ledger: Pick<ReadLedger, 'prepare'>, { packs }: Engine): Engine {
  const longer: PackSet = {
    ...packs,
    documents: packs.documents.map((document) => ({
      ...document,
      inForce: { ...document.inForce, to: document.inForce.to + LONGER_DAYS },
    })),
  }
  return createEngine(longer, {
    standards: storedStandards(ledger).map(asStandard),
    parameters: storedParameters(ledger),
  })
}

/** Writes what was seen, in the order of the columns. */
class OutlookStore implements Sinks {
  comingSeq = 0
  losingSeq = 0
  private readonly tx: WriteTx
  private comingCells: Cell[][] = []
  private losingCells: Cell[][] = []

  constructor(tx: WriteTx) {
    this.tx = tx
  }

  coming(list: readonly Coming[], identityOf: (personId: string) => string): void {
    for (const one of list) {
      const { found } = one
      this.comingSeq += 1
      this.comingCells.push([
        this.comingSeq,
        one.on.slice(0, 7),
        found.row.id,
        one.on,
        one.outcome,
        one.again ? 1 : 0,
        found.row.beneficiary,
        found.beneficiary ?? '',
        found.person,
        one.period,
        one.amountFen,
        one.spellId,
        keyOf(found, one.period, identityOf),
        one.lastMonth,
      ])
    }
  }

  losing(list: readonly Loss[], identityOf: (personId: string) => string): void {
    for (const one of list) {
      const { found } = one
      this.losingSeq += 1
      this.losingCells.push([
        this.losingSeq,
        one.details[0]?.deadline ?? null,
        found.row.id,
        one.details.reduce((bits, { reason }) => bits | lossBit(reason), 0),
        found.row.beneficiary,
        found.beneficiary ?? '',
        found.person,
        found.period,
        one.on,
        one.amountFen,
        one.spellId,
        keyOf(found, lastPeriod(found), identityOf),
        JSON.stringify(one.details),
      ])
    }
  }

  flush(): void {
    this.tx.local(outlookComing).insertCells(this.comingCells)
    this.tx.local(outlookLosing).insertCells(this.losingCells)
    this.comingCells = []
    this.losingCells = []
  }
}

/** A month-by-month row is claimed up to its last payable month. */
function lastPeriod({ row, period, qualifyingOn }: Found): string | null {
  return row.unit === 'person-month' ? formatMonth(monthOfDay(qualifyingOn)) : period
}

function keyOf(found: Found, period: string | null, identityOf: (personId: string) => string): string {
  const { row, person, beneficiary } = found
  return entitlementKey(
    row,
    beneficiary ?? '',
    person === null ? undefined : identityOf(person),
    period ?? undefined,
  )
}

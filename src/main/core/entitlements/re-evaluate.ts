import { and, eq, isNull } from 'drizzle-orm'
import type { Outcome } from '../../../shared/domain/policy.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import {
  evaluationHeads,
  evaluationPeople,
  evaluationResults,
  evaluationSets,
} from '../db/schema/evaluation.ts'
import { evaluationRuns } from '../db/schema/policy.ts'
import type { Engine, Run } from '../policy/engine.ts'
import type { CountedHead } from '../policy/headcounts.ts'
import type { Surroundings } from '../procedure.ts'
import { type Affected, affectedSince } from './affected.ts'
import { ledgerEngine } from './ledger-engine.ts'
import { type PackedAnswer, setNumber } from './packed-answers.ts'
import { PersonViewReader } from './person-views.ts'
import { addTallies, RangeDecider, type Tally } from './range-decider.ts'
import { FIRST_BODY_RESULT, numbered } from './result-store.ts'
import { lastChange, type RunSummary } from './runs.ts'
import { tablesOfBodies, tablesOfPerson } from './tables-of-few.ts'

type StoredRun = { id: string; asOf: string; peopleCount: number; summary: string }

/**
 * Brings the stored results up to the facts as this transaction leaves them, where those changed for a few people only:
 * their own results, the awards of bodies that they count for, and the calculation's counts and sums. Where more than that
 * changed the results stay as they are, and the calculation says by itself that it is stale.
 * @returns whether the results are up to date now
 */
export function keepResultsCurrent(context: Pick<Surroundings, 'resources'>, tx: WriteTx): boolean {
  const run = latestStored(tx)
  if (run === undefined) return false
  const summary = JSON.parse(run.summary) as RunSummary
  const affected = affectedSince(tx, summary.changeSeq)
  if (affected === undefined) return false
  if (affected.changes === 0) return true
  const engine = ledgerEngine(context, tx, run.asOf)
  const kept = new Kept(tx, engine, run.asOf, summary)
  const bodies = kept.people(affected)
  kept.bodies(bodies, affected.newBodies)
  const now: RunSummary = {
    ...summary,
    counts: addTallies([summary.counts, ...kept.tallies], engine.rows),
    nextPerson: kept.nextPerson,
    changeSeq: lastChange(tx),
  }
  tx.local(evaluationRuns).update(
    { peopleCount: run.peopleCount + kept.morePeople, summary: JSON.stringify(now) },
    eq(evaluationRuns.id, run.id),
  )
  return true
}

/** Reads and compiles the documents by which the next save's results will be kept up to date, where there are results. */
export function compileAhead(context: Pick<Surroundings, 'resources'>, ledger: ReadLedger): void {
  const run = latestStored(ledger)
  if (run !== undefined) ledgerEngine(context, ledger, run.asOf)
}

function latestStored(ledger: Pick<ReadLedger, 'prepare'>): StoredRun | undefined {
  return ledger
    .prepare<StoredRun>(
      `SELECT id, as_of AS asOf, people_count AS peopleCount, summary FROM evaluation_runs
       ORDER BY started_at DESC, id DESC LIMIT 1`,
    )
    .get()
}

type StoredPerson = { n: number; setId: number | null; heads: string | null }

class Kept {
  /** what goes off the counts (below 0) and what comes to them */
  readonly tallies: Tally[][] = []
  morePeople = 0
  nextPerson: number
  private readonly tx: WriteTx
  private readonly engine: Engine
  private readonly asOf: string
  private readonly benefits: readonly string[] | undefined

  constructor(tx: WriteTx, engine: Engine, asOf: string, summary: RunSummary) {
    this.tx = tx
    this.engine = engine
    this.asOf = asOf
    this.benefits = summary.benefits.length === 0 ? undefined : summary.benefits
    this.nextPerson = summary.nextPerson
  }

  /** Decides people anew; gives the bodies that are affected besides, by the heads they lost or won. */
  people({ people, bodies }: Affected): Set<string> {
    const { tx } = this
    const all = new Set(bodies)
    if (people.size === 0) return all
    const reader = new PersonViewReader(tx, { sources: false })
    const decider = new RangeDecider(this.run(tablesOfPerson(tx)), tx)
    for (const id of [...people].sort()) {
      const stored = tx
        .prepare<StoredPerson>('SELECT n, set_id AS setId, heads FROM evaluation_people WHERE person_id = ?')
        .get(id)
      if (stored !== undefined) this.forget(id, stored, all)
      const view = reader.one(id)
      this.morePeople += (view === undefined ? 0 : 1) - (stored === undefined ? 0 : 1)
      if (view === undefined) continue
      const decided = decider.people([view])
      const n = stored?.n ?? this.nextPerson++
      const heads = decided.heads[0]?.[1] ?? []
      tx.local(evaluationPeople).insert({
        personId: id,
        n,
        setId: this.setOf(decider.lastSet),
        heads: heads.length === 0 ? null : JSON.stringify(heads),
      })
      tx.local(evaluationResults).insertCells(numbered(decided, n))
      this.changeHeads(heads, 1)
      for (const [, employer] of heads) all.add(employer)
    }
    this.tallies.push(decider.counted())
    return all
  }

  /** Decides anew what bodies get for themselves, by the heads that are stored. */
  bodies(ids: ReadonlySet<string>, fresh: ReadonlySet<string>): void {
    if (ids.size === 0) return
    const { tx } = this
    const tables = tablesOfBodies(tx, [...ids])
    const known = [...ids].filter(
      (id) => tables.employers.has(id) || tables.schools.has(id) || tables.stations.has(id),
    )
    const run = this.run(tables)
    for (const id of known) run.addHeads(this.headsOf(id))
    const before = known.filter((id) => !fresh.has(id))
    for (const id of known) {
      const own = and(eq(evaluationResults.beneficiaryId, id), isNull(evaluationResults.personId))
      if (before.includes(id)) this.tallies.push(this.bodyTallies(id, run))
      tx.local(evaluationResults).delete(own)
    }
    const decider = new RangeDecider(run, tx)
    const results = decider.bodies(new Set(known))
    const last = tx
      .prepare<number | null>('SELECT max(seq) FROM evaluation_results WHERE seq >= ?')
      .pluck()
      .get(FIRST_BODY_RESULT) as number | null
    const next = last === null ? FIRST_BODY_RESULT : last + 1
    tx.local(evaluationResults).insertCells(results.map((cells, i) => [next + i, ...cells]))
    this.tallies.push(decider.counted())
  }

  private run(tables: Parameters<Engine['run']>[0]): Run {
    return this.engine.run(tables, this.asOf, this.benefits)
  }

  /** Takes a person's stored results away, and off the counts; `bodies` gets those for which the person counted. */
  private forget(id: string, stored: StoredPerson, bodies: Set<string>): void {
    const { tx } = this
    this.tallies.push(
      tx
        .prepare<Tally>(
          `SELECT benefit, outcome, -count(*) AS count, -coalesce(sum(amount_fen), 0) AS amountFen
           FROM evaluation_results WHERE person_id = ? GROUP BY benefit, outcome`,
        )
        .all(id),
    )
    tx.local(evaluationResults).delete(eq(evaluationResults.personId, id))
    if (stored.setId !== null) {
      const set = tx
        .prepare<{ answers: string; people: number }>(
          'SELECT answers, people FROM evaluation_sets WHERE id = ?',
        )
        .get(stored.setId)
      if (set === undefined) throw new Error(`the stored answers of ${id} are gone`)
      const answers = JSON.parse(set.answers) as PackedAnswer[]
      this.tallies.push(answers.map(([benefit, outcome]) => ({ benefit, outcome, count: -1, amountFen: 0 })))
      tx.local(evaluationSets).update({ people: set.people - 1 }, eq(evaluationSets.id, stored.setId))
    }
    const heads = JSON.parse(stored.heads ?? '[]') as CountedHead[]
    this.changeHeads(heads, -1)
    for (const [, employer] of heads) bodies.add(employer)
    tx.local(evaluationPeople).delete(eq(evaluationPeople.personId, id))
  }

  /** Number of the set with these packed answers, one more person in it. */
  private setOf(answers: string | undefined): number | null {
    if (answers === undefined) return null
    const { tx } = this
    const id = setNumber(answers)
    const known = tx
      .prepare<{ answers: string; people: number }>(
        'SELECT answers, people FROM evaluation_sets WHERE id = ?',
      )
      .get(id)
    // Two sets with one digest do not occur in the life of this program; if they do, the calculation stays stale.
    if (known !== undefined && known.answers !== answers)
      throw new Error(`two sets of answers have number ${id}`)
    tx.local(evaluationSets).upsert({ id, answers, people: (known?.people ?? 0) + 1 })
    return id
  }

  private changeHeads(heads: readonly CountedHead[], by: 1 | -1): void {
    for (const [benefit, employerId, year, day, sure] of heads) {
      const table = this.tx.local(evaluationHeads)
      const stored = this.tx
        .prepare<{ known: string; possible: string }>(
          'SELECT known, possible FROM evaluation_heads WHERE employer_id = ? AND benefit = ? AND year = ?',
        )
        .get(employerId, benefit, year)
      const lists = {
        known: JSON.parse(stored?.known ?? '[]') as number[],
        possible: JSON.parse(stored?.possible ?? '[]') as number[],
      }
      const list = sure === 1 ? lists.known : lists.possible
      if (by === 1) list.push(day)
      else if (list.includes(day)) list.splice(list.indexOf(day), 1)
      else throw new Error(`a head of ${employerId} in ${year} was never counted`)
      const key = and(
        eq(evaluationHeads.employerId, employerId),
        eq(evaluationHeads.benefit, benefit),
        eq(evaluationHeads.year, year),
      )
      if (lists.known.length + lists.possible.length === 0) table.delete(key)
      else
        table.upsert({
          benefit,
          employerId,
          year,
          known: JSON.stringify(lists.known),
          possible: JSON.stringify(lists.possible),
        })
    }
  }

  private *headsOf(employer: string): Generator<CountedHead> {
    const rows = this.tx
      .prepare<{ benefit: string; year: number; known: string; possible: string }>(
        'SELECT benefit, year, known, possible FROM evaluation_heads WHERE employer_id = ?',
      )
      .all(employer)
    for (const { benefit, year, known, possible } of rows) {
      for (const day of JSON.parse(known) as number[]) yield [benefit, employer, year, day, 1]
      for (const day of JSON.parse(possible) as number[]) yield [benefit, employer, year, day, 0]
    }
  }

  /** What was counted for a body, below 0: its stored results, and the refusals, which are what is left of its answers. */
  private bodyTallies(id: string, run: Run): Tally[] {
    const stored = this.tx
      .prepare<Tally>(
        `SELECT benefit, outcome, -count(*) AS count, -coalesce(sum(amount_fen), 0) AS amountFen
         FROM evaluation_results WHERE beneficiary_id = ? AND person_id IS NULL GROUP BY benefit, outcome`,
      )
      .all(id)
    const others = new Map<string, number>()
    for (const { benefit, count } of stored) others.set(benefit, (others.get(benefit) ?? 0) - count)
    const refused = run.bodyAnswers(id).map(([benefit, answers]): Tally => {
      const count = others.get(benefit) ?? 0
      // Yearly answers are given for each year that is not refused, or once where all are.
      const left = answers === 'yearly' ? (count === 0 ? 1 : 0) : answers - count
      return { benefit, outcome: 'ineligible' as Outcome, count: left === 0 ? 0 : -left, amountFen: 0 }
    })
    return [...stored, ...refused]
  }
}

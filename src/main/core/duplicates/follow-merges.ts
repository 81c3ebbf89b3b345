/**
 * Merges that another office did not know of while it went on working: what it has added to a record that is gone belongs
 * to the one that stayed. Done in every office alike when changes have come in, so that all come to the same.
 */
import { DUPLICATE_KINDS, type DuplicateKind } from '../../../shared/domain/duplicates.ts'
import { openHoldsFor } from '../claims/workflow/holds.ts'
import type { WriteTx } from '../db/ledger.ts'
import type { SyncedTable, TableInfo } from '../db/tables.ts'
import type { Row } from './folding.ts'
import { applyPlan, collisionsOf, MERGED_INTO } from './merge.ts'
import { infoOfKind } from './merge-fields.ts'
import { MergePlan, PlanReads, tableOf } from './merge-plan.ts'

export type Followed = {
  /** records that were merged into each other in two offices: the one with the lower id stands again */
  readonly restored: number
  /** records that named one that is gone */
  readonly moved: number
}

/** For a transaction in which twins may stand (`tx.allowingTwins`, or while changes of another office come in). */
export function followMerges(tx: WriteTx, by: string): Followed {
  const merged = tx
    .prepare<{ kind: DuplicateKind; first: string; second: string }>(
      `SELECT DISTINCT kind, first_id AS first, second_id AS second FROM duplicate_verdicts
       WHERE verdict = 'merged' AND deleted_at IS NULL ORDER BY first_id, second_id`,
    )
    .all()
  const followed = { restored: 0, moved: 0 }
  if (merged.length === 0) return followed
  for (const kind of DUPLICATE_KINDS) {
    const ids = merged.filter((one) => one.kind === kind).flatMap(({ first, second }) => [first, second])
    if (ids.length > 0) new Following(tx, kind, by, followed).follow([...new Set(ids)].sort())
  }
  return followed
}

class Following {
  private readonly tx: WriteTx
  private readonly kind: DuplicateKind
  private readonly info: TableInfo
  private readonly by: string
  private readonly followed: { restored: number; moved: number }
  private readonly reads: PlanReads

  constructor(tx: WriteTx, kind: DuplicateKind, by: string, followed: { restored: number; moved: number }) {
    this.tx = tx
    this.kind = kind
    this.info = infoOfKind(kind)
    this.by = by
    this.followed = followed
    this.reads = new PlanReads(tx)
  }

  follow(ids: readonly string[]): void {
    for (const id of ids) this.breakCircle(this.info, id)
    for (const id of ids) {
      const left = this.leftOf(this.info, id)
      if (left !== undefined && left !== id) this.bringOver(left, id)
    }
  }

  /** Where a record went: the living one at the end of the way, itself where it lives, undefined where none does. */
  private leftOf(info: TableInfo, id: string): string | undefined {
    const seen = new Set<string>()
    for (let at: string | undefined = id; at !== undefined && !seen.has(at); at = this.wentInto(info, at)) {
      seen.add(at)
      if (this.lives(info, at)) return at
    }
    return undefined
  }

  /** One office merged the first into the second, another the second into the first: both would be gone. */
  private breakCircle(info: TableInfo, id: string): void {
    const way: string[] = []
    for (let at: string | undefined = id; at !== undefined; at = this.wentInto(info, at)) {
      const from = way.indexOf(at)
      if (from >= 0) {
        const circle = way.slice(from)
        this.restore(info, circle.toSorted()[0] ?? at)
        // What stood on both went the same two ways.
        for (const { child, column } of this.reads.references(info.name))
          for (const one of circle) this.breakCirclesOfChildren(tableOf(child), column, one)
        return
      }
      way.push(at)
    }
  }

  private breakCirclesOfChildren(info: TableInfo, column: string, parent: string): void {
    const gone = this.reads
      .statement<string>(
        `SELECT id FROM "${info.name}" WHERE "${column}" = ? AND deleted_reason LIKE '${MERGED_INTO}%' ORDER BY id`,
      )
      .pluck()
      .all(parent) as string[]
    for (const id of gone) this.breakCircle(info, id)
  }

  private restore(info: TableInfo, id: string): void {
    this.tx.restore(info.table as SyncedTable, id)
    this.followed.restored += 1
  }

  private bringOver(keepId: string, goneId: string): void {
    const plan = new MergePlan(this.reads)
    plan.join(this.info, keepId, goneId, {})
    plan.removals.delete(`${this.info.name} ${goneId}`)
    this.bringYearsOver(plan, keepId)
    const keep: Row = this.reads.row(this.info, keepId)
    const gone: Row = this.reads.row(this.info, goneId)
    const moved = plan.changes.size + plan.removals.size
    if (moved === 0) return
    const { holds } = collisionsOf(plan, this.reads, this.kind, keep, keep, gone)
    applyPlan(this.tx, plan)
    openHoldsFor(this.tx, holds, this.by)
    this.followed.moved += moved
  }

  /** Years of work that were added to a spell which has become one with another. */
  private bringYearsOver(plan: MergePlan, personId: string): void {
    if (this.kind !== 'person') return
    const spells = tableOf('spells')
    const years = this.reads.statement<{ spellId: string }>(
      `SELECT DISTINCT y.spell_id AS spellId FROM spell_years y JOIN spells s ON s.id = y.spell_id
       WHERE y.person_id = ? AND y.deleted_at IS NULL AND s.deleted_reason LIKE '${MERGED_INTO}%' ORDER BY y.spell_id`,
    )
    for (const { spellId } of years.all(personId)) {
      const left = this.leftOf(spells, spellId)
      if (left === undefined || left === spellId) continue
      plan.join(spells, left, spellId, {})
      plan.removals.delete(`spells ${spellId}`)
    }
  }

  private lives(info: TableInfo, id: string): boolean {
    return (
      this.reads.statement(`SELECT 1 FROM "${info.name}" WHERE id = ? AND deleted_at IS NULL`).get(id) !==
      undefined
    )
  }

  private wentInto(info: TableInfo, id: string): string | undefined {
    const reason = this.reads
      .statement<string | null>(
        `SELECT deleted_reason FROM "${info.name}" WHERE id = ? AND deleted_at IS NOT NULL`,
      )
      .pluck()
      .get(id)
    return typeof reason === 'string' && reason.startsWith(MERGED_INTO)
      ? reason.slice(MERGED_INTO.length)
      : undefined
  }
}

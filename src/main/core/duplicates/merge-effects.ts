import type { MergeEffects } from '../../../shared/contract/duplicates.ts'
import { FIELDS_OF_KIND } from '../../../shared/domain/duplicate-fields.ts'
import { duplicateFieldText, MOVED_TEXT } from '../../../shared/text/duplicates.ts'
import type { PlannedMerge } from './merge.ts'
import { columnsOf } from './merge-fields.ts'
import type { PlanReads } from './merge-plan.ts'

/** What planned merges do, in words and numbers; of many, all together. */
export class EffectTally {
  readonly #reads: PlanReads
  readonly #moved = new Map<string, number>()
  readonly #joined = new Map<string, number>()
  readonly #fields = new Set<string>()
  readonly #holds = new Map<string, MergeEffects['holds'][number]>()
  #months = 0
  #differing = 0
  #grantedTwice = 0

  constructor(reads: PlanReads) {
    this.#reads = reads
  }

  add({ kind, plan, cells, collisions }: PlannedMerge): this {
    sum(this.#moved, plan.moved)
    sum(this.#joined, plan.joined)
    this.#months += plan.months
    this.#differing += plan.differing
    this.#grantedTwice += collisions.grantedTwice
    for (const field of FIELDS_OF_KIND[kind])
      if (columnsOf(kind, field).some((name) => name in cells))
        this.#fields.add(duplicateFieldText(kind, field))
    for (const { claimId, reason } of collisions.holds) {
      const number = this.#reads
        .statement<string>('SELECT number FROM claims WHERE id = ?')
        .pluck()
        .get(claimId)
      this.#holds.set(claimId, { claimId, number: String(number), reason })
    }
    return this
  }

  effects(): MergeEffects {
    return {
      moved: counted(this.#moved),
      joined: counted(this.#joined),
      months: this.#months,
      differing: this.#differing,
      holds: [...this.#holds.values()].sort((a, b) => (a.number < b.number ? -1 : 1)),
      grantedTwice: this.#grantedTwice,
      fields: [...this.#fields],
    }
  }
}

function sum(all: Map<string, number>, more: ReadonlyMap<string, number>): void {
  for (const [table, count] of more) all.set(table, (all.get(table) ?? 0) + count)
}

function counted(tables: ReadonlyMap<string, number>): { text: string; count: number }[] {
  return [...tables]
    .filter(([, count]) => count > 0)
    .map(([table, count]) => ({ text: MOVED_TEXT[table] ?? table, count }))
}

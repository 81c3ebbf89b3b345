/** Dated categories of a person: merged with what is on record, or replaced by what was typed. */
import type { Category } from '../../../shared/domain/categories.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import type { WriteTx } from '../db/ledger.ts'
import { personCategories } from '../db/schema/registry.ts'

/** First and last day, both included; `to` null: still holds. */
export type CategoryPeriod = {
  readonly category: Category
  readonly from: string
  readonly to: string | null
}
export type StoredCategory = CategoryPeriod & { readonly id: string }

export type CategoryDecision =
  | { readonly do: 'insert'; readonly row: CategoryPeriod }
  | {
      readonly do: 'update'
      readonly id: string
      readonly before: CategoryPeriod
      readonly row: CategoryPeriod
    }
  | { readonly do: 'same' }
  | { readonly do: 'refused'; readonly code: 'category.end-before-start' | 'category.overlaps' }

/**
 * What a workbook says of one category, against the record. The one period on record of that category that it touches is
 * corrected; an open end says nothing against a known one. Touching several is refused, touching none adds a period.
 */
export function decideCategory(stored: readonly StoredCategory[], said: CategoryPeriod): CategoryDecision {
  if (said.to !== null && said.to < said.from) return { do: 'refused', code: 'category.end-before-start' }
  const touching = stored.filter(
    (old) =>
      old.category === said.category && old.from <= (said.to ?? '9999') && said.from <= (old.to ?? '9999'),
  )
  const [old] = touching
  if (old === undefined) return { do: 'insert', row: said }
  if (touching.length > 1) return { do: 'refused', code: 'category.overlaps' }
  const row = { ...said, to: said.to ?? old.to }
  if (row.from === old.from && row.to === old.to) return { do: 'same' }
  return { do: 'update', id: old.id, before: old, row }
}

/**
 * Makes the typed list the record of the person: what is missing from it is marked as deleted.
 * @throws Refusal `category.end-before-start`, `category.twice`
 */
export function saveCategories(tx: WriteTx, personId: string, periods: readonly CategoryPeriod[]): void {
  const seen = new Set<string>()
  for (const { category, from, to } of periods) {
    if (to !== null && to < from)
      throw new Refusal(
        'category.end-before-start',
        `“${CATEGORY_TEXT[category]}”的终止时间早于起始时间，请核对。`,
      )
    if (seen.has(category + from))
      throw new Refusal('category.twice', `“${CATEGORY_TEXT[category]}”有两段从同一天起，请删去一段。`)
    seen.add(category + from)
  }
  const stored = tx
    .prepare<StoredCategory>(
      `SELECT id, category, from_date AS "from", to_date AS "to" FROM person_categories
       WHERE person_id = ? AND deleted_at IS NULL`,
    )
    .all(personId)
  const kept = new Set<string>()
  for (const { category, from, to } of periods) {
    const old = stored.find((each) => each.category === category && each.from === from)
    if (old) {
      kept.add(old.id)
      tx.update(personCategories, old.id, { toDate: to })
    } else tx.insert(personCategories, { personId, category, fromDate: from, toDate: to, source: 'entry' })
  }
  for (const old of stored) if (!kept.has(old.id)) tx.remove(personCategories, old.id, '人员详情中删去')
}

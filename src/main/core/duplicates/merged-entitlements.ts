/**
 * What one person, or one payee, may be granted once, when two records turn out to be one. The key of an entitlement names
 * the person by ID number, so keys that were made under the other record's number get the one that stays; where both records
 * used up the same entitlement, both claims are held until somebody has decided. No claim and no grant is ever dropped.
 */
import type { NewHold } from '../claims/workflow/holds.ts'
import type { MergePlan, PlanReads } from './merge-plan.ts'
import { tableOf } from './merge-plan.ts'

/** Tables whose living rows carry an entitlement key. */
const KEYED = ['claim_entitlements', 'grants', 'decisions'] as const
type Keyed = { table: (typeof KEYED)[number]; id: string; key: string; claimId: string | null }

export type Collisions = {
  readonly holds: readonly NewHold[]
  /** entitlements that both records were granted already */
  readonly grantedTwice: number
  readonly keys: readonly string[]
}

/** The check that asks about the same thing; holds of a merge stand under it. */
const CHECK = 'entitlement-twice'

/** Claims in these states use nothing up any more. */
const OVER: ReadonlySet<string> = new Set(['refused', 'withdrawn'])

/**
 * Gives all keys of both people the identity that the merged person has, and finds those that both used.
 * `identities`: what named them before (ID number, else record id); `identity`: what names the one that is left.
 */
export function joinPersonEntitlements(
  plan: MergePlan,
  reads: PlanReads,
  [keep, other]: readonly [{ id: string; identity: string }, { id: string; identity: string }],
  identity: string,
): Collisions {
  const ofKeep = rowsOf(reads, 'person_id', keep.id)
  const ofOther = rowsOf(reads, 'person_id', other.id)
  const renamed = (key: string) => withIdentity(key, [keep.identity, other.identity], identity)
  for (const { table, id, key } of [...ofKeep, ...ofOther]) {
    const to = renamed(key)
    if (to !== key) plan.change(tableOf(table), id, { entitlement_key: to })
  }
  return collide(reads, ofKeep, ofOther, renamed)
}

/** The same for an employer or agent who is paid: keys that name the record itself. */
export function joinBodyEntitlements(
  plan: MergePlan,
  reads: PlanReads,
  keepId: string,
  otherId: string,
): Collisions {
  const ofKeep = rowsOf(reads, 'beneficiary_id', keepId)
  const ofOther = rowsOf(reads, 'beneficiary_id', otherId)
  const renamed = (key: string) => withIdentity(key, [otherId], keepId)
  for (const { table, id, key } of ofOther) {
    const to = renamed(key)
    if (to !== key) plan.change(tableOf(table), id, { entitlement_key: to })
  }
  return collide(reads, ofKeep, ofOther, renamed)
}

/** `use|whom|period`: whom is the part between the first and the last bar. */
function withIdentity(key: string, from: readonly string[], to: string): string {
  const first = key.indexOf('|')
  const last = key.lastIndexOf('|')
  const whom = key.slice(first + 1, last)
  return first < last && from.includes(whom) ? `${key.slice(0, first + 1)}${to}${key.slice(last)}` : key
}

function collide(
  reads: PlanReads,
  ofKeep: readonly Keyed[],
  ofOther: readonly Keyed[],
  renamed: (key: string) => string,
): Collisions {
  const using = (rows: readonly Keyed[]) =>
    Map.groupBy(
      rows.filter(({ table }) => table !== 'decisions'),
      ({ key }) => renamed(key),
    )
  const mine = using(ofKeep)
  const theirs = using(ofOther)
  const holds: NewHold[] = []
  const keys: string[] = []
  let grantedTwice = 0
  for (const [key, rows] of mine) {
    const others = theirs.get(key)
    if (others === undefined) continue
    keys.push(key)
    if ([rows, others].every((side) => side.some(({ table }) => table === 'grants'))) grantedTwice += 1
    const claims = new Set([...rows, ...others].flatMap(({ claimId }) => claimId ?? []))
    for (const claimId of claims) {
      if (isAskedAlready(reads, claimId, key)) continue
      holds.push({
        claimId,
        check: CHECK,
        evidence: `merged:${key}`,
        reason: reasonOf(
          reads,
          key,
          [...claims].filter((id) => id !== claimId),
          [...rows, ...others],
        ),
      })
    }
  }
  return { holds, grantedTwice, keys }
}

/** Claims that came together from two offices under one key were held when they did; once is enough. */
function isAskedAlready(reads: PlanReads, claimId: string, key: string): boolean {
  return (
    reads
      .statement('SELECT 1 FROM claim_holds WHERE claim_id = ? AND evidence = ? AND deleted_at IS NULL')
      .get(claimId, key) !== undefined
  )
}

function reasonOf(reads: PlanReads, key: string, others: readonly string[], rows: readonly Keyed[]): string {
  const numbers = others.map((id) =>
    reads.statement<string>('SELECT number FROM claims WHERE id = ?').pluck().get(id),
  )
  const benefit = key.slice(0, key.indexOf('|'))
  const period = key.slice(key.lastIndexOf('|') + 1)
  const what = `${benefit}${period === '' ? '' : ` ${period}`}`
  if (numbers.length > 0)
    return `两条档案合并为一人后，${what} 有不止一份申领（另有 ${numbers.join('、')}），请核实该由哪一份发放。`
  const granted = rows.some(({ table }) => table === 'grants')
  return `两条档案合并为一人后，${what} ${granted ? '已有发放记录' : '已被用过'}，请核实是否重复。`
}

/** Rows that carry a key of a person or, by the other column, of whoever is paid. */
function rowsOf(reads: PlanReads, whose: 'person_id' | 'beneficiary_id', id: string): Keyed[] {
  const held = reads.statement<Keyed & { state: string }>(
    `SELECT 'claim_entitlements' AS "table", e.id, e.entitlement_key AS "key", c.id AS claimId, c.state
     FROM claims c JOIN claim_entitlements e ON e.claim_id = c.id AND e.deleted_at IS NULL
     WHERE c.${whose} = ? AND c.deleted_at IS NULL ORDER BY e.id`,
  )
  const others = (['grants', 'decisions'] as const).flatMap((table) =>
    reads
      .statement<Keyed>(
        `SELECT '${table}' AS "table", id, entitlement_key AS "key", NULL AS claimId FROM ${table}
         WHERE ${whose} = ? AND deleted_at IS NULL ORDER BY id`,
      )
      .all(id),
  )
  return [...inUse(held.all(id)), ...others]
}

/** A claim that is over keeps its key, and is not asked about. */
function inUse(rows: readonly (Keyed & { state: string })[]): Keyed[] {
  return rows.map(({ state, ...row }) => (OVER.has(state) ? { ...row, claimId: null } : row))
}

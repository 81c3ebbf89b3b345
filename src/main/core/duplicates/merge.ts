/** 合并: two records become one, with everything that names them, in the caller's transaction. */
import type { DuplicateKind } from '../../../shared/domain/duplicates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { DUPLICATE_KIND_TEXT } from '../../../shared/text/duplicates.ts'
import { openHoldsFor } from '../claims/workflow/holds.ts'
import type { Patch, WriteTx } from '../db/ledger.ts'
import type { Cell, SyncedTable, TableInfo } from '../db/tables.ts'
import type { PersonWords } from '../registry/people.ts'
import type { Row } from './folding.ts'
import { type Choices, infoOfKind, mergedCells } from './merge-fields.ts'
import { MergePlan, type PlanReads } from './merge-plan.ts'
import { type Collisions, joinBodyEntitlements, joinPersonEntitlements } from './merged-entitlements.ts'
import { recordVerdict } from './verdicts.ts'

export type MergeOrder = {
  readonly kind: DuplicateKind
  /** the record that stays */
  readonly keepId: string
  /** the record that goes */
  readonly otherId: string
  readonly choices: Choices
}

/** A merge that is worked out and not done. */
export type PlannedMerge = MergeOrder & {
  readonly plan: MergePlan
  readonly collisions: Collisions
  /** columns of the kept record that change */
  readonly cells: Readonly<Record<string, Cell>>
}

/** Begins the reason of a record that went into another; its id follows. */
export const MERGED_INTO = '合并到 '

/** What may stand once: the column, and who may have it besides. */
const NUMBERS: Readonly<Record<DuplicateKind, string>> = {
  person: 'id_number',
  employer: 'credit_code',
  agent: 'credit_code',
  household: 'code',
}

/**
 * Works a merge out by reading only.
 * @throws Refusal `duplicates.same`, `duplicates.gone`, `duplicates.number-taken`, and what typed fields refuse
 */
export function planMerge(reads: PlanReads, order: MergeOrder, words: PersonWords): PlannedMerge {
  const { kind, keepId, otherId, choices } = order
  const info = infoOfKind(kind)
  if (keepId === otherId)
    throw new Refusal('duplicates.same', '这是同一条档案，不用合并。请选两条不同的档案。')
  const keep = livingRow(reads, kind, info, keepId)
  const other = livingRow(reads, kind, info, otherId)
  const cells = mergedCells(kind, keep, other, choices, words)
  refuseTakenNumber(reads, kind, info, cells, [keep, other])
  const plan = new MergePlan(reads)
  plan.join(info, keepId, otherId, cells)
  return {
    ...order,
    plan,
    cells,
    collisions: collisionsOf(plan, reads, kind, { ...keep, ...cells }, keep, other),
  }
}

/**
 * Does a planned merge: the other record and what became one with the kept one's is marked as deleted with where it went,
 * everything else names the kept record, claims that used one entitlement are held. `score`: as the pair was offered.
 */
export function applyMerge(
  tx: WriteTx,
  { kind, keepId, otherId, plan, collisions }: PlannedMerge,
  { score, note, by }: { score: number; note: string | null; by: string },
): void {
  tx.allowingTwins(() => applyPlan(tx, plan))
  openHoldsFor(tx, collisions.holds, by)
  recordVerdict(tx, { kind, firstId: keepId, secondId: otherId }, 'merged', { score, note, by })
}

/** Writes a plan, where twins may stand (`tx.allowingTwins`, or while changes of another office come in). */
export function applyPlan(tx: WriteTx, plan: MergePlan): void {
  for (const { info, id, into } of plan.removals.values()) tx.remove(synced(info), id, MERGED_INTO + into)
  for (const [key, { info, id, cells }] of plan.changes)
    if (!plan.removals.has(key)) tx.update(synced(info), id, patchOf(info, cells))
}

/** Claims and grants of the two under the identity that is left. `keep` and `other`: the records as they were. */
export function collisionsOf(
  plan: MergePlan,
  reads: PlanReads,
  kind: DuplicateKind,
  merged: Row,
  keep: Row,
  other: Row,
): Collisions {
  const keepId = String(keep.id)
  const otherId = String(other.id)
  switch (kind) {
    case 'person':
      return joinPersonEntitlements(
        plan,
        reads,
        [
          { id: keepId, identity: String(keep.id_number ?? keepId) },
          { id: otherId, identity: String(other.id_number ?? otherId) },
        ],
        String(merged.id_number ?? keepId),
      )
    case 'household':
      return { holds: [], grantedTwice: 0, keys: [] }
    default:
      return joinBodyEntitlements(plan, reads, keepId, otherId)
  }
}

function livingRow(reads: PlanReads, kind: DuplicateKind, info: TableInfo, id: string): Row {
  const row = reads.statement<Row>(`SELECT * FROM "${info.name}" WHERE id = ? AND deleted_at IS NULL`).get(id)
  if (row === undefined)
    throw new Refusal(
      'duplicates.gone',
      `两条${DUPLICATE_KIND_TEXT[kind]}档案中有一条已不在台账里，可能已被合并或删除。请刷新列表。`,
      { id },
    )
  return row
}

/** A third record with the number that the merged one is to have. */
function refuseTakenNumber(
  reads: PlanReads,
  kind: DuplicateKind,
  info: TableInfo,
  cells: Readonly<Record<string, Cell>>,
  both: readonly Row[],
): void {
  const column = NUMBERS[kind]
  const number = cells[column]
  if (number === undefined || number === null || both.some((row) => row[column] === number)) return
  const taken = reads
    .statement(`SELECT 1 FROM "${info.name}" WHERE "${column}" = ? AND deleted_at IS NULL`)
    .get(number)
  if (taken !== undefined)
    throw new Refusal(
      'duplicates.number-taken',
      `填写的号码已登记给另一条${DUPLICATE_KIND_TEXT[kind]}档案。请核对号码，或先处理那一条。`,
    )
}

const synced = (info: TableInfo): SyncedTable => info.table as SyncedTable

function patchOf(info: TableInfo, cells: Readonly<Record<string, Cell>>): Patch<SyncedTable> {
  return Object.fromEntries(
    Object.entries(cells).map(([name, cell]) => [info.byName.get(name)?.key ?? name, cell]),
  ) as Patch<SyncedTable>
}

/** 裁定: a person's decision on conflicts. The record gets what was chosen, and the decision travels. */
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { WriteTx } from '../db/ledger.ts'
import { conflictDecisions } from '../db/schema/sync.ts'
import { type SyncedTable, tableInfoByName } from '../db/tables.ts'
import { MERGED_INTO } from '../duplicates/merge.ts'
import type { InputOf } from '../procedure.ts'
import { IS_OPEN } from './conflicts.ts'
import { NEVER_BACK, type RecordName, removeStill, takeBack } from './take-back.ts'

type Row = {
  id: string
  tbl: string
  rowId: string
  field: string
  earlierHlc: string
  laterHlc: string
  earlier: string
  later: string
  unseen: string | null
}
type Choice = InputOf<'sync.decide'>['choice']

/** Where a claim stands is moved by its own procedure, never by a choice between two values. */
const MOVED_BY_PROCEDURE: ReadonlySet<string> = new Set([
  'claims.state',
  'claims.step',
  'claims.due_on',
  'claims.batch_id',
  'batches.state',
  'payments.state',
])
const SELECT = `SELECT c.id, c.tbl, c.row_id AS rowId, c.field, c.earlier_hlc AS earlierHlc, c.later_hlc AS laterHlc,
  c.earlier, c.later, c.unseen FROM merge_conflicts c`

/** Whether only the state that stands can be confirmed here: the rest is done at the claim. */
export function isDecidedAtClaim({ tbl, field }: Pick<Row, 'tbl' | 'field'>): boolean {
  return field === REMOVED ? NEVER_BACK.has(tbl) : MOVED_BY_PROCEDURE.has(`${tbl}.${field}`)
}

const REMOVED = 'deleted_at'

/** Why a removal cannot be taken back by a choice: see `ConflictView.removal.stays`. */
export function staysRemoved(tbl: string, reason: string): 'claim' | 'merged' | null {
  return NEVER_BACK.has(tbl) ? 'claim' : reason.startsWith(MERGED_INTO) ? 'merged' : null
}

/** Of a conflict about a removal: the side that removes, the other one keeps the record. */
export function removingSide({ earlier }: Pick<Row, 'earlier'>): 'earlier' | 'later' {
  return earlier === 'null' ? 'later' : 'earlier'
}

/**
 * Decides conflicts. A removal that is taken back brings everything back that went with it, and what else stood against
 * that is decided with it.
 * @returns how many. @throws Refusal `sync.conflict-gone`, `sync.conflict-newer`, `sync.decided-at-claim`,
 *   `sync.merged`, `sync.value-missing`, `sync.key-taken`, `people.has-claims`; nothing is changed then
 */
export function decideConflicts(tx: WriteTx, input: InputOf<'sync.decide'>, by: string): number {
  const find = tx.prepare<Row>(`${SELECT} WHERE c.id = ? AND ${IS_OPEN}`)
  const ids = new Set(input.ids)
  const decided = new Set<string>()
  const decide = (id: string, choice: Choice) => {
    decided.add(id)
    tx.insert(conflictDecisions, {
      conflictId: id,
      choice,
      reason: input.reason ?? null,
      decidedAt: tx.at,
      decidedBy: by,
      source: 'entry',
    })
  }
  for (const id of ids) {
    // With another one of these, whose removal was the same.
    if (decided.has(id)) continue
    const row = find.get(id)
    if (row === undefined)
      throw new Refusal('sync.conflict-gone', '有的冲突已经由别人裁定，请刷新后重试。', { id })
    if (input.choice === 'other' && input.value === undefined)
      throw new Refusal('sync.value-missing', '请填写要采用的值。', { id })
    if (row.field === REMOVED) decideRemoval(tx, row, input, decide)
    else {
      decideField(tx, row, input)
      decide(id, input.choice)
    }
  }
  return decided.size
}

function decideField(tx: WriteTx, row: Row, { choice, value }: InputOf<'sync.decide'>): void {
  const { id } = row
  const info = tableInfoByName(row.tbl)
  const column = info?.byName.get(row.field)
  if (info === undefined || column === undefined)
    throw new Refusal('sync.conflict-newer', '这条冲突的内容要升级软件后才能裁定。', { id })
  if (isDecidedAtClaim(row)) {
    if (choice === 'later') return
    throw new Refusal(
      'sync.decided-at-claim',
      '办理进度不能直接改写。请打开这份申领，用退回、不予通过或继续办理来处理，再在这里选“以现在的为准”。',
      { id },
    )
  }
  const chosen = choice === 'other' ? value : JSON.parse(choice === 'earlier' ? row.earlier : row.later)
  const live = tx.prepare(`SELECT deleted_at AS at FROM "${row.tbl}" WHERE id = ?`).pluck().get(row.rowId)
  // Twins that were folded: the kept one's value stands under `earlier`.
  if (live === null)
    tx.update(info.table as SyncedTable, row.rowId, { [column.key]: column.decode(chosen ?? null) } as never)
}

function decideRemoval(
  tx: WriteTx,
  row: Row,
  input: InputOf<'sync.decide'>,
  decide: (id: string, choice: Choice) => void,
): void {
  const { id, tbl, rowId } = row
  const info = tableInfoByName(tbl)
  if (info === undefined || input.choice === 'other')
    throw new Refusal('sync.conflict-newer', '这条冲突只能选“维持删除”或“恢复”。', { id })
  const removing = removingSide(row)
  const reason = tx
    .prepare<string | null>(`SELECT deleted_reason FROM "${tbl}" WHERE id = ?`)
    .pluck()
    .get(rowId)
  if (input.choice === removing) {
    const added = (JSON.parse(row.unseen ?? '[]') as string[]).flatMap(addedRecord)
    removeStill(
      tx,
      { tbl, rowId },
      added,
      input.reason ?? (typeof reason === 'string' ? reason : '裁定为删除'),
    )
    decide(id, input.choice)
    return
  }
  const stays = staysRemoved(tbl, typeof reason === 'string' ? reason : '')
  if (stays === 'merged')
    throw new Refusal(
      'sync.merged',
      '这是查重时合并掉的一条，不能单独恢复。合并错了的，请在“查重”中撤销合并；合并没有错的，请把另一边的改动填到合并后的那一条，再选“维持删除”。',
      { id },
    )
  if (stays === 'claim')
    throw new Refusal(
      'sync.decided-at-claim',
      '撤回、删去的申领不能恢复。还要办的，请按现在的情况重新生成申领，再在这里选“维持删除”。',
      { id },
    )
  const hlc = removing === 'earlier' ? row.earlierHlc : row.laterHlc
  const back = takeBack(tx, { tbl, rowId }, hlc)
  decide(id, input.choice)
  const others = tx.prepare<Row>(
    `${SELECT} WHERE c.tbl = ? AND c.row_id = ? AND c.field = '${REMOVED}' AND ${IS_OPEN} ORDER BY c.id`,
  )
  for (const record of back)
    for (const other of others.all(record.tbl, record.rowId)) {
      const side = removingSide(other)
      if ((side === 'earlier' ? other.earlierHlc : other.laterHlc) !== hlc) continue
      decide(other.id, side === 'earlier' ? 'later' : 'earlier')
    }
}

/** The record of an entry of `unseen` that tells of something added; none where it is a clock. */
export function addedRecord(entry: string): RecordName[] {
  const [tbl, rowId] = (entry.split('@')[0] ?? '').split('/')
  return tbl === undefined || rowId === undefined ? [] : [{ tbl, rowId }]
}

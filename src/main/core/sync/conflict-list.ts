/** 冲突: what stands against each other, in words, and a person's decision on it. */
import type { ConflictView } from '../../../shared/contract/sync.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { recordText } from '../../../shared/text/record-names.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { conflictDecisions } from '../db/schema/sync.ts'
import { type SyncedTable, tableInfoByName } from '../db/tables.ts'
import { columnText, valueText } from '../exchange/shown-changes.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { IS_OPEN } from './conflicts.ts'

type Reading = Pick<ReadLedger, 'prepare'>

type Row = {
  id: string
  tbl: string
  rowId: string
  field: string
  earlierHlc: string
  laterHlc: string
  earlier: string
  later: string
  base: string
  foundAt: string
  skew: number
  choice: 'earlier' | 'later' | 'other' | null
  decidedBy: string | null
  decidedAt: string | null
  reason: string | null
}
type Who = { at: string; actor: string; office: string }

/** Where a claim stands is moved by its own procedure, never by a choice between two values. */
const MOVED_BY_PROCEDURE: ReadonlySet<string> = new Set([
  'claims.state',
  'claims.step',
  'claims.due_on',
  'claims.batch_id',
  'batches.state',
  'payments.state',
])
const SELECT = `c.id, c.tbl, c.row_id AS rowId, c.field, c.earlier_hlc AS earlierHlc, c.later_hlc AS laterHlc,
  c.earlier, c.later, c.base, c.found_at AS foundAt, c.skew,
  d.choice, d.decided_by AS decidedBy, d.decided_at AS decidedAt, d.reason`
const DECISION = `LEFT JOIN conflict_decisions d ON d.id = (
  SELECT max(id) FROM conflict_decisions x WHERE x.conflict_id = c.id AND x.deleted_at IS NULL)`

export function listConflicts(ledger: Reading, input: InputOf<'sync.conflicts'>): OutputOf<'sync.conflicts'> {
  const where = `${input.state === 'open' ? IS_OPEN : `NOT (${IS_OPEN})`}${input.rowId === undefined ? '' : ' AND c.row_id = @rowId'}`
  const bound = input.rowId === undefined ? {} : { rowId: input.rowId }
  const total = Number(
    ledger.prepare(`SELECT count(*) FROM merge_conflicts c WHERE ${where}`).pluck().get(bound),
  )
  const rows = ledger
    .prepare<Row>(
      `SELECT ${SELECT} FROM merge_conflicts c ${DECISION} WHERE ${where}
       ORDER BY c.found_at DESC, c.id LIMIT @limit OFFSET @offset`,
    )
    .all({ ...bound, limit: input.limit, offset: input.offset })
  const words = new ConflictWords(ledger)
  return { total, rows: rows.map((row) => words.view(row)) }
}

class ConflictWords {
  readonly #ledger: Reading
  readonly #node: string
  readonly #office: string

  constructor(ledger: Reading) {
    this.#ledger = ledger
    this.#node = String(ledger.prepare("SELECT value FROM ledger_meta WHERE key = 'node'").pluck().get())
    this.#office = readOffice(ledger).office
  }

  view(row: Row): ConflictView {
    const info = tableInfoByName(row.tbl)
    const key = info?.byName.get(row.field)?.key ?? row.field
    const text = (json: string) =>
      row.field === 'deleted_at'
        ? json === 'null'
          ? '保留'
          : '删除'
        : valueText(key, JSON.parse(json) as unknown)
    const record = this.#ledger
      .prepare<Record<string, unknown>>(`SELECT * FROM "${row.tbl}" WHERE id = ?`)
      .get(row.rowId)
    const { title, personId, claimId } = this.#about(row.tbl, row.rowId, record)
    const side = (json: string, hlc: string) => {
      const who = this.#who(hlc)
      return {
        value: JSON.parse(json) as unknown,
        text: text(json),
        by: who?.actor ?? '',
        office: who?.office ?? '',
        at: who?.at ?? '',
        hlc,
        own: hlc.endsWith(this.#node),
      }
    }
    const earlier = side(row.earlier, row.earlierHlc)
    const later = side(row.later, row.laterHlc)
    const atClaim = MOVED_BY_PROCEDURE.has(`${row.tbl}.${row.field}`)
    return {
      id: row.id,
      tbl: row.tbl,
      tableText: recordText(row.tbl),
      rowId: row.rowId,
      title,
      personId,
      claimId,
      field: row.field,
      fieldText: row.field === 'deleted_at' ? '删除' : columnText(key),
      baseText: text(row.base),
      earlier,
      later,
      now: text(JSON.stringify(record?.[row.field] ?? null)),
      suggestion: suggest(row, atClaim),
      skew: row.skew,
      twin: row.earlierHlc === '',
      atClaim,
      foundAt: row.foundAt,
      decision:
        row.choice === null
          ? null
          : { choice: row.choice, by: row.decidedBy ?? '', at: row.decidedAt ?? '', reason: row.reason },
    }
  }

  #who(hlc: string): Who | undefined {
    if (hlc === '') return undefined
    const origin = this.#ledger
      .prepare<Who>('SELECT at, actor, office FROM origin_transactions WHERE hlc = ?')
      .get(hlc)
    if (origin !== undefined) return origin
    const own = this.#ledger
      .prepare<Omit<Who, 'office'>>(
        `SELECT a.at, a.actor FROM audit a WHERE a.tx_id = (SELECT tx_id FROM change_log WHERE hlc = ? LIMIT 1)`,
      )
      .get(hlc)
    return own === undefined ? undefined : { ...own, office: this.#office }
  }

  #about(
    tbl: string,
    rowId: string,
    record: Record<string, unknown> | undefined,
  ): { title: string; personId: string | null; claimId: string | null } {
    const name = this.#ledger.prepare<string>('SELECT name FROM people WHERE id = ?').pluck()
    const claimId = tbl === 'claims' ? rowId : typeof record?.claim_id === 'string' ? record.claim_id : null
    const personId =
      tbl === 'people' ? rowId : typeof record?.person_id === 'string' ? record.person_id : null
    const person = personId === null ? undefined : (name.get(personId) as string | undefined)
    const own = [record?.number, record?.name, record?.title].find((text) => typeof text === 'string')
    const title = [tbl === 'people' ? undefined : own, person]
      .filter((text) => text !== undefined)
      .join(' · ')
    return { title: title === '' ? rowId : title, personId, claimId }
  }
}

/** A value beats none; else the later one, as long as the clocks can be trusted. */
function suggest(row: Row, atClaim: boolean): ConflictView['suggestion'] {
  if (atClaim || row.field === 'deleted_at') return null
  if (row.earlier !== 'null' && row.later === 'null') return { choice: 'earlier', why: 'filled' }
  if (row.earlier === 'null' && row.later !== 'null') return { choice: 'later', why: 'filled' }
  if (row.earlierHlc === '' || Math.abs(row.skew) > 10 * 60_000) return null
  return { choice: 'later', why: 'later' }
}

/**
 * Decides conflicts: the record gets the chosen value, and the decision travels.
 * @throws Refusal `sync.conflict-gone`, `sync.decided-at-claim`, `sync.value-missing`; nothing is changed then
 */
export function decideConflicts(tx: WriteTx, input: InputOf<'sync.decide'>, by: string): number {
  const find = tx.prepare<Row>(
    `SELECT ${SELECT} FROM merge_conflicts c ${DECISION} WHERE c.id = ? AND ${IS_OPEN}`,
  )
  for (const id of new Set(input.ids)) {
    const row = find.get(id)
    if (row === undefined)
      throw new Refusal('sync.conflict-gone', '有的冲突已经由别人裁定，请刷新后重试。', { id })
    const info = tableInfoByName(row.tbl)
    const column = info?.byName.get(row.field)
    if (info === undefined || column === undefined)
      throw new Refusal('sync.conflict-newer', '这条冲突的内容要升级软件后才能裁定。', { id })
    const own = MOVED_BY_PROCEDURE.has(`${row.tbl}.${row.field}`)
    if (own && input.choice !== 'later')
      throw new Refusal(
        'sync.decided-at-claim',
        '办理进度不能直接改写。请打开这份申领，用退回、不予通过或继续办理来处理，再在这里选“以现在的为准”。',
        { id },
      )
    if (input.choice === 'other' && input.value === undefined)
      throw new Refusal('sync.value-missing', '请填写要采用的值。', { id })
    const chosen =
      input.choice === 'other'
        ? input.value
        : JSON.parse(input.choice === 'earlier' ? row.earlier : row.later)
    const table = info.table as SyncedTable
    const live = tx.prepare(`SELECT deleted_at AS at FROM "${row.tbl}" WHERE id = ?`).pluck().get(row.rowId)
    if (row.field === 'deleted_at') {
      if (input.choice === 'later' && live !== null) tx.restore(table, row.rowId)
    } else if (!own && live === null) {
      // Twins that were folded: the kept one's value stands under `earlier`.
      tx.update(table, row.rowId, { [column.key]: column.decode(chosen ?? null) } as never)
    }
    tx.insert(conflictDecisions, {
      conflictId: id,
      choice: input.choice,
      reason: input.reason ?? null,
      decidedAt: tx.at,
      decidedBy: by,
      source: 'entry',
    })
  }
  return new Set(input.ids).size
}

/** 冲突: what stands against each other, in words, as it was decided. */
import type { ConflictView } from '../../../shared/contract/sync.ts'
import { recordText } from '../../../shared/text/record-names.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { tableInfoByName } from '../db/tables.ts'
import { MERGED_INTO } from '../duplicates/merge.ts'
import { columnText, isShownColumn, monthsText, valueText } from '../exchange/shown-changes.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { addedRecord, isDecidedAtClaim, removingSide, staysRemoved } from './conflict-decisions.ts'
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
  unseen: string | null
  cameIn: number | null
  cameFrom: string | null
  choice: 'earlier' | 'later' | 'other' | null
  decidedBy: string | null
  decidedAt: string | null
  reason: string | null
}
type UnseenChange = NonNullable<ConflictView['removal']>['changes'][number]
type Who = { at: string; actor: string; office: string }

const REMOVED = 'deleted_at'
const SELECT = `c.id, c.tbl, c.row_id AS rowId, c.field, c.earlier_hlc AS earlierHlc, c.later_hlc AS laterHlc,
  c.earlier, c.later, c.base, c.found_at AS foundAt, c.skew, c.unseen, i.sequence AS cameIn,
  (SELECT max(p.name) FROM partners p WHERE p.ledger_id = i.ledger_id AND p.deleted_at IS NULL) AS cameFrom,
  d.choice, d.decided_by AS decidedBy, d.decided_at AS decidedAt, d.reason`
const DECISION = `LEFT JOIN inbox i ON i.id = c.inbox_id LEFT JOIN conflict_decisions d ON d.id = (
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
      row.field === REMOVED
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
    const atClaim = isDecidedAtClaim(row)
    return {
      id: row.id,
      tbl: row.tbl,
      tableText: recordText(row.tbl),
      rowId: row.rowId,
      title,
      personId,
      claimId,
      field: row.field,
      fieldText: row.field === REMOVED ? '删除' : columnText(key),
      baseText: text(row.base),
      earlier,
      later,
      now: text(JSON.stringify(record?.[row.field] ?? null)),
      suggestion: suggest(row, atClaim),
      removal: row.field === REMOVED ? this.#removal(row) : null,
      cameWith: row.cameIn === null ? null : { partner: row.cameFrom ?? '', sequence: row.cameIn },
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

  /** What the removal says, and what was changed or added without its maker knowing. */
  #removal(row: Row): NonNullable<ConflictView['removal']> {
    const side = removingSide(row)
    const [removed, kept] =
      side === 'earlier' ? [row.earlierHlc, row.laterHlc] : [row.laterHlc, row.earlierHlc]
    const unseen = row.unseen === null ? [kept] : (JSON.parse(row.unseen) as string[])
    const reason = this.#entries(row.tbl, row.rowId, removed)
      .map(({ fields }) => fields.deleted_reason)
      .find((text): text is string => typeof text === 'string')
    return {
      side,
      reason: this.#reasonText(row.tbl, reason ?? ''),
      stays: staysRemoved(row.tbl, reason ?? ''),
      changes: unseen.flatMap((entry) => {
        const [added] = addedRecord(entry)
        return added === undefined ? this.#changed(row, entry) : [this.#added(added, entry)]
      }),
    }
  }

  /** A reason as a person reads it. */
  #reasonText(tbl: string, reason: string): string {
    if (reason.startsWith('undo ')) return '撤销了录入它的那次操作'
    if (!reason.startsWith(MERGED_INTO)) return reason
    const id = reason.slice(MERGED_INTO.length)
    const record = this.#ledger
      .prepare<Record<string, unknown>>(`SELECT * FROM "${tbl}" WHERE id = ?`)
      .get(id)
    return `查重时合并到了“${this.#about(tbl, id, record).title}”`
  }

  #entries(tbl: string, rowId: string, hlc: string) {
    return this.#ledger
      .prepare<{ fields: string; before: string | null }>(
        "SELECT fields, before FROM change_log WHERE tbl = ? AND row_id = ? AND hlc = ? AND op <> 'insert' ORDER BY seq",
      )
      .all(tbl, rowId, hlc)
      .map(({ fields, before }) => ({
        fields: JSON.parse(fields) as Record<string, unknown>,
        before: JSON.parse(before ?? '{}') as Record<string, unknown>,
      }))
  }

  #changed({ tbl, rowId }: Row, hlc: string): UnseenChange[] {
    const who = this.#byWhom(hlc)
    return this.#entries(tbl, rowId, hlc).flatMap(({ fields, before }) =>
      Object.entries(fields).flatMap(([name, value]) => {
        const key = tableInfoByName(tbl)?.byName.get(name)?.key ?? name
        if (name === REMOVED || !isShownColumn(key)) return []
        return [
          { text: `${columnText(key)}：${valueText(key, before[name])} → ${valueText(key, value)}`, ...who },
        ]
      }),
    )
  }

  #added({ tbl, rowId }: { tbl: string; rowId: string }, entry: string): UnseenChange {
    const record = this.#ledger
      .prepare<Record<string, unknown>>(`SELECT * FROM "${tbl}" WHERE id = ?`)
      .get(rowId)
    const named = [record?.number, record?.employer_text, record?.title, record?.name, record?.year]
      .filter((text) => typeof text === 'string' || typeof text === 'number')
      .slice(0, 2)
      .map(String)
    if (typeof record?.months === 'number') named.push(monthsText(record.months))
    const what = [recordText(tbl), ...named].join(' ')
    return { text: `另录了 ${what}`, ...this.#byWhom(entry.split('@')[1] ?? '') }
  }

  #byWhom(hlc: string): Omit<UnseenChange, 'text'> {
    const who = this.#who(hlc)
    return { by: who?.actor ?? '', office: who?.office ?? '', at: who?.at ?? '' }
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
  if (atClaim || row.field === REMOVED) return null
  if (row.earlier !== 'null' && row.later === 'null') return { choice: 'earlier', why: 'filled' }
  if (row.earlier === 'null' && row.later !== 'null') return { choice: 'later', why: 'filled' }
  if (row.earlierHlc === '' || Math.abs(row.skew) > 10 * 60_000) return null
  return { choice: 'later', why: 'later' }
}

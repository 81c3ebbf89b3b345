import { ChangeShapes } from '../change-shapes.ts'
import type { Sqlite } from '../sqlite.ts'
import { allTables, type TableInfo } from '../tables.ts'
import {
  type Check,
  type CheckContext,
  type CheckResult,
  type Finding,
  finding,
  MOST_LISTED,
} from './finding.ts'

/**
 * The log tells the whole story of every record: each record has its insert entry, and replaying the log gives
 * exactly what the record holds.
 */
export const logAndRowsCheck: Check = {
  name: 'log-and-rows',
  title: '记录与变更日志',
  run: ({ db }: CheckContext): CheckResult => {
    const findings: Finding[] = []
    const shapes = new ChangeShapes(db)
    let checked = 0
    for (const info of allTables()) {
      if (info.kind !== 'synced') continue
      checked += compareTable(db, shapes, info, findings)
    }
    return { checked, findings }
  },
}

/** Walks a table and its log side by side in the order of ids; both come from an index, nothing is held in memory. */
function compareTable(db: Sqlite, shapes: ChangeShapes, info: TableInfo, findings: Finding[]): number {
  const names = info.columns.map((column) => column.name)
  const rows = db
    .prepare(`SELECT ${names.map((name) => `"${name}"`).join(',')} FROM "${info.name}" ORDER BY id`)
    .iterate()
  const log = db
    .prepare('SELECT row_id AS rowId, hlc, op, fields FROM change_log WHERE tbl = ? ORDER BY row_id, seq')
    .iterate(info.name) as IterableIterator<LogEntry>
  let entry = log.next()
  let checked = 0
  const report = (code: string, id: string, message: string, columns = ''): void => {
    if (findings.length < MOST_LISTED)
      findings.push(finding(code, message, { table: info.name, id, columns }))
  }
  try {
    for (const row of rows as IterableIterator<Record<string, unknown>>) {
      const id = String(row.id)
      checked += 1
      while (!entry.done && entry.value.rowId < id) {
        const missing = entry.value.rowId
        report(
          'doctor.row-missing',
          missing,
          `表 ${info.name} 的记录 ${missing} 在变更日志中有，但记录本身不见了。请从备份恢复。`,
        )
        while (!entry.done && entry.value.rowId === missing) entry = log.next()
      }
      const story: LogEntry[] = []
      while (!entry.done && entry.value.rowId === id) {
        story.push(entry.value)
        entry = log.next()
      }
      const inserted = story.some(({ op }) => op === 'insert')
      // By clock: changes of other ledgers may have come later than they were made.
      const replayed: Record<string, unknown> = { id }
      for (const { fields } of story.sort(byClock)) {
        // An entry whose shape is gone says nothing, so that its record differs from the log; the shapes' own check says why.
        Object.assign(replayed, shapes.read(fields))
      }
      if (!inserted) {
        report(
          'doctor.row-unlogged',
          id,
          `表 ${info.name} 的记录 ${id} 没有录入日志：它不是通过本软件写入的。请核实来源。`,
        )
        continue
      }
      const differing = names.filter((name) => !sameAsLogged(row[name], replayed[name]))
      if (differing.length > 0) {
        const columns = differing.join('、')
        report(
          'doctor.row-altered',
          id,
          `表 ${info.name} 的记录 ${id} 与变更日志不一致（${columns}）：它被绕过本软件改动过。请核实。`,
          columns,
        )
      }
    }
    while (!entry.done) {
      const missing = entry.value.rowId
      report(
        'doctor.row-missing',
        missing,
        `表 ${info.name} 的记录 ${missing} 在变更日志中有，但记录本身不见了。请从备份恢复。`,
      )
      while (!entry.done && entry.value.rowId === missing) entry = log.next()
    }
  } finally {
    log.return?.()
  }
  return checked
}

type LogEntry = { readonly rowId: string; readonly hlc: string; readonly op: string; readonly fields: string }

function byClock(a: LogEntry, b: LogEntry): number {
  return a.hlc < b.hlc ? -1 : a.hlc > b.hlc ? 1 : 0
}

function sameAsLogged(cell: unknown, logged: unknown): boolean {
  const value = logged ?? null
  if (cell instanceof Uint8Array) {
    return (
      typeof value === 'object' &&
      value !== null &&
      '$bytes' in value &&
      value.$bytes === Buffer.from(cell).toString('base64')
    )
  }
  return cell === value
}

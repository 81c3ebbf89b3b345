import { index, integer, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core'
import { live, naturalKey, record } from './columns.ts'

/** 办理程序 for a benefit (`*`: all that have none of their own). A change is a new row; claims keep theirs. */
export const procedures = sqliteTable(
  'procedures',
  {
    ...record(),
    /** benefit id, or `*` */
    benefit: text('benefit').notNull(),
    /** JSON: Procedure of shared/domain/claim-procedure.ts */
    steps: text('steps').notNull(),
    /** why, and under which local document */
    note: text('note'),
    fromDate: text('from_date').notNull(),
    enteredBy: text('entered_by').notNull(),
  },
  (t) => [index('procedures_benefit').on(t.benefit, t.fromDate)],
)

/** 办公日历: weekdays off and weekends worked. */
export const calendarDays = sqliteTable(
  'calendar_days',
  {
    ...record(),
    date: text('date').notNull(),
    /** off, work */
    kind: text('kind').notNull(),
    name: text('name').notNull(),
  },
  (t) => [naturalKey('calendar_days_date').on(t.date).where(live(t.deletedAt))],
)

/** 材料清单: what has to be attached to a claim of a benefit (`*`: of each). */
export const materialItems = sqliteTable(
  'material_items',
  {
    ...record(),
    benefit: text('benefit').notNull(),
    name: text('name').notNull(),
    required: integer('required', { mode: 'boolean' }).notNull(),
    /** order in the list */
    position: integer('position').notNull(),
  },
  (t) => [naturalKey('material_items_key').on(t.benefit, t.name).where(live(t.deletedAt))],
)

/** 核对规则 as the office sets them: severity, on or off, and parameters of a check. */
export const checkSettings = sqliteTable(
  'check_settings',
  {
    ...record(),
    /** id of a check */
    check: text('check_id').notNull(),
    /** block, hold, warn, off */
    severity: text('severity').notNull(),
    /** JSON */
    parameters: text('parameters').notNull(),
    reason: text('reason').notNull(),
    decidedBy: text('decided_by').notNull(),
  },
  (t) => [naturalKey('check_settings_check').on(t.check).where(live(t.deletedAt))],
)

/** 比对名单 that another office gave. A match is a hold, never a refusal. */
export const comparisonLists = sqliteTable('comparison_lists', {
  ...record(),
  /** deaths, public-servants, state-firm-staff, cadre-families */
  kind: text('kind').notNull(),
  name: text('name').notNull(),
  givenBy: text('given_by').notNull(),
  /** the day that the list speaks of */
  asOf: text('as_of').notNull(),
  fileId: text('file_id'),
  rowCount: integer('row_count').notNull(),
  importedAt: text('imported_at').notNull(),
  importedBy: text('imported_by').notNull(),
})

/** Lines of a comparison list. Local: another office has its own lists. */
export const comparisonEntries = sqliteTable(
  'comparison_entries',
  {
    listId: text('list_id').notNull(),
    row: integer('row').notNull(),
    /** 18 digits */
    idNumber: text('id_number').notNull(),
    name: text('name'),
    note: text('note'),
  },
  (t) => [
    index('comparison_entries_id').on(t.idNumber),
    uniqueIndex('comparison_entries_row').on(t.listId, t.row),
  ],
)

/** 资金计划: what may be spent from a fund line. */
export const budgetLines = sqliteTable(
  'budget_lines',
  {
    ...record(),
    name: text('name').notNull(),
    /** one of FUNDS */
    fund: text('fund').notNull(),
    year: integer('year').notNull(),
    /** JSON: benefit ids; empty: any that names the fund */
    benefits: text('benefits').notNull(),
    amountFen: integer('amount_fen').notNull(),
    /** 下达文号 */
    document: text('document').notNull(),
  },
  (t) => [index('budget_lines_year').on(t.year)],
)

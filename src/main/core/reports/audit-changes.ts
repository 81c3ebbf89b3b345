import type { AuditedRecord } from '../../../shared/contract/jobs.ts'
import {
  AUDIT_FIELD_TEXT,
  AUDIT_TABLE_VALUE_TEXT,
  AUDIT_VALUE_TEXT,
  auditedRecordText,
} from '../../../shared/text/audit-fields.ts'
import { DEFAULT_PROCEDURE_ID, OfficeProcedures } from '../claims/workflow/office-procedures.ts'
import { namedFields } from '../db/change-shapes.ts'
import type { ReadLedger } from '../db/read.ts'
import { tableInfoByName } from '../db/tables.ts'
import { columnText, isShownColumn, valueText } from '../exchange/shown-changes.ts'
import type { InputOf, OutputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Entry = { tbl: string; rowId: string; op: AuditedRecord['op']; fields: string; before: string | null }

/** What the act with this number in the audit wrote: ID numbers, phones and accounts masked. */
export function auditChanges(
  ledger: Reading,
  asked: InputOf<'audit.changes'>,
  regions: Regions,
): OutputOf<'audit.changes'> {
  const act = ledger
    .prepare<{ first: number; changes: number }>(
      'SELECT first_seq AS first, changes FROM audit WHERE seq = ?',
    )
    .get(asked.seq)
  if (act === undefined) return { total: 0, rows: [] }
  const from = act.first + asked.offset
  const entries = ledger
    .prepare<Entry>(
      `SELECT tbl, row_id AS rowId, op, fields, before FROM change_log
       WHERE seq >= ? AND seq < ? ORDER BY seq`,
    )
    .all(from, Math.min(from + asked.limit, act.first + act.changes))
  const columns = ledger.prepare<string>('SELECT columns FROM change_shapes WHERE id = ?').pluck()
  const words: Words = {
    ledger,
    regions,
    procedures: new OfficeProcedures(ledger),
    columnsOf: (shape) => {
      const found = columns.get(shape) as string | undefined
      return found === undefined ? undefined : (JSON.parse(found) as string[])
    },
  }
  return { total: act.changes, rows: entries.map((entry) => recordOf(entry, words)) }
}

/** What is needed to say a record in words. */
type Words = {
  readonly ledger: Reading
  readonly regions: Regions
  readonly procedures: OfficeProcedures
  readonly columnsOf: (shape: string) => readonly string[] | undefined
}

function recordOf(entry: Entry, words: Words): AuditedRecord {
  const { tbl, rowId, op } = entry
  const { ledger, columnsOf } = words
  const after = namedFields(entry.fields, columnsOf) ?? {}
  const before = entry.before === null ? null : (JSON.parse(entry.before) as Record<string, unknown>)
  const info = tableInfoByName(tbl)
  const record =
    info && ledger.prepare<Record<string, unknown>>(`SELECT * FROM "${tbl}" WHERE id = ?`).get(rowId)
  const link = (column: string, own: string) =>
    tbl === own ? rowId : typeof record?.[column] === 'string' ? (record[column] as string) : null
  const personId = link('person_id', 'people')
  const say = (key: string, value: unknown): string => {
    if (typeof value !== 'string') return wordsOf(tbl, key, value)
    if (key === 'step') return stepName(words.procedures, record, value)
    if (/county$/i.test(key)) return words.regions.fullName(value) ?? value
    return wordsOf(tbl, key, value)
  }
  return {
    table: auditedRecordText(tbl),
    title: titleOf(ledger, record, tbl === 'people' ? null : personId),
    personId,
    claimId: link('claim_id', 'claims'),
    op,
    reason: typeof after.deleted_reason === 'string' ? after.deleted_reason : null,
    fields: Object.entries(after).flatMap(([name, value]) => {
      const key = info?.byName.get(name)?.key ?? name
      const text = fieldText(key)
      // A reference says nothing to a person; whom it names stands in the title.
      if (text === undefined || name.endsWith('_id')) return []
      if (before === null && (value === null || value === '')) return []
      return [
        {
          name: text,
          before: before === null ? null : say(key, before[name]),
          after: say(key, value),
        },
      ]
    }),
  }
}

/** A step as the claim's procedure names it. */
function stepName(
  procedures: OfficeProcedures,
  record: Record<string, unknown> | undefined,
  step: string,
): string {
  const id = typeof record?.procedure_id === 'string' ? record.procedure_id : DEFAULT_PROCEDURE_ID
  return procedures.byId(id).procedure.steps.find((one) => one.id === step)?.name ?? step
}

/** What a field is called; undefined for what only the program reads. */
function fieldText(key: string): string | undefined {
  if (!isShownColumn(key) || TOWNSHIP_CODE.test(key)) return undefined
  const text = columnText(key)
  return text === key ? AUDIT_FIELD_TEXT[key] : text
}

/** The township's name stands beside its code. */
const TOWNSHIP_CODE = /^(homeTownship|township)$/

/** Under these names elsewhere, and masked there. */
const MASKED_AS: Readonly<Record<string, string>> = { account: 'payeeAccount', payeeIdNumber: 'idNumber' }

function wordsOf(tbl: string, key: string, value: unknown): string {
  const words = AUDIT_TABLE_VALUE_TEXT[`${tbl}.${key}`] ?? AUDIT_VALUE_TEXT[key]
  const word = typeof value === 'string' ? words?.[value] : undefined
  if (word !== undefined) return word
  if (key === 'trainingMonths') return valueText('months', value)
  if (BOOLEAN.has(key) && value !== null) return value ? '是' : '否'
  return valueText(MASKED_AS[key] ?? key, value)
}

const BOOLEAN: ReadonlySet<string> = new Set(['ownProduction', 'highSkill', 'required', 'cooperationBase'])

/** What a record calls itself, and the person it belongs to. */
function titleOf(
  ledger: Reading,
  record: Record<string, unknown> | undefined,
  personId: string | null,
): string {
  const person =
    personId === null
      ? undefined
      : (ledger.prepare<string>('SELECT name FROM people WHERE id = ?').pluck().get(personId) as
          | string
          | undefined)
  const own = [record?.number, record?.name, record?.title, record?.employer_text].find(
    (text) => typeof text === 'string',
  )
  const claim =
    typeof record?.claim_id === 'string'
      ? (ledger.prepare<string>('SELECT number FROM claims WHERE id = ?').pluck().get(record.claim_id) as
          | string
          | undefined)
      : undefined
  return [own, claim, person].filter((text) => text !== undefined).join(' · ')
}

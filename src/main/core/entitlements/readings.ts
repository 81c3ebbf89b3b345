import type { ReadingView } from '../../../shared/contract/policy-readings.ts'
import { parseDate } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { readingCodeText } from '../../../shared/text/policy-readings.ts'
import type { ReadLedger, WriteTx } from '../db/ledger.ts'
import { parameters } from '../db/schema/policy.ts'
import type { ParameterValue } from '../policy/compile.ts'
import type { PackAnyRow, PackDocument, PackSet } from '../policy/pack.ts'
import type { InputOf, Surroundings } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { storedParameters } from './ledger-engine.ts'
import { LAST_DAY, packsOf } from './packs.ts'
import { type ReadingPoint, readingPoints, readingValue, valueText, valueWritten } from './reading-values.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Context = Pick<Surroundings, 'resources'>
type Decision = {
  id: string
  key: string
  value: string
  reason: string
  decidedBy: string | null
  decidedOn: string
}

/** Values by key where this office decided otherwise, over those of the packs: what the calculation uses. */
export function valuesInForce(packs: PackSet, ledger: Reading): (key: string) => ParameterValue | undefined {
  const decided = storedParameters(ledger)
  return (key) => decided[key] ?? (packs.parameters.get(key)?.value as ParameterValue | undefined)
}

/** 执行口径: every point that the documents in force on a day leave to the office, with what is decided about it. */
export function listReadings(context: Context, ledger: Reading, asOf: string): ReadingView[] {
  const regions = regionsOf(context)
  const decisions = storedDecisions(ledger)
  return packsOf(context, ledger, asOf).documents.flatMap((document) =>
    readingPoints(document).map((point): ReadingView => {
      const own = decisions.filter(({ key }) => key === point.key)
      const latest = own[0]
      const value = latest === undefined ? point.shipped : (JSON.parse(latest.value) as ParameterValue)
      return {
        key: point.key,
        doc: document.id,
        clause: point.clause,
        name: point.name,
        text: point.text,
        kind: point.kind,
        choices: point.choices.map((choice) => ({ value: choice, text: readingCodeText(choice) ?? choice })),
        rows: rowsRestingOn(point.key, document).map(({ id }) => id),
        shipped: valueWritten(point.shipped),
        shippedText: valueText(point.kind, point.shipped, regions),
        value: valueWritten(value),
        valueText: valueText(point.kind, value, regions),
        decisions: own.map((decision) => ({
          id: decision.id,
          valueText: valueText(point.kind, JSON.parse(decision.value) as ParameterValue, regions),
          reason: decision.reason,
          decidedBy: decision.decidedBy,
          decidedOn: decision.decidedOn,
          inForce: decision === latest,
        })),
      }
    }),
  )
}

/** The latest first. */
function storedDecisions(ledger: Reading): Decision[] {
  return ledger
    .prepare<Decision>(
      `SELECT id, key, value, reason, decided_by AS decidedBy, decided_on AS decidedOn
       FROM parameters WHERE deleted_at IS NULL ORDER BY decided_on DESC, id DESC`,
    )
    .all()
}

/** Rows whose conditions, places, limits or period use a parameter. A document's first day concerns all that is decided by it. */
export function rowsRestingOn(key: string, document: PackDocument): PackAnyRow[] {
  if (key === `${document.id}.inForce.from`)
    return document.rows.filter(({ treatment }) => treatment === 'computed' || treatment === 'needs-standard')
  const used = JSON.stringify({ parameter: key })
  return document.rows.filter((row) => {
    const named =
      'conditions' in row
        ? [row.conditions.home, row.conditions.workplace, row.conditions.partner]
        : row.treatment === 'target'
          ? [row.home]
          : []
    const places = named.map((name) => (name === undefined ? undefined : document.places[name]))
    return JSON.stringify([row, places]).includes(used)
  })
}

/**
 * Records that this office reads a document otherwise than its pack. Everything calculated from now on uses it.
 * @throws Refusal `policy.reading-key`, `policy.reading-value`, `policy.reading-date`, `policy.reading-same`
 */
export function saveReading(
  context: Context & Pick<Surroundings, 'today'>,
  tx: WriteTx,
  input: InputOf<'policy.saveReading'>,
  actor: string,
): string {
  const point = findPoint(packsOf(context, tx, LAST_DAY), input.key)
  const value = readingValue(point, input.value, regionsOf(context))
  const today = context.today()
  const decidedOn = input.decidedOn ?? today
  if (parseDate(decidedOn) === undefined || decidedOn > today)
    throw new Refusal('policy.reading-date', `决定的日期应为不晚于今天（${today}）的日期。`, { today })
  const latest = storedDecisions(tx).find(({ key }) => key === point.key)
  const before = latest === undefined ? point.shipped : (JSON.parse(latest.value) as ParameterValue)
  if (JSON.stringify(before) === JSON.stringify(value))
    throw new Refusal(
      'policy.reading-same',
      `${point.name}（${point.key}）现在就是“${valueText(point.kind, value, regionsOf(context))}”，没有改。`,
      { key: point.key },
    )
  if (latest !== undefined && decidedOn < latest.decidedOn)
    throw new Refusal(
      'policy.reading-date',
      `${point.name}在 ${latest.decidedOn} 已有更晚的决定，倒填日期不会起作用。请写明更晚的日期，或先撤回那次决定。`,
      { key: point.key },
    )
  return tx.insert(parameters, {
    key: point.key,
    value: JSON.stringify(value),
    reason: input.reason,
    decidedBy: input.decidedBy === undefined || input.decidedBy === '' ? actor : input.decidedBy,
    decidedOn,
    source: 'entry',
  })
}

function findPoint(packs: PackSet, key: string): ReadingPoint {
  for (const document of packs.documents) {
    const found = readingPoints(document).find((point) => point.key === key)
    if (found !== undefined) return found
  }
  throw new Refusal(
    'policy.reading-key',
    `文件没有把“${key}”留给本单位理解：写明的条件和金额不能改。可改的口径见 liaison policy reading list 或“政策库 › 执行口径”。`,
    { key },
  )
}

/** Takes a decision back; the one before it, or the pack's own reading, counts again. @throws Refusal `policy.reading-gone` */
export function removeReading(tx: WriteTx, id: string, reason: string): void {
  const live = tx.prepare('SELECT 1 FROM parameters WHERE id = ? AND deleted_at IS NULL').get(id)
  if (live === undefined)
    throw new Refusal('policy.reading-gone', '这次决定已不在台账中，可能已被撤回，请刷新。')
  tx.remove(parameters, id, reason)
}

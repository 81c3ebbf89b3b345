import { parseDate } from '../../../shared/domain/dates.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { ParameterValue } from '../policy/compile.ts'
import { createEngine, type Engine } from '../policy/engine.ts'
import type { Standard } from '../policy/standards.ts'
import type { Surroundings } from '../procedure.ts'
import { packsInForce, packsWith } from './packs.ts'
import { Kept, policyState } from './policy-state.ts'

/** JSON of `standards.value`: an amount, a line by year, or a list of counties. Money in fen. */
export type StandardValue =
  | { readonly amountFen: number }
  | { readonly byYear: Readonly<Record<string, number>> }
  | { readonly codes: readonly string[] }

type Reading = Pick<ReadLedger, 'prepare'>

/** Days before and after an activation, and a preview's two sides, are asked in turn. */
const engines = new Kept<Engine>(6)

/**
 * The packs in force on a day, compiled with this office's standards and readings; compiled anew only when one of these
 * changed, which costs a few index lookups to know. @throws Refusal `policy.pack`, `policy.parameter`
 */
export function ledgerEngine(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  asOf: string,
): Engine {
  return engineWith(context, ledger, packsInForce(ledger, asOf))
}

/** The same with exactly these installed packs in force. @throws Refusal `policy.pack`, `policy.parameter` */
export function engineWith(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  packIds: readonly string[],
): Engine {
  const key = JSON.stringify([context.resources, policyState(ledger), packIds])
  return engines.get(key, () =>
    createEngine(packsWith(context, ledger, packIds), {
      standards: storedStandards(ledger).map(asStandard),
      parameters: storedParameters(ledger),
    }),
  )
}

export type StoredStandard = {
  id: string
  key: string
  value: string
  document: string | null
  from: string | null
  to: string | null
}

/** 当地标准 on record, in the order in which they were entered. */
export function storedStandards(ledger: Reading): StoredStandard[] {
  return ledger
    .prepare<StoredStandard>(
      `SELECT id, key, value, document_number AS document, from_date AS "from", to_date AS "to"
       FROM standards WHERE deleted_at IS NULL ORDER BY id`,
    )
    .all()
}

/** A stored standard as the calculation takes it. */
export function asStandard(stored: Omit<StoredStandard, 'id'>): Standard {
  const value = JSON.parse(stored.value) as StandardValue
  const common = {
    key: stored.key,
    document: stored.document ?? undefined,
    from: stored.from === null ? undefined : parseDate(stored.from),
    to: stored.to === null ? undefined : parseDate(stored.to),
  }
  if ('amountFen' in value) return { ...common, amountFen: value.amountFen }
  if ('codes' in value) return { ...common, codes: value.codes }
  return {
    ...common,
    byYear: new Map(Object.entries(value.byYear).map(([year, fen]) => [Number(year), fen])),
  }
}

/** 执行口径 that the office decided otherwise than the pack; the latest decision of a key counts. */
export function storedParameters(ledger: Reading): Record<string, ParameterValue> {
  return Object.fromEntries(
    ledger
      .prepare<{ key: string; value: string }>(
        'SELECT key, value FROM parameters WHERE deleted_at IS NULL ORDER BY decided_on, id',
      )
      .all()
      .map(({ key, value }) => [key, JSON.parse(value) as ParameterValue]),
  )
}

/** Rows of the ledger that count as evidence of a duty or as progress of a target: one shape, counted and listed alike. */
import type { ReadLedger } from '../db/ledger.ts'
import type { Cell } from '../db/tables.ts'

export type Reading = Pick<ReadLedger, 'prepare'>

/** What a row of evidence is a record of; a screen opens it by this. */
export const EVIDENCE_KINDS = [
  'record',
  'person',
  'employer',
  'household',
  'station',
  'fair',
  'vacancy',
  'import',
  'audit',
] as const
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number]

/**
 * A SELECT that gives evidence, one row each, with these columns:
 * `id` of what it is a record of, `unit` (what is counted once: a person, a household, the row itself), `day` YYYY-MM-DD or
 * NULL, `place` a region code or NULL, `weight` how much it counts, `met` 1, 0 or NULL for unknown (1 where everything that
 * is listed counts), `personId`, `name` (of the person, employer, station …) and `detail`.
 */
export interface Evidence {
  readonly kind: EvidenceKind
  readonly sql: string
  /** values of its named parameters */
  readonly params: Readonly<Record<string, Cell>>
  /** the figure is the sum of `weight` over rows, or the number of different units */
  readonly figure: 'weight' | 'units'
}

export interface EvidenceRow {
  readonly id: string
  readonly unit: string
  readonly day: string | null
  readonly place: string | null
  readonly weight: number
  readonly met: number | null
  readonly personId: string | null
  readonly name: string | null
  readonly detail: string | null
}

/** Figures of evidence at one place. */
export interface PlaceFigure {
  /** NULL: the place is not known */
  readonly place: string | null
  readonly met: number
  readonly unmet: number
  readonly unknown: number
  readonly lastDay: string | null
}

/** Figures by place. A unit counts at one place only where its rows name just one. */
export function figuresByPlace(ledger: Reading, evidence: Evidence): PlaceFigure[] {
  return ledger
    .prepare<PlaceFigure>(`SELECT place, ${amounts(evidence)} FROM (${evidence.sql}) GROUP BY place`)
    .all(evidence.params)
}

function amounts({ figure }: Evidence): string {
  const amount = (met: string) =>
    figure === 'weight'
      ? `coalesce(sum(CASE WHEN ${met} THEN weight END), 0)`
      : `count(DISTINCT CASE WHEN ${met} THEN unit END)`
  return `${amount('met = 1')} AS met, ${amount('met = 0')} AS unmet, ${amount('met IS NULL')} AS unknown,
    max(CASE WHEN met = 1 THEN day END) AS lastDay`
}

/** The figure over all places, and the last day of anything that counts. */
export function dutyFigure(ledger: Reading, evidence: Evidence): Omit<PlaceFigure, 'place'> {
  const figure = ledger
    .prepare<Omit<PlaceFigure, 'place'>>(`SELECT ${amounts(evidence)} FROM (${evidence.sql})`)
    .get(evidence.params)
  if (figure === undefined) throw new Error('an aggregate without a row')
  return figure
}

/** Which rows to list: those that count, those that do not, or those of which it is not known. */
export type Which = 'met' | 'unmet' | 'unknown'

const WHICH: Readonly<Record<Which, string>> = {
  met: 'met = 1',
  unmet: 'met = 0',
  unknown: 'met IS NULL',
}

/** The rows behind a figure, the latest first. `places`: only there (NULL among them: also where it is not known). */
export function evidenceRows(
  ledger: Reading,
  evidence: Evidence,
  options: {
    which: Which
    places: readonly (string | null)[] | undefined
    offset: number
    limit: number
  },
): { total: number; rows: EvidenceRow[] } {
  const { which, places, offset, limit } = options
  const parts = [WHICH[which]]
  const params: Record<string, Cell> = { ...evidence.params }
  if (places !== undefined) {
    params.places = JSON.stringify(places.filter((place) => place !== null))
    parts.push(
      `(place IN (SELECT value FROM json_each(@places))${places.includes(null) ? ' OR place IS NULL' : ''})`,
    )
  }
  const from = `FROM (${evidence.sql}) WHERE ${parts.join(' AND ')}`
  // A person with several rows is one of the counted; the list shows the latest row of each.
  const each =
    evidence.figure === 'units'
      ? `SELECT * FROM (SELECT *, row_number() OVER (PARTITION BY unit ORDER BY day DESC) AS nth ${from}) WHERE nth = 1`
      : `SELECT * ${from}`
  const total = ledger.prepare<{ n: number }>(`SELECT count(*) AS n FROM (${each})`).get(params)?.n ?? 0
  const rows = ledger
    .prepare<EvidenceRow>(
      `SELECT id, unit, day, place, weight, met, personId, name, detail FROM (${each})
       ORDER BY day IS NULL, day DESC, unit LIMIT @limit OFFSET @offset`,
    )
    .all({ ...params, limit, offset })
  return { total, rows }
}

/** Progress of targets: the figure so far against the figure to reach, and the rows behind it. */
import type { TargetView } from '../../../shared/contract/duties.ts'
import { addMonths, dayOf, formatDate } from '../../../shared/domain/dates.ts'
import type { TargetMeasure } from '../../../shared/domain/duties.ts'
import { TARGET_MEASURE_TEXT } from '../../../shared/text/duties.ts'
import type { PackDocument, PackTarget } from '../policy/pack.ts'
import { PLACE, type RegionRule } from '../policy/regions.ts'
import type { Regions } from '../registry/regions.ts'
import type { OfficeReading } from './document-rows.ts'
import { rowsOf } from './document-rows.ts'
import { type Evidence, figuresByPlace, type PlaceFigure, type Reading } from './evidence.ts'
import { partEvidence, type TargetScope, targetEvidence } from './target-measures.ts'

/** Every target of the documents in force on `asOf`, with its progress by then. */
export function listTargets(
  office: OfficeReading,
  ledger: Reading,
  asOf: string,
  regions: Regions,
  doc?: string,
): TargetView[] {
  // Several targets of a document count the same people and differ in the place alone.
  const known = new Map<string, PlaceFigure[]>()
  const figures = (evidence: Evidence): PlaceFigure[] => {
    const key = JSON.stringify([evidence.sql, evidence.params])
    let found = known.get(key)
    if (found === undefined) {
      found = figuresByPlace(ledger, evidence)
      known.set(key, found)
    }
    return found
  }
  return rowsOf(office.packs, 'target', doc).map(({ row, document }) =>
    targetView(row, document, office, figures, asOf, regions),
  )
}

function targetView(
  row: PackTarget,
  document: PackDocument,
  office: OfficeReading,
  figures: (evidence: Evidence) => PlaceFigure[],
  asOf: string,
  regions: Regions,
): TargetView {
  const period = targetPeriod(row, document, office, asOf)
  const scope = scopeOf(row, document, period)
  const rule = office.place(document, row.home)
  const now = tally(figures(targetEvidence(row.measure, scope)), rule)
  const before =
    row.compare === 'steady'
      ? tally(figures(targetEvidence(row.measure, yearBefore(scope))), rule).met
      : undefined
  // Each one concerned must have it: the goal is how many are concerned.
  const goal = row.compare === 'all' ? now.met + now.unmet : (before ?? row.figure)
  return {
    id: row.id,
    doc: document.id,
    docTitle: document.title,
    clause: row.clause,
    name: row.name,
    wording: row.wording,
    holder: row.holder,
    measureText: TARGET_MEASURE_TEXT[row.measure],
    unit: row.compare === 'all' ? (row.measure === 'household-employed' ? '户' : '人') : row.unit,
    periodText: period.text,
    from: period.from,
    to: period.to,
    compare: row.compare,
    done: now.met,
    goal,
    reached: goal !== null && goal > 0 && now.met >= goal,
    lacking: now.unmet,
    unknown: now.unknown,
    parts: row.parts.map(({ measure, figure }) => {
      const part = tally(figures(partEvidence(measure, scope)), rule)
      return {
        measure,
        text: TARGET_MEASURE_TEXT[measure],
        owed: figure,
        done: part.met,
        goal: part.met + part.unmet,
      }
    }),
    sumOf: [...row.sumOf],
    within: row.within ?? null,
    byPlace: now.places
      .map(({ place, met }) => ({ code: place, name: regions.fullName(place) ?? place, figure: met }))
      .sort((a, b) => b.figure - a.figure || a.code.localeCompare(b.code)),
    readings: [...row.readings, ...periodReadings(row, document)],
  }
}

/** What a target counts as of a day, and where: for the list of its rows. */
export function targetRows(
  row: PackTarget,
  document: PackDocument,
  office: OfficeReading,
  asOf: string,
  part: TargetMeasure | undefined,
): { evidence: Evidence; rule: RegionRule } {
  const scope = scopeOf(row, document, targetPeriod(row, document, office, asOf))
  const evidence = part === undefined ? targetEvidence(row.measure, scope) : partEvidence(part, scope)
  return { evidence, rule: office.place(document, row.home) }
}

type Period = { from: string | null; to: string; text: string }

/** The days that a target is about, as of a day; nothing after that day, or after the document's last, counts. */
export function targetPeriod(
  row: PackTarget,
  document: PackDocument,
  office: OfficeReading,
  asked: string,
): Period {
  const { period } = row
  const end = formatDate(document.inForce.to)
  const asOf = end < asked ? end : asked
  const earlier = (day: string) => (day < asOf ? day : asOf)
  if (period === 'every-year') {
    const year = asOf.slice(0, 4)
    return { from: `${year}-01-01`, to: asOf, text: `${year}年` }
  }
  if (period === 'standing') return { from: null, to: asOf, text: `截至 ${asOf}` }
  if ('year' in period) {
    const { year } = period
    return { from: `${year}-01-01`, to: earlier(`${year}-12-31`), text: `${year}年` }
  }
  if ('by' in period) return { from: null, to: earlier(period.by), text: `到 ${period.by}` }
  const months = office.number(period.parameter)
  const from = formatDate(addMonths(dayOf(asOf), -months) + 1)
  return { from, to: asOf, text: `最近 ${months} 个月` }
}

/** Earlier than anything in a ledger. */
const EVER = '0000-01-01'

function scopeOf(row: PackTarget, document: PackDocument, period: Period): TargetScope {
  return {
    from: period.from ?? EVER,
    to: period.to,
    territory: document.territory.prefix,
    owed: Object.fromEntries(row.parts.map(({ measure, figure }) => [measure, figure])),
  }
}

function yearBefore(scope: TargetScope): TargetScope {
  const earlier = (day: string) => (day === EVER ? EVER : formatDate(addMonths(dayOf(day), -12)))
  return { ...scope, from: earlier(scope.from), to: earlier(scope.to) }
}

interface Tally {
  met: number
  unmet: number
  unknown: number
  places: { place: string; met: number }[]
}

/** Adds up what lies in the place; what may lie in it counts as unknown. */
function tally(figures: readonly PlaceFigure[], rule: RegionRule): Tally {
  const sum: Tally = { met: 0, unmet: 0, unknown: 0, places: [] }
  for (const { place, met, unmet, unknown } of figures) {
    const inside = rule.test(place ?? undefined)
    if (inside === PLACE.no) continue
    if (inside !== PLACE.yes) {
      sum.unknown += met + unknown
      continue
    }
    sum.met += met
    sum.unmet += unmet
    sum.unknown += unknown
    if (met > 0 && place !== null) sum.places.push({ place, met })
  }
  return sum
}

function periodReadings({ period, home }: PackTarget, document: PackDocument): string[] {
  const text = JSON.stringify([period, home === undefined ? undefined : document.places[home]])
  return document.parameters
    .filter(({ id }) => text.includes(JSON.stringify({ parameter: id })))
    .map(({ reading }) => reading)
}

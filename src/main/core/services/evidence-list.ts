/** The rows behind a figure of a duty or a target, as a screen lists them. */
import type { EvidenceView } from '../../../shared/contract/duties.ts'
import { TARGET_MEASURES, type TargetMeasure } from '../../../shared/domain/duties.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { actionLabel } from '../db/audit-list.ts'
import { PLACE, type RegionRule } from '../policy/regions.ts'
import type { InputOf } from '../procedure.ts'
import type { Regions } from '../registry/regions.ts'
import { findRow, type OfficeReading } from './document-rows.ts'
import { evidenceOf } from './duties.ts'
import {
  type Evidence,
  type EvidenceRow,
  evidenceRows,
  figuresByPlace,
  type Reading,
  type Which,
} from './evidence.ts'
import { targetRows } from './targets.ts'

/** @throws Refusal `policy.no-row`, `duty.no-count` for a duty whose evidence is attached */
export function listEvidence(
  office: OfficeReading,
  ledger: Reading,
  input: InputOf<'duties.evidence'>,
  today: string,
  regions: Regions,
): { total: number; rows: EvidenceView[] } {
  const { row, document } = findRow(office.packs, ['duty', 'target'], input.row)
  const { which, offset, limit } = input
  if (row.treatment === 'duty') {
    const evidence = evidenceOf(row, document, input.year ?? Number(today.slice(0, 4)), today)
    if (evidence === undefined)
      throw new Refusal('duty.no-count', `${row.id} 的依据是附件，台账不计数。`, { duty: row.id })
    return shown(ledger, evidence, { which, places: undefined, offset, limit }, regions)
  }
  const part = partOf(
    row.parts.map(({ measure }) => measure),
    input.part,
  )
  const { evidence, rule } = targetRows(row, document, office, input.asOf ?? today, part)
  const places = placesOf(ledger, evidence, rule, which)
  return shown(ledger, evidence, { which, places, offset, limit }, regions)
}

function partOf(parts: readonly TargetMeasure[], asked: string | undefined): TargetMeasure | undefined {
  if (asked === undefined) return undefined
  const part = TARGET_MEASURES.find((measure) => measure === asked)
  if (part === undefined || !parts.includes(part))
    throw new Refusal('duty.no-part', `这项目标没有“${asked}”这一部分，请核对。`)
  return part
}

/** The places of the rows that count; what may or may not lie in the target's place is listed with the unknown. */
function placesOf(ledger: Reading, evidence: Evidence, rule: RegionRule, which: Which): (string | null)[] {
  return figuresByPlace(ledger, evidence)
    .filter(({ place }) => {
      const inside = rule.test(place ?? undefined)
      return which === 'unknown' ? inside !== PLACE.no : inside === PLACE.yes
    })
    .map(({ place }) => place)
}

function shown(
  ledger: Reading,
  evidence: Evidence,
  options: Parameters<typeof evidenceRows>[2],
  regions: Regions,
): { total: number; rows: EvidenceView[] } {
  const { total, rows } = evidenceRows(ledger, evidence, options)
  return { total, rows: rows.map((row) => evidenceView(row, evidence, regions)) }
}

function evidenceView(row: EvidenceRow, { kind }: Evidence, regions: Regions): EvidenceView {
  return {
    kind,
    id: row.id,
    name: row.name,
    detail: kind === 'audit' && row.detail !== null ? actionLabel(row.detail) : row.detail,
    on: row.day,
    placeText: row.place === null ? '' : (regions.fullName(row.place) ?? row.place),
    weight: row.weight,
    personId: row.personId,
  }
}

/** 履职清单: every duty of the documents in a year, with its evidence, and what the office says of it. */
import type { DutyView } from '../../../shared/contract/duties.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { DutyState } from '../../../shared/domain/services.ts'
import { DUTY_COUNT_TEXT } from '../../../shared/text/duties.ts'
import type { WriteTx } from '../db/ledger.ts'
import { dutyYears } from '../db/schema/services.ts'
import type { PackDocument, PackDuty } from '../policy/pack.ts'
import type { InputOf } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { type OfficeReading, rowsOf } from './document-rows.ts'
import { type DutyScope, dutyEvidence } from './duty-counts.ts'
import { dutyFigure, type Evidence, type Reading } from './evidence.ts'

type Said = {
  applies: number
  reason: string | null
  responsible: string | null
  note: string | null
}

/** The checklist of a year. `today` bounds what can have happened. */
export function listDuties(
  office: OfficeReading,
  ledger: Reading,
  input: { year: number; doc?: string | undefined },
  today: string,
): { documents: DocumentOfDuties[]; rows: DutyView[] } {
  const said = new Map(
    ledger
      .prepare<Said & { duty: string }>(
        'SELECT duty, applies, reason, responsible, note FROM duty_years WHERE year = ? AND deleted_at IS NULL',
      )
      .all(input.year)
      .map((row) => [row.duty, row]),
  )
  const files = attachmentsOf(ledger, input.year)
  // Many duties of a document count the same.
  const figures = new Map<string, ReturnType<typeof dutyFigure>>()
  const rows = rowsOf(office.packs, 'duty', input.doc).map(({ row, document }): DutyView => {
    const evidence = evidenceOf(row, document, input.year, today)
    const key = `${document.id}|${row.counts ?? ''}`
    let figure = figures.get(key)
    if (figure === undefined) {
      figure = evidence === undefined ? NOTHING : dutyFigure(ledger, evidence)
      figures.set(key, figure)
    }
    const own = said.get(row.id)
    const attached = files.get(row.id)
    return {
      id: row.id,
      doc: document.id,
      docTitle: document.title,
      clause: row.clause,
      name: row.name,
      wording: row.wording,
      evidence: row.evidence,
      countsText: row.counts === undefined ? null : DUTY_COUNT_TEXT[row.counts],
      count: figure.met,
      lacking: figure.unmet,
      unknown: figure.unknown,
      lastOn: latest(figure.lastDay, attached?.lastOn ?? null),
      attachments: attached?.count ?? 0,
      state: stateOf(own, figure.met + (attached?.count ?? 0)),
      reason: own?.reason ?? null,
      responsible: own?.responsible ?? null,
      note: own?.note ?? null,
    }
  })
  return { documents: documentsOfDuties(office, ledger), rows }
}

const NOTHING = { met: 0, unmet: 0, unknown: 0, lastDay: null }

function stateOf(said: Said | undefined, evidence: number): DutyState {
  if (said?.applies === 0) return 'not-applicable'
  return evidence > 0 ? 'evidenced' : 'none'
}

function latest(a: string | null, b: string | null): string | null {
  return a === null || (b !== null && b > a) ? b : a
}

/** What the ledger counts for a duty in a year; `undefined`: files are attached instead. */
export function evidenceOf(
  row: PackDuty,
  document: PackDocument,
  year: number,
  today: string,
): Evidence | undefined {
  if (row.counts === undefined) return undefined
  const last = `${year}-12-31`
  const scope: DutyScope = {
    from: `${year}-01-01`,
    to: last < today ? last : today,
    territory: document.territory.prefix,
    side: document.side,
  }
  return dutyEvidence(row.counts, scope)
}

/** Files of a duty belong to one year: their owner is `ZJ-11:2022`. */
export function dutyOwner(duty: string, year: number): string {
  return `${duty}:${year}`
}

function attachmentsOf(ledger: Reading, year: number): Map<string, { count: number; lastOn: string }> {
  const rows = ledger
    .prepare<{ owner: string; count: number; lastOn: string }>(
      `SELECT owner_id AS owner, count(*) AS count, max(date(added_at, '+8 hours')) AS lastOn FROM attachments
       WHERE owner_kind = 'duty' AND deleted_at IS NULL AND substr(owner_id, -5) = ? GROUP BY owner_id`,
    )
    .all(`:${year}`)
  return new Map(rows.map(({ owner, ...rest }) => [owner.slice(0, -5), rest]))
}

export type DocumentOfDuties = { id: string; title: string; duties: number; concerned: boolean }

/** Documents with duties. A document concerns an office that lies in its territory, or is paired with a county that does. */
function documentsOfDuties(office: OfficeReading, ledger: Reading): DocumentOfDuties[] {
  const { county } = readOffice(ledger)
  const partners = ledger
    .prepare<{ county: string }>(
      `SELECT CASE WHEN east_county = @county THEN west_county ELSE east_county END AS county FROM pairings
       WHERE deleted_at IS NULL AND @county IN (east_county, west_county)`,
    )
    .all({ county })
    .map((row) => row.county)
  return office.packs.documents.flatMap((document) => {
    const duties = document.rows.filter((row) => row.treatment === 'duty').length
    if (duties === 0) return []
    const { prefix } = document.territory
    const concerned = [county, ...partners].some((code) => code !== '' && code.startsWith(prefix))
    return [{ id: document.id, title: document.title, duties, concerned }]
  })
}

/** @throws Refusal `duty.no-reason` where it is said without a reason that a duty does not apply */
export function saveDutyYear(tx: WriteTx, input: InputOf<'duties.save'>): string {
  refuseNoReason(input)
  const { duty, year, ...said } = input
  const values = { ...said, reason: said.applies ? null : said.reason }
  const known = storedYear(tx, duty, year)
  if (known === undefined) return tx.insert(dutyYears, { duty, year, ...values, source: 'entry' })
  tx.update(dutyYears, known, values)
  return known
}

/** Marks several duties at once; what else is said of them stays. @throws Refusal `duty.no-reason` */
export function markDuties(tx: WriteTx, input: InputOf<'duties.mark'>): number {
  refuseNoReason(input)
  const values = { applies: input.applies, reason: input.applies ? null : input.reason }
  for (const duty of new Set(input.duties)) {
    const known = storedYear(tx, duty, input.year)
    if (known === undefined) tx.insert(dutyYears, { duty, year: input.year, ...values, source: 'entry' })
    else tx.update(dutyYears, known, values)
  }
  return new Set(input.duties).size
}

function refuseNoReason({ applies, reason }: { applies: boolean; reason: string | null }): void {
  if (!applies && (reason ?? '').length < 2)
    throw new Refusal('duty.no-reason', '标为“不适用”要写明原因，如：本县不在该文件的辖区内。')
}

function storedYear(tx: WriteTx, duty: string, year: number): string | undefined {
  return tx
    .prepare<{ id: string }>('SELECT id FROM duty_years WHERE duty = ? AND year = ? AND deleted_at IS NULL')
    .get(duty, year)?.id
}

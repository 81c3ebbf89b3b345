import type { ClaimDetail } from '../../../shared/contract/claims.ts'
import type { Explanation } from '../../../shared/contract/policy.ts'
import { capitals } from '../../../shared/domain/capitals.ts'
import type { ClaimEventKind } from '../../../shared/domain/claim-states.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CLAIM_EVENT_TEXT } from '../../../shared/text/claims.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { CLAIM_COLUMNS, type ClaimRecord, claimRowView } from './claims-list.ts'
import { openHolds } from './workflow/holds.ts'
import { materialsOfClaim } from './workflow/materials.ts'
import { OfficeProcedures } from './workflow/office-procedures.ts'
import { procedureOfClaim, waitingAt } from './workflow/positions.ts'

type Detail = ClaimRecord & {
  asOf: string
  qualifyingOn: string | null
  packVersion: string
  standard: string | null
  trace: string
}

type Event = { id: string; kind: ClaimEventKind; at: string; by: string; data: string }
type EventText = { note?: string; name?: string; step?: string }

/** One claim with what it was decided on, its steps, and all that happened to it. @throws Refusal `claims.not-found` */
export function claimView(
  ledger: ReadLedger,
  id: string,
  benefitNames: ReadonlyMap<string, string>,
): ClaimDetail {
  const record = ledger
    .prepare<Detail>(
      `SELECT ${CLAIM_COLUMNS}, c.as_of AS asOf, c.qualifying_on AS qualifyingOn, c.pack_version AS packVersion, c.standard, c.trace
       FROM claims c WHERE c.id = ?`,
    )
    .get(id)
  if (record === undefined) throw new Refusal('claims.not-found', '没有这份申领，可能已随导入一起撤销。')
  const procedures = new OfficeProcedures(ledger)
  const events = eventsOf(ledger, id)
  return {
    ...claimRowView(record, benefitNames, procedures),
    asOf: record.asOf,
    qualifyingOn: record.qualifyingOn,
    packVersion: record.packVersion,
    standard: record.standard,
    amountCapitals: capitals(record.amountFen),
    frozen: JSON.parse(record.trace) as Explanation,
    steps: stepsOf(record, procedures, events),
    materials: materialsOfClaim(ledger, id, record.benefit),
    openHolds: openHolds(ledger, id),
    events: events.map(({ data, ...event }) => ({ ...event, ...eventText(event.kind, data) })),
  }
}

/** 故事: what happened to a claim, in order. */
function eventsOf(ledger: ReadLedger, claimId: string): Event[] {
  return ledger
    .prepare<Event>(
      'SELECT id, kind, at, by, data FROM claim_events WHERE claim_id = ? AND deleted_at IS NULL ORDER BY at, id',
    )
    .all(claimId)
}

/** A step of the office's own making is called as the office calls it. */
function eventText(kind: ClaimEventKind, data: string): { label: string; note: string } {
  const { note = '', name } = JSON.parse(data) as EventText
  const label = CLAIM_EVENT_TEXT[kind] ?? kind
  return { label: name === undefined ? label : kind === 'sent-back' ? `退回“${name}”` : name, note }
}

function stepsOf(
  record: Detail,
  procedures: OfficeProcedures,
  events: readonly Event[],
): ClaimDetail['steps'] {
  const { steps } = procedureOfClaim(record, procedures).procedure
  const at = waitingAt(record, procedures)
  const ended = at === undefined && record.state !== 'paid'
  const index = at === undefined ? (ended ? -1 : steps.length) : steps.findIndex(({ id }) => id === at.id)
  const last = new Map<string, Event>()
  for (const event of events) {
    const { step } = JSON.parse(event.data) as EventText
    if (step !== undefined && event.kind !== 'sent-back') last.set(step, event)
  }
  return steps.map((step, i) => {
    const done = last.get(step.id)
    const isDone = ended ? done !== undefined : i < index
    return {
      id: step.id,
      name: step.name,
      kind: step.kind,
      state: isDone ? 'done' : i === index ? 'now' : 'later',
      at: isDone ? (done?.at ?? null) : null,
      by: isDone ? (done?.by ?? null) : null,
    }
  })
}

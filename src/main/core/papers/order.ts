import { createHash } from 'node:crypto'
import type { PaperOrder, PaperPlan } from '../../../shared/contract/papers.ts'
import { PAPER_KIND_SPECS, type PaperKind } from '../../../shared/domain/papers.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { PAPER_KIND_TEXT } from '../../../shared/text/papers.ts'
import { nextNumber } from '../claims/batch/batch-number.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { AttendanceLine } from '../forms/list-fields.ts'
import type { Surroundings } from '../procedure.ts'
import { type PaperClaim, paperClaims } from './claims-on-paper.ts'
import { groupClaims, sortClaims } from './grouping.ts'
import { postHolders } from './post-holders.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Context = Pick<Surroundings, 'resources' | 'today'>

/** One paper as the log keeps it: a form, a list, a cover. */
export type PaperSlip = {
  /** id of its record, where it was printed before */
  readonly id: string | undefined
  readonly serial: string
  readonly kind: PaperKind
  readonly subjectKind: 'claim' | 'batch' | 'list'
  readonly subjectId: string
  readonly group: string
  readonly title: string
  readonly claimCount: number
  readonly amountFen: number
}

/** Papers that belong together: of one village, one employer; or all. */
export type PaperGroup = {
  readonly name: string
  readonly claims: readonly PaperClaim[]
  readonly holders: readonly AttendanceLine[]
  readonly slips: readonly PaperSlip[]
}

/**
 * What an order makes: its groups, and a slip for each paper with its serial number. A paper that was printed before
 * keeps its number.
 * @throws Refusal `printing.nothing`, `papers.batch`, `papers.month`, `papers.grouping`
 */
export function readOrder(context: Context, ledger: ReadLedger, order: PaperOrder): PaperGroup[] {
  const spec = PAPER_KIND_SPECS[order.kind]
  const name = PAPER_KIND_TEXT[order.kind]
  const by = order.groupBy ?? spec.groupings[0]
  if (!spec.groupings.includes(by)) {
    throw new Refusal('papers.grouping', `“${name}”不能这样分开，请另选一种分法。`)
  }
  if (spec.needs === 'batch' && order.filter.batchId === undefined) {
    throw new Refusal('papers.batch', `“${name}”是按批次打印的，请先选定批次。`)
  }
  const serials = serialsFrom(ledger, context.today().slice(0, 4))
  if (spec.needs === 'month') {
    const { month } = order
    if (month === undefined) throw new Refusal('papers.month', `“${name}”是按月打印的，请先选定月份。`)
    const holders = postHolders(context, ledger, month)
    if (holders.length === 0) throw new Refusal('printing.nothing', `${month} 没有在岗的公益性岗位人员。`)
    return [...Map.groupBy(holders, (one) => (by === 'employer' ? one.employer : ''))].map(
      ([group, members]) => ({
        name: group,
        claims: [],
        holders: members,
        slips: [
          slip(ledger, serials, order.kind, {
            subjectKind: 'list',
            subjectId: `posts-${month}`,
            group,
            title: `${month} ${group}`.trim(),
            claimCount: members.length,
            amountFen: members.reduce((sum, one) => sum + (one.amount ?? 0), 0),
          }),
        ],
      }),
    )
  }
  const claims = sortClaims(paperClaims(ledger, order.filter), order.sortBy)
  const chosen = claims.filter((claim) => order.kind !== 'agent-claim' || claim.beneficiaryKind === 'agent')
  if (chosen.length === 0) {
    throw new Refusal(
      'printing.nothing',
      order.kind === 'agent-claim' && claims.length > 0
        ? '选定的申领里没有组织单位申请的，无从打印。'
        : '没有符合条件的申领，无从打印。请先在“政策测算”中生成申领，或放宽筛选。',
    )
  }
  return [...groupClaims(chosen, by)].map(([group, members]) => ({
    name: group,
    claims: members,
    holders: [],
    slips:
      order.kind === 'application'
        ? members.map((claim) => ofClaim(ledger, claim))
        : [ofList(ledger, serials, order, group, members)],
  }))
}

/** The preview of an order: how many papers of what, and which were printed before. */
export function planOrder(context: Context, ledger: ReadLedger, order: PaperOrder): PaperPlan {
  const groups = readOrder(context, ledger, order)
  const slips = groups.flatMap((group) => group.slips)
  return {
    papers: slips.length,
    claims: slips.reduce((sum, one) => sum + one.claimCount, 0),
    amountFen: slips.reduce((sum, one) => sum + one.amountFen, 0),
    groups: groups.map((group) => ({
      name: group.name,
      claims: group.slips.reduce((sum, one) => sum + one.claimCount, 0),
      amountFen: group.slips.reduce((sum, one) => sum + one.amountFen, 0),
    })),
    printedBefore: slips.filter(({ id }) => id !== undefined).length,
  }
}

function ofClaim(ledger: Reading, claim: PaperClaim): PaperSlip {
  const known = printedBefore(ledger, 'application', claim.id, '')
  return {
    id: known?.id,
    serial: known?.serial ?? formSerial(ledger, claim),
    kind: 'application',
    subjectKind: 'claim',
    subjectId: claim.id,
    group: '',
    title: `${claim.facts.person?.name ?? claim.facts.beneficiaryName} ${claim.trace.benefitName}`,
    claimCount: 1,
    amountFen: claim.amountFen,
  }
}

/** The number on the form and in its QR code is the claim's own; after spoiled ones the record counts on. */
function formSerial(ledger: Reading, claim: PaperClaim): string {
  const spoiled = ledger
    .prepare<number>(
      "SELECT count(*) FROM papers WHERE subject_id = ? AND layout = 'application' AND deleted_at IS NULL",
    )
    .pluck()
    .get(claim.id) as number
  return spoiled === 0 ? claim.number : `${claim.number}-${spoiled + 1}`
}

function ofList(
  ledger: Reading,
  serials: () => string,
  order: PaperOrder,
  group: string,
  claims: readonly PaperClaim[],
): PaperSlip {
  const { batchId } = order.filter
  const whole = batchId !== undefined && Object.values(order.filter).filter(Boolean).length === 1
  const names = new Set(claims.map((claim) => claim.trace.benefitName))
  return slip(ledger, serials, order.kind, {
    subjectKind: whole ? 'batch' : 'list',
    subjectId: whole ? batchId : choiceKey(claims),
    group,
    title: `${group} ${names.size === 1 ? [...names][0] : `${names.size} 项补贴`}`.trim(),
    claimCount: claims.length,
    amountFen: claims.reduce((sum, claim) => sum + claim.amountFen, 0),
  })
}

/** The same claims, however chosen, are the same list. */
function choiceKey(claims: readonly PaperClaim[]): string {
  const ids = claims.map(({ id }) => id).toSorted()
  return `list-${createHash('sha256').update(ids.join(' ')).digest('hex').slice(0, 24)}`
}

function slip(
  ledger: Reading,
  serials: () => string,
  kind: PaperKind,
  what: Omit<PaperSlip, 'id' | 'serial' | 'kind'>,
): PaperSlip {
  const known = printedBefore(ledger, kind, what.subjectId, what.group)
  return { ...what, kind, id: known?.id, serial: known?.serial ?? serials() }
}

function printedBefore(ledger: Reading, kind: PaperKind, subjectId: string, group: string) {
  return ledger
    .prepare<{ id: string; serial: string }>(
      `SELECT id, serial FROM papers WHERE subject_id = ? AND layout = ? AND coalesce(group_name, '') = ?
         AND state <> 'spoiled' AND deleted_at IS NULL`,
    )
    .get(subjectId, kind, group)
}

/** Numbers one after the other: `ZJ-2022-7F3A-0012`. */
function serialsFrom(ledger: Reading, year: string): () => string {
  let next: { prefix: string; serial: number } | undefined
  return () => {
    if (next === undefined) {
      const first = nextNumber(ledger, 'papers', 'ZJ', year)
      const at = first.lastIndexOf('-') + 1
      next = { prefix: first.slice(0, at), serial: Number(first.slice(at)) }
    }
    const number = next.prefix + String(next.serial).padStart(6, '0')
    next.serial += 1
    return number
  }
}

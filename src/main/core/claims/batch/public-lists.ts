import type { ObjectionView, PublicListView } from '../../../../shared/contract/batches.ts'
import { type ProcedureStep, stateAt } from '../../../../shared/domain/claim-procedure.ts'
import type { DayKind, StepLevel } from '../../../../shared/domain/claim-states.ts'
import { dayOf, shanghaiDay } from '../../../../shared/domain/dates.ts'
import { formatYuan } from '../../../../shared/domain/money.ts'
import { Refusal } from '../../../../shared/domain/refusal.ts'
import { lastDayOfTerm } from '../../../../shared/domain/working-days.ts'
import type { ReadLedger, WriteTx } from '../../db/ledger.ts'
import { batches, objections, publicLists } from '../../db/schema/batches.ts'
import type { InputOf, WriteContext } from '../../procedure.ts'
import { readCalendar } from '../workflow/calendar.ts'
import { openHoldsFor } from '../workflow/holds.ts'
import { tell } from '../workflow/story.ts'
import type { BatchGate } from './bars.ts'
import { type Batch, claimsOfBatch, findBatch, stepOfBatch, totalsOfBatch } from './batch-record.ts'
import { advanceBatch, placeBatch, refuseBarred } from './batch-steps.ts'

type Reading = Pick<ReadLedger, 'prepare'>

type Stored = Omit<PublicListView, 'daysLeft' | 'openObjections' | 'objections'>

const COLUMNS = `p.id, p.batch_id AS batchId, b.number AS batchNumber, b.title AS batchTitle, p.step, p.level, p.place,
  p.from_date AS "from", p.to_date AS "to", p.days, p.day_kind AS dayKind, p.phone, p.stated_count AS statedCount,
  p.stated_fen AS statedFen, p.posted_by AS postedBy, p.cleared_at AS clearedAt, p.cleared_by AS clearedBy,
  (SELECT count(*) FROM attachments a
   WHERE a.owner_kind = 'public-list' AND a.owner_id = p.id AND a.deleted_at IS NULL) AS photos`

/** 公示, the newest first; `open`: only those that hang, or that hang no more. */
export function listPublicLists(
  ledger: Reading,
  today: string,
  filter: InputOf<'publicity.list'>,
): PublicListView[] {
  const found = filter.open === undefined ? '' : `AND p.cleared_at IS ${filter.open ? '' : 'NOT '}NULL`
  return ledger
    .prepare<Stored>(
      `SELECT ${COLUMNS} FROM public_lists p JOIN batches b ON b.id = p.batch_id
       WHERE p.deleted_at IS NULL AND (? IS NULL OR p.batch_id = ?) ${found} ORDER BY p.from_date DESC, p.id DESC`,
    )
    .all(filter.batchId ?? null, filter.batchId ?? null)
    .map((list) => withObjections(ledger, list, today))
}

function withObjections(ledger: Reading, list: Stored, today: string): PublicListView {
  const found = ledger
    .prepare<ObjectionView>(
      `SELECT o.id, o.public_list_id AS publicListId, o.claim_id AS claimId, c.number AS claimNumber,
         p.name AS personName, o.received_on AS receivedOn, o.raised_by AS raisedBy, o.phone, o.content, o.result,
         o.resolution, o.resolved_on AS resolvedOn, o.resolved_by AS resolvedBy
       FROM objections o LEFT JOIN claims c ON c.id = o.claim_id LEFT JOIN people p ON p.id = c.person_id
       WHERE o.public_list_id = ? AND o.deleted_at IS NULL ORDER BY o.received_on, o.id`,
    )
    .all(list.id)
  return {
    ...list,
    daysLeft: list.clearedAt === null ? Math.max(0, dayOf(list.to) - dayOf(today) + 1) : 0,
    openObjections: found.filter(({ result }) => result === null).length,
    objections: found,
  }
}

/** A list that hangs. @throws Refusal `publicity.not-found`, `publicity.cleared` */
function hanging(ledger: Reading, id: string, today: string): PublicListView {
  const row = ledger
    .prepare<Stored>(
      `SELECT ${COLUMNS} FROM public_lists p JOIN batches b ON b.id = p.batch_id WHERE p.id = ? AND p.deleted_at IS NULL`,
    )
    .get(id)
  if (row === undefined) throw new Refusal('publicity.not-found', '没有这次公示，可能已撤下，请刷新。')
  if (row.clearedAt !== null) throw new Refusal('publicity.cleared', '这次公示已经办结，不能再改。')
  return withObjections(ledger, row, today)
}

/**
 * Puts a batch's list on the wall. Head count and sum as printed on it must be those of the rows. It may have hung for
 * some days before it is entered, but not longer than the batch is as it is.
 * @throws Refusal `publicity.not-now`, `publicity.role`, `publicity.hangs`, `publicity.totals`, `publicity.too-early`,
 * `batches.barred`
 */
export function postList(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'publicity.post'>,
  options: { readonly mayDo: (step: ProcedureStep) => boolean; readonly gate?: BatchGate },
): { id: string; to: string } {
  const batch = findBatch(tx, input.batchId)
  const step = stepOfBatch(batch)
  if (step?.kind !== 'publicity' || step.days === undefined || step.level === undefined) {
    throw new Refusal(
      'publicity.not-now',
      step === undefined
        ? `批次 ${batch.number} 已全部办结，不用公示。`
        : `批次 ${batch.number} 现在到“${step.name}”，还不到公示。`,
    )
  }
  if (!options.mayDo(step))
    throw new Refusal('publicity.role', `“${step.name}”需要更高的权限，请联系负责人。`)
  if (batch.state === 'posted') throw new Refusal('publicity.hangs', `批次 ${batch.number} 正在公示。`)
  const { count, amountFen } = totalsOfBatch(tx, batch.id)
  if (input.statedCount !== count || input.statedFen !== amountFen) {
    throw new Refusal(
      'publicity.totals',
      `公示表上写 ${input.statedCount} 人、${formatYuan(input.statedFen)} 元，批次里是 ${count} 份、${formatYuan(amountFen)} 元。请改正公示表后再张贴。`,
      { count, amountFen },
    )
  }
  refuseTooEarly(tx, batch, input.from)
  const overrule = input.overrule ?? ''
  refuseBarred(tx, batch, overrule, options.gate)
  const to = lastDayOfTerm(readCalendar(tx), input.from, step.days.count, step.days.kind)
  const id = tx.insert(publicLists, {
    batchId: batch.id,
    step: step.id,
    level: step.level satisfies StepLevel,
    place: input.place,
    fromDate: input.from,
    toDate: to,
    days: step.days.count,
    dayKind: step.days.kind satisfies DayKind,
    phone: input.phone,
    statedCount: input.statedCount,
    statedFen: input.statedFen,
    postedBy: context.actor.name,
    clearedAt: null,
    clearedBy: null,
    source: 'entry',
  })
  placeBatch(
    tx,
    context.actor.name,
    batch,
    step.id,
    'posted',
    {
      step: step.id,
      name: `${step.name}开始`,
      note: `${input.place}，${input.from} 至 ${to}${overrule === '' ? '' : `（超出仍办理：${overrule}）`}`,
      ...(overrule === '' ? {} : { overrule }),
      publicListId: id,
    },
    true,
  )
  return { id, to }
}

/**
 * A list names everybody in the batch, so it cannot have hung before the last of them was put in, nor beside the list of
 * an earlier step.
 */
function refuseTooEarly(ledger: Reading, batch: Batch, from: string): void {
  const joined = ledger
    .prepare<string | null>(
      `SELECT max(e.at) FROM claim_events e JOIN claims c ON c.id = e.claim_id AND c.batch_id = ?
       WHERE e.kind = 'batched' AND c.deleted_at IS NULL AND e.deleted_at IS NULL`,
    )
    .pluck()
    .get(batch.id) as string | null
  const composed = shanghaiDay(joined ?? batch.createdAt)
  if (from < composed) {
    throw new Refusal(
      'publicity.too-early',
      `批次 ${batch.number} 到 ${composed} 才编成，公示不能从 ${from} 起算。请按墙上实际张贴的日期填写，公示天数从那一天算起。`,
      { earliest: composed },
    )
  }
  const before = ledger
    .prepare<string | null>('SELECT max(to_date) FROM public_lists WHERE batch_id = ? AND deleted_at IS NULL')
    .pluck()
    .get(batch.id) as string | null
  if (before !== null && from <= before) {
    throw new Refusal(
      'publicity.too-early',
      `批次 ${batch.number} 的上一次公示到 ${before} 为止，这一次不能从 ${from} 起算。请按墙上实际张贴的日期填写。`,
      { earliest: before },
    )
  }
}

/**
 * Closes a list whose days are over and against which no objection is open; the batch goes on.
 * @throws Refusal `publicity.days-left`, `publicity.objections`, `publicity.not-found`, `publicity.cleared`
 */
export function clearList(context: WriteContext, tx: WriteTx, id: string): number {
  const today = context.today()
  const list = hanging(tx, id, today)
  if (today <= list.to) {
    throw new Refusal(
      'publicity.days-left',
      `公示要到 ${list.to} 为止，还差 ${list.daysLeft} 天，不能提前办结。`,
      { to: list.to },
    )
  }
  if (list.openObjections > 0) {
    throw new Refusal('publicity.objections', `还有 ${list.openObjections} 条异议没有处理，请先处理。`)
  }
  tx.update(publicLists, id, { clearedAt: tx.at, clearedBy: context.actor.name })
  return advanceBatch(tx, context.actor.name, findBatch(tx, list.batchId), {
    note: `${list.from} 至 ${list.to}，无异议`,
    publicListId: id,
  })
}

/** Takes a list down before its end; the batch waits to be posted anew. @throws Refusal `publicity.not-found`, `publicity.cleared` */
export function takeListDown(context: WriteContext, tx: WriteTx, id: string, reason: string): void {
  const list = hanging(tx, id, context.today())
  const batch = findBatch(tx, list.batchId)
  const first = firstListOf(batch)
  const step = stepOfBatch(batch)
  if (step === undefined) throw new Error(`batch ${batch.number} hangs without a step`)
  tx.remove(publicLists, id, reason)
  placeBatch(tx, context.actor.name, batch, step.id, 'unbatched', {
    step: step.id,
    name: '撤下公示',
    note: reason,
  })
  // Where nothing else was decided on the batch yet, claims may be put right: it is open again.
  if (first === step.id) tx.update(batches, batch.id, { state: 'open', lockedAt: null })
  else tx.update(batches, batch.id, { state: stateBehind(batch) })
}

function firstListOf(batch: Batch): string | undefined {
  return batch.procedure.procedure.steps.find(({ kind }) => kind === 'publicity')?.id
}

function stateBehind(batch: Batch): 'open' | 'cleared' {
  return stateAt(batch.procedure.procedure, batch.step) === 'cleared' ? 'cleared' : 'open'
}

/** Logs an objection; the claim it is about is held until it is resolved. @throws Refusal `publicity.*` */
export function logObjection(context: WriteContext, tx: WriteTx, input: InputOf<'publicity.object'>): string {
  const list = hanging(tx, input.publicListId, context.today())
  if (input.claimId !== null && !claimsOfBatch(tx, list.batchId).includes(input.claimId)) {
    throw new Refusal('publicity.other-claim', '这份申领不在这次公示的名单里，请重新选择。')
  }
  if (input.receivedOn < list.from) {
    throw new Refusal(
      'publicity.before',
      `异议日期 ${input.receivedOn} 早于公示开始的 ${list.from}，请核对。`,
    )
  }
  const id = tx.insert(objections, {
    ...input,
    result: null,
    resolution: null,
    resolvedOn: null,
    resolvedBy: null,
    source: 'entry',
  })
  if (input.claimId !== null) {
    tell(tx, context.actor.name, [
      { claimId: input.claimId, kind: 'objected', data: { note: input.content, objectionId: id } },
    ])
  }
  return id
}

/** Settles an objection. One that is upheld holds its claim for a person to decide. @throws Refusal `publicity.objection-gone` */
export function resolveObjection(
  context: WriteContext,
  tx: WriteTx,
  input: InputOf<'publicity.resolve'>,
): void {
  const found = tx
    .prepare<{ claimId: string | null; result: string | null }>(
      'SELECT claim_id AS claimId, result FROM objections WHERE id = ? AND deleted_at IS NULL',
    )
    .get(input.id)
  if (found === undefined || found.result !== null) {
    throw new Refusal('publicity.objection-gone', '这条异议已处理，或已不在台账中，请刷新。')
  }
  tx.update(objections, input.id, {
    result: input.result,
    resolution: input.resolution,
    resolvedOn: context.today(),
    resolvedBy: context.actor.name,
  })
  if (found.claimId === null) return
  tell(tx, context.actor.name, [
    {
      claimId: found.claimId,
      kind: 'resolved',
      data: {
        note: `${input.result === 'upheld' ? '异议成立' : '异议不成立'}：${input.resolution}`,
        objectionId: input.id,
      },
    },
  ])
  if (input.result === 'upheld') {
    openHoldsFor(
      tx,
      [
        {
          claimId: found.claimId,
          check: 'objection',
          evidence: input.id,
          reason: `公示异议成立：${input.resolution}`,
        },
      ],
      context.actor.name,
    )
  }
}

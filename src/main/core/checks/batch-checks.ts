/** Of a batch as a whole: stated totals, posting, funds, what is shown to everybody: checks 19, 20, 21 and 26. */
import { stepAt } from '../../../shared/domain/claim-procedure.ts'
import { formatMonth } from '../../../shared/domain/dates.ts'
import { formatYuan } from '../../../shared/domain/money.ts'
import { unmaskedNumbers } from '../../../shared/domain/unmasked.ts'
import { FUND_TEXT } from '../../../shared/text/policy.ts'
import { BATCH_COLUMNS, type Batch } from '../claims/batch/batch-record.ts'
import { OfficeProcedures } from '../claims/workflow/office-procedures.ts'
import { type CheckWorld, grouped } from './check-world.ts'
import type { Check, Found } from './finding.ts'
import { claimMonths, statedPeriod } from './stated-period.ts'

/** 19: what is stated somewhere against what the rows say. */
export const sumsDiffer: Check = function* (world) {
  const actual = totals(world)
  const periods = grouped(
    world.claims.filter(({ batchId }) => batchId !== null),
    ({ batchId }) => batchId as string,
  )
  for (const batch of batchesOf(world)) {
    const { count, fen } = actual.get(batch.id) ?? { count: 0, fen: 0 }
    yield* differs(batch, '批次', batch.statedCount, batch.statedFen, count, fen)
    yield* otherMonths(batch, periods.get(batch.id) ?? [])
  }
  for (const list of postedLists(world)) {
    const { count, fen } = actual.get(list.batch.id) ?? { count: 0, fen: 0 }
    // Claims that were taken out after the posting leave fewer behind, which is right; more is not.
    for (const found of differs(list.batch, `${list.from} 张贴的公示表`, list.count, list.fen, count, fen))
      yield { ...found, certainty: list.count > count || list.fen > fen ? 'possible' : 'certain' }
  }
  for (const file of paymentFilesOf(world))
    yield* differs(file.batch, `支付文件 ${file.number}`, file.count, file.fen, file.rows, file.rowsFen)
}

function* differs(
  batch: Batch,
  where: string,
  statedCount: number | null,
  statedFen: number | null,
  count: number,
  fen: number,
): Generator<Found> {
  if (statedCount !== null && statedCount !== count) {
    yield {
      batchId: batch.id,
      evidence: `${where}:count:${statedCount}:${count}`,
      text: `批次 ${batch.number}：${where}写明 ${statedCount} 人，实有 ${count} 份。`,
    }
  }
  if (statedFen !== null && statedFen !== fen) {
    yield {
      batchId: batch.id,
      evidence: `${where}:sum:${statedFen}:${fen}`,
      text: `批次 ${batch.number}：${where}写明合计 ${formatYuan(statedFen)} 元，逐份相加是 ${formatYuan(fen)} 元。`,
    }
  }
}

/** The months of the title and of the batch's period, against those of the claims. */
function* otherMonths(
  batch: Batch,
  claims: readonly { id: string; number: string; period: string | null }[],
): Generator<Found> {
  for (const [where, text] of [
    ['名称', batch.title],
    ['期间', batch.period ?? ''],
  ] as const) {
    const stated = statedPeriod(text)
    if (stated === undefined) continue
    const wrong = claims.filter(({ period }) => {
      const own = claimMonths(period)
      if (own === undefined) return false
      // A year's subsidy may be paid with any month of its year.
      return own.byMonth
        ? own.from < stated.from || own.to > stated.to
        : own.to < stated.from || own.from > stated.to
    })
    const [first] = wrong
    if (first === undefined) continue
    yield {
      batchId: batch.id,
      evidence: `month:${where}:${formatMonth(stated.from)}:${first.period ?? ''}`,
      text: `批次 ${batch.number}：${where}“${text}”说的是 ${rangeText(stated)}，其中 ${wrong.length} 份申领不是（如 ${first.number}：${first.period ?? ''}）。`,
      others: wrong.slice(0, 50).map(({ id }) => id),
    }
  }
}

function rangeText({ from, to }: { from: number; to: number }): string {
  return from === to ? formatMonth(from) : `${formatMonth(from)} 至 ${formatMonth(to)}`
}

/** 20: lists that did not hang for their days, were never posted, or have an objection that nobody settled. */
export const postingNotFinished: Check = function* (world) {
  const lists = grouped(postedLists(world), ({ batch }) => batch.id)
  for (const batch of batchesOf(world)) {
    const own = lists.get(batch.id) ?? []
    for (const { id, open } of own) {
      if (open > 0)
        yield {
          batchId: batch.id,
          evidence: `objections:${id}`,
          text: `批次 ${batch.number}：公示有 ${open} 条异议还没有处理。`,
        }
    }
    yield* stepsWithoutList(batch, own)
  }
}

function* stepsWithoutList(batch: Batch, lists: readonly PostedList[]): Generator<Found> {
  if (batch.state === 'dissolved') return
  const { steps } = batch.procedure.procedure
  const next = stepAt(batch.procedure.procedure, batch.step)
  const behind = next === undefined ? steps : steps.slice(0, steps.indexOf(next))
  for (const step of behind) {
    if (step.kind !== 'publicity') continue
    const list = lists.find((one) => one.step === step.id && one.clearedOn !== null)
    if (list === undefined) {
      yield {
        batchId: batch.id,
        evidence: `no-list:${step.id}`,
        text: `批次 ${batch.number}：“${step.name}”没有公示记录就往下办了。`,
      }
    } else if ((list.clearedOn as string) <= list.to || list.days < (step.days?.count ?? 0)) {
      yield {
        batchId: batch.id,
        evidence: `days:${list.id}`,
        text: `批次 ${batch.number}：“${step.name}”从 ${list.from} 起应公示到 ${list.to}（${step.days?.count ?? list.days} 天），${list.clearedOn} 就办结了。`,
      }
    }
  }
}

/** 21: other benefits in the batch, or a fund that the clause does not name. */
export const fundsMixed: Check = function* (world) {
  const others = world.rows<{ batchId: string; benefit: string; n: number }>(
    `SELECT b.id AS batchId, c.benefit, count(*) AS n FROM claims c JOIN batches b ON b.id = c.batch_id
     WHERE c.deleted_at IS NULL AND b.deleted_at IS NULL AND c.benefit <> b.benefit {claims:c.id} GROUP BY b.id, c.benefit`,
  )
  const lines = new Map(
    world.ledger
      .prepare<{ id: string; name: string; fund: string }>('SELECT id, name, fund FROM budget_lines')
      .all()
      .map((line) => [line.id, line]),
  )
  const mixed = grouped(others, ({ batchId }) => batchId)
  for (const batch of batchesOf(world)) {
    for (const { benefit, n } of mixed.get(batch.id) ?? [])
      yield {
        batchId: batch.id,
        evidence: `benefit:${benefit}`,
        text: `批次 ${batch.number} 是“${world.benefitName(batch.benefit)}”，里面有 ${n} 份“${world.benefitName(benefit)}”。`,
      }
    const named = world.row(batch.benefit)?.row.fund ?? []
    if (named.length > 0 && !named.includes('not-stated') && !named.includes(batch.fund))
      yield {
        batchId: batch.id,
        evidence: `fund:${batch.fund}`,
        text: `批次 ${batch.number}：从${FUND_TEXT[batch.fund]}列支，条款写明的是${named.map((fund) => FUND_TEXT[fund]).join('或')}。`,
      }
    const line = batch.budgetLineId === null ? undefined : lines.get(batch.budgetLineId)
    if (line !== undefined && line.fund !== batch.fund)
      yield {
        batchId: batch.id,
        evidence: `line:${line.id}`,
        text: `批次 ${batch.number}：从${FUND_TEXT[batch.fund]}列支，资金计划“${line.name}”却是另一种资金。`,
      }
  }
}

/** 26: what hangs on the wall shows an ID number, a phone or an account whole. */
export const publicListUnmasked: Check = function* (world) {
  for (const batch of batchesOf(world)) {
    const shown = [
      batch.title,
      ...postedLists(world).flatMap((list) => (list.batch.id === batch.id ? [list.place] : [])),
    ]
    const numbers = shown.flatMap(unmaskedNumbers)
    if (numbers.length > 0)
      yield {
        batchId: batch.id,
        evidence: `text:${numbers.length}`,
        text: `批次 ${batch.number}：名称或公示地点会印在公示表上，里面有没有隐去的号码（尾号 ${numbers.map((number) => number.slice(-4)).join('、')}）。`,
      }
    if (
      batch.state === 'dissolved' ||
      !batch.procedure.procedure.steps.some(({ kind }) => kind === 'publicity')
    )
      continue
    for (const { name, fields } of openLayouts(world))
      yield {
        batchId: batch.id,
        evidence: `layout:${name}`,
        text: `批次 ${batch.number}：本单位的公示版式“${name}”会印出${fields.join('、')}，没有隐去。`,
      }
  }
}

/** The office's own public lists that print what must be hidden. The data of a public list has its ID numbers masked. */
function openLayouts(world: CheckWorld): readonly { name: string; fields: string[] }[] {
  return world.kept('openLayouts', () =>
    world.ledger
      .prepare<{ name: string; definition: string }>(
        "SELECT name, definition FROM form_layouts WHERE based_on = 'public-list' AND deleted_at IS NULL ORDER BY name",
      )
      .all()
      .flatMap(({ name, definition }) => {
        const used = [...definition.matchAll(/\{([^{}|]+)(?:\|[^{}]*)?\}/g)].map(([, field]) => field ?? '')
        const masked = /^data:\s*public-row\s*$/m.test(definition)
        const fields = [...new Set(used)].filter(
          (field) =>
            (/电话|手机|账号|卡号/.test(field) && field !== '监督电话') ||
            (!masked && /身份证|证件号/.test(field)),
        )
        return fields.length === 0 ? [] : [{ name, fields }]
      }),
  )
}

type PostedList = {
  readonly id: string
  readonly batch: Batch
  readonly step: string
  readonly place: string
  readonly from: string
  readonly to: string
  readonly days: number
  readonly count: number
  readonly fen: number
  /** day in Shanghai */
  readonly clearedOn: string | null
  readonly open: number
}

/** Lists that hang or hung; one that was taken down counts for nothing. */
function postedLists(world: CheckWorld): readonly PostedList[] {
  return world.kept('postedLists', () => {
    const batches = new Map(batchesOf(world).map((batch) => [batch.id, batch]))
    return world.ledger
      .prepare<Omit<PostedList, 'batch'> & { batchId: string }>(
        `SELECT l.id, l.batch_id AS batchId, l.step, l.place, l.from_date AS "from", l.to_date AS "to", l.days,
           l.stated_count AS count, l.stated_fen AS fen, date(l.cleared_at, '+8 hours') AS clearedOn,
           (SELECT count(*) FROM objections o WHERE o.public_list_id = l.id AND o.result IS NULL AND o.deleted_at IS NULL) AS open
         FROM public_lists l WHERE l.deleted_at IS NULL ORDER BY l.from_date`,
      )
      .all()
      .flatMap(({ batchId, ...list }) => {
        const batch = batches.get(batchId)
        return batch === undefined ? [] : [{ ...list, batch }]
      })
  })
}

function paymentFilesOf(world: CheckWorld) {
  const batches = new Map(batchesOf(world).map((batch) => [batch.id, batch]))
  return world.ledger
    .prepare<{ batchId: string; number: string; count: number; fen: number; rows: number; rowsFen: number }>(
      `SELECT f.batch_id AS batchId, f.number, f.row_count AS count, f.amount_fen AS fen, count(y.id) AS rows,
         coalesce(sum(y.amount_fen), 0) AS rowsFen
       FROM payment_files f LEFT JOIN payments y ON y.payment_file_id = f.id AND y.deleted_at IS NULL
       WHERE f.deleted_at IS NULL GROUP BY f.id`,
    )
    .all()
    .flatMap((file) => {
      const batch = batches.get(file.batchId)
      return batch === undefined ? [] : [{ ...file, batch }]
    })
}

/** The batches that are looked over: all of them, or those of the claims and the one that is asked for. */
export function batchesOf(world: CheckWorld): readonly Batch[] {
  return world.kept('batches', () => {
    const procedures = new OfficeProcedures(world.ledger)
    const wanted = world.batchIds
    const rows = world.ledger
      .prepare<Omit<Batch, 'procedure'>>(
        `SELECT ${BATCH_COLUMNS} FROM batches b WHERE b.deleted_at IS NULL AND b.state <> 'dissolved'
           AND (? IS NULL OR b.id IN (SELECT value FROM json_each(?))) ORDER BY b.number`,
      )
      .all(wanted ?? null, wanted ?? null)
    return rows.map((row) => ({ ...row, procedure: procedures.byId(row.procedureId) }))
  })
}

function totals(world: CheckWorld): ReadonlyMap<string, { count: number; fen: number }> {
  return world.kept('totals', () => {
    const wanted = JSON.stringify(batchesOf(world).map(({ id }) => id))
    return new Map(
      world.ledger
        .prepare<{ batchId: string; count: number; fen: number }>(
          `SELECT c.batch_id AS batchId, count(*) AS count, sum(c.amount_fen) AS fen FROM claims c
           WHERE c.deleted_at IS NULL AND c.batch_id IN (SELECT value FROM json_each(?)) GROUP BY c.batch_id`,
        )
        .all(wanted)
        .map(({ batchId, ...sum }) => [batchId, sum]),
    )
  })
}

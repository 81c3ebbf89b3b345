import type { BatchDetail, BatchRow } from '../../../../shared/contract/batches.ts'
import type { ReadLedger } from '../../db/ledger.ts'
import type { InputOf } from '../../procedure.ts'
import type { Regions } from '../../registry/regions.ts'
import { OfficeProcedures } from '../workflow/office-procedures.ts'
import { type BatchGate, barsOf } from './bars.ts'
import { BATCH_COLUMNS, type Batch, findBatch, stepOfBatch, totalsOfBatch } from './batch-record.ts'
import { budgetLineOf } from './budget.ts'
import { listPublicLists } from './public-lists.ts'
import { listSamples } from './sample.ts'

type Reading = Pick<ReadLedger, 'prepare'>
type Names = ReadonlyMap<string, string>

/** 批次, the newest first; count and sum recomputed from the claims of each. */
export function listBatches(
  ledger: Reading,
  filter: InputOf<'batches.list'>,
  names: Names,
  regions: Regions,
): { total: number; rows: BatchRow[] } {
  const parts = ['b.deleted_at IS NULL']
  const params: string[] = []
  const add = (sql: string, value: string) => {
    parts.push(sql)
    params.push(value)
  }
  if (filter.state !== undefined) add('b.state = ?', filter.state)
  if (filter.benefit !== undefined) add('b.benefit = ?', filter.benefit)
  const text = filter.search.trim()
  if (text !== '') {
    add('(instr(b.number, upper(?)) > 0', text)
    parts[parts.length - 1] += ' OR instr(b.title, ?) > 0)'
    params.push(text)
  }
  const where = parts.join(' AND ')
  const total = ledger
    .prepare<number>(`SELECT count(*) FROM batches b WHERE ${where}`)
    .pluck()
    .get(...params)
  const procedures = new OfficeProcedures(ledger)
  const rows = ledger
    .prepare<Omit<Batch, 'procedure'>>(
      `SELECT ${BATCH_COLUMNS} FROM batches b WHERE ${where} ORDER BY b.number DESC LIMIT ? OFFSET ?`,
    )
    .all(...params, filter.limit, filter.offset)
    .map((row) => ({ ...row, procedure: procedures.byId(row.procedureId) }))
  return { total: total as number, rows: rows.map((row) => batchRowView(ledger, row, names, regions)) }
}

function batchRowView(ledger: Reading, batch: Batch, names: Names, regions: Regions): BatchRow {
  const step = stepOfBatch(batch)
  const { procedure: _, procedureId: __, budgetLineId: ___, scope, ...row } = batch
  return {
    ...row,
    ...totalsOfBatch(ledger, batch.id),
    benefitName: names.get(batch.benefit) ?? batch.benefit,
    scopeText: scope === null ? '' : (regions.fullName(scope) ?? scope),
    step: step === undefined ? null : { id: step.id, name: step.name, kind: step.kind },
  }
}

/** One batch with its steps, lists, samples, budget line, and what stands against its next step. @throws Refusal `batches.not-found` */
export function batchView(
  ledger: Reading,
  id: string,
  parts: {
    readonly names: Names
    readonly regions: Regions
    readonly today: string
    readonly gate?: BatchGate
  },
): BatchDetail {
  const batch = findBatch(ledger, id)
  const { steps } = batch.procedure.procedure
  const now = stepOfBatch(batch)
  const index = now === undefined ? steps.length : steps.indexOf(now)
  const line = budgetLineOf(ledger, batch)
  return {
    ...batchRowView(ledger, batch, parts.names, parts.regions),
    budget:
      line === undefined
        ? null
        : {
            id: line.id,
            name: line.name,
            amountFen: line.amountFen,
            committedFen: line.committedFen,
            paidFen: line.paidFen,
            leftFen: line.leftFen,
          },
    places: placesOf(ledger, id),
    steps: steps.map((step, i) => ({
      id: step.id,
      name: step.name,
      kind: step.kind,
      state: i < index ? 'done' : i === index ? 'now' : 'later',
    })),
    bars: barsOf(ledger, batch, parts.gate, () => line),
    publicLists: listPublicLists(ledger, parts.today, { batchId: id }),
    samples: listSamples(ledger, id),
  }
}

/** By township and village of the people; those without a place stand under 其他. */
function placesOf(ledger: Reading, batchId: string): BatchDetail['places'] {
  return ledger
    .prepare<{ place: string; count: number; amountFen: number }>(
      `SELECT CASE WHEN p.home_township_text IS NULL AND p.home_village IS NULL THEN '其他'
           ELSE concat(p.home_township_text, p.home_village) END AS place,
         count(*) AS count, sum(c.amount_fen) AS amountFen
       FROM claims c LEFT JOIN people p ON p.id = c.person_id
       WHERE c.batch_id = ? AND c.deleted_at IS NULL GROUP BY 1 ORDER BY 1`,
    )
    .all(batchId)
}

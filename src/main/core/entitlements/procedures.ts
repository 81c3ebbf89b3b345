import { Refusal } from '../../../shared/domain/refusal.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { standards } from '../db/schema/policy.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import {
  type Implementations,
  type InputOf,
  query,
  type ReaderJobContext,
  readerJob,
  write,
  writerJob,
} from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { dashboardView } from '../reports/dashboard.ts'
import { evaluateLedger } from './evaluate.ts'
import { explainFromLedger, explainPerson } from './explain.ts'
import { storedParameters } from './ledger-engine.ts'
import { benefitNames, knownBenefits, packsOf } from './packs.ts'
import { policyLibrary } from './policy-library.ts'
import { listReadings, removeReading, saveReading } from './readings.ts'
import { listResults } from './results-list.ts'
import { latestRun } from './runs.ts'
import { listStandards, saveStandard } from './standards.ts'

export const entitlementProcedures: Implementations = {
  'policy.documents': query('policy.documents', (context, { asOf }) =>
    policyLibrary(
      packsOf(context, context.ledger, asOf ?? context.today()),
      regionsOf(context),
      storedParameters(context.ledger),
    ),
  ),
  'policy.evaluate': writerJob('policy.evaluate', (context, input) => evaluateLedger(context, input)),
  'policy.latestRun': query('policy.latestRun', (context) => latestRun(context.ledger)),
  'policy.results': query('policy.results', (context, input) =>
    listResults(context.ledger, input, knownBenefits(context, context.ledger), regionsOf(context)),
  ),
  'policy.explain': query('policy.explain', (context, input) =>
    explainFromLedger(context, context.ledger, input),
  ),
  'policy.explainPerson': query('policy.explainPerson', (context, input) =>
    explainPerson(context, context.ledger, input),
  ),
  'policy.exportResults': readerJob('policy.exportResults', exportResults),
  'policy.standards': query('policy.standards', (context) => listStandards(context, context.ledger)),
  'policy.saveStandard': write('policy.saveStandard', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'policy.saveStandard', actor: context.actor.name, params: { key: input.key } },
      (tx) => saveStandard(context, tx, input, context.actor.name),
    )
    return { id: result, txId }
  }),
  'policy.removeStandard': write('policy.removeStandard', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'policy.removeStandard', actor: context.actor.name, params: { id } },
      (tx) => {
        const live = tx.prepare('SELECT 1 FROM standards WHERE id = ? AND deleted_at IS NULL').get(id)
        if (live === undefined) throw new Refusal('policy.standard-gone', '这条标准已不在台账中，请刷新。')
        tx.remove(standards, id, reason)
      },
    )
    return { id, txId }
  }),
  'policy.readings': query('policy.readings', (context, { asOf }) =>
    listReadings(context, context.ledger, asOf ?? context.today()),
  ),
  'policy.saveReading': write('policy.saveReading', (context, input) => {
    const { txId, result } = context.ledger.write(
      { action: 'policy.saveReading', actor: context.actor.name, params: { key: input.key } },
      (tx) => saveReading(context, tx, input, context.actor.name),
    )
    return { id: result, txId }
  }),
  'policy.removeReading': write('policy.removeReading', (context, { id, reason }) => {
    const { txId } = context.ledger.write(
      { action: 'policy.removeReading', actor: context.actor.name, params: { id } },
      (tx) => removeReading(tx, id, reason),
    )
    return { id, txId }
  }),
  'dashboard.view': query('dashboard.view', (context, { asOf }) =>
    dashboardView(context.ledger, asOf, regionsOf(context), benefitNames(context, context.ledger)),
  ),
}

/** Rows are fetched in pages, so that the largest list never stands in memory. */
const PAGE = 1000

/** 测算结果 that match, as a workbook. */
async function exportResults(context: ReaderJobContext, filter: InputOf<'policy.exportResults'>) {
  const run = latestRun(context.ledger)
  if (run === null)
    throw new Refusal('policy.never-run', '还没有测算过，没有结果可以导出。请先在“政策测算”中测算。')
  const benefits = knownBenefits(context, context.ledger)
  const regions = regionsOf(context)
  const first = listResults(context.ledger, { ...filter, offset: 0, limit: 1 }, benefits, regions)
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows }) => context.progress('导出测算结果', rows, first.total, '行'),
  })
  const ledger = context.ledger
  function* rows() {
    for (let offset = 0; offset < first.total; offset += PAGE) {
      for (const row of listResults(ledger, { ...filter, offset, limit: PAGE }, benefits, regions).rows) {
        yield [
          row.benefit,
          row.benefitName,
          OUTCOME_TEXT[row.outcome],
          row.beneficiaryName,
          row.personName,
          row.idMasked,
          row.homeText,
          row.workText,
          row.period,
          row.amountFen,
          row.months,
          row.on,
          row.reason,
        ]
      }
    }
  }
  writer.addSheet({
    name: '测算结果',
    title: `政策测算结果（截至 ${run.asOf}）`,
    columns: [
      { header: '条款', width: 9 },
      { header: '补贴名称', width: 24 },
      { header: '结果', width: 14 },
      { header: '领取人', width: 24 },
      { header: '人员', width: 16 },
      { header: '身份证号', width: 21 },
      { header: '户籍地', width: 24 },
      { header: '务工', width: 30 },
      { header: '期间', width: 10 },
      { header: '金额（元）', kind: 'fen', width: 13 },
      { header: '月数', kind: 'integer', width: 7 },
      { header: '满足日期', width: 12 },
      { header: '说明', width: 40, wrap: true },
    ],
    rows: rows(),
    print: { landscape: true },
  })
  const bytes = await writer.toBuffer()
  return context.files.put(`测算结果_${run.asOf}.xlsx`, XLSX, bytes)
}

import type { FileRef } from '../../../shared/contract/files.ts'
import type { ComingRow, LosingRow, UnclaimedRow } from '../../../shared/contract/outlook.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { COMING_OUTCOME_TEXT, LOSS_REASON_TEXT } from '../../../shared/text/outlook.ts'
import { BENEFICIARY_KIND_TEXT } from '../../../shared/text/policy.ts'
import { knownBenefits } from '../entitlements/packs.ts'
import { latestRun } from '../entitlements/runs.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import type { SheetCell, SheetColumn } from '../exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext, WriteContext } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { listComing } from './coming-list.ts'
import { listLosing } from './losing-list.ts'
import { type PaperRow, paperList } from './paper-list.ts'
import { aheadOrRefuse } from './status.ts'
import { listUnclaimed, nameOf } from './unclaimed.ts'

type Input = InputOf<'outlook.exportList'>
type AnyRow = UnclaimedRow | ComingRow | LosingRow

/** Rows are fetched in pages, so that the largest list never stands in memory. */
const PAGE = 1000
/** More lines than this nobody prints: about 900 sheets. */
const MOST_PRINTED = 20_000

const TITLES = { unclaimed: '应享未享名单', coming: '将要可领名单', losing: '快要失去名单' } as const

/** One view as it is shown, as a workbook or for the printer. Full telephone numbers leave a note in the audit. */
export async function exportList(context: ReaderJobContext, input: Input): Promise<FileRef> {
  const list = listOf(context, input)
  const { total } = list.page(0, 1)
  if (total === 0) throw new Refusal('outlook.nothing', '没有符合条件的，无从导出。请放宽筛选条件。')
  const title = TITLES[input.view]
  const step = `导出${title}`
  function* rows(): Generator<AnyRow> {
    for (let offset = 0; offset < total; offset += PAGE) {
      context.progress(step, offset, total, '行')
      yield* list.page(offset, PAGE).rows
    }
  }
  const scope = `${list.scope}，共 ${total} 条`
  const name = `${title}_${list.asOf}`
  const file =
    input.format === 'pdf'
      ? await printed(context, { title, scope, total }, rows(), name)
      : await workbook(context, input, { title, scope }, rows(), name)
  if (input.phones === 'full') await context.commit('outlook.exported', { view: input.view, rows: total })
  return file
}

/** Writer step: full telephone numbers left the ledger. */
export function noteExport(context: WriteContext, payload: { view: string; rows: number }): null {
  context.ledger.write(
    { action: 'outlook.exportList', actor: context.actor.name, params: payload },
    () => null,
  )
  return null
}

function listOf(context: ReaderJobContext, input: Input) {
  const { ledger } = context
  const benefits = knownBenefits(context, ledger)
  const regions = regionsOf(context)
  const { phones, filter } = input
  const said = [
    filter.benefit === undefined ? '全部项目' : `${filter.benefit} ${nameOf(benefits, filter.benefit)}`,
    ...(filter.homeCounty === undefined
      ? []
      : [`户籍 ${regions.name(filter.homeCounty) ?? filter.homeCounty}`]),
    ...(filter.homeTownship === undefined ? [] : [filter.homeTownship]),
    ...(filter.payee === undefined ? [] : [`领取人：${BENEFICIARY_KIND_TEXT[filter.payee]}`]),
    ...(filter.search === '' ? [] : [`查找“${filter.search}”`]),
    ...(input.view === 'coming' && input.filter.first ? ['首次'] : []),
    ...(input.view === 'coming' && input.filter.month !== undefined ? [input.filter.month] : []),
    ...(input.view === 'losing' && input.filter.reason !== undefined
      ? [LOSS_REASON_TEXT[input.filter.reason]]
      : []),
    ...(input.view === 'losing' && input.filter.within !== undefined ? [`${input.filter.within} 天内`] : []),
    ...(input.view === 'unclaimed' && input.filter.keys !== undefined ? ['所选'] : []),
  ].join('，')
  if (input.view === 'unclaimed') {
    const run = latestRun(ledger)
    if (run === null)
      throw new Refusal('policy.never-run', '还没有测算过，没有名单可以导出。请先在“政策测算”中测算。')
    return {
      asOf: run.asOf,
      scope: `截至 ${run.asOf}，${said}`,
      page: (offset: number, limit: number) =>
        listUnclaimed(ledger, { ...input.filter, offset, limit }, benefits, regions, phones),
    }
  }
  const { asOf } = aheadOrRefuse(ledger)
  return {
    asOf,
    scope: `截至 ${asOf}，${said}`,
    page: (offset: number, limit: number): { total: number; rows: AnyRow[] } =>
      input.view === 'coming'
        ? listComing(ledger, { ...input.filter, offset, limit }, benefits, regions, phones)
        : listLosing(ledger, { ...input.filter, offset, limit }, benefits, regions, asOf, phones),
  }
}

const COMMON: readonly SheetColumn[] = [
  { header: '条款', width: 9 },
  { header: '项目', width: 24 },
  { header: '领取人', width: 24 },
  { header: '人员', width: 14 },
  { header: '身份证号', width: 21 },
  { header: '联系电话', width: 15 },
  { header: '户籍地', width: 24 },
  { header: '务工', width: 30 },
  { header: '期间', width: 17 },
  { header: '金额（元）', kind: 'fen', width: 13 },
]

const OWN: Readonly<Record<Input['view'], readonly SheetColumn[]>> = {
  unclaimed: [{ header: '月数', kind: 'integer', width: 7 }],
  coming: [
    { header: '满足日期', width: 12 },
    { header: '到时', width: 12 },
    { header: '首次或再次', width: 10 },
  ],
  losing: [
    { header: '剩余天数', kind: 'integer', width: 9 },
    { header: '最迟', width: 12 },
    { header: '原因', width: 40, wrap: true },
    { header: '怎么办', width: 44, wrap: true },
  ],
}

async function workbook(
  context: ReaderJobContext,
  input: Input,
  head: { title: string; scope: string },
  rows: Iterable<AnyRow>,
  name: string,
): Promise<FileRef> {
  const writer = createWorkbookWriter({ shouldStop: () => context.shouldStop() })
  function* cells(): Generator<SheetCell[]> {
    for (const row of rows) yield [...common(row), ...own(row)]
  }
  writer.addSheet({
    name: head.title,
    title: head.title,
    above: [{ text: head.scope, align: 'left' }],
    columns: [...COMMON, ...OWN[input.view]],
    rows: cells(),
    print: { landscape: true },
  })
  return context.files.put(`${name}.xlsx`, XLSX, await writer.toBuffer())
}

function common(row: AnyRow): SheetCell[] {
  return [
    row.benefit,
    row.benefitName,
    row.beneficiaryName,
    row.personName,
    row.idMasked,
    row.phoneMasked,
    row.homeText,
    row.workText,
    row.period,
    row.amountFen,
  ]
}

function own(row: AnyRow): SheetCell[] {
  if ('losses' in row)
    return [
      row.daysLeft,
      row.deadline,
      row.losses.map(({ reason, why }) => `${LOSS_REASON_TEXT[reason]}：${why}`).join('\n'),
      row.losses.map(({ todo }) => todo).join('\n'),
    ]
  if ('again' in row) return [row.on, COMING_OUTCOME_TEXT[row.outcome], row.again ? '再次' : '首次']
  return [row.months]
}

async function printed(
  context: ReaderJobContext,
  head: { title: string; scope: string; total: number },
  rows: Iterable<AnyRow>,
  name: string,
): Promise<FileRef> {
  if (head.total > MOST_PRINTED)
    throw new Refusal(
      'outlook.too-long',
      `名单有 ${head.total} 条，打印最多 ${MOST_PRINTED} 条。请按项目、户籍地或月份缩小范围，或导出工作簿。`,
      { total: head.total },
    )
  function* lines(): Generator<PaperRow> {
    for (const row of rows)
      yield {
        payee: row.beneficiaryName,
        person: row.beneficiaryKind === 'person' ? undefined : (row.personName ?? undefined),
        idNumber: row.idMasked ?? undefined,
        phone: row.phoneMasked ?? undefined,
        benefit: `${row.benefit} ${row.benefitName}`,
        amount: row.amountFen ?? undefined,
        day: 'losses' in row ? (row.deadline ?? undefined) : 'on' in row ? row.on : (row.period ?? undefined),
        says: says(row),
      }
  }
  const { office } = readOffice(context.ledger)
  const header = { title: head.title, scope: head.scope, office, filledOn: context.today() }
  return context.files.put(`${name}.pdf`, 'application/pdf', await paperList(context, header, lines()))
}

function says(row: AnyRow): string {
  if ('losses' in row) return row.losses.map(({ why, todo }) => `${why}。${todo}`).join('；')
  if ('again' in row)
    return `${COMING_OUTCOME_TEXT[row.outcome]}${row.period === null ? '' : ` ${row.period}`}`
  return row.homeText
}

import type { FileRef } from '../../../shared/contract/files.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CLAIM_STATE_TEXT } from '../../../shared/text/claims.ts'
import { benefitNames } from '../entitlements/packs.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import type { SheetCell } from '../exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext } from '../procedure.ts'
import { claimTotals, listClaims } from './claims-list.ts'

/** Rows are fetched in pages, so that the largest list never stands in memory. */
const PAGE = 2000

/**
 * The claims that a filter shows, in the order of the list, as a workbook with ID numbers masked and their sum.
 * @throws Refusal `claims.nothing`
 */
export async function exportClaims(
  context: ReaderJobContext,
  filter: InputOf<'claims.exportList'>,
): Promise<FileRef> {
  const { ledger } = context
  const names = benefitNames(context, ledger)
  const totals = claimTotals(ledger, filter)
  if (totals.count === 0)
    throw new Refusal('claims.nothing', '没有符合条件的申领，无从导出。请放宽筛选条件。')
  function* rows(): Generator<SheetCell[]> {
    for (let offset = 0; offset < totals.count; offset += PAGE) {
      for (const claim of listClaims(ledger, { ...filter, offset, limit: PAGE }, names).rows)
        yield [
          claim.number,
          claim.benefit,
          claim.benefitName,
          claim.beneficiaryName,
          claim.personName,
          claim.idMasked,
          claim.homeText,
          claim.employerName,
          claim.period,
          claim.amountFen,
          CLAIM_STATE_TEXT[claim.state],
          claim.stepName,
          claim.dueOn,
          claim.holds > 0 ? '正在暂缓' : null,
          claim.printedTimes > 0 ? '已打印' : '未打印',
        ]
    }
    yield [
      '合计',
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      null,
      totals.amountFen,
      null,
      null,
      null,
      null,
      null,
    ]
  }
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows: done }) => context.progress('导出申领名单', done, totals.count, '行'),
  })
  const today = context.today()
  writer.addSheet({
    name: '申领名单',
    title: '申领名单',
    above: [{ text: `${today} 导出，共 ${totals.count} 份`, align: 'left' }],
    columns: [
      { header: '编号', width: 23 },
      { header: '条款', width: 9 },
      { header: '项目', width: 22 },
      { header: '领取人', width: 24 },
      { header: '人员', width: 14 },
      { header: '身份证号', width: 21 },
      { header: '户籍地', width: 30 },
      { header: '用人单位', width: 28 },
      { header: '期间', width: 10 },
      { header: '金额（元）', kind: 'fen', width: 13 },
      { header: '状态', width: 10 },
      { header: '停在哪一步', width: 14 },
      { header: '应办日期', width: 12 },
      { header: '暂缓', width: 10 },
      { header: '打印', width: 9 },
    ],
    rows: rows(),
    print: { landscape: true },
  })
  return context.files.put(`申领名单_${today}.xlsx`, XLSX, await writer.toBuffer())
}

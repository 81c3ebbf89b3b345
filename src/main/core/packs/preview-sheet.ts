import type { FileRef } from '../../../shared/contract/files.ts'
import { PACK_CHANGE_TEXT } from '../../../shared/text/packs.ts'
import { OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext } from '../procedure.ts'
import { caseRows, decideBoth, fundText, sidesOf, usesOf } from './preview.ts'

/** More than a sheet can hold beside its head. */
const MOST_ROWS = 1_000_000
/** Names are looked up in pages, so that all rows with their names never stand in memory. */
const PAGE = 2000

/** Everybody whom a change of documents touches, with the sums by benefit and fund, as a workbook. */
export async function exportPreview(
  context: ReaderJobContext,
  input: InputOf<'packs.exportPreview'>,
): Promise<FileRef> {
  const { ledger } = context
  const sides = sidesOf(context, ledger, input.packId, input.asOf)
  const { book } = decideBoth(context, sides, input, MOST_ROWS)
  const uses = usesOf(sides)
  const cases = book.cases()
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows }) => context.progress('导出影响名单', rows, cases.length, '行'),
  })
  const what = sides.back ? '退回' : '启用'
  writer.addSheet({
    name: '影响名单',
    title: `${what}政策包的影响名单（截至 ${input.asOf}）`,
    columns: [
      { header: '变化', width: 12 },
      { header: '原条款', width: 10 },
      { header: '新条款', width: 10 },
      { header: '补贴名称', width: 24 },
      { header: '领取人', width: 24 },
      { header: '人员', width: 14 },
      { header: '身份证号', width: 21 },
      { header: '户籍县或所在县', width: 20 },
      { header: '期间', width: 9 },
      { header: '原结果', width: 12 },
      { header: '新结果', width: 12 },
      { header: '原金额（元）', kind: 'fen', width: 13 },
      { header: '新金额（元）', kind: 'fen', width: 13 },
      { header: '说明', width: 40, wrap: true },
    ],
    rows: (function* () {
      for (let at = 0; at < cases.length; at += PAGE)
        for (const row of caseRows(context, ledger, cases.slice(at, at + PAGE), uses))
          yield [
            PACK_CHANGE_TEXT[row.change],
            row.benefitBefore,
            row.benefitAfter,
            row.benefitName,
            row.beneficiaryName,
            row.personName,
            row.idMasked,
            row.countyText,
            row.period,
            OUTCOME_TEXT[row.outcomeBefore],
            OUTCOME_TEXT[row.outcomeAfter],
            row.beforeFen,
            row.afterFen,
            row.reason,
          ]
    })(),
    print: { landscape: true },
  })
  writer.addSheet({
    name: '按项目汇总',
    title: `${what}前后按项目（截至 ${input.asOf}）`,
    columns: [
      { header: '条款', width: 18 },
      { header: '补贴名称', width: 28 },
      { header: '原可领（项）', kind: 'integer', width: 12 },
      { header: '新可领（项）', kind: 'integer', width: 12 },
      { header: '原金额（元）', kind: 'fen', width: 15 },
      { header: '新金额（元）', kind: 'fen', width: 15 },
      ...(['lose', 'less', 'gain', 'more', 'other'] as const).map((change) => ({
        header: PACK_CHANGE_TEXT[change],
        kind: 'integer' as const,
        width: 11,
      })),
    ],
    rows: [...uses].flatMap(([use, { ids, name }]) => {
      const sums = book.byUse.get(use)
      if (sums === undefined) return []
      const { beforeCount, afterCount, beforeFen, afterFen, lose, less, gain, more, other } = sums
      return [
        [ids.join('、'), name, beforeCount, afterCount, beforeFen, afterFen, lose, less, gain, more, other],
      ]
    }),
  })
  writer.addSheet({
    name: '按资金汇总',
    title: `${what}前后按资金渠道（截至 ${input.asOf}）`,
    columns: [
      { header: '资金渠道', width: 40 },
      { header: '原金额（元）', kind: 'fen', width: 16 },
      { header: '新金额（元）', kind: 'fen', width: 16 },
    ],
    rows: [...book.byFund].map(([funds, sums]) => [fundText(funds), sums.beforeFen, sums.afterFen]),
  })
  const bytes = await writer.toBuffer()
  return context.files.put(`政策包影响名单_${input.asOf}.xlsx`, XLSX, bytes)
}

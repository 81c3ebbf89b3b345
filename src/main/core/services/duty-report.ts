/** 履职清单 of a year as a workbook for the inspection: duties with their evidence, targets, limits, referrals. */

import type { DutyView, LimitView, TargetView } from '../../../shared/contract/duties.ts'
import type { FileRef } from '../../../shared/contract/files.ts'
import type { ReferralCount } from '../../../shared/contract/services.ts'
import { DUTY_STATE_TEXT } from '../../../shared/text/services.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import type { SheetSpec } from '../exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext } from '../procedure.ts'
import { readOffice } from '../registry/office.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { OfficeReading } from './document-rows.ts'
import { listDuties } from './duties.ts'
import { listLimits } from './limits.ts'
import { listReferralRows } from './referrals.ts'
import { listTargets } from './targets.ts'

/** Four sheets over one state of the ledger. */
export async function dutyReport(
  context: ReaderJobContext,
  { year, doc }: InputOf<'duties.report'>,
): Promise<FileRef> {
  const today = context.today()
  const last = `${year}-12-31`
  const asOf = last < today ? last : today
  const { ledger } = context
  const writer = createWorkbookWriter({ shouldStop: () => context.shouldStop() })
  context.progress('汇总履职清单', 0, null)
  const office = readOffice(ledger)
  const filler = `填报单位：${office.office}    截至：${asOf}`
  ledger.snapshot(() => {
    const reading = new OfficeReading(context, ledger, asOf)
    const of = (rows: { doc: string }) => doc === undefined || rows.doc === doc
    const sheets = [
      dutySheet(listDuties(reading, ledger, { year, doc }, today).rows, year),
      targetSheet(listTargets(reading, ledger, asOf, regionsOf(context), doc), asOf),
      limitSheet(listLimits(reading, ledger, asOf).filter(of), asOf),
      referralSheet(listReferralRows(reading.packs, ledger, year).filter(of), year),
    ]
    for (const sheet of sheets)
      writer.addSheet({ ...sheet, borders: true, above: [{ text: filler, align: 'left' }] })
  })
  const bytes = await writer.toBuffer()
  return context.files.put(`履职清单_${year}年.xlsx`, XLSX, bytes)
}

type Sheet = Omit<SheetSpec, 'above' | 'borders'>
const PRINT = { landscape: true } as const

const described = [
  { header: '文件', width: 34, wrap: true },
  { header: '编号', width: 9 },
  { header: '条款', width: 11 },
]

function dutySheet(rows: readonly DutyView[], year: number): Sheet {
  return {
    name: '履职清单',
    title: `${year}年工作职责落实清单`,
    columns: [
      ...described,
      { header: '职责', width: 22, wrap: true },
      { header: '内容', width: 44, wrap: true },
      { header: '依据', width: 22, wrap: true },
      { header: '数量', kind: 'integer', width: 8 },
      { header: '附件', kind: 'integer', width: 8 },
      { header: '最近一次', width: 12 },
      { header: '状态', width: 10 },
      { header: '责任人', width: 12 },
      { header: '说明', width: 34, wrap: true },
    ],
    rows: rows.map((row) => [
      row.docTitle,
      row.id,
      row.clause,
      row.name,
      row.wording,
      row.countsText ?? '附材料',
      row.countsText === null ? null : row.count,
      row.attachments,
      row.lastOn,
      DUTY_STATE_TEXT[row.state],
      row.responsible,
      row.state === 'not-applicable' ? row.reason : row.note,
    ]),
    print: PRINT,
  }
}

function targetSheet(rows: readonly TargetView[], asOf: string): Sheet {
  return {
    name: '目标任务',
    title: `目标任务完成情况（截至 ${asOf}）`,
    columns: [
      ...described,
      { header: '目标', width: 24, wrap: true },
      { header: '责任主体', width: 16, wrap: true },
      { header: '计数', width: 22, wrap: true },
      { header: '期间', width: 16 },
      { header: '应达到', kind: 'integer', width: 10 },
      { header: '已完成', kind: 'integer', width: 10 },
      { header: '单位', width: 7 },
      { header: '不清楚', kind: 'integer', width: 9 },
      { header: '达到', width: 7 },
      { header: '分项和分县', width: 44, wrap: true },
    ],
    rows: rows.map((row) => [
      row.docTitle,
      row.id,
      row.clause,
      row.name,
      row.holder,
      row.measureText,
      row.periodText,
      row.goal,
      row.done,
      row.unit,
      row.unknown,
      row.goal === null ? '' : row.reached ? '是' : '否',
      [
        ...row.parts.map(({ text, owed, done, goal }) => `${text} ${owed} 次：${done}/${goal} 人`),
        ...row.byPlace.slice(0, 12).map(({ name, figure }) => `${name} ${figure}`),
      ].join('；'),
    ]),
    print: PRINT,
  }
}

function limitSheet(rows: readonly LimitView[], asOf: string): Sheet {
  return {
    name: '限制条件',
    title: `限制条件核对情况（截至 ${asOf}）`,
    columns: [
      ...described,
      { header: '限制', width: 24, wrap: true },
      { header: '内容', width: 50, wrap: true },
      { header: '怎样落实', width: 36, wrap: true },
      { header: '确定的问题', kind: 'integer', width: 12 },
      { header: '待核实', kind: 'integer', width: 10 },
    ],
    rows: rows.map((row) => {
      const sum = (of: 'certain' | 'possible') => row.checks.reduce((total, check) => total + check[of], 0)
      return [
        row.docTitle,
        row.id,
        row.clause,
        row.name,
        row.wording,
        row.carriedText ?? row.checks.map(({ text, mostText }) => `${text}（${mostText}）`).join('；'),
        row.checks.length === 0 ? null : sum('certain'),
        row.checks.length === 0 ? null : sum('possible'),
      ]
    }),
    print: PRINT,
  }
}

function referralSheet(rows: readonly ReferralCount[], year: number): Sheet {
  return {
    name: '转介',
    title: `${year}年转介办理情况`,
    columns: [
      ...described,
      { header: '项目', width: 26, wrap: true },
      { header: '内容', width: 46, wrap: true },
      { header: '转介', kind: 'integer', width: 8 },
      { header: '办理中', kind: 'integer', width: 9 },
      { header: '已享受', kind: 'integer', width: 9 },
      { header: '未享受', kind: 'integer', width: 9 },
      { header: '金额（元）', kind: 'fen', width: 14 },
      { header: '最近一次', width: 12 },
    ],
    rows: rows.map((row) => [
      row.docTitle,
      row.id,
      row.clause,
      row.name,
      row.wording,
      row.count,
      row.waiting,
      row.granted,
      row.refused,
      row.amountFen,
      row.lastOn,
    ]),
    print: PRINT,
  }
}

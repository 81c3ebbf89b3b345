import { type Field, type FieldCatalogue, fieldCatalogue } from './field-formats.ts'

/**
 * What stands above and below a list, and all that a cover sheet, an opinion sheet or a certificate prints: which
 * office, which batch, which part of it, which wall it hangs on. `undefined` is unknown and leaves room to write.
 * Dates `YYYY-MM-DD`, months `YYYY-MM`, money in fen.
 */
export interface PaperHeader {
  /** The paper's own number: `ZJ-2022-7F3A-000012`. */
  readonly serial?: string | undefined
  /** What its QR code says: the batch's number, where it is of a batch, else the serial. */
  readonly code?: string | undefined
  readonly office?: string | undefined
  readonly officePhone?: string | undefined
  readonly officer?: string | undefined
  readonly filledOn?: string | undefined
  /** What the list is of: benefit, village, year. */
  readonly subject?: string | undefined
  /** Part of the batch as grouped: a village, an employer. */
  readonly group?: string | undefined
  readonly benefit?: string | undefined
  readonly document?: string | undefined
  readonly clause?: string | undefined
  readonly standard?: string | undefined
  readonly period?: string | undefined
  readonly month?: string | undefined
  /** Claims on it, people they are for, and their sum. */
  readonly count?: number | undefined
  readonly people?: number | undefined
  readonly amount?: number | undefined
  readonly firstNumber?: string | undefined
  readonly lastNumber?: string | undefined
  readonly villages?: number | undefined
  readonly batch?:
    | {
        readonly number: string
        readonly title: string
        readonly fund: string
        readonly budgetLine: string | undefined
        readonly createdOn: string
        readonly createdBy: string
        readonly step: string | undefined
      }
    | undefined
  readonly publicity?:
    | {
        /** 村级、乡镇级、县级 */
        readonly level: string
        /** Who posts it, as its stamp says. */
        readonly poster: string | undefined
        readonly place: string | undefined
        readonly from: string | undefined
        readonly to: string | undefined
        readonly days: string | undefined
        readonly phone: string | undefined
        readonly objections: number | undefined
        readonly clearedOn: string | undefined
      }
    | undefined
  /** Employer or agent that claims. */
  readonly organisation?:
    | {
        readonly name: string
        readonly creditCode: string | undefined
        readonly address: string | undefined
        readonly contact: string | undefined
        readonly phone: string | undefined
        readonly bank: string | undefined
        readonly account: string | undefined
      }
    | undefined
  readonly payment?: { readonly number: string; readonly madeOn: string; readonly sha256: string } | undefined
}

const fields: readonly Field<PaperHeader>[] = [
  { name: '表号', kind: 'text', read: (d) => d.serial },
  { name: '扫码内容', kind: 'text', read: (d) => d.code },
  { name: '填报单位', kind: 'text', read: (d) => d.office },
  { name: '单位电话', kind: 'text', read: (d) => d.officePhone },
  { name: '经办人', kind: 'text', read: (d) => d.officer },
  { name: '填报日期', kind: 'date', read: (d) => d.filledOn },
  { name: '名册内容', kind: 'text', read: (d) => d.subject },
  { name: '范围', kind: 'text', read: (d) => d.group },
  { name: '项目', kind: 'text', read: (d) => d.benefit },
  { name: '依据文件', kind: 'text', read: (d) => d.document },
  { name: '依据条款', kind: 'text', read: (d) => d.clause },
  { name: '补贴标准', kind: 'text', read: (d) => d.standard },
  { name: '所属期间', kind: 'text', read: (d) => d.period },
  { name: '月份', kind: 'month', read: (d) => d.month },
  { name: '份数', kind: 'number', read: (d) => d.count },
  { name: '总人数', kind: 'number', read: (d) => d.people },
  { name: '总金额', kind: 'money', read: (d) => d.amount },
  { name: '首号', kind: 'text', read: (d) => d.firstNumber },
  { name: '末号', kind: 'text', read: (d) => d.lastNumber },
  { name: '村数', kind: 'number', read: (d) => d.villages },
  { name: '批次编号', kind: 'text', read: (d) => d.batch?.number },
  { name: '批次名称', kind: 'text', read: (d) => d.batch?.title },
  { name: '资金来源', kind: 'text', read: (d) => d.batch?.fund },
  { name: '资金计划', kind: 'text', read: (d) => d.batch?.budgetLine },
  { name: '编批日期', kind: 'date', read: (d) => d.batch?.createdOn },
  { name: '编批人', kind: 'text', read: (d) => d.batch?.createdBy },
  { name: '办理环节', kind: 'text', read: (d) => d.batch?.step },
  { name: '公示级别', kind: 'text', read: (d) => d.publicity?.level },
  { name: '公示单位', kind: 'text', read: (d) => d.publicity?.poster },
  { name: '公示地点', kind: 'text', read: (d) => d.publicity?.place },
  { name: '公示起', kind: 'date', read: (d) => d.publicity?.from },
  { name: '公示止', kind: 'date', read: (d) => d.publicity?.to },
  { name: '公示天数', kind: 'text', read: (d) => d.publicity?.days },
  { name: '监督电话', kind: 'text', read: (d) => d.publicity?.phone },
  { name: '异议条数', kind: 'number', read: (d) => d.publicity?.objections },
  {
    name: '公示结果',
    kind: 'text',
    read: ({ publicity }) =>
      publicity?.objections === undefined
        ? undefined
        : publicity.objections === 0
          ? '公示期内没有收到异议。'
          : `公示期内收到异议${publicity.objections}条，均已处理完毕。`,
  },
  { name: '公示办结日期', kind: 'date', read: (d) => d.publicity?.clearedOn },
  { name: '单位名称', kind: 'text', read: (d) => d.organisation?.name },
  { name: '信用代码', kind: 'text', read: (d) => d.organisation?.creditCode },
  { name: '单位地址', kind: 'text', read: (d) => d.organisation?.address },
  { name: '单位联系人', kind: 'text', read: (d) => d.organisation?.contact },
  { name: '单位联系电话', kind: 'text', read: (d) => d.organisation?.phone },
  { name: '单位开户行', kind: 'text', read: (d) => d.organisation?.bank },
  { name: '单位账号', kind: 'account', read: (d) => d.organisation?.account },
  { name: '支付文件编号', kind: 'text', read: (d) => d.payment?.number },
  { name: '支付文件日期', kind: 'date', read: (d) => d.payment?.madeOn },
  { name: '支付文件校验', kind: 'text', read: (d) => d.payment?.sha256 },
]

/** The names a layout uses for `PaperHeader`. */
export const paperHeaderFields: FieldCatalogue<PaperHeader> = fieldCatalogue(
  'paper-header',
  (d) => d.group ?? d.batch?.number ?? '',
  fields,
)

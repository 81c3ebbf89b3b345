import { plainYuan } from '../../../shared/domain/money.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { JobContext } from '../procedure.ts'
import { applicationData, type PaperClaim } from './claims-on-paper.ts'

/** 花名册 of these claims as a workbook: text cells for ID numbers and accounts, totals, print set-up. */
export async function rosterWorkbook(
  context: JobContext,
  claims: readonly PaperClaim[],
  options: { office: string; title: string },
): Promise<Uint8Array> {
  const { office, title } = options
  const total = claims.reduce((sum, claim) => sum + claim.amountFen, 0)
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows }) => context.progress('导出花名册', rows, claims.length, '人'),
  })
  writer.addSheet({
    name: '花名册',
    title: `${title}申领花名册`,
    above: [
      { text: `填报单位（盖章）：${office}　　填报日期：${chineseDate(context.today())}`, align: 'left' },
    ],
    columns: [
      { header: '序号', kind: 'integer', width: 6 },
      { header: '申领编号', width: 24 },
      { header: '姓名', width: 14 },
      { header: '性别', width: 6 },
      { header: '身份证号', width: 21 },
      { header: '户籍地', width: 30, wrap: true },
      { header: '用人单位', width: 28, wrap: true },
      { header: '申请项目', width: 20, wrap: true },
      { header: '所属期间', width: 12 },
      { header: '金额（元）', kind: 'fen', width: 13 },
      { header: '开户行', width: 20, wrap: true },
      { header: '收款账号', width: 24 },
      { header: '签字', width: 12 },
    ],
    rows: claims.map((claim, index) => {
      const data = applicationData(claim, office, context.today())
      return [
        index + 1,
        claim.number,
        data.applicant.name,
        data.applicant.sex,
        data.applicant.idNumber,
        data.applicant.householdAddress,
        data.work.employer,
        data.benefit.name,
        data.benefit.period,
        claim.amountFen,
        data.payee.bank,
        data.payee.account,
        null,
      ]
    }),
    below: [{ text: `合计：${claims.length} 份，${plainYuan(total)} 元`, align: 'left', bold: true }],
    borders: true,
    fontSize: 11,
    rowHeight: 28,
    print: { landscape: true, margins: { top: 15, bottom: 15, left: 10, right: 10 } },
  })
  return writer.toBuffer()
}

function chineseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { plainYuan } from '../../../shared/domain/money.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import { applicationFields } from '../forms/application-fields.ts'
import { readFormLayout } from '../forms/compile-form.ts'
import { readListLayout } from '../forms/compile-list.ts'
import { type FontShelf, openFontShelf } from '../forms/font-shelf.ts'
import { splitIntoParts } from '../forms/form-parts.ts'
import { renderForms } from '../forms/render-forms.ts'
import { renderList } from '../forms/render-list.ts'
import { rosterHeaderFields, rosterRowFields } from '../forms/roster-fields.ts'
import { Cancelled, type JobContext } from '../procedure.ts'
import { applicationData, type PaperClaim, rosterRow } from './application-data.ts'

export type Paper = { name: string; mime: string; bytes: Uint8Array; pages: number }

const PDF = 'application/pdf'
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** The application forms of these claims, at most `pagesPerFile` in one PDF. @throws Refusal of core/forms */
export async function applicationForms(
  context: JobContext,
  claims: readonly PaperClaim[],
  options: { layout: string; office: string; pagesPerFile: number },
): Promise<Paper[]> {
  const shelf = fonts(context)
  const file = `${options.layout}.yaml`
  const form = readFormLayout(file, layoutText(context, file), applicationFields)
  const title = `申请表_${subject(claims)}`
  const parts = splitIntoParts(claims, () => title, options.pagesPerFile)
  const papers: Paper[] = []
  let before = 0
  for (const part of parts) {
    const sink = memorySink()
    const today = context.today()
    const { pages, stopped } = await renderForms(
      form,
      part.people.map((claim) => applicationData(claim, options.office, today)),
      sink,
      {
        shelf,
        createdAt: new Date(context.now()),
        onProgress: (done) => context.progress('打印申请表', before + done, claims.length, '页'),
        shouldStop: () => context.shouldStop(),
      },
    )
    if (stopped) throw new Cancelled()
    before += pages
    const name = part.parts === 1 ? `${title}.pdf` : `${title}_${part.part}-${part.parts}.pdf`
    papers.push({ name, mime: PDF, bytes: sink.bytes(), pages })
  }
  return papers
}

/** 花名册 of these claims as a workbook: text cells for ID numbers and accounts, totals, print set-up. */
export async function rosterWorkbook(
  context: JobContext,
  claims: readonly PaperClaim[],
  office: string,
): Promise<Paper> {
  const total = claims.reduce((sum, claim) => sum + claim.amountFen, 0)
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows }) => context.progress('导出花名册', rows, claims.length, '人'),
  })
  writer.addSheet({
    name: '花名册',
    title: `${subject(claims)}申领花名册`,
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
  const bytes = await writer.toBuffer()
  return { name: `花名册_${subject(claims)}.xlsx`, mime: XLSX, bytes, pages: 1 }
}

/** 花名册 of these claims for the printer. */
export async function rosterPdf(
  context: JobContext,
  claims: readonly PaperClaim[],
  office: string,
): Promise<Paper> {
  const file = 'application-roster.yaml'
  const list = readListLayout(file, layoutText(context, file), rosterHeaderFields, rosterRowFields)
  const sink = memorySink()
  const { pages, stopped } = await renderList(
    list,
    { number: undefined, office, subject: subject(claims), filledOn: context.today() },
    claims.map(rosterRow),
    sink,
    {
      shelf: fonts(context),
      createdAt: new Date(context.now()),
      onProgress: (done) => context.progress('打印花名册', done, null, '页'),
      shouldStop: () => context.shouldStop(),
    },
  )
  if (stopped) throw new Cancelled()
  return { name: `花名册_${subject(claims)}.pdf`, mime: PDF, bytes: sink.bytes(), pages }
}

/** Layouts of individual forms in `resources/forms`. */
export const FORM_LAYOUTS = [{ id: 'individual-application', name: '个人申请表', local: false }] as const

function layoutText(context: JobContext, file: string): string {
  try {
    return readFileSync(join(context.resources, 'forms', file), 'utf8')
  } catch {
    throw new Refusal('forms.no-layout', `没有版式文件 ${file}。请重新安装本软件，或换一种版式。`, { file })
  }
}

let shelf: FontShelf | undefined
function fonts(context: JobContext): FontShelf {
  shelf ??= openFontShelf(join(context.resources, 'fonts', 'built'))
  return shelf
}

/** One benefit by its name, several as a count. */
function subject(claims: readonly PaperClaim[]): string {
  const names = new Set(claims.map((claim) => claim.trace.benefitName))
  return names.size === 1 ? [...names][0]! : `${names.size}项补贴`
}

function chineseDate(date: string): string {
  const [year, month, day] = date.split('-').map(Number)
  return `${year}年${month}月${day}日`
}

function memorySink() {
  const pieces: Uint8Array[] = []
  return {
    write: async (bytes: Uint8Array) => {
      pieces.push(bytes)
    },
    bytes: (): Uint8Array => Buffer.concat(pieces),
  }
}

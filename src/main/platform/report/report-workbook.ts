import { likenessText } from '../../../shared/text/duplicates.ts'
import type { SheetSpec } from '../../core/exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../../core/exchange/workbook/workbook-writer.ts'
import type { DuplicatePerson } from './duplicates.ts'
import type { Report } from './report.ts'

/** Writes the report: totals, offices, counties, benefits, and the duplicates by name. @throws Refusal `file.*` */
export async function writeReport(report: Report, path: string): Promise<void> {
  const writer = createWorkbookWriter()
  for (const sheet of sheetsOf(report)) writer.addSheet(sheet)
  await writer.toFile(path)
}

function sheetsOf({ asOf, totals, duplicates, names }: Report): SheetSpec[] {
  const county = (code: string | null) => (code === null ? '未填' : (names.counties[code] ?? code))
  const office = (node: string) => names.offices[node] ?? node
  const person = (one: DuplicatePerson) => [
    one.name,
    one.idNumber,
    one.birthDate,
    county(one.county),
    one.township,
    office(one.node),
  ]
  const sheets: SheetSpec[] = [
    {
      name: '总数',
      columns: [
        { header: '项目', width: 24 },
        { header: '数', kind: 'integer', width: 16 },
      ],
      rows: [
        ['人数（一个身份证号算一人）', totals.persons],
        ['人员记录', totals.records],
        [`${asOf} 在岗`, totals.working],
        ['申领', totals.claims],
        ['申领金额（元）', { value: totals.amountFen, kind: 'fen' }],
        ['退回的行', totals.refused],
        ['同一身份证号的重复人员', duplicates?.same.persons ?? null],
        ['其中跨单位', duplicates?.same.acrossOffices ?? null],
        ['其他疑似重复（对）', duplicates?.similar ?? null],
      ],
    },
    {
      name: '各单位',
      columns: [
        { header: '单位', width: 28 },
        { header: '人员', kind: 'integer' },
        { header: '在岗', kind: 'integer' },
        { header: '申领', kind: 'integer' },
        { header: '申领金额（元）', kind: 'fen', width: 18 },
        { header: '退回的行', kind: 'integer' },
        { header: '最后一份', kind: 'integer' },
        { header: '等待中', kind: 'integer' },
        { header: '没有接收的份数', kind: 'integer' },
      ],
      rows: totals.offices.map((one) => [
        one.name,
        one.people,
        one.working,
        one.claims,
        one.amountFen,
        one.refused,
        one.lastSequence,
        one.waiting,
        one.refusedBundles,
      ]),
    },
    {
      name: '各县',
      columns: [
        { header: '户籍县', width: 28 },
        { header: '人数', kind: 'integer' },
        { header: '在岗', kind: 'integer' },
      ],
      rows: totals.counties.map((one) => [county(one.county), one.people, one.working]),
    },
    {
      name: '各项补贴',
      columns: [
        { header: '项目', width: 10 },
        { header: '名称', width: 30 },
        { header: '资金', width: 24 },
        { header: '申领', kind: 'integer' },
        { header: '金额（元）', kind: 'fen', width: 18 },
        { header: '已发放', kind: 'integer' },
        { header: '已发放金额（元）', kind: 'fen', width: 18 },
      ],
      rows: totals.benefits.map((one) => [
        one.benefit,
        names.benefits[one.benefit] ?? one.benefit,
        names.funds[one.fund ?? ''] ?? '',
        one.claims,
        one.amountFen,
        one.paid,
        one.paidFen,
      ]),
    },
  ]
  if (duplicates === null) return sheets
  const who = [
    { header: '姓名', width: 14 },
    { header: '身份证号', width: 22 },
    { header: '出生日期', kind: 'date' as const },
    { header: '户籍县', width: 24 },
    { header: '乡镇', width: 14 },
    { header: '单位', width: 26 },
  ]
  return [
    ...sheets,
    {
      name: '同一身份证号',
      columns: [{ header: '组', kind: 'integer' }, ...who],
      rows: duplicates.sameShown.flatMap(({ records }, at) => records.map((one) => [at + 1, ...person(one)])),
    },
    {
      name: '其他疑似重复',
      columns: [
        { header: '组', kind: 'integer' },
        { header: '分数', kind: 'integer' },
        { header: '理由', width: 60, wrap: true },
        ...who,
      ],
      rows: duplicates.similarShown.flatMap(({ score, reasons, one, other }, at) => [
        [at + 1, score, likenessText(reasons), ...person(one)],
        [at + 1, score, null, ...person(other)],
      ]),
    },
  ]
}

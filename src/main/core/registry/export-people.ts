import type { FileRef } from '../../../shared/contract/files.ts'
import type { PersonRow } from '../../../shared/contract/registry.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CATEGORY_TEXT } from '../../../shared/text/policy.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import type { SheetCell } from '../exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import type { InputOf, ReaderJobContext, WriteContext } from '../procedure.ts'
import { listPeople } from './people-list.ts'
import { regionsOf } from './region-procedures.ts'

/** Each page walks the list anew, so few of them; a page of rows is some megabytes. */
const PAGE = 10_000

/**
 * The people that a filter shows, in the order of the list, as a workbook. Whole ID numbers and phones where they are
 * asked for, which the audit notes.
 * @throws Refusal `people.nothing`
 */
export async function exportPeople(
  context: ReaderJobContext,
  { numbers, ...filter }: InputOf<'people.exportList'>,
): Promise<FileRef> {
  const { ledger } = context
  const day = filter.asOf ?? context.today()
  const regions = regionsOf(context)
  const page = (offset: number, limit: number) =>
    listPeople(ledger, { ...filter, offset, limit }, day, regions)
  const { total } = page(0, 1)
  if (total === 0) throw new Refusal('people.nothing', '没有符合条件的人，无从导出。请放宽筛选条件。')
  const whole = ledger.prepare<{ id: string; idNumber: string | null; phone: string | null }>(
    'SELECT id, id_number AS idNumber, phone FROM people WHERE id IN (SELECT value FROM json_each(?))',
  )
  function* rows(): Generator<SheetCell[]> {
    let n = 0
    for (let offset = 0; offset < total; offset += PAGE) {
      const people = page(offset, PAGE).rows
      const full =
        numbers === 'full'
          ? new Map(whole.all(JSON.stringify(people.map(({ id }) => id))).map((one) => [one.id, one]))
          : undefined
      for (const person of people) {
        n += 1
        const own = full?.get(person.id)
        yield [n, ...cells(person, own?.idNumber ?? person.idMasked, own?.phone ?? person.phoneMasked)]
      }
    }
  }
  const writer = createWorkbookWriter({
    shouldStop: () => context.shouldStop(),
    onProgress: ({ rows: done }) => context.progress('导出人员名单', done, total, '行'),
  })
  writer.addSheet({
    name: '人员名单',
    title: '人员名单',
    above: [{ text: `截至 ${day}，共 ${total} 人`, align: 'left' }],
    columns: [
      { header: '序号', kind: 'integer', width: 7 },
      { header: '姓名', width: 14 },
      { header: '身份证号', width: 21 },
      { header: '性别', width: 6 },
      { header: '年龄', kind: 'integer', width: 6 },
      { header: '民族', width: 9 },
      { header: '人员类别', width: 22 },
      { header: '户籍地', width: 28 },
      { header: '现在务工', width: 30 },
      { header: '联系电话', width: 15 },
    ],
    rows: rows(),
    print: { landscape: true },
  })
  const file = await context.files.put(`人员名单_${day}.xlsx`, XLSX, await writer.toBuffer())
  if (numbers === 'full') await context.commit('people.exported', { people: total })
  return file
}

function cells(person: PersonRow, idNumber: string | null, phone: string | null): SheetCell[] {
  return [
    person.name,
    idNumber,
    person.sex,
    person.age,
    person.ethnicity,
    person.categories.map((category) => CATEGORY_TEXT[category]).join('、'),
    person.homeText,
    person.workText,
    phone,
  ]
}

/** Writer step: whole ID numbers and phones left the ledger. */
export function notePeopleExport(context: WriteContext, payload: { people: number }): null {
  context.ledger.write(
    { action: 'people.exportList', actor: context.actor.name, params: payload },
    () => null,
  )
  return null
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readListLayout } from '../forms/compile-list.ts'
import { fieldCatalogue } from '../forms/field-formats.ts'
import { type FontShelf, openFontShelf } from '../forms/font-shelf.ts'
import { renderList } from '../forms/render-list.ts'
import { Cancelled, type JobContext } from '../procedure.ts'

/** What stands above the list. */
export type PaperHeader = {
  readonly title: string
  /** what is shown: filters in words */
  readonly scope: string
  readonly office: string
  readonly filledOn: string
}

/** One line of the list. Unknown leaves the cell blank; money in fen. */
export type PaperRow = {
  readonly payee: string
  readonly person: string | undefined
  readonly idNumber: string | undefined
  readonly phone: string | undefined
  readonly benefit: string
  readonly amount: number | undefined
  readonly day: string | undefined
  readonly says: string
}

const headerFields = fieldCatalogue<PaperHeader>('outlook-header', () => '', [
  { name: '名单标题', kind: 'text', read: (d) => d.title },
  { name: '名单范围', kind: 'text', read: (d) => d.scope },
  { name: '填报单位', kind: 'text', read: (d) => d.office },
  { name: '填报日期', kind: 'date', read: (d) => d.filledOn },
])

const rowFields = fieldCatalogue<PaperRow>('outlook-row', (row) => row.person ?? row.payee, [
  { name: '领取人', kind: 'text', read: (d) => d.payee },
  { name: '人员', kind: 'text', read: (d) => d.person },
  { name: '身份证号', kind: 'text', read: (d) => d.idNumber },
  { name: '联系电话', kind: 'text', read: (d) => d.phone },
  { name: '项目', kind: 'text', read: (d) => d.benefit },
  { name: '金额', kind: 'money', read: (d) => d.amount },
  { name: '日期', kind: 'text', read: (d) => d.day },
  { name: '说明', kind: 'text', read: (d) => d.says },
])

let shelf: FontShelf | undefined

/** The list for the printer, as one PDF. @throws Refusal of core/forms, Cancelled */
export async function paperList(
  context: JobContext,
  header: PaperHeader,
  rows: Iterable<PaperRow>,
): Promise<Uint8Array> {
  const file = 'outlook-list.yaml'
  const layout = readFileSync(join(context.resources, 'forms', file), 'utf8')
  shelf ??= openFontShelf(join(context.resources, 'fonts', 'built'))
  const pieces: Uint8Array[] = []
  const { stopped } = await renderList(
    readListLayout(file, layout, headerFields, rowFields),
    header,
    rows,
    {
      write: async (bytes) => {
        pieces.push(bytes)
      },
    },
    {
      shelf,
      createdAt: new Date(context.now()),
      onProgress: (done) => context.progress('排版名单', done, null, '页'),
      shouldStop: () => context.shouldStop(),
    },
  )
  if (stopped) throw new Cancelled()
  return Buffer.concat(pieces)
}

import type { FileRef } from '../../../shared/contract/files.ts'
import { IMPORT_KIND_HINT, IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import type { InputOf, ReaderJobContext } from '../procedure.ts'
import { profilesOf } from './import-profiles.ts'
import { XLSX } from './workbook/media-type.ts'
import { createWorkbookWriter } from './workbook/workbook-writer.ts'

/** An empty workbook with every header that an import of this kind knows, and a sheet that says what may stand there. */
export async function importTemplate(
  context: ReaderJobContext,
  { kind }: InputOf<'imports.template'>,
): Promise<FileRef> {
  const profile = profilesOf(context)[kind]
  const name = IMPORT_KIND_TEXT[kind]
  const dated = profile.dated(Number(context.today().slice(0, 4)))
  // Of what there is one a year or a month, the latest year is enough to show how it is written.
  const year = context.today().slice(0, 4)
  const latest = dated.filter(({ field }) => field.includes(`:${year}`))
  const columns = [...profile.fields.map(({ label }) => label), ...latest.map(({ label }) => label)]
  const writer = createWorkbookWriter({ shouldStop: () => context.shouldStop() })
  writer.addSheet({
    name,
    columns: columns.map((header) => ({ header, width: Math.max(10, 2 * header.length + 4) })),
    rows: [],
    print: { landscape: true },
  })
  writer.addSheet({
    name: '填写说明',
    title: `${name}：${IMPORT_KIND_HINT[kind]}`,
    columns: [
      { header: '栏目', width: 22 },
      { header: '是否必填', width: 12 },
      { header: '也可以写作', width: 90, wrap: true },
    ],
    rows: profile.fields.map(({ label, required, oneOf, aliases }) => [
      label,
      required ? '必填' : oneOf === undefined ? '' : '几栏填一栏',
      aliases.join('、'),
    ]),
  })
  return context.files.put(`${name}（空表）.xlsx`, XLSX, await writer.toBuffer())
}

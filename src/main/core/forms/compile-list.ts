import {
  type FilledPiece,
  inset,
  type Path,
  PieceCompiler,
  type StaticPiece,
  type TextStyle,
} from './compile-form.ts'
import { pointsPerMm } from './drawing.ts'
import { type Field, type FieldCatalogue, fieldCatalogue } from './field-formats.ts'
import { type ListLayoutFile, listLayout } from './layout-schema.ts'
import { readLayout } from './read-layout.ts'
import { findField, LayoutFault, readTemplate, type Template } from './template.ts'

/** A row with its number in the list, from 1. */
export interface Numbered<Row> {
  readonly number: number
  readonly row: Row
}

/** What the line under the last row and the foot of each page may print. */
export interface ListEnd<Header> {
  readonly header: Header
  readonly rows: number
  /** Whole fen for each column that adds up, by the column's name for the total. */
  readonly totals: ReadonlyMap<string, number>
}

/** Where the foot of a page stands among the others. */
export interface PageFoot<Header> {
  readonly header: Header
  readonly page: number
}

export interface ListColumn<Row> {
  readonly x: number
  readonly width: number
  readonly style: TextStyle
  readonly template: Template<Numbered<Row>> | undefined
  readonly total: { readonly name: string; readonly field: Field<Numbered<Row>> } | undefined
}

/** A list layout ready to print; lengths in points. */
export interface CompiledList<Header, Row> {
  readonly id: string
  readonly name: string
  readonly width: number
  readonly height: number
  readonly headerCatalogue: FieldCatalogue<Header>
  readonly rowCatalogue: FieldCatalogue<Numbered<Row>>
  readonly statics: readonly StaticPiece[]
  readonly filled: readonly FilledPiece<Header>[]
  readonly footStatics: readonly StaticPiece[]
  readonly foot: readonly FilledPiece<PageFoot<Header>>[]
  /** Texts that hold `{总页数}`: drawn once, when the last page is known. */
  readonly pageCounts: readonly { readonly piece: StaticPiece & { kind: 'text' } }[]
  readonly columns: readonly ListColumn<Row>[]
  /** Left and right edge, top of the table's head, top of the first row, and the lowest point a row may reach. */
  readonly area: {
    readonly left: number
    readonly right: number
    readonly headTop: number
    readonly top: number
    readonly bottom: number
  }
  readonly rowHeight: number
  readonly rule: number
  readonly frame: number
  readonly total: { readonly style: TextStyle; readonly template: Template<ListEnd<Header>> } | undefined
}

/** Stands in a page-count text until the number is known; no office writes it. */
export const pageCountMark = '{总页数}'

/**
 * Reads `resources/forms/<id>.yaml` of kind `list`: header above, columns, foot of each page.
 *
 * @throws Refusal `forms.layout`.
 */
export function readListLayout<Header, Row>(
  file: string,
  yaml: string,
  headerCatalogue: FieldCatalogue<Header>,
  rowCatalogue: FieldCatalogue<Row>,
): CompiledList<Header, Row> {
  return readLayout(file, yaml, listLayout, (layout) => compileList(layout, headerCatalogue, rowCatalogue))
}

function compileList<Header, Row>(
  layout: ListLayoutFile,
  headerCatalogue: FieldCatalogue<Header>,
  rowCatalogue: FieldCatalogue<Row>,
): CompiledList<Header, Row> {
  if (layout.data !== rowCatalogue.name || layout.header !== headerCatalogue.name) {
    throw new LayoutFault(['data'], `这里要的是“${headerCatalogue.name}”与“${rowCatalogue.name}”的版式`)
  }
  const numbered = fieldCatalogue<Numbered<Row>>(rowCatalogue.name, ({ row }) => rowCatalogue.person(row), [
    { name: '序号', kind: 'number', read: ({ number }) => number },
    ...[...rowCatalogue.fields.values()].map(({ name, kind, read }) => ({
      name,
      kind,
      read: ({ row }: Numbered<Row>) => read(row),
    })),
  ])
  const feet = fieldCatalogue<PageFoot<Header>>(headerCatalogue.name, () => '', [
    { name: '页', kind: 'number', read: ({ page }) => page },
    ...[...headerCatalogue.fields.values()].map(({ name, kind, read }) => ({
      name,
      kind,
      read: ({ header }: PageFoot<Header>) => read(header),
    })),
  ])

  const head = new PieceCompiler(layout.page, layout.styles, headerCatalogue)
  for (const [index, item] of layout.items.entries()) head.add(item, { x: 0, y: 0 }, ['items', index])

  const foot = new PieceCompiler(layout.page, layout.styles, feet)
  const pageCounts = new PieceCompiler(layout.page, layout.styles, feet)
  let footTop = head.height - layout.page.margins.bottom * pointsPerMm
  for (const [index, item] of layout.footer.entries()) {
    const path: Path = ['footer', index]
    footTop = Math.min(footTop, (item.type === 'line' ? item.from[1] : item.at[1]) * pointsPerMm)
    if (item.type === 'text' && item.text.includes(pageCountMark)) {
      const rest = item.text.replace(pageCountMark, '')
      if (/[{}]/.test(rest))
        throw new LayoutFault([...path, 'text'], `${pageCountMark} 所在的文字里不能再有别的字段`)
      // Compiled as fixed text; the mark is filled in when the last page is known.
      pageCounts.add({ ...item, text: item.text.replace(pageCountMark, '\u{f0000}') }, { x: 0, y: 0 }, path)
    } else foot.add(item, { x: 0, y: 0 }, path)
  }

  const { table, page } = layout
  const left = page.margins.left * pointsPerMm
  const columns: ListColumn<Row>[] = []
  const statics: StaticPiece[] = [...head.statics]
  const headTop = table.top * pointsPerMm
  const headHeight = table.headHeight * pointsPerMm
  const headStyle = head.style(table.headStyle, ['table', 'headStyle'])
  let x = left
  for (const [index, column] of table.columns.entries()) {
    const path: Path = ['table', 'columns', index]
    const width = column.width * pointsPerMm
    const box = { x, y: headTop, width, height: headHeight }
    statics.push({ kind: 'box', box, width: table.rule, dashed: false })
    const titlePath = [...path, 'title']
    statics.push({
      kind: 'text',
      box: inset(box, headStyle),
      style: headStyle,
      text: column.title,
      path: titlePath,
    })
    columns.push({
      x,
      width,
      style: head.style(column.style, [...path, 'style']),
      template: column.text === '' ? undefined : readTemplate(column.text, numbered, [...path, 'text']),
      total: column.total === undefined ? undefined : totalOf(column.total, column.text, numbered, path),
    })
    x += width
  }
  const right = head.width - page.margins.right * pointsPerMm
  if (x > right + 0.01) {
    const over = ((x - right) / pointsPerMm).toFixed(1)
    throw new LayoutFault(['table', 'columns'], `各列合计比版心宽 ${over} 毫米`)
  }
  const area = { left, right: x, headTop, top: headTop + headHeight, bottom: footTop - 2 }
  const rowHeight = table.rowHeight * pointsPerMm
  if (area.top + 2 * rowHeight > area.bottom) throw new LayoutFault(['table', 'top'], '表头以下放不下两行')

  return {
    id: layout.id,
    name: layout.name,
    width: head.width,
    height: head.height,
    headerCatalogue,
    rowCatalogue: numbered,
    statics,
    filled: head.filled,
    footStatics: foot.statics,
    foot: foot.filled,
    pageCounts: pageCounts.statics.flatMap((piece) => (piece.kind === 'text' ? [{ piece }] : [])),
    columns,
    area,
    rowHeight,
    rule: table.rule,
    frame: table.frame,
    total: totalLine(table, head, columns, headerCatalogue),
  }
}

function totalOf<Row>(
  name: string,
  text: string,
  catalogue: FieldCatalogue<Numbered<Row>>,
  path: Path,
): { name: string; field: Field<Numbered<Row>> } {
  const field = findField(/^\{([^{}|]+)/.exec(text)?.[1]?.trim() ?? '', catalogue, [...path, 'text'])
  if (field.kind !== 'money') throw new LayoutFault([...path, 'total'], `“${field.name}”不是金额，不能合计`)
  return { name, field }
}

function totalLine<Header, Row>(
  table: ListLayoutFile['table'],
  compiler: PieceCompiler<Header>,
  columns: readonly ListColumn<Row>[],
  headerCatalogue: FieldCatalogue<Header>,
): CompiledList<Header, Row>['total'] {
  if (table.totalText === undefined) return undefined
  const path = ['table', 'totalText']
  if (table.totalStyle === undefined) throw new LayoutFault(path, '合计行要写明样式（totalStyle）')
  const catalogue = fieldCatalogue<ListEnd<Header>>('list-end', () => '', [
    { name: '人数', kind: 'number', read: (end) => end.rows },
    ...columns.flatMap(({ total }) =>
      total
        ? [
            {
              name: total.name,
              kind: 'money' as const,
              read: (end: ListEnd<Header>) => end.totals.get(total.name),
            },
          ]
        : [],
    ),
    ...[...headerCatalogue.fields.values()].map(({ name, kind, read }) => ({
      name,
      kind,
      read: ({ header }: ListEnd<Header>) => read(header),
    })),
  ])
  const style = compiler.style(table.totalStyle, ['table', 'totalStyle'])
  return { style, template: readTemplate(table.totalText, catalogue, path) }
}

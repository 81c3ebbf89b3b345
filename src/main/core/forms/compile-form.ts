import { type Align, type Box, pointsPerMm, type VerticalAlign } from './drawing.ts'
import type { Field, FieldCatalogue } from './field-formats.ts'
import type { TextFit } from './fit-text.ts'
import type {
  CellItem,
  ChecksItem,
  FormItem,
  FormLayoutFile,
  ListItem,
  Style,
  TableItem,
} from './layout-schema.ts'
import { formLayout } from './layout-schema.ts'
import { readLayout } from './read-layout.ts'
import { findField, LayoutFault, readTemplate, type Template } from './template.ts'

export type Path = readonly (string | number)[]

/** A style in points. */
export interface TextStyle {
  readonly fit: TextFit
  readonly align: Align
  readonly valign: VerticalAlign
  readonly ink: number
  readonly paddingX: number
  readonly paddingY: number
  readonly vertical: boolean
}

/** What is the same on every page. */
export type StaticPiece =
  | {
      readonly kind: 'text'
      readonly box: Box
      readonly style: TextStyle
      readonly text: string
      readonly path: Path
    }
  | {
      readonly kind: 'line'
      readonly x1: number
      readonly y1: number
      readonly x2: number
      readonly y2: number
      readonly width: number
    }
  | { readonly kind: 'box'; readonly box: Box; readonly width: number; readonly dashed: boolean }

/** What each person's page fills in. */
export type FilledPiece<Data> =
  | { readonly kind: 'text'; readonly box: Box; readonly style: TextStyle; readonly template: Template<Data> }
  | {
      readonly kind: 'checks'
      readonly field: Field<Data>
      readonly style: TextStyle
      readonly boxes: ReadonlyMap<string, Box>
    }
  | { readonly kind: 'qr'; readonly field: Field<Data>; readonly box: Box; readonly quiet: number }

/** A form layout ready to print. */
export interface CompiledForm<Data> {
  readonly id: string
  readonly name: string
  readonly width: number
  readonly height: number
  readonly catalogue: FieldCatalogue<Data>
  readonly statics: readonly StaticPiece[]
  readonly filled: readonly FilledPiece<Data>[]
}

/** Paper sizes in millimetres, upright (GB/T 148). */
const paperSizes = { A4: [210, 297], A3: [297, 420] } as const

/**
 * Reads `resources/forms/<id>.yaml` of kind `form` for one kind of data.
 *
 * @param file name for messages. @throws Refusal `forms.layout`.
 */
export function readFormLayout<Data>(
  file: string,
  yaml: string,
  catalogue: FieldCatalogue<Data>,
): CompiledForm<Data> {
  return readLayout(file, yaml, formLayout, (layout) => compileForm(layout, catalogue))
}

function compileForm<Data>(layout: FormLayoutFile, catalogue: FieldCatalogue<Data>): CompiledForm<Data> {
  if (layout.data !== catalogue.name) {
    throw new LayoutFault(['data'], `这里要的是“${catalogue.name}”的版式，文件写的是“${layout.data}”`)
  }
  const compiler = new PieceCompiler(layout.page, layout.styles, catalogue)
  for (const [index, item] of layout.items.entries()) compiler.add(item, { x: 0, y: 0 }, ['items', index])
  return {
    id: layout.id,
    name: layout.name,
    width: compiler.width,
    height: compiler.height,
    catalogue,
    statics: compiler.statics,
    filled: compiler.filled,
  }
}

/** Turns the items of a layout into pieces with places in points; shared by forms and the heads of lists. */
export class PieceCompiler<Data> {
  readonly statics: StaticPiece[] = []
  readonly filled: FilledPiece<Data>[] = []
  readonly width: number
  readonly height: number
  readonly #page: FormLayoutFile['page']
  readonly #styles: ReadonlyMap<string, TextStyle>
  readonly #catalogue: FieldCatalogue<Data>

  constructor(
    page: FormLayoutFile['page'],
    styles: Readonly<Record<string, Style>>,
    catalogue: FieldCatalogue<Data>,
  ) {
    const [short, long] = paperSizes[page.size]
    this.width = (page.orientation === 'portrait' ? short : long) * pointsPerMm
    this.height = (page.orientation === 'portrait' ? long : short) * pointsPerMm
    this.#page = page
    this.#styles = new Map(Object.entries(styles).map(([name, style]) => [name, textStyle(name, style)]))
    this.#catalogue = catalogue
  }

  add(
    item: FormItem | ListItem | NonNullable<CellItem['items']>[number],
    origin: { x: number; y: number },
    path: Path,
  ): void {
    switch (item.type) {
      case 'text':
      case 'stamp': {
        const style = this.style(item.style, [...path, 'style'])
        this.#text(item.text, this.#box(item.at, origin, path), style, [...path, 'text'])
        return
      }
      case 'line': {
        const from = this.#box([...item.from, 0, 0], origin, path)
        const to = this.#box([...item.to, 0, 0], origin, path)
        this.statics.push({ kind: 'line', x1: from.x, y1: from.y, x2: to.x, y2: to.y, width: item.width })
        return
      }
      case 'box':
        this.statics.push({
          kind: 'box',
          box: this.#box(item.at, origin, path),
          width: item.width,
          dashed: item.dashed,
        })
        return
      case 'qr': {
        const [x, y, side] = item.at
        const field = findField(item.field, this.#catalogue, [...path, 'field'])
        this.filled.push({
          kind: 'qr',
          field,
          box: this.#box([x, y, side, side], origin, path),
          quiet: item.quiet,
        })
        return
      }
      case 'checks':
        this.#checks(item, this.#box(item.at, origin, path), path)
        return
      case 'table':
        this.#table(item, path)
    }
  }

  /** @throws LayoutFault for a style that does not exist. */
  style(name: string, path: Path): TextStyle {
    const style = this.#styles.get(name)
    if (style) return style
    throw new LayoutFault(path, `没有名为“${name}”的样式，可用：${[...this.#styles.keys()].join('、')}`)
  }

  #box(at: readonly [number, number, number, number], origin: { x: number; y: number }, path: Path): Box {
    const [x, y, width, height] = at
    const box = {
      x: (origin.x + x) * pointsPerMm,
      y: (origin.y + y) * pointsPerMm,
      width: width * pointsPerMm,
      height: height * pointsPerMm,
    }
    const { margins } = this.#page
    const inside =
      box.x >= margins.left * pointsPerMm - 0.01 &&
      box.y >= margins.top * pointsPerMm - 0.01 &&
      box.x + box.width <= this.width - margins.right * pointsPerMm + 0.01 &&
      box.y + box.height <= this.height - margins.bottom * pointsPerMm + 0.01
    if (!inside) throw new LayoutFault(path, '位置超出了页边距以内的版心')
    return box
  }

  #text(text: string, box: Box, style: TextStyle, path: Path): void {
    if (text.trim() === '') return
    const template = readTemplate(text, this.#catalogue, path)
    const inner = inset(box, style)
    if (template.fields.length > 0) this.filled.push({ kind: 'text', box: inner, style, template })
    else
      this.statics.push({
        kind: 'text',
        box: inner,
        style,
        text: style.vertical ? [...text].join('\n') : text,
        path,
      })
  }

  #checks(checks: Omit<ChecksItem, 'type' | 'at'>, box: Box, path: Path): void {
    const field = findField(checks.field, this.#catalogue, [...path, 'field'])
    if (field.kind !== 'codes')
      throw new LayoutFault([...path, 'field'], `“${checks.field}”不是一组选项，不能勾选`)
    const style = this.style(checks.style, [...path, 'style'])
    const inner = inset(box, style)
    const lines = Math.ceil(checks.options.length / checks.columns)
    const width = inner.width / checks.columns
    const height = inner.height / lines
    const side = style.fit.size * 0.86
    const boxes = new Map<string, Box>()
    for (const [index, option] of checks.options.entries()) {
      const x = inner.x + (index % checks.columns) * width
      const y = inner.y + Math.floor(index / checks.columns) * height
      const square = { x, y: y + (height - side) / 2, width: side, height: side }
      if (boxes.has(option.code))
        throw new LayoutFault([...path, 'options', index, 'code'], `选项“${option.code}”重复`)
      boxes.set(option.code, square)
      this.statics.push({ kind: 'box', box: square, width: 0.6, dashed: false })
      const label = { x: x + side * 1.3, y, width: width - side * 1.3, height }
      const textPath = [...path, 'options', index, 'text']
      this.statics.push({
        kind: 'text',
        box: label,
        style: { ...style, align: 'left' },
        text: option.text,
        path: textPath,
      })
    }
    this.filled.push({ kind: 'checks', field, style, boxes })
  }

  #table(table: TableItem, path: Path): void {
    const columns = columnWidths(table.columns)
    const [left, top] = table.at
    const taken: boolean[][] = table.rows.map(() => columns.map(() => false))
    let y = top
    for (const [rowIndex, row] of table.rows.entries()) {
      const rowPath = [...path, 'rows', rowIndex]
      let column = 0
      for (const [cellIndex, cell] of row.cells.entries()) {
        const cellPath = [...rowPath, 'cells', cellIndex]
        while (taken[rowIndex]![column]) column += 1
        if (column + cell.span > columns.length) {
          throw new LayoutFault(cellPath, `这一行各格合计超过 ${columns.length} 列`)
        }
        if (rowIndex + cell.rows > table.rows.length)
          throw new LayoutFault([...cellPath, 'rows'], '跨行超出了表格')
        for (let r = rowIndex; r < rowIndex + cell.rows; r += 1) {
          for (let c = column; c < column + cell.span; c += 1) {
            if (taken[r]![c]) throw new LayoutFault(cellPath, '这一格与别的格重叠')
            taken[r]![c] = true
          }
        }
        const at = {
          x: left + sum(columns.slice(0, column)),
          y,
          width: sum(columns.slice(column, column + cell.span)),
          height: sum(table.rows.slice(rowIndex, rowIndex + cell.rows).map((each) => each.height)),
        }
        this.#cell(cell, at, table.rule, cellPath)
        column += cell.span
      }
      const empty = taken[rowIndex]!.indexOf(false)
      if (empty >= 0)
        throw new LayoutFault(rowPath, `这一行各格合计不足 ${columns.length} 列（第 ${empty + 1} 列空着）`)
      y += row.height
    }
    const frame = this.#box([left, top, sum(columns), y - top], { x: 0, y: 0 }, path)
    this.statics.push({ kind: 'box', box: frame, width: table.frame, dashed: false })
  }

  #cell(cell: CellItem, at: Box, rule: number, path: Path): void {
    const box = this.#box([at.x, at.y, at.width, at.height], { x: 0, y: 0 }, path)
    this.statics.push({ kind: 'box', box, width: rule, dashed: false })
    if (cell.text !== undefined) {
      if (cell.style === undefined) throw new LayoutFault(path, '有文字的格要写明样式（style）')
      this.#text(cell.text, box, this.style(cell.style, [...path, 'style']), [...path, 'text'])
    }
    if (cell.checks) this.#checks(cell.checks, box, [...path, 'checks'])
    for (const [index, item] of (cell.items ?? []).entries()) {
      const itemPath = [...path, 'items', index]
      const [right, bottom] =
        item.type === 'line' ? item.to : [item.at[0] + item.at[2], item.at[1] + item.at[3]]
      if (right > at.width + 0.01 || bottom > at.height + 0.01) {
        throw new LayoutFault(itemPath, `超出了所在的格（宽 ${at.width}、高 ${at.height} 毫米）`)
      }
      this.add(item, at, itemPath)
    }
  }
}

function textStyle(name: string, style: Style): TextStyle {
  const minSize = style.minSize ?? (style.size * 2) / 3
  if (minSize > style.size) throw new LayoutFault(['styles', name, 'minSize'], '最小字号大于字号')
  return {
    fit: {
      face: style.face,
      size: style.size,
      minSize,
      leading: style.leading,
      wrap: style.wrap && !style.vertical,
    },
    align: style.vertical ? 'center' : style.align,
    valign: style.valign,
    ink: style.ink,
    paddingX: style.padding[0] * pointsPerMm,
    paddingY: style.padding[1] * pointsPerMm,
    vertical: style.vertical,
  }
}

/** The room for ink in a box. */
export function inset(box: Box, style: TextStyle): Box {
  return {
    x: box.x + style.paddingX,
    y: box.y + style.paddingY,
    width: box.width - 2 * style.paddingX,
    height: box.height - 2 * style.paddingY,
  }
}

function columnWidths(columns: TableItem['columns']): number[] {
  return columns.flatMap((column) => {
    if (typeof column === 'number') return [column]
    const [count = 0, width = 0] = column.split('x').map(Number)
    return Array.from({ length: count }, () => width)
  })
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0)
}

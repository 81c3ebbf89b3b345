import { escapeXmlText } from './xml-text.ts'

export type CellAlign = 'left' | 'center' | 'right'

/** How one cell looks; two cells with equal looks share one entry of the style table. */
export interface CellLook {
  readonly format?: string
  readonly fontName?: string
  /** Points. */
  readonly fontSize?: number
  readonly bold?: boolean
  /** RRGGBB. */
  readonly color?: string
  /** RRGGBB. */
  readonly fill?: string
  readonly border?: boolean
  readonly align?: CellAlign
  readonly wrap?: boolean
}

const BUILT_IN_FORMATS: ReadonlyMap<string, number> = new Map([
  ['General', 0],
  ['0', 1],
  ['0.00', 2],
  ['#,##0', 3],
  ['#,##0.00', 4],
  ['@', 49],
])
const FIRST_CUSTOM_FORMAT = 164
const DEFAULT_FONT = { name: '宋体', size: 11 }

/** Collects the looks a workbook uses while its sheets are written, then becomes `xl/styles.xml`. */
export class StyleTable {
  readonly #formats = new Map<string, number>()
  readonly #fonts = new Map<string, number>()
  readonly #fills = new Map<string, number>()
  readonly #cells = new Map<string, number>()

  constructor() {
    this.#font({})
    // Excel reserves the first two fills, whatever the file says they are.
    this.#fills.set('<fill><patternFill patternType="none"/></fill>', 0)
    this.#fills.set('<fill><patternFill patternType="gray125"/></fill>', 1)
    this.indexOf({})
  }

  /** The number that a cell's `s` attribute carries. */
  indexOf(look: CellLook): number {
    const format = this.#format(look.format ?? 'General')
    const font = this.#font(look)
    const fill = look.fill === undefined ? 0 : this.#fill(look.fill)
    const border = look.border ? 1 : 0
    const align = look.align ? ` horizontal="${look.align}"` : ''
    const wrap = look.wrap ? ' wrapText="1"' : ''
    const alignment =
      align || wrap ? `<alignment${align} vertical="center"${wrap}/>` : '<alignment vertical="center"/>'
    const xml =
      `<xf numFmtId="${format}" fontId="${font}" fillId="${fill}" borderId="${border}" xfId="0"` +
      `${format ? ' applyNumberFormat="1"' : ''}${font ? ' applyFont="1"' : ''}${fill ? ' applyFill="1"' : ''}` +
      `${border ? ' applyBorder="1"' : ''} applyAlignment="1">${alignment}</xf>`
    return numbered(this.#cells, xml)
  }

  toXml(): string {
    const formats = [...this.#formats].map(
      ([code, id]) => `<numFmt numFmtId="${id}" formatCode="${escapeXmlText(code)}"/>`,
    )
    const thin = ['left', 'right', 'top', 'bottom']
      .map((side) => `<${side} style="thin"><color indexed="64"/></${side}>`)
      .join('')
    return (
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' +
      '<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' +
      (formats.length ? `<numFmts count="${formats.length}">${formats.join('')}</numFmts>` : '') +
      counted('fonts', [...this.#fonts.keys()]) +
      counted('fills', [...this.#fills.keys()]) +
      counted('borders', [
        '<border><left/><right/><top/><bottom/><diagonal/></border>',
        `<border>${thin}<diagonal/></border>`,
      ]) +
      counted('cellStyleXfs', ['<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>']) +
      counted('cellXfs', [...this.#cells.keys()]) +
      counted('cellStyles', ['<cellStyle name="Normal" xfId="0" builtinId="0"/>']) +
      '</styleSheet>'
    )
  }

  #format(code: string): number {
    const builtIn = BUILT_IN_FORMATS.get(code)
    if (builtIn !== undefined) return builtIn
    const known = this.#formats.get(code)
    if (known !== undefined) return known
    const id = FIRST_CUSTOM_FORMAT + this.#formats.size
    this.#formats.set(code, id)
    return id
  }

  #font(look: CellLook): number {
    const xml =
      `<font>${look.bold ? '<b/>' : ''}<sz val="${look.fontSize ?? DEFAULT_FONT.size}"/>` +
      `${look.color ? `<color rgb="FF${look.color}"/>` : ''}` +
      `<name val="${escapeXmlText(look.fontName ?? DEFAULT_FONT.name)}"/><charset val="134"/></font>`
    return numbered(this.#fonts, xml)
  }

  #fill(color: string): number {
    return numbered(
      this.#fills,
      `<fill><patternFill patternType="solid"><fgColor rgb="FF${color}"/><bgColor indexed="64"/></patternFill></fill>`,
    )
  }
}

function numbered(table: Map<string, number>, xml: string): number {
  const known = table.get(xml)
  if (known !== undefined) return known
  table.set(xml, table.size)
  return table.size - 1
}

function counted(name: string, items: readonly string[]): string {
  return `<${name} count="${items.length}">${items.join('')}</${name}>`
}

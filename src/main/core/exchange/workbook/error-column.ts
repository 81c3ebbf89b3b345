import { shiftColumn, shiftFormulaXml, shiftRanges } from './shift-columns.ts'
import { notReadable } from './workbook-refusals.ts'
import { escapeXmlText, MAX_CELL_LENGTH } from './xml-text.ts'

export interface ErrorColumn {
  /** Name of the sheet, for formulas that name it. */
  readonly sheet: string
  /** Row number of the header, whose new first cell says `title`. */
  readonly headerRow: number
  readonly title: string
  /** By row number. */
  readonly messages: ReadonlyMap<number, string>
  /** Characters. */
  readonly width: number
}

const RED = 'FFC00000'
const LONGEST_ROW = 64 * 1024 * 1024
const LONGEST_REST = 256 * 1024 * 1024
// Comments and CDATA are matched first and left alone: what looks like a cell in them is none.
const CELL_OR_FORMULA =
  /<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|(<(?:[\w.-]+:)?c\s(?:[^>]*?\s)?r\s*=\s*["'])([A-Za-z]+)|(<(?:[\w.-]+:)?f(?:\s[^>]*)?>)([^<]*)/g
const SHEET_DATA = /<(?:([A-Za-z_][\w.-]*):)?sheetData(?:\s[^>]*)?(\/?)>/

/**
 * Puts a first column into a worksheet part that passes through in chunks cut anywhere: every cell moves one column
 * to the right, with everything that names cells (widths, merges, filter, formatting, validation, links, panes).
 * Values, styles and formulas' meaning stay; rows that are blank stay blank.
 */
export class ErrorColumnWriter {
  /** Messages that found their row. */
  written = 0
  readonly #column: ErrorColumn
  #phase: 'head' | 'rows' | 'tail' = 'head'
  #kept: Buffer[] = []
  #keptLength = 0
  #prefix = ''
  #rowNumber = 0

  constructor(column: ErrorColumn) {
    this.#column = column
  }

  /** The part so far, as far as it is complete. */
  push(chunk: Buffer): string {
    this.#keep(chunk)
    let out = ''
    if (this.#phase === 'head') {
      const text = this.#takeAll()
      const found = SHEET_DATA.exec(text.toString('latin1'))
      if (!found) {
        this.#keep(text)
        return ''
      }
      this.#prefix = found[1] === undefined ? '' : `${found[1]}:`
      const at = found.index
      const after = at + found[0].length
      out += this.#head(text.toString('utf8', 0, at)) + text.toString('utf8', at, after)
      this.#phase = found[2] === '/' ? 'tail' : 'rows'
      this.#keep(text.subarray(after))
    }
    if (this.#phase === 'rows') out += this.#rows()
    return out
  }

  /** The rest. @throws Refusal `workbook.damaged` when the sheet is not whole. */
  end(): string {
    if (this.#phase !== 'tail') throw notReadable.damaged(`工作表“${this.#column.sheet}”`, '内容没有结束')
    return this.#around(this.#takeAll().toString('utf8'))
  }

  #keep(bytes: Buffer): void {
    this.#kept.push(bytes)
    this.#keptLength += bytes.length
    const most = this.#phase === 'rows' ? LONGEST_ROW : LONGEST_REST
    if (this.#keptLength > most) throw notReadable.bomb(this.#column.sheet)
  }

  #takeAll(): Buffer {
    const all = this.#kept.length === 1 ? this.#kept[0]! : Buffer.concat(this.#kept)
    this.#kept = []
    this.#keptLength = 0
    return all
  }

  #rows(): string {
    const bytes = this.#takeAll()
    const open = Buffer.from(`<${this.#prefix}row`)
    const closeRow = Buffer.from(`</${this.#prefix}row>`)
    const closeData = Buffer.from(`</${this.#prefix}sheetData`)
    let out = ''
    let position = 0
    for (;;) {
      const lt = bytes.indexOf(0x3c, position)
      if (lt < 0 || bytes.length - lt < closeData.length) break
      if (bytes.subarray(lt, lt + closeData.length).equals(closeData)) {
        this.#phase = 'tail'
        break
      }
      const tagEnd = bytes.indexOf(0x3e, lt)
      if (tagEnd < 0) break
      let end = tagEnd + 1
      if (bytes.subarray(lt, lt + open.length).equals(open)) {
        if (bytes[tagEnd - 1] !== 0x2f) {
          const close = bytes.indexOf(closeRow, tagEnd)
          if (close < 0) break
          end = close + closeRow.length
        }
        out += bytes.toString('utf8', position, lt) + this.#row(bytes.toString('utf8', lt, end))
      } else out += bytes.toString('utf8', position, end)
      position = end
    }
    this.#keep(Buffer.from(bytes.subarray(position)))
    return out
  }

  #row(xml: string): string {
    const { messages, headerRow, title, sheet } = this.#column
    const tagEnd = xml.indexOf('>') + 1
    const tag = xml.slice(0, tagEnd)
    const given = /\sr\s*=\s*["'](\d+)["']/.exec(tag)
    this.#rowNumber = given ? Number(given[1]) : this.#rowNumber + 1
    const message = this.#rowNumber === headerRow ? title : messages.get(this.#rowNumber)
    if (message !== undefined && this.#rowNumber !== headerRow) this.written += 1
    const moved = tag.replace(/(\sspans\s*=\s*["'])([^"']*)/, (_, before: string, spans: string) => {
      return before + spans.replace(/(\d+):(\d+)/g, (_all, _from, to: string) => `1:${Number(to) + 1}`)
    })
    const empty = tag.endsWith('/>')
    const cell = this.#errorCell(message)
    if (empty) {
      return message === undefined ? moved : `${moved.slice(0, -2).trimEnd()}>${cell}</${this.#prefix}row>`
    }
    const cells = xml
      .slice(tagEnd)
      .replace(
        CELL_OR_FORMULA,
        (all: string, cellTag?: string, letters?: string, formulaTag?: string, formula?: string) => {
          if (letters !== undefined) return cellTag + shiftColumn(letters)
          if (formulaTag === undefined) return all
          return shiftAttribute(formulaTag, 'ref') + shiftFormulaXml(formula ?? '', sheet, true)
        },
      )
    return moved + cell + cells
  }

  /** Red by its own text run, so that the style table of the original stays as it is. */
  #errorCell(message: string | undefined): string {
    const p = this.#prefix
    const reference = `A${this.#rowNumber}`
    if (message === undefined) return `<${p}c r="${reference}"/>`
    const bold = this.#rowNumber === this.#column.headerRow ? `<${p}b/>` : ''
    return (
      `<${p}c r="${reference}" t="inlineStr"><${p}is><${p}r><${p}rPr>${bold}<${p}sz val="11"/><${p}color rgb="${RED}"/>` +
      `<${p}rFont val="宋体"/><${p}charset val="134"/></${p}rPr><${p}t xml:space="preserve">` +
      `${escapeXmlText(message.slice(0, MAX_CELL_LENGTH))}</${p}t></${p}r></${p}is></${p}c>`
    )
  }

  #head(xml: string): string {
    const p = this.#prefix
    const ours = `<${p}col min="1" max="1" width="${this.#column.width}" customWidth="1"/>`
    const moved = this.#around(xml).replace(/<(?:[\w.-]+:)?col\s[^>]*>/g, (tag) =>
      tag.replace(/(\s(?:min|max)\s*=\s*["'])(\d+)/g, (_, before: string, number: string) => {
        return before + Math.min(Number(number) + 1, 16_384)
      }),
    )
    const cols = /<(?:[\w.-]+:)?cols(?:\s[^>]*)?>/.exec(moved)
    if (!cols) return `${moved}<${p}cols>${ours}</${p}cols>`
    const after = cols.index + cols[0].length
    return moved.slice(0, after) + ours + moved.slice(after)
  }

  /** What stands before and after the cells. */
  #around(xml: string): string {
    const { sheet } = this.#column
    return xml
      .replace(/^(<\?xml[^>]*encoding\s*=\s*["'])[^"']*/, '$1UTF-8')
      .replace(/<[^!?/][^>]*>/g, (tag) => {
        let moved = tag
        for (const name of ['ref', 'sqref', 'activeCell', 'topLeftCell']) moved = shiftAttribute(moved, name)
        // Frozen or split columns: one more of them now.
        if (/^<(?:[\w.-]+:)?pane\s/.test(moved) && /state\s*=\s*["']frozen/.test(moved)) {
          moved = moved.replace(
            /(\sxSplit\s*=\s*["'])(\d+)/,
            (_, before: string, n: string) => before + (Number(n) + 1),
          )
        }
        return moved
      })
      .replace(/(<(?:[\w.-]+:)?sqref>)([^<]*)/g, (_, tag: string, text: string) => tag + shiftRanges(text))
      .replace(
        /(<(?:[\w.-]+:)?(?:formula|formula1|formula2|f)(?:\s[^>]*)?>)([^<]*)/g,
        (_, tag: string, text: string) => tag + shiftFormulaXml(text, sheet, true),
      )
      .replace(/(<(?:[\w.-]+:)?colBreaks[\s\S]*?<\/(?:[\w.-]+:)?colBreaks>)/, (breaks) =>
        breaks.replace(/(\sid\s*=\s*["'])(\d+)/g, (_, before: string, n: string) => before + (Number(n) + 1)),
      )
  }
}

const attributePatterns = new Map<string, RegExp>()

/** An attribute that holds ranges, one column to the right. */
export function shiftAttribute(tag: string, name: string): string {
  let pattern = attributePatterns.get(name)
  if (pattern === undefined) {
    pattern = new RegExp(`(\\s${name}\\s*=\\s*["'])([^"']*)`)
    attributePatterns.set(name, pattern)
  }
  return tag.replace(pattern, (_, before: string, ranges: string) => before + shiftRanges(ranges))
}

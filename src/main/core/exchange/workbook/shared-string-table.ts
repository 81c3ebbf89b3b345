import { escapeXmlText } from './xml-text.ts'

/** Different values of one column that are kept; what comes after them is written into its cell. */
export const MOST_REPEATED = 4096

const PIECE = 128 * 1024
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'

/** Where blanks at an end, line breaks or double blanks would otherwise be folded away. */
const SPACED = /^\s|\s$|[\n\t]|\s\s/

/** A `<t>` element holding exactly `text`; `prefix`: of the namespace, with its colon. */
export function textElement(text: string, prefix = ''): string {
  return `<${prefix}t${SPACED.test(text) ? ' xml:space="preserve"' : ''}>${escapeXmlText(text)}</${prefix}t>`
}

/**
 * The texts that cells share, numbered as they come (`xl/sharedStrings.xml`). Villages, firms and yes or no fill most of
 * a roster; each stands in the file once. Bounded by its users: `MOST_REPEATED` of each column.
 */
export class SharedStringTable {
  readonly #numbers = new Map<string, number>()

  /** The number under which cells name the text. */
  numberOf(text: string): number {
    const known = this.#numbers.get(text)
    if (known !== undefined) return known
    const number = this.#numbers.size
    this.#numbers.set(text, number)
    return number
  }

  *toXml(): Generator<Buffer> {
    let xml = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n<sst xmlns="${MAIN}" uniqueCount="${this.#numbers.size}">`
    for (const text of this.#numbers.keys()) {
      xml += `<si>${textElement(text)}</si>`
      if (xml.length < PIECE) continue
      yield Buffer.from(xml, 'utf8')
      xml = ''
    }
    yield Buffer.from(`${xml}</sst>`, 'utf8')
  }
}

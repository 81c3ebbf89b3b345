const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const SLOTS = 8192
const SLOT_BYTES = 32

/**
 * Makes JavaScript strings from the UTF-8 bytes of whole XML elements. Sheets say the same few thousand words over
 * and over (counties, categories, 是/否), so short ones are looked up by their bytes first: a hit costs a third of
 * decoding it again, and a consumer that keeps the strings keeps one of each.
 */
export class CellTextDecoder {
  readonly #bytes = new Uint8Array(SLOTS * SLOT_BYTES)
  readonly #lengths = new Uint8Array(SLOTS)
  readonly #strings: string[] = new Array(SLOTS).fill('')

  /**
   * @param hash any hash of the bytes `start..end`, computed while they were scanned.
   * @param special whether an `&`, `_` or carriage return was seen among them.
   * @param ascii whether all were below 0x80.
   */
  decode(bytes: Buffer, start: number, end: number, hash: number, special: boolean, ascii: boolean): string {
    const length = end - start
    if (length > SLOT_BYTES) return decodeOnce(bytes, start, end, special, ascii)
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const base = slot * SLOT_BYTES
    const kept = this.#bytes
    if (this.#lengths[slot] === length) {
      let i = 0
      while (i < length && kept[base + i] === bytes[start + i]) i += 1
      if (i === length) return this.#strings[slot]!
    }
    const text = decodeOnce(bytes, start, end, special, ascii)
    for (let i = 0; i < length; i += 1) kept[base + i] = bytes[start + i]!
    this.#lengths[slot] = length
    this.#strings[slot] = text
    return text
  }
}

function decodeOnce(bytes: Buffer, start: number, end: number, special: boolean, ascii: boolean): string {
  const text = ascii ? bytes.toString('latin1', start, end) : bytes.toString('utf8', start, end)
  return special ? unescapeCellText(text) : text
}

/** XML character data to the text a cell shows: line ends, entities, then `_x000D_` escapes (ST_Xstring). */
export function unescapeCellText(text: string): string {
  return unescapeExcel(unescapeXml(text))
}

/** Line ends as XML reads them, and entities; an entity XML does not define stays as it is written. */
export function unescapeXml(text: string): string {
  const lines = text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text
  if (!lines.includes('&')) return lines
  return lines.replace(/&(?:#x([0-9A-Fa-f]{1,6})|#([0-9]{1,7})|([a-z]+));/g, (all, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? all
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)
    return code <= 0x10ffff ? String.fromCodePoint(code) : all
  })
}

function unescapeExcel(text: string): string {
  if (!text.includes('_x')) return text
  return text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)))
}

/** Character data that holds comments or CDATA sections: the rare case, taken slowly. */
export function textOfMarkup(markup: string): string {
  let text = ''
  for (const [part] of markup.matchAll(/<!\[CDATA\[[\s\S]*?\]\]>|<!--[\s\S]*?-->|<\?[\s\S]*?\?>|[^<]+/g)) {
    if (part.startsWith('<![CDATA[')) text += part.slice(9, -3).replace(/\r\n?/g, '\n')
    else if (!part.startsWith('<')) text += unescapeXml(part)
  }
  return unescapeExcel(text)
}

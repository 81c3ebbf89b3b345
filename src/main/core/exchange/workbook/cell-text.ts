const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }
const SLOTS = 8192

/** What a byte of character data asks for; a loop that ors these up to a `STOP` knows how to decode what it passed. */
export const PLAIN = 0
/** An `&`, `_` or carriage return: something may have to be unescaped. */
export const SPECIAL = 1
export const NON_ASCII = 2
/** A `<`: the text ends. */
export const STOP = 4
export const BYTE_CLASS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0x3c) return STOP
  if (byte >= 0x80) return NON_ASCII
  return byte === 0x26 || byte === 0x5f || byte === 0x0d ? SPECIAL : PLAIN
})

/** What `toString` calls after looking at its arguments, which for two million short cells is half its time. */
type Sliceable = Buffer & {
  latin1Slice(start: number, end: number): string
  utf8Slice(start: number, end: number): string
}
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
   * @param classes the `BYTE_CLASS` of all the bytes, or-ed together.
   */
  decode(bytes: Buffer, start: number, end: number, classes: number): string {
    const length = end - start
    if (length > SLOT_BYTES) return decodeOnce(bytes, start, end, classes)
    // The ends tell most words apart, and hashing all bytes would cost as much as decoding them.
    let hash = length
    for (let i = length > 9 ? end - 9 : start; i < end; i += 1) hash = (Math.imul(hash, 31) + bytes[i]!) | 0
    if (length > 9) hash = (Math.imul(hash, 31) + bytes[start + 2]!) | 0
    const slot = (hash ^ (hash >>> 13)) & (SLOTS - 1)
    const base = slot * SLOT_BYTES
    const kept = this.#bytes
    if (this.#lengths[slot] === length) {
      let i = 0
      while (i < length && kept[base + i] === bytes[start + i]) i += 1
      if (i === length) return this.#strings[slot]!
    }
    const text = decodeOnce(bytes, start, end, classes)
    for (let i = 0; i < length; i += 1) kept[base + i] = bytes[start + i]!
    this.#lengths[slot] = length
    this.#strings[slot] = text
    return text
  }
}

function decodeOnce(bytes: Buffer, start: number, end: number, classes: number): string {
  const source = bytes as Sliceable
  const text = classes & NON_ASCII ? source.utf8Slice(start, end) : source.latin1Slice(start, end)
  return classes & SPECIAL ? unescapeCellText(text) : text
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

import { BYTE_CLASS, type CellTextDecoder, STOP, textOfMarkup } from './cell-text.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f

/**
 * Reads the text of an `<is>` or `<si>` element from its bytes: the `<t>` of all rich-text runs joined, those of
 * phonetic runs (`rPh`) left out. The result lies in `text` and `position` (after the closing tag); a call that
 * meets the end of the bytes first returns false, and is made again from the same place with more of them.
 */
export class TextRunReader {
  text = ''
  position = 0
  readonly #decoder: CellTextDecoder

  constructor(decoder: CellTextDecoder) {
    this.#decoder = decoder
  }

  /**
   * @param start just after the opening tag.
   * @param prefixLength bytes of the namespace prefix with its colon, 0 where there is none.
   * @param bytes must hold a `<` at `end`, as a stop.
   */
  read(bytes: Buffer, start: number, end: number, prefixLength: number): boolean {
    let position = start
    let text = ''
    let runs = 0
    let phonetic = 0
    for (;;) {
      while (bytes[position] !== LT) position += 1
      if (position >= end) return false
      const tag = position
      const closing = bytes[tag + 1] === SLASH
      const name = tag + (closing ? 2 : 1) + prefixLength
      const first = bytes[name]
      const second = bytes[name + 1]
      let close = name
      while (close < end && bytes[close] !== GT) close += 1
      if (close >= end) return false
      position = close + 1
      if (closing) {
        if (first === 0x72 && second === 0x50 && bytes[name + 2] === 0x68) phonetic -= 1
        // </is> or </si>; </t> is consumed with its text below, </r>, </rPr> and others pass by.
        else if (
          (first === 0x69 || first === 0x73) &&
          (second === 0x73 || second === 0x69) &&
          isNameEnd(bytes[name + 2]!)
        ) {
          this.text = text
          this.position = position
          return true
        }
        continue
      }
      const empty = bytes[close - 1] === SLASH
      if (first === 0x72 && second === 0x50 && bytes[name + 2] === 0x68 && !empty) phonetic += 1
      else if (first === 0x74 && isNameEnd(second!) && !empty) {
        const from = position
        let classes = 0
        let byteClass = BYTE_CLASS[bytes[position]!]!
        while (byteClass !== STOP) {
          classes |= byteClass
          position += 1
          byteClass = BYTE_CLASS[bytes[position]!]!
        }
        if (position >= end) return false
        if (bytes[position + 1] === SLASH) {
          if (phonetic === 0) {
            const piece = this.#decoder.decode(bytes, from, position, classes)
            text = runs === 0 ? piece : text + piece
            runs += 1
          }
          while (position < end && bytes[position] !== GT) position += 1
          if (position >= end) return false
          position += 1
        } else {
          const markup = markupUntil(bytes, from, end, 't', prefixLength)
          if (markup < 0) return false
          if (phonetic === 0) text += textOfMarkup(bytes.toString('utf8', from, markup))
          runs += 1
          position = markup
        }
      }
    }
  }
}

/** Where the closing tag of `name` begins, skipping comments and CDATA; -1 when it is not there yet. */
export function markupUntil(
  bytes: Buffer,
  start: number,
  end: number,
  name: string,
  prefixLength: number,
): number {
  let position = start
  for (;;) {
    while (position < end && bytes[position] !== LT) position += 1
    if (position >= end) return -1
    const skipped = skipSpecial(bytes, position, end)
    if (skipped < 0) return -1
    if (skipped > position) {
      position = skipped
      continue
    }
    const at = position + 2 + prefixLength
    if (at + name.length >= end) return -1
    if (bytes[position + 1] === SLASH && bytes.toString('latin1', at, at + name.length) === name)
      return position
    position += 1
  }
}

/** After the comment, CDATA section or processing instruction that begins at `start`; `start` where none does; -1 when it has no end yet. */
export function skipSpecial(bytes: Buffer, start: number, end: number): number {
  const next = bytes[start + 1]
  if (start + 1 < end && next !== 0x21 && next !== 0x3f) return start
  if (end - start < 9) return -1
  const opening = bytes.toString('latin1', start, start + 9)
  const closing = opening.startsWith('<!--')
    ? '-->'
    : opening === '<![CDATA['
      ? ']]>'
      : opening.startsWith('<?')
        ? '?>'
        : '>'
  const found = bytes.subarray(0, end).indexOf(closing, start + 2, 'latin1')
  return found < 0 ? -1 : found + closing.length
}

function isNameEnd(byte: number): boolean {
  return byte === GT || byte === SLASH || byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
}

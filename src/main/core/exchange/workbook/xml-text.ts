/** Sheet columns and rows as Excel bounds them. */
export const MAX_COLUMNS = 16_384
export const MAX_ROWS = 1_048_576
/** UTF-16 units in one cell; Excel "repairs" a file that has more. */
export const MAX_CELL_LENGTH = 32_767

// Markup, what XML 1.0 cannot hold, and (since a reader would turn it into a line feed) the carriage return.
const UNSAFE = '&<>"\\u0000-\\u0008\\u000b-\\u001f\\ud800-\\udfff\\ufffe\\uffff'
const NEEDS_CARE = new RegExp(`[${UNSAFE}]|_x[0-9A-Fa-f]{4}_`)
// A whole surrogate pair is matched first, and kept.
const CARE = new RegExp(`[\\ud800-\\udbff][\\udc00-\\udfff]|[${UNSAFE}]|_(?=x[0-9A-Fa-f]{4}_)`, 'g')

/**
 * Text as it may stand in a sheet's XML, in element content and in attributes. What XML cannot hold (control
 * characters, half surrogate pairs) is written `_x0001_` as ECMA-376 22.9.2.19 (ST_Xstring) says, and text that
 * looks like such an escape has its underscore escaped, so that reading gives back exactly what was written.
 */
export function escapeXmlText(text: string): string {
  if (!NEEDS_CARE.test(text)) return text
  return text.replace(CARE, (found) => {
    switch (found) {
      case '&':
        return '&amp;'
      case '<':
        return '&lt;'
      case '>':
        return '&gt;'
      case '"':
        return '&quot;'
      default:
        return found.length === 2
          ? found
          : `_x${found.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}_`
    }
  })
}

/** 0 → A, 25 → Z, 26 → AA. */
export function columnName(index: number): string {
  let name = ''
  for (let rest = index + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    name = String.fromCharCode(65 + ((rest - 1) % 26)) + name
  }
  return name
}

/** A → 0, AA → 26; -1 when `name` holds anything but ASCII letters. */
export function columnIndex(name: string): number {
  let index = 0
  for (let i = 0; i < name.length; i += 1) {
    const code = name.charCodeAt(i) & 0xdf
    if (code < 65 || code > 90) return -1
    index = index * 26 + (code - 64)
  }
  return index - 1
}

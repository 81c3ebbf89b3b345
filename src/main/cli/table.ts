/** Text that lines up in a terminal, where a Chinese character is two columns wide. */

const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Yi}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u
/** A middle dot, quotes, an ellipsis and the like: two columns in a Chinese terminal font, one elsewhere; taken as one. */
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u

/** Columns that a text takes. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1
  return width
}

/** The text, filled up with spaces to `width` columns. */
export function padded(text: string, width: number, align: 'left' | 'right' = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)))
  return align === 'left' ? text + space : space + text
}

export type Column = { title: string; align?: 'left' | 'right' }

/** A table with its header and a rule below it. */
export function table(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const widths = columns.map((column, at) =>
    Math.max(displayWidth(column.title), ...rows.map((row) => displayWidth(row[at] ?? ''))),
  )
  const line = (cells: readonly string[]): string =>
    columns
      .map((column, at) => padded(cells[at] ?? '', widths[at] ?? 0, column.align))
      .join('  ')
      .trimEnd()
  const rule = widths.map((width) => '-'.repeat(width)).join('  ')
  return [line(columns.map((column) => column.title)), rule, ...rows.map(line)].join('\n')
}

/** Pairs of label and value, the values in one column. */
export function facts(pairs: readonly (readonly [string, string])[]): string {
  const width = Math.max(0, ...pairs.map(([label]) => displayWidth(label)))
  return pairs.map(([label, value]) => `${padded(label, width)}  ${value}`.trimEnd()).join('\n')
}

import { unescapeXml } from './cell-text.ts'
import { columnIndex, columnName, escapeXmlText, MAX_COLUMNS } from './xml-text.ts'

// String literals are matched first and left alone. A reference is no reference when it is part of a longer name,
// a function (LOG10), or a table's column ([Q1]).
const REFERENCE =
  /"(?:[^"]|"")*"|(?:('(?:[^']|'')+'|[\p{L}\p{N}_.]+)!)?(?<![\p{L}\p{N}_.$[@\]])(\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}\$?\d+)?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3})(?![\p{L}\p{N}_.(!])/gu

const shifted = new Map<string, string>()

/** One column to the right; the last column stays where it is, since there is none beyond it. */
export function shiftColumn(letters: string): string {
  const known = shifted.get(letters)
  if (known !== undefined) return known
  const index = columnIndex(letters)
  const next = index < 0 || index >= MAX_COLUMNS - 1 ? letters : columnName(index + 1)
  if (index < MAX_COLUMNS) shifted.set(letters, next)
  return next
}

/** 'A1', 'B2:C3', '$A$1', 'A:C' one column to the right; whole rows ('1:3') stay. */
export function shiftRange(range: string): string {
  return range.replace(/(\$?)([A-Za-z]{1,3})(?=\$?\d|:|$)/g, (_, dollar: string, letters: string) => {
    return dollar + shiftColumn(letters)
  })
}

/** A list of ranges, as `sqref` holds it. */
export function shiftRanges(ranges: string): string {
  return ranges.split(' ').map(shiftRange).join(' ')
}

/**
 * A formula's references into `sheet`, one column to the right.
 * @param inSheet whether the formula stands in that sheet, so that references without a sheet name mean it.
 */
export function shiftFormula(formula: string, sheet: string, inSheet: boolean): string {
  return formula.replace(
    REFERENCE,
    (all: string, sheetName: string | undefined, reference: string | undefined) => {
      if (reference === undefined) return all
      const named = sheetName?.replace(/^'([\s\S]*)'$/, '$1').replaceAll("''", "'")
      const ours = named === undefined ? inSheet : named.toLowerCase() === sheet.toLowerCase()
      return ours ? all.slice(0, all.length - reference.length) + shiftRange(reference) : all
    },
  )
}

/** `shiftFormula` on a formula as it stands in XML; one that does not change keeps its very bytes. */
export function shiftFormulaXml(xml: string, sheet: string, inSheet: boolean): string {
  const formula = unescapeXml(xml)
  const moved = shiftFormula(formula, sheet, inSheet)
  return moved === formula ? xml : escapeXmlText(moved)
}

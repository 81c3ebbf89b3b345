/** How a sheet is laid out for an import: kind, header, columns, and what a person should know of it. */
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { IMPORT_KIND_TEXT } from '../../../shared/text/exchange.ts'
import {
  columnLetters,
  type FoundHeader,
  findHeader,
  headerAt,
  type MergedRange,
  mergedRanges,
  missingFields,
  nearestHeaders,
} from './header-detection.ts'
import type { ImportProfiles } from './import-profiles.ts'
import { shownValue } from './row-cells.ts'
import { CellMark } from './workbook/sheet-row.ts'
import type { SheetInspection } from './workbook/workbook-reader.ts'

export type SheetLayout = FoundHeader & {
  /** the mapping was the one that the office confirmed before */
  remembered: boolean
  notes: string[]
  merges: MergedRange[]
}

/** What a person chose; each part may be missing. */
export type LayoutChoice = {
  kind?: ImportKind | undefined
  headerRow?: number | undefined
  mapping?: Readonly<Record<string, number>> | undefined
}

/** Answers the mapping that the office confirmed for these headers: field → column. */
export type RememberedMappings = (
  kind: ImportKind,
  headers: readonly string[],
) => Map<string, number> | undefined

/** The layout of a sheet, guessed, remembered or chosen; undefined where no kind of header was found. */
export function layoutOf(
  sheet: SheetInspection,
  profiles: ImportProfiles,
  remembered: RememberedMappings,
  choice: LayoutChoice = {},
): SheetLayout | undefined {
  const merges = mergedRanges(sheet.merges)
  const found =
    choice.headerRow !== undefined && choice.kind !== undefined
      ? headerAt(profiles[choice.kind], sheet.preview, merges, choice.headerRow)
      : (findHeader(profiles, sheet.preview, merges, choice.kind) ??
        headerByMapping(sheet, profiles, merges, choice))
  if (found === undefined) return undefined
  const confirmed = choice.mapping === undefined ? remembered(found.kind, found.headers) : undefined
  const fields =
    choice.mapping === undefined ? (confirmed ?? found.fields) : new Map(Object.entries(choice.mapping))
  return {
    ...found,
    fields,
    remembered: confirmed !== undefined,
    merges,
    notes: notesOn(sheet, { ...found, fields }, merges, profiles),
  }
}

/** The same, or a refusal that says which headers were seen and which are missing. */
export function requireLayout(
  sheet: SheetInspection,
  profiles: ImportProfiles,
  remembered: RememberedMappings,
  choice: LayoutChoice,
): SheetLayout {
  const layout = layoutOf(sheet, profiles, remembered, choice)
  if (layout === undefined) throw noKnownHeader(sheet, profiles, choice.kind)
  const missing = missingFields(profiles[layout.kind], layout.fields)
  if (missing.length > 0) {
    throw new Refusal(
      'import.missing-columns',
      `工作表“${sheet.name}”按“${IMPORT_KIND_TEXT[layout.kind]}”导入还缺少：${missing.join('、')}。请在对应关系中指定这些列，或在文件中补上。`,
      { sheet: sheet.name, kind: layout.kind, missing: missing.join('、') },
    )
  }
  return layout
}

/** Refusal of a sheet without a known header: what was seen, and the nearest known headers. */
export function noKnownHeader(sheet: SheetInspection, profiles: ImportProfiles, kind?: ImportKind): Refusal {
  const { seen: texts, nearest } = nearestHeaders(profiles, sheet.preview)
  // Without a header, what was seen may be somebody's data.
  const seen = texts.map(shownValue)
  const wanted = kind === undefined ? '任何一种表' : `“${IMPORT_KIND_TEXT[kind]}”`
  if (seen.length === 0) {
    return new Refusal(
      'import.no-known-header',
      `工作表“${sheet.name}”的前几行没有文字，找不到表头。请检查文件和工作表是否选对。`,
      { sheet: sheet.name, seen: '' },
    )
  }
  const shown = seen.slice(0, 12).map((text) => `“${[...text].slice(0, 20).join('')}”`)
  const hints = nearest
    .filter(({ seen: text, known }) => text !== known)
    .slice(0, 6)
    .map(({ seen: text, known }) => `“${text}”像“${known}”`)
  return new Refusal(
    'import.no-known-header',
    `工作表“${sheet.name}”里认不出${wanted}的表头。看到的是：${shown.join('、')}${seen.length > 12 ? ' 等' : ''}。${
      hints.length > 0 ? `${hints.join('，')}。` : ''
    }请检查表头写法，或在导入页面手工指定表的种类、表头行和各列。`,
    { sheet: sheet.name, seen: seen.slice(0, 12).join('、') },
  )
}

/** A person may map columns of a sheet whose header nobody knows: the row is theirs to say, else the first. */
function headerByMapping(
  sheet: SheetInspection,
  profiles: ImportProfiles,
  merges: MergedRange[],
  choice: LayoutChoice,
): FoundHeader | undefined {
  const first = sheet.preview[0]
  if (choice.kind === undefined || choice.mapping === undefined || first === undefined) return undefined
  return headerAt(profiles[choice.kind], sheet.preview, merges, choice.headerRow ?? first.number)
}

function notesOn(
  sheet: SheetInspection,
  header: FoundHeader,
  merges: readonly MergedRange[],
  profiles: ImportProfiles,
): string[] {
  const notes: string[] = []
  const { labelOf } = profiles[header.kind]
  const fieldOf = new Map([...header.fields].map(([field, column]) => [column, field]))
  const nameOf = (column: number) => `${columnLetters(column)} 列“${labelOf(fieldOf.get(column) ?? '')}”`
  for (const [field, columns] of doubled(sheet, header, merges, profiles[header.kind]))
    notes.push(
      `“${labelOf(field)}”有 ${columns.map(columnLetters).join('、')} 列，内容不同，采用 ${columnLetters(columns[0] ?? 0)} 列。如应采用别的列，请先删去多余的列，或在导入页面改对应关系。`,
    )
  if (sheet.hidden) notes.push('这是隐藏的工作表，请确认要导入的就是它。')
  if (header.twoRows) notes.push(`表头有两行，按第 ${header.headerRow - 1}、${header.headerRow} 行合起来认。`)
  const hidden = [...fieldOf.keys()].filter((column) =>
    sheet.hiddenColumns.some(({ from, to }) => column >= from && column <= to),
  )
  if (hidden.length > 0) notes.push(`${hidden.map(nameOf).join('、')}是隐藏的列，同样会导入。`)
  if (sheet.hiddenRows > 0) notes.push(`有 ${sheet.hiddenRows} 行是隐藏的（可能经过筛选），同样会导入。`)
  if (merges.some(({ top, bottom }) => top <= header.headerRow && bottom >= header.headerRow))
    notes.push('表头有合并的单元格，已按合并前的列认。')
  const inData = merges.filter(
    ({ top, left, right }) =>
      top > header.headerRow && [...fieldOf.keys()].some((c) => c >= left && c <= right),
  )
  const [first] = inData
  if (first)
    notes.push(
      `数据中有 ${inData.length} 处合并的单元格（如 ${first.ref}），同一列上下合并的按第一格的内容填入每一行。`,
    )
  const formulas = new Set<number>()
  for (const row of sheet.preview)
    for (const column of fieldOf.keys())
      if (row.number > header.headerRow && row.marks(column) & (CellMark.formula | CellMark.uncalculated))
        formulas.add(column)
  if (formulas.size > 0) notes.push(`${[...formulas].map(nameOf).join('、')}是公式，采用文件中存下的结果。`)
  return notes
}

/** Fields that more than one column is a header of and that say different things: field → columns, the one taken first. */
function doubled(
  sheet: SheetInspection,
  header: FoundHeader,
  merges: readonly MergedRange[],
  profile: ImportProfiles[ImportKind],
): Map<string, number[]> {
  const found = new Map<string, number[]>()
  const taken = new Set(header.fields.values())
  const below = sheet.preview.filter(({ number }) => number > header.headerRow)
  for (const [column, text] of header.headers.entries()) {
    if (text === '' || taken.has(column)) continue
    // What a merged title says over many columns is no header of each.
    if (merges.some(({ top, left, right }) => top <= header.headerRow && left < column && column <= right))
      continue
    const known = profile.fieldOf(text)
    if (known === undefined || known === 'ignored') continue
    const first = header.fields.get(known.field)
    if (first === undefined) continue
    const differs = below.some(({ values }) => {
      const other = String(values[column] ?? '').trim()
      return other !== '' && other !== String(values[first] ?? '').trim()
    })
    if (differs) found.set(known.field, [...(found.get(known.field) ?? [first]), column])
  }
  return found
}

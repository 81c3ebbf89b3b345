/**
 * Which of the provincial profiles a workbook follows, and in which column each field stands. The profiles are those that
 * offices export by (resources/profiles/export-province-*.yaml), so that both ends read one description.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type ExportProfile, readExportProfile } from '../../core/exchange/export/export-profile.ts'
import { headerForms } from '../../core/exchange/header-folding.ts'
import type { SheetRow } from '../../core/exchange/workbook/sheet-row.ts'

/** What the receiver takes in workbooks, by what a row is. */
export const WORKBOOK_KINDS = ['person', 'work', 'claim'] as const
export type WorkbookKind = (typeof WORKBOOK_KINDS)[number]

export type FoundSheet = {
  readonly kind: WorkbookKind
  /** number of the header's row, as the spreadsheet counts */
  readonly headerRow: number
  /** field → column from 0, and the codes that stand for its values, the other way round */
  readonly columns: ReadonlyMap<string, { readonly at: number; readonly values: ReadonlyMap<string, string> }>
}

/** Headers stand among the first rows. */
const ROWS_SEARCHED = 10

export function provinceProfiles(resources: string): ReadonlyMap<WorkbookKind, ExportProfile> {
  return new Map(
    WORKBOOK_KINDS.map((kind) => {
      const file = `export-province-${kind}.yaml`
      return [kind, readExportProfile(readFileSync(join(resources, 'profiles', file), 'utf8'), file)] as const
    }),
  )
}

/** The profile that explains most headers of a row and has all that it requires; undefined where none does. */
export function findSheet(
  profiles: ReadonlyMap<WorkbookKind, ExportProfile>,
  rows: readonly SheetRow[],
): FoundSheet | undefined {
  let best: FoundSheet | undefined
  for (const row of rows.slice(0, ROWS_SEARCHED))
    for (const [kind, profile] of profiles) {
      const found = columnsIn(profile, row)
      if (found === undefined || found.size <= (best?.columns.size ?? 0)) continue
      best = { kind, headerRow: row.number, columns: found }
    }
  return best
}

function columnsIn(profile: ExportProfile, row: SheetRow): FoundSheet['columns'] | undefined {
  const places = new Map<string, number>()
  for (const [at, value] of row.values.entries())
    if (typeof value === 'string')
      for (const form of headerForms(value)) if (!places.has(form)) places.set(form, at)
  const columns = new Map<string, { at: number; values: ReadonlyMap<string, string> }>()
  for (const { header, aliases, field, codes, required } of profile.columns) {
    if (field === undefined) continue
    const form = [header, ...aliases].flatMap(headerForms).find((one) => places.has(one))
    const at = form === undefined ? undefined : places.get(form)
    if (at === undefined) {
      if (required) return undefined
      continue
    }
    columns.set(field, {
      at,
      values: new Map(Object.entries(codes ?? {}).map(([value, code]) => [code, value])),
    })
  }
  return columns
}

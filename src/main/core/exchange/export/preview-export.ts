import type { ExportPreview, ExportProfileView, ExportRunView } from '../../../../shared/contract/exports.ts'
import { listAttachments } from '../../attachments/attachments.ts'
import type { InputOf, QueryContext } from '../../procedure.ts'
import { cellText, exportCells, personalOf, shownOnScreen } from './export-cells.ts'
import { checkExportProfile } from './export-profile.ts'
import { chosenKeys, countChosen, readRows } from './export-selection.ts'
import { sourceLabel } from './export-sources.ts'
import { fileOf, knownProfiles } from './own-profiles.ts'
import { wordsOf } from './run-export.ts'

/** Rows that are looked at for the preview, more than are shown: some may be left out. */
const LOOKED_AT = 60

/** What is wrong with a definition, or the first rows of what it would write. */
export function previewExport(context: QueryContext, input: InputOf<'exports.preview'>): ExportPreview {
  const { profile, problems } = checkExportProfile(input.definition, '正在编辑的导出格式')
  const empty = { headers: [], rows: [], total: null, leftOut: [], personal: [] }
  if (profile === undefined)
    return { ...empty, problems: problems.map(({ line, key, what }) => ({ line, key, what })) }
  const headers = profile.columns.map(({ header }) => header)
  const personal = personalOf(profile)
  if (profile.source === 'results') return { ...empty, problems: [], headers, personal }
  const cells = exportCells(profile, wordsOf(context, profile))
  const rows: string[][] = []
  const leftOut: ExportPreview['leftOut'] = []
  const keys = chosenKeys(context.ledger, profile, LOOKED_AT)
  for (const row of readRows(context.ledger, profile, cells.fields, keys)) {
    if (rows.length >= input.rows) break
    const made = cells.rowOf(row.values)
    if (made.cells === undefined) leftOut.push({ who: row.who, why: made.why })
    else
      rows.push(
        made.cells.map((cell, at) => {
          const column = cells.sheetColumns[at]
          return column === undefined ? '' : shownOnScreen(profile, at, cellText(cell, column))
        }),
      )
  }
  return { problems: [], headers, rows, total: countChosen(context.ledger, profile), leftOut, personal }
}

/** Every profile with what it is and when it last went out. */
export function listExportProfiles(context: QueryContext): ExportProfileView[] {
  const { ledger } = context
  const last = ledger.prepare<{ madeAt: string; rowCount: number }>(
    `SELECT made_at AS madeAt, row_count AS rowCount FROM export_runs WHERE profile = ? ORDER BY made_at DESC, id DESC LIMIT 1`,
  )
  return knownProfiles(context, ledger).map((one) => {
    const { profile, problems } = checkExportProfile(one.definition, fileOf(one))
    const run = last.get(one.id)
    const attached = one.own ? listAttachments(ledger, { kind: 'export-profile', id: one.id }) : []
    return {
      id: one.id,
      name: one.name,
      version: profile?.version ?? 0,
      owner: profile?.owner ?? '',
      receiver: profile?.receiver ?? '',
      source: profile?.source ?? 'people',
      sourceText: profile === undefined ? '' : sourceLabel(profile.source),
      own: one.own,
      columns: profile?.columns.length ?? 0,
      personal: profile === undefined ? [] : personalOf(profile),
      changedOnly: profile?.changedOnly ?? false,
      definition: one.definition,
      problems: problems.length,
      template: attached.findLast(({ name }) => /\.xlsx$/iu.test(name))?.name ?? null,
      lastAt: run?.madeAt ?? null,
      lastRows: run?.rowCount ?? null,
    }
  })
}

/** 导出记录, the latest first. */
export function listExportRuns(
  { ledger }: QueryContext,
  { limit }: InputOf<'exports.runs'>,
): ExportRunView[] {
  return ledger
    .prepare<Omit<ExportRunView, 'personal'> & { personal: string }>(
      `SELECT id, profile, profile_name AS profileName, profile_version AS profileVersion, file_name AS fileName, sha256,
         size, row_count AS rows, left_out_count AS leftOut, gone_count AS gone, since, personal, made_at AS madeAt,
         made_by AS madeBy
       FROM export_runs ORDER BY made_at DESC, id DESC LIMIT ?`,
    )
    .all(limit)
    .map((run) => ({ ...run, personal: JSON.parse(run.personal) as string[] }))
}

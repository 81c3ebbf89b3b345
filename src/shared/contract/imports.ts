import { z } from 'zod'
import { fileRef } from './files.ts'
import { id, job, page, pageInput, query, write } from './procedure.ts'

/** What a workbook can hold. */
export const IMPORT_KINDS = [
  'roster',
  'work',
  'insured',
  'employers',
  'agents',
  'vacancies',
  'fairs',
  'services',
  'claim-results',
  'person-results',
  'work-results',
] as const
export type ImportKind = (typeof IMPORT_KINDS)[number]

export const importField = z.object({
  field: z.string(),
  label: z.string(),
  required: z.boolean(),
  aliases: z.array(z.string()),
})

export const inspection = z.object({
  file: fileRef,
  sheets: z.array(
    z.object({
      name: z.string(),
      hidden: z.boolean(),
      /** NULL: no known header was found in it */
      kind: z.enum(IMPORT_KINDS).nullable(),
      headerRow: z.int(),
      columns: z.array(
        z.object({
          index: z.int(),
          header: z.string(),
          hidden: z.boolean(),
          samples: z.array(z.string()),
          /** field it was recognised as */ field: z.string().nullable(),
        }),
      ),
      /** what a person should know before importing, in Chinese (merged headers, formulas, hidden columns …) */
      notes: z.array(z.string()),
      rows: z.int().nullable(),
      remembered: z.boolean(),
    }),
  ),
})

export const mapping = z.record(z.string(), z.int())

export const finding = z.object({
  row: z.int(),
  severity: z.enum(['refused', 'warned']),
  code: z.string(),
  message: z.string(),
})

export const importResult = z.object({
  importId: z.string().nullable(),
  kind: z.enum(IMPORT_KINDS),
  dryRun: z.boolean(),
  rows: z.int(),
  newCount: z.int(),
  changedCount: z.int(),
  sameCount: z.int(),
  refusedCount: z.int(),
  warnedCount: z.int(),
  /** the first findings; all of them are in the error workbook */
  findings: z.array(finding),
  /** refusal and warning codes with their counts */
  reasons: z.array(z.object({ code: z.string(), label: z.string(), count: z.int() })),
  /** the first changes, field by field, masked */
  changes: z.array(
    z.object({ row: z.int(), who: z.string(), field: z.string(), before: z.string(), after: z.string() }),
  ),
  /** the original workbook with a first column 错误; NULL where there was nothing to say */
  errorFile: fileRef.nullable(),
  /** what else the clerk should know, in Chinese: records linked, formulas, hidden columns … */
  notes: z.array(z.string()),
  seconds: z.number(),
})
export type ImportResult = z.infer<typeof importResult>

export const importRow = z.object({
  id,
  kind: z.enum(IMPORT_KINDS),
  fileName: z.string(),
  importedAt: z.string(),
  importedBy: z.string(),
  newCount: z.int(),
  changedCount: z.int(),
  sameCount: z.int(),
  refusedCount: z.int(),
  warnedCount: z.int(),
  state: z.enum(['done', 'undone']),
})

export const imports = {
  fields: query('导入字段')
    .input(z.object({ kind: z.enum(IMPORT_KINDS) }))
    .output(z.array(importField)),
  /** An empty table with the headers that an import knows. */
  template: job('存空表', z.object({ kind: z.enum(IMPORT_KINDS) }), fileRef),
  inspect: job('查看工作簿', z.object({ token: z.string() }), inspection, 'clerk'),
  run: job(
    '导入工作簿',
    z.object({
      token: z.string(),
      kind: z.enum(IMPORT_KINDS).optional(),
      sheet: z.string().optional(),
      headerRow: z.int().optional(),
      mapping: mapping.optional(),
      dryRun: z.boolean().default(false),
      /** make the error workbook also when dry */
      errorFile: z.boolean().default(true),
    }),
    importResult,
  ),
  /** What came of each row, to be given back: `…_all`, `…_success`, `…_failure`. */
  lists: job(
    '导入结果清单',
    z.object({ importId: id }),
    z.object({ files: z.array(fileRef), success: z.int(), failure: z.int() }),
    'clerk',
  ),
  list: query('导入记录').input(z.object(pageInput)).output(page(importRow)),
  findings: query('导入问题')
    .input(z.object({ importId: id }).extend(pageInput))
    .output(page(finding)),
  undo: job(
    '撤销导入',
    z.object({ importId: id }),
    z.object({ importId: id, restored: z.int(), removed: z.int() }),
  ),
  forgetMapping: write('忘记对应关系')
    .input(z.object({ kind: z.enum(IMPORT_KINDS) }))
    .output(z.object({ forgotten: z.int() })),
}

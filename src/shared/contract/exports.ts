import { z } from 'zod'
import { EXPORT_SOURCES } from '../domain/exports.ts'
import { fileRef } from './files.ts'
import { dateText, id, job, query, write } from './procedure.ts'

/** Ours by its own id (`export-work-monitoring`), an own one by its record's. */
const profileId = z.string().min(1).max(60)
const definition = z.string().max(60_000)

/** One thing that is wrong with a definition, where, and how it is put right. */
export const profileProblem = z.object({ line: z.int(), key: z.string(), what: z.string() })
export type ProfileProblem = z.infer<typeof profileProblem>

export const exportProfileView = z.object({
  id: profileId,
  name: z.string(),
  version: z.int(),
  /** whose format it is; ours say that they are ours */
  owner: z.string(),
  receiver: z.string(),
  source: z.enum(EXPORT_SOURCES),
  sourceText: z.string(),
  own: z.boolean(),
  columns: z.int(),
  /** personal data that it shows in full */
  personal: z.array(z.string()),
  changedOnly: z.boolean(),
  /** YAML */
  definition: z.string(),
  /** how many faults it has; it is exported only without */
  problems: z.int(),
  /** the receiver's workbook that is filled in; null: our own */
  template: z.string().nullable(),
  lastAt: z.string().nullable(),
  lastRows: z.int().nullable(),
})
export type ExportProfileView = z.infer<typeof exportProfileView>

export const exportPreview = z.object({
  problems: z.array(profileProblem),
  headers: z.array(z.string()),
  rows: z.array(z.array(z.string())),
  /** rows that it chooses; null: the profile is wrong, or its rows are given */
  total: z.int().nullable(),
  /** first rows that a required column keeps out */
  leftOut: z.array(z.object({ who: z.string(), why: z.string() })),
  personal: z.array(z.string()),
})
export type ExportPreview = z.infer<typeof exportPreview>

export const exportChanges = z.object({
  /** null: never exported */
  lastAt: z.string().nullable(),
  chosen: z.int(),
  changed: z.int(),
  gone: z.object({ count: z.int(), first: z.array(z.string()) }),
})
export type ExportChanges = z.infer<typeof exportChanges>

export const exportResult = z.object({
  id,
  file: fileRef,
  /** who is no longer reported, and who was left out; null: nobody */
  besideFile: fileRef.nullable(),
  sha256: z.string(),
  rows: z.int(),
  /** none, last or a day */
  since: z.string(),
  /** nothing of this profile went out before */
  first: z.boolean(),
  /** the next "since last" counts from here */
  remembered: z.boolean(),
  lastAt: z.string().nullable(),
  leftOut: z.object({
    count: z.int(),
    first: z.array(z.object({ who: z.string(), why: z.string() })),
  }),
  gone: z.object({ count: z.int(), first: z.array(z.string()) }),
  /** headers that the receiver's template has no column for */
  notInTemplate: z.array(z.string()),
  personal: z.array(z.string()),
})
export type ExportResult = z.infer<typeof exportResult>

export const exportRunView = z.object({
  id,
  profile: profileId,
  profileName: z.string(),
  profileVersion: z.int(),
  fileName: z.string(),
  sha256: z.string(),
  size: z.int(),
  rows: z.int(),
  leftOut: z.int(),
  gone: z.int(),
  since: z.string(),
  personal: z.array(z.string()),
  madeAt: z.string(),
  madeBy: z.string(),
})
export type ExportRunView = z.infer<typeof exportRunView>

const reason = z.string().trim().min(2, '请写明原因')

/** 报送导出: workbooks for systems that are not ours, by profiles that the office can change. */
export const exports = {
  profiles: query('导出格式').input(z.object({})).output(z.array(exportProfileView)),
  /** What is wrong with a definition, or the first rows as the file would hold them. */
  preview: query('预览导出格式')
    .input(z.object({ definition, rows: z.int().min(1).max(50).default(8) }))
    .output(exportPreview),
  /** What an export since the last one would hold. */
  changes: query('上次导出以来的变动')
    .input(z.object({ profile: profileId }))
    .output(exportChanges),
  run: job(
    '报送导出',
    z.object({
      profile: profileId,
      /** absent: as the profile says */
      since: z.union([z.literal('none'), z.literal('last'), dateText]).optional(),
      /** the receiver gets this file: the next "since last" counts from it */
      remember: z.boolean().default(true),
    }),
    exportResult,
  ),
  runs: query('导出记录')
    .input(z.object({ limit: z.int().min(1).max(500).default(200) }))
    .output(z.array(exportRunView)),
  save: write('保存导出格式', 'reviewer')
    .input(
      z.object({
        /** own profile to change; absent: a new one */
        id: id.optional(),
        basedOn: profileId.optional(),
        definition,
      }),
    )
    .output(z.object({ id, txId: z.string() })),
  remove: write('删除导出格式', 'reviewer')
    .input(z.object({ id, reason }))
    .output(z.object({ txId: z.string() })),
}

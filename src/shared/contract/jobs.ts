import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { dateText, id, query, refusalData, session } from './procedure.ts'

export const jobState = z.enum(['waiting', 'running', 'done', 'refused', 'failed', 'cancelled'])

export const jobView = z.object({
  id: z.string(),
  /** dotted procedure name, `imports.run` */
  procedure: z.string(),
  label: z.string(),
  state: jobState,
  /** what is being done now, in Chinese */
  step: z.string(),
  done: z.number(),
  /** NULL: not known beforehand */
  total: z.number().nullable(),
  unit: z.string(),
  startedAt: z.string(),
  finishedAt: z.string().nullable(),
  /** the Chinese sentence where the job was refused or failed */
  message: z.string().nullable(),
  refusal: refusalData.nullable(),
  /** the job's result; its shape is the `result` schema of the procedure */
  result: z.unknown(),
})
export type JobView = z.infer<typeof jobView>

/** Parts of the ledger that a write can touch; screens refetch what they show of them. */
export const TOPICS = [
  'session',
  'people',
  'employers',
  'agents',
  'places',
  'work',
  'services',
  'exchange',
  'imports',
  'policy',
  'scenarios',
  'evaluation',
  'claims',
  'attachments',
  'settings',
] as const
export type Topic = (typeof TOPICS)[number]

export const appEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('changed'), topics: z.array(z.enum(TOPICS)) }),
  z.object({ type: z.literal('job'), job: jobView }),
])
export type AppEvent = z.infer<typeof appEvent>

export const jobs = {
  list: session('任务列表').output(z.array(jobView)),
  get: session('任务')
    .input(z.object({ jobId: z.string() }))
    .output(jobView),
  cancel: session('取消任务')
    .input(z.object({ jobId: z.string() }))
    .output(z.object({ ok: z.boolean() })),
}

export const events = {
  stream: session('变更通知').output(eventIterator(appEvent)),
}

const auditRow = z.object({
  seq: z.int(),
  at: z.string(),
  actor: z.string(),
  action: z.string(),
  label: z.string(),
  changes: z.int(),
  txId: z.string(),
})

/** One record that an act wrote: what it is called, and each field before and after, in words. */
export const auditedRecord = z.object({
  table: z.string(),
  title: z.string(),
  personId: z.string().nullable(),
  claimId: z.string().nullable(),
  op: z.enum(['insert', 'update', 'remove']),
  /** why it was removed, as written */
  reason: z.string().nullable(),
  /** `before` is null for a new record */
  fields: z.array(z.object({ name: z.string(), before: z.string().nullable(), after: z.string() })),
})
export type AuditedRecord = z.infer<typeof auditedRecord>

/** Audit of writes, newest first. */
export const audit = {
  list: query('操作记录')
    .input(
      z.object({
        /** part of an officer's name or of what was done, or a whole 流水号 */
        search: z.string().max(60).default(''),
        from: dateText.optional(),
        to: dateText.optional(),
        /** acts that changed or looked at this person or claim, or anything of theirs */
        about: z.object({ of: z.enum(['person', 'claim']), id }).optional(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(auditRow) })),
  /** What one act wrote, in the order in which it was written. */
  changes: query('操作改动的内容')
    .input(
      z.object({
        seq: z.int(),
        offset: z.int().min(0).default(0),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(auditedRecord) })),
}

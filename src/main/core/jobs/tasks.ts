import type { FileRef } from '../../../shared/contract/files.ts'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import type { DoctorReport } from '../../../shared/contract/ledger.ts'
import type { LedgerTicket } from '../db/read.ts'
import { XLSX } from '../exchange/workbook/media-type.ts'
import type { JobContext } from '../procedure.ts'
import { Cancelled } from '../procedure.ts'

/** What a task is given beside its input. */
export type TaskContext = Omit<JobContext, 'actor'>

/** Long work that needs no ledger, by name. */
export type Tasks = {
  /** The workbooks of an invented county, handed to the vault in the order in which they are imported. */
  'demo.generate': (
    context: TaskContext,
    input: { people: number; seed: number },
  ) => Promise<{ kind: ImportKind; file: FileRef }[]>
  /** A sheet with the recovery key, to print and lock away. */
  'recovery.sheet': (
    context: TaskContext,
    input: { recoveryKey: string; name: string; office: string },
  ) => Promise<FileRef>
  /** Examines the ledger on a connection of its own. */
  'ledger.doctor': (context: TaskContext, ticket: LedgerTicket) => Promise<DoctorReport>
}

const PDF = 'application/pdf'

export const tasks: Partial<Tasks> = {
  'demo.generate': async (context, input) => {
    // Loaded only where it is asked for: every thread has this file.
    const { demoWorkbooks } = await import('../demo/demo-county.ts')
    const { loadRegions } = await import('../registry/regions.ts')
    const made: { kind: ImportKind; file: FileRef }[] = []
    const { shouldStop } = context
    const hooks = {
      shouldStop,
      onProgress: ({ step, done, total }: { step: string; done: number; total: number }) =>
        context.progress(step, done, total, '行'),
    }
    const regions = loadRegions(context.resources)
    for await (const { file, kind, bytes } of demoWorkbooks({ ...input, regions }, hooks)) {
      if (shouldStop()) throw new Cancelled()
      made.push({ kind, file: await context.files.put(file, XLSX, bytes) })
    }
    return made
  },
  'recovery.sheet': async (context, input) => {
    const { recoverySheet } = await import('../session/recovery-sheet.ts')
    const bytes = await recoverySheet({ ...input, madeOn: context.today() }, context.resources)
    return context.files.put('恢复密钥.pdf', PDF, bytes)
  },
  'ledger.doctor': async (context, ticket) => {
    const { doctor } = await import('../db/doctor/doctor.ts')
    const { clean, checks, findings } = await doctor(ticket, {
      onProgress: ({ title, done, total }) => context.progress(title, done, total, '项'),
    })
    // The findings stand in the order of the checks.
    let next = 0
    const told = checks.map(({ name, title, checked, findings: count }) => {
      const detail = findings.slice(next, next + count).map((one) => one.message)
      next += count
      return { id: name, label: title, ok: count === 0, checked, detail: detail.join('\n') }
    })
    return { ok: clean, checks: told }
  },
}

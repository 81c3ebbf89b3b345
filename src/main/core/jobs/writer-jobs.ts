import type { ProcedureName } from '../procedure.ts'

/**
 * The jobs that run on the writer's thread; all others read on a thread of their own. Said here as well as by each
 * implementation, so that a host can route calls without loading the domains (and SQLite) into its own thread; a
 * test holds the two together.
 */
export const WRITER_JOBS: ReadonlySet<ProcedureName> = new Set<ProcedureName>([
  'imports.run',
  'imports.undo',
  'policy.evaluate',
  'packs.install',
  'outlook.prepare',
  'claims.draft',
  'payments.make',
  'payments.reissue',
  'payments.takeReturn',
  'attachments.add',
  'checks.importList',
  'sync.takeIn',
  'duplicates.mergeAll',
])

import type { client } from '../../client.ts'

export type AuditRow = Awaited<ReturnType<typeof client.audit.list>>['rows'][number]
/** At most so many rows at once. */
export const AUDIT_LIMIT = 500

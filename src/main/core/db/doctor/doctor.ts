import type { LedgerTicket } from '../read.ts'
import { openSqliteForReading } from '../sqlite.ts'
import { asRefusal, refusing } from '../sqlite-refusal.ts'
import { attachmentsCheck } from './attachments.ts'
import { auditChainCheck } from './audit-chain.ts'
import { changesHashCheck } from './changes-hash.ts'
import { entitlementsCheck } from './entitlements.ts'
import type { Check, Finding } from './finding.ts'
import { keyFileCheck } from './key-file.ts'
import { logAndRowsCheck } from './log-and-rows.ts'
import { pagesCheck, referencesCheck } from './pages.ts'
import { tablesCheck } from './tables.ts'

const CHECKS: readonly Check[] = [
  pagesCheck,
  tablesCheck,
  referencesCheck,
  auditChainCheck,
  changesHashCheck,
  logAndRowsCheck,
  entitlementsCheck,
  attachmentsCheck,
  keyFileCheck,
]

export interface DoctorProgress {
  readonly done: number
  readonly total: number
  /** what is being checked, in Chinese */
  readonly title: string
}

export interface DoctorReport {
  /** true: nothing was found */
  readonly clean: boolean
  /** by check: how many pages, records, entries were looked at, and how many findings it has */
  readonly checks: readonly {
    readonly name: string
    readonly title: string
    readonly checked: number
    readonly findings: number
  }[]
  readonly findings: readonly Finding[]
}

/**
 * Examines a ledger on a connection of its own that cannot write. Takes seconds on a big one: run it in a worker
 * thread with the ledger's ticket. A file that is damaged past reading gives findings, not an error.
 */
export async function doctor(
  ticket: LedgerTicket,
  options: { readonly onProgress?: (progress: DoctorProgress) => void } = {},
): Promise<DoctorReport> {
  const db = refusing(ticket.path, () => openSqliteForReading(ticket.path, { key: ticket.key }))
  const context = { db, path: ticket.path }
  const checks: DoctorReport['checks'][number][] = []
  const findings: Finding[] = []
  try {
    db.exec('BEGIN')
    for (const [done, check] of CHECKS.entries()) {
      options.onProgress?.({ done, total: CHECKS.length, title: check.title })
      const result = await runCheck(check, context)
      checks.push({
        name: check.name,
        title: check.title,
        checked: result.checked,
        findings: result.findings.length,
      })
      findings.push(...result.findings)
    }
    options.onProgress?.({ done: CHECKS.length, total: CHECKS.length, title: '完成' })
    return { clean: findings.length === 0, checks, findings }
  } finally {
    db.close()
  }
}

async function runCheck(
  check: Check,
  context: Parameters<Check['run']>[0],
): Promise<{ checked: number; findings: readonly Finding[] }> {
  try {
    return await check.run(context)
  } catch (error) {
    const refusal = asRefusal(error, context.path)
    if (refusal === error) throw error
    const message = refusal instanceof Error ? refusal.message : String(refusal)
    return {
      checked: 0,
      findings: [
        { code: 'doctor.unreadable', message: `${check.title}：${message}`, params: { check: check.name } },
      ],
    }
  }
}

/** Findings as screens and the command line show them: with names, and with the hold that stands for each. */
import type { CheckCount, CheckRunView, FindingView } from '../../../shared/contract/checks.ts'
import { type CheckId, checkSpec } from '../../../shared/domain/checks.ts'
import { CHECK_SEVERITIES, type CheckSeverity } from '../../../shared/domain/claim-states.ts'
import { CHECK_TEXT } from '../../../shared/text/checks.ts'
import type { Reading } from './check-world.ts'
import type { Finding } from './finding.ts'

/** Further people and claims that one finding names. */
const RELATED = 4

/** These findings, in their order. */
export function viewFindings(ledger: Reading, findings: readonly Finding[]): FindingView[] {
  const names = namesOf(ledger, findings)
  const hold = ledger.prepare<NonNullable<FindingView['hold']>>(
    `SELECT id, held_at AS heldAt, released_at AS releasedAt, released_by AS releasedBy, release_reason AS releaseReason
     FROM claim_holds WHERE claim_id = ? AND check_id = ? AND evidence = ? AND deleted_at IS NULL`,
  )
  return findings.map((finding) => ({
    ...finding,
    others: [...finding.others],
    related: finding.others.slice(0, RELATED).flatMap((id) => named(names, id)),
    checkName: CHECK_TEXT[finding.check].name,
    number: checkSpec(finding.check).number,
    claimNumber: names.claims.get(finding.claimId ?? '') ?? null,
    batchNumber: names.batches.get(finding.batchId ?? '') ?? null,
    personName: names.people.get(finding.personId ?? '') ?? null,
    employerName: names.employers.get(finding.employerId ?? '') ?? null,
    hold:
      finding.claimId === null ? null : (hold.get(finding.claimId, finding.check, finding.evidence) ?? null),
  }))
}

function named({ people, claims }: ReturnType<typeof namesOf>, id: string): FindingView['related'] {
  const [person, claim] = [people.get(id), claims.get(id)]
  if (person !== undefined) return [{ kind: 'person', id, name: person }]
  return claim === undefined ? [] : [{ kind: 'claim', id, name: claim }]
}

function namesOf(ledger: Reading, findings: readonly Finding[]) {
  const read = (table: string, column: string, ids: readonly (string | null)[]) =>
    new Map(
      ledger
        .prepare<{ id: string; name: string }>(
          `SELECT t.id, t.${column} AS name FROM json_each(?) j JOIN ${table} t ON t.id = j.value`,
        )
        .all(JSON.stringify([...new Set(ids.filter((id) => id !== null))]))
        .map(({ id, name }) => [id, name]),
    )
  const related = findings.flatMap(({ others }) => others.slice(0, RELATED))
  return {
    claims: read('claims', 'number', [...findings.map(({ claimId }) => claimId), ...related]),
    batches: read(
      'batches',
      'number',
      findings.map(({ batchId }) => batchId),
    ),
    people: read('people', 'name', [...findings.map(({ personId }) => personId), ...related]),
    employers: read(
      'employers',
      'name',
      findings.map(({ employerId }) => employerId),
    ),
  }
}

/** How many of each check and severity, the gravest first. */
export function countFindings(
  findings: readonly Pick<Finding, 'check' | 'severity' | 'claimId'>[],
): CheckCount[] {
  const counts = new Map<
    string,
    { check: CheckId; severity: CheckSeverity; count: number; claims: Set<string> }
  >()
  for (const { check, severity, claimId } of findings) {
    const key = `${check}|${severity}`
    let known = counts.get(key)
    if (known === undefined) {
      known = { check, severity, count: 0, claims: new Set() }
      counts.set(key, known)
    }
    known.count += 1
    if (claimId !== null) known.claims.add(claimId)
  }
  return [...counts.values()]
    .map(({ check, severity, count, claims }) => viewCount({ check, severity, count, claims: claims.size }))
    .sort(byGravity)
}

export function viewCount(count: Pick<CheckCount, 'check' | 'severity' | 'count' | 'claims'>): CheckCount {
  return { ...count, checkName: CHECK_TEXT[count.check].name, number: checkSpec(count.check).number }
}

export function byGravity(
  a: Pick<CheckCount, 'severity' | 'number'>,
  b: Pick<CheckCount, 'severity' | 'number'>,
): number {
  return CHECK_SEVERITIES.indexOf(a.severity) - CHECK_SEVERITIES.indexOf(b.severity) || a.number - b.number
}

export type RunHead = Omit<CheckRunView, 'counts' | 'total'>

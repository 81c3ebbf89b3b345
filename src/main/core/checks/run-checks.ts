import { CHECK_IDS, type CheckId, severityOf } from '../../../shared/domain/checks.ts'
import { CHECK_SEVERITIES, type CheckSeverity } from '../../../shared/domain/claim-states.ts'
import type { Surroundings } from '../procedure.ts'
import { checkSettingsOf } from './check-settings.ts'
import { type CheckScope, CheckWorld, type Reading } from './check-world.ts'
import { RUNS } from './checks.ts'
import type { Finding } from './finding.ts'

export type CheckOptions = {
  /** only checks that can find something as grave as this */
  readonly atLeast?: CheckSeverity
  readonly only?: readonly CheckId[]
  /** told before each check; false ends the run */
  readonly onCheck?: (check: CheckId, done: number, total: number) => boolean
}

export type CheckRun = {
  readonly findings: Finding[]
  readonly claims: number
  readonly people: number
  /** a run that was stopped says nothing of the checks that were left */
  readonly stopped: boolean
}

/** Runs the checks as the office set them; changes nothing. The gravest findings first, then by number of the check. */
export function runChecks(
  context: Pick<Surroundings, 'resources' | 'today'>,
  ledger: Reading,
  scope: CheckScope,
  options: CheckOptions = {},
): CheckRun {
  const world = new CheckWorld(context, ledger, context.today(), scope)
  const settings = checkSettingsOf(ledger)
  const wanted = CHECK_IDS.filter((check) => isWanted(check, settings.get(check)?.level, options))
  // The checks stand in the order of their numbers, so that findings come sorted within each pile.
  const piles = new Map(CHECK_SEVERITIES.map((severity): [CheckSeverity, Finding[]] => [severity, []]))
  let stopped = false
  for (const [at, check] of wanted.entries()) {
    if (options.onCheck?.(check, at, wanted.length) === false) {
      stopped = true
      break
    }
    const setting = settings.get(check)
    if (setting === undefined) throw new Error(`no setting for ${check}`)
    for (const found of RUNS[check](world, setting.parameters)) {
      const certainty = found.certainty ?? 'certain'
      const severity = severityOf(setting.level, certainty)
      if (severity === undefined || !graveEnough(severity, options.atLeast)) continue
      piles.get(severity)?.push({
        check,
        severity,
        certainty,
        claimId: found.claimId ?? null,
        batchId: found.batchId ?? null,
        personId: found.personId ?? null,
        employerId: found.employerId ?? null,
        benefit: found.claimId === undefined ? null : (world.claimById.get(found.claimId)?.benefit ?? null),
        evidence: found.evidence,
        text: found.text,
        others: found.others ?? [],
      })
    }
  }
  const findings = [...piles.values()].flat()
  return { findings, claims: world.claims.length, people: world.peopleSeen, stopped }
}

function isWanted(check: CheckId, level: string | undefined, { only, atLeast }: CheckOptions): boolean {
  if (level === 'off' || level === undefined || only?.includes(check) === false) return false
  return graveEnough(level as CheckSeverity, atLeast)
}

function graveEnough(severity: CheckSeverity, atLeast: CheckSeverity | undefined): boolean {
  return atLeast === undefined || CHECK_SEVERITIES.indexOf(severity) <= CHECK_SEVERITIES.indexOf(atLeast)
}

import type { OutlookStatus } from '../../../shared/contract/outlook.ts'
import { dayOf } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ReadLedger } from '../db/ledger.ts'
import type { PackBenefit } from '../entitlements/packs.ts'
import { latestRun } from '../entitlements/runs.ts'
import { comingMonths } from './coming.ts'
import type { OutlookSummary } from './look-ahead.ts'
import { losingTotals } from './losing-list.ts'
import { sumOf, unclaimedSums } from './unclaimed.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Tables whose changes can change what is coming or lost. */
const FACTS = `('people', 'person_categories', 'households', 'household_years', 'spells', 'spell_years', 'insured_years',
  'rent_years', 'certificates', 'courses', 'enrolments', 'placements', 'fairs', 'fair_employers', 'attendance',
  'employers', 'employer_recognitions', 'agents', 'schools', 'stations', 'pairings', 'grants', 'standards', 'parameters',
  'installed_packs', 'pack_activations')`

type Ahead = NonNullable<OutlookStatus['ahead']> & Pick<OutlookSummary, 'coming'>

/** The latest look ahead, or `null` where there has been none. */
export function latestAhead(ledger: Reading): Ahead | null {
  const run = ledger
    .prepare<{ id: string; asOf: string; madeAt: string; summary: string }>(
      'SELECT id, as_of AS asOf, made_at AS madeAt, summary FROM outlook_runs LIMIT 1',
    )
    .get()
  if (run === undefined) return null
  const { people, seconds, changeSeq, coming } = JSON.parse(run.summary) as OutlookSummary
  const { first, last } = comingMonths(dayOf(run.asOf))
  const changed = ledger.prepare(`SELECT 1 FROM change_log WHERE seq > ? AND tbl IN ${FACTS} LIMIT 1`)
  return {
    id: run.id,
    asOf: run.asOf,
    first,
    last,
    madeAt: run.madeAt,
    seconds,
    people,
    coming,
    stale: changed.get(changeSeq) !== undefined,
  }
}

/** @throws Refusal `outlook.never-made` */
export function aheadOrRefuse(ledger: Reading): Ahead {
  const ahead = latestAhead(ledger)
  if (ahead === null)
    throw new Refusal(
      'outlook.never-made',
      '还没有推算过今后十二个月。请在“政策测算 › 应享未享”中推算，或运行 liaison outlook。',
    )
  return ahead
}

/** What there is to show, and how many stand in each view: for the tabs and 工作台. */
export function outlookStatus(ledger: Reading, benefits: readonly PackBenefit[]): OutlookStatus {
  const run = latestRun(ledger)
  const ahead = latestAhead(ledger)
  const nothing = { search: '' }
  return {
    run: run === null ? null : { id: run.id, asOf: run.asOf, stale: run.stale },
    ahead: ahead === null ? null : withoutSums(ahead),
    unclaimed: run === null ? null : sumOf(unclaimedSums(ledger, nothing, benefits)),
    coming: ahead === null ? null : ahead.coming,
    losing:
      ahead === null
        ? null
        : {
            count: losingTotals(ledger, nothing, benefits, ahead.asOf).count,
            within30: losingTotals(ledger, { ...nothing, within: 30 }, benefits, ahead.asOf).count,
          },
  }
}

function withoutSums({ coming: _, ...ahead }: Ahead): NonNullable<OutlookStatus['ahead']> {
  return ahead
}

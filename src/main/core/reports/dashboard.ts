import type { DashboardView } from '../../../shared/contract/dashboard.ts'
import { addMonths, dayOf, formatDate, formatMonth, monthOfDay } from '../../../shared/domain/dates.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { openPairs } from '../duplicates/kept-pairs.ts'
import { latestRun } from '../entitlements/runs.ts'
import { readOffice } from '../registry/office.ts'
import { CONTRACT_ENDING, contractEndingDays } from '../registry/people-list.ts'
import type { Regions } from '../registry/regions.ts'

/** 工作台: what stands in the ledger on `asOf`, what is due, and what the latest calculation found. */
export function dashboardView(
  ledger: ReadLedger,
  asOf: string,
  regions: Regions,
  benefitNames: ReadonlyMap<string, string>,
): DashboardView {
  const count = (sql: string, ...params: (string | number)[]) =>
    ledger.prepare<{ n: number }>(`SELECT count(*) AS n FROM ${sql}`).get(...params)?.n ?? 0
  const people = count('people WHERE deleted_at IS NULL')
  const byProvince = workingByProvince(ledger, asOf, regions)
  const drafted = ledger
    .prepare<{ count: number; amountFen: number | null; unprinted: number | null }>(
      `SELECT count(*) AS count, sum(amount_fen) AS amountFen,
         sum(NOT EXISTS (SELECT 1 FROM claim_events e WHERE e.claim_id = c.id AND e.kind = 'printed')) AS unprinted
       FROM claims c WHERE c.state = 'drafted' AND c.deleted_at IS NULL`,
    )
    .get()
  const run = runPart(ledger, benefitNames)
  const unprinted = drafted?.unprinted ?? 0
  const imported = count("imports WHERE state = 'done' AND deleted_at IS NULL")
  return {
    asOf,
    people,
    povertyLifted: count(
      `(SELECT DISTINCT person_id FROM person_categories INDEXED BY person_categories_category WHERE category = 'poverty-lifted' AND deleted_at IS NULL
         AND from_date <= ? AND (to_date IS NULL OR to_date >= ?))`,
      asOf,
      asOf,
    ),
    // Those that somebody belongs to, which are the rows of the list that it opens.
    households: count(
      '(SELECT DISTINCT household_id FROM people INDEXED BY people_facts WHERE deleted_at IS NULL AND household_id IS NOT NULL)',
    ),
    employers: count('employers WHERE deleted_at IS NULL'),
    agents: count('agents WHERE deleted_at IS NULL'),
    workingNow: byProvince.reduce((sum, province) => sum + province.count, 0),
    workingByProvince: byProvince,
    insuredLastMonth: insuredInMonthBefore(ledger, asOf),
    claimsDrafted: { count: drafted?.count ?? 0, amountFen: drafted?.amountFen ?? 0 },
    claimsUnprinted: unprinted,
    run,
    due: dueList(ledger, asOf, unprinted, run),
    recentImports: ledger
      .prepare<DashboardView['recentImports'][number]>(
        `SELECT id, file_name AS fileName, imported_at AS importedAt, new_count AS newCount, refused_count AS refusedCount
         FROM imports WHERE state = 'done' AND deleted_at IS NULL ORDER BY imported_at DESC LIMIT 5`,
      )
      .all(),
    tour: {
      closed: readOffice(ledger).tourClosed,
      imported: imported > 0,
      evaluated: run !== null,
      drafted: count('claims') > 0,
      printed: count("claim_events WHERE kind = 'printed'") > 0,
    },
  }
}

function workingByProvince(
  ledger: ReadLedger,
  asOf: string,
  regions: Regions,
): DashboardView['workingByProvince'] {
  // One province for each person, that of the latest spell, so that the parts add up to the people.
  const provinces = ledger
    .prepare<number>(
      `SELECT CAST(substr(s.county, 1, 2) AS INTEGER), max(s.from_date) FROM spells s INDEXED BY spells_person
       WHERE s.deleted_at IS NULL AND s.from_date <= ? AND (s.to_state = 'open' OR s.to_date >= ?)
       GROUP BY s.person_id`,
    )
    .pluck()
    .all(asOf, asOf) as (number | null)[]
  const counts = new Map<number | null, number>()
  for (const province of provinces) counts.set(province, (counts.get(province) ?? 0) + 1)
  return [...counts]
    .sort((a, b) => b[1] - a[1] || (a[0] ?? 0) - (b[0] ?? 0))
    .map(([province, count]) => {
      const code = province === null ? '' : String(province)
      return { code, name: province === null ? '地点未填' : (regions.name(code) ?? code), count }
    })
}

function insuredInMonthBefore(ledger: ReadLedger, asOf: string): number {
  const month = monthOfDay(dayOf(asOf)) - 1
  const bit = 1 << (month % 12)
  return (
    ledger
      .prepare<{ n: number }>(
        'SELECT count(DISTINCT person_id) AS n FROM insured_years INDEXED BY insured_years_year WHERE year = ? AND (months & ?) <> 0 AND deleted_at IS NULL',
      )
      .get(Math.floor(month / 12), bit)?.n ?? 0
  )
}

function runPart(ledger: ReadLedger, benefitNames: ReadonlyMap<string, string>): DashboardView['run'] {
  const run = latestRun(ledger)
  if (run === null) return null
  const outcomes = new Map<string, number>()
  for (const row of run.counts) outcomes.set(row.outcome, (outcomes.get(row.outcome) ?? 0) + row.count)
  return {
    asOf: run.asOf,
    stale: run.stale,
    outcomes: [...outcomes].map(([outcome, count]) => ({ outcome, count })),
    missing: outcomes.get('undetermined') ?? 0,
    eligibleUnclaimed: ledger
      .prepare<{ benefit: string; count: number; amountFen: number }>(
        `SELECT r.benefit, count(*) AS count, coalesce(sum(r.amount_fen), 0) AS amountFen FROM evaluation_results r
         WHERE r.outcome = 'eligible'
           AND NOT EXISTS (SELECT 1 FROM claim_entitlements c WHERE c.entitlement_key = r.entitlement_key AND c.deleted_at IS NULL)
         GROUP BY r.benefit ORDER BY r.benefit`,
      )
      .all()
      .map((row) => ({ ...row, name: benefitNames.get(row.benefit) ?? row.benefit })),
    pendingByMonth: ledger
      .prepare<{ month: string; benefit: string; count: number; amountFen: number }>(
        `SELECT substr(on_date, 1, 7) AS month, benefit, count(*) AS count, coalesce(sum(amount_fen), 0) AS amountFen
         FROM evaluation_results WHERE outcome = 'pending' AND on_date <= ? GROUP BY 1, 2 ORDER BY 1, 2`,
      )
      .all(formatDate(addMonths(dayOf(run.asOf), 12))),
  }
}

function dueList(
  ledger: ReadLedger,
  asOf: string,
  unprinted: number,
  run: DashboardView['run'],
): DashboardView['due'] {
  const due: DashboardView['due'] = []
  const add = (id: string, text: string, count: number, link: string) => {
    if (count > 0) due.push({ id, text, count, link })
  }
  if (run !== null) {
    const eligible = run.eligibleUnclaimed.reduce((sum, row) => sum + row.count, 0)
    add('eligible', '可领而尚未生成申领', eligible, '/policy?outcome=eligible&unclaimed=1')
    const thisMonth = monthOfDay(dayOf(asOf))
    for (const [id, text, month] of [
      ['pending-now', '本月将满足条件', formatMonth(thisMonth)],
      ['pending-next', '下月将满足条件', formatMonth(thisMonth + 1)],
    ] as const) {
      const coming = run.pendingByMonth
        .filter((row) => row.month === month)
        .reduce((sum, row) => sum + row.count, 0)
      add(id, text, coming, `/policy?outcome=pending&onMonth=${month}`)
    }
    add('missing', '缺信息，补齐后才能判定', run.missing, '/policy?outcome=undetermined')
  }
  add('unprinted', '申领草稿尚未打印', unprinted, '/claims?state=drafted&printed=0')
  const contractsEnding = ledger
    .prepare<{ n: number }>(
      `SELECT count(DISTINCT person_id) AS n FROM spells INDEXED BY spells_contract WHERE ${CONTRACT_ENDING}`,
    )
    .get(...contractEndingDays(asOf))
  add('contracts', '劳动合同一个月内到期', contractsEnding?.n ?? 0, '/people?contract=ending')
  const refused = ledger
    .prepare<{ n: number | null }>(
      "SELECT sum(refused_count) AS n FROM imports WHERE state = 'done' AND deleted_at IS NULL",
    )
    .get()
  add('refused', '导入时被退回的行', refused?.n ?? 0, '/exchange')
  add('duplicates', '疑似重复的档案，等人决定', openPairs(ledger), '/people/duplicates')
  return due
}

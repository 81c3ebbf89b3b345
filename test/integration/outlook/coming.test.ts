import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger, type WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { ledgerEngine } from '../../../src/main/core/entitlements/ledger-engine.ts'
import { ledgerTables } from '../../../src/main/core/entitlements/ledger-tables.ts'
import { knownBenefits } from '../../../src/main/core/entitlements/packs.ts'
import { PersonViewReader } from '../../../src/main/core/entitlements/person-views.ts'
import { comingMonths } from '../../../src/main/core/outlook/coming.ts'
import { comingTotals, listComing } from '../../../src/main/core/outlook/coming-list.ts'
import {
  entitlementOf,
  type Found,
  foundOf,
  isMet,
  lacksAmountOnly,
} from '../../../src/main/core/outlook/found.ts'
import { goingOn } from '../../../src/main/core/outlook/going-on.ts'
import { prepareOutlook } from '../../../src/main/core/outlook/look-ahead.ts'
import type { Run } from '../../../src/main/core/policy/engine.ts'
import type { PersonView } from '../../../src/main/core/policy/facts.ts'
import { OUT } from '../../../src/main/core/policy/weighing.ts'
import {
  dayOf,
  formatDate,
  formatMonth,
  monthEnd,
  monthIndexOf,
  parseMonth,
} from '../../../src/shared/domain/dates.ts'
import { OUTCOMES } from '../../../src/shared/domain/policy.ts'
import { copyOfLargeLedger, type LedgerCopy } from '../../bench/ledger-copy.ts'
import { regions, resources } from '../../fixtures/small-ledger.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'
import { seen } from './outlook-desk.ts'

const AS_OF = '2022-06-15'
const PEOPLE = 900

const runs = new Map<string, Run>()

/** What a fresh calculation answers about a person on a day, as plain objects. */
function answers(ledger: WriteLedger, view: PersonView, day: string): Found[] {
  const list: Found[] = []
  let run = runs.get(day)
  if (run === undefined) {
    run = ledgerEngine({ resources }, ledger.reader, day).run(ledgerTables(ledger.reader), day)
    runs.set(day, run)
  }
  run.decide(view, (result) => list.push(foundOf(result)))
  return list
}

describe('what is coming', () => {
  let copy: LedgerCopy
  let ledger: WriteLedger
  let views: Map<string, PersonView>
  let found: ReturnType<typeof seen>
  beforeAll(async () => {
    copy = await copyOfLargeLedger(PEOPLE)
    ledger = await openLedger({
      path: copy.path,
      secret: { passphrase: copy.passphrase },
      now: Date.now,
      check: 'never',
    })
    views = new Map(new PersonViewReader(ledger.reader).range('', '~').map((view) => [view.id, view]))
    found = seen(ledger, AS_OF)
  }, 120_000)
  afterAll(() => {
    ledger.close()
    copy.remove()
  })
  const asOf = dayOf(AS_OF)

  it('covers twelve months from the month of the next day on', () => {
    expect(comingMonths(dayOf('2022-06-15'))).toMatchObject({ first: '2022-06', last: '2023-05' })
    expect(comingMonths(dayOf('2022-06-30'))).toMatchObject({ first: '2022-07', last: '2023-06' })
    expect(formatDate(comingMonths(dayOf('2022-06-30')).until)).toBe('2023-06-30')
  })

  it('is met on its day and not on the day before, if work goes on until then, with the amount it says', () => {
    const once = found.coming.filter(
      ({ found: { person }, lastMonth }) => person !== null && lastMonth === null,
    )
    const yearly = once.filter(({ found: { row } }) => row.unit !== 'person-month')
    expect(yearly.length).toBeGreaterThan(60)
    const step = Math.ceil(yearly.length / 120)
    for (const one of yearly.filter((_, i) => i % step === 0)) {
      const view = views.get(one.found.person as string) as PersonView
      const of = (day: number) =>
        answers(ledger, goingOn(view, asOf, day), formatDate(day)).find(
          (answer) =>
            answer.row.id === one.found.row.id &&
            answer.beneficiary === one.found.beneficiary &&
            (one.period === null || answer.period === one.period),
        )
      const day = dayOf(one.on)
      const then = of(day)
      const label = `${one.found.row.id} ${one.on} ${view.id}`
      expect([label, OUTCOMES[then?.outcome ?? -1]]).toEqual([label, one.outcome])
      if (one.amountFen !== null) expect(then?.amountFen).toBe(one.amountFen)
      const before = of(day - 1)
      expect(before !== undefined && isMet(before.outcome)).toBe(false)
    }
  })

  it('leaves out nothing that plain loops over the month ends find', () => {
    const { first, last } = comingMonths(asOf)
    const listed = new Map<string, string>()
    for (const { found: one, on } of found.coming) {
      const key = `${entitlementOf({ ...one, period: one.row.unit === 'person-month' ? null : one.period })}`
      const known = listed.get(key)
      if (known === undefined || on < known) listed.set(key, on)
    }
    let expected = 0
    const sample = [...views.values()].filter((_, i) => i % 9 === 0)
    for (const view of sample) {
      const now = new Set(
        answers(ledger, view, AS_OF)
          .filter(({ outcome }) => isMet(outcome) || outcome === OUT['already-granted'])
          .map(entitlementOf),
      )
      for (let month = monthIndexOf(first); month <= monthIndexOf(last); month += 3) {
        const day = monthEnd(month)
        for (const answer of answers(ledger, goingOn(view, asOf, day), formatDate(day))) {
          const named = answer.beneficiary !== null || answer.row.beneficiary === 'person'
          const met = isMet(answer.outcome) || (lacksAmountOnly(answer) && answer.qualifyingOn <= day)
          if (!met || !named || now.has(entitlementOf(answer)) || answer.qualifyingOn <= asOf) continue
          expected += 1
          const on = listed.get(entitlementOf(answer))
          expect([answer.row.id, view.id, on !== undefined && on <= formatDate(day)]).toEqual([
            answer.row.id,
            view.id,
            true,
          ])
        }
      }
    }
    expect(expected).toBeGreaterThan(50)
  }, 60_000)

  it('says the pending day of the calculation, and one entitlement once', () => {
    let pending = 0
    const coming = new Map(
      found.coming.map((one) => [
        `${entitlementOf(one.found)}|${one.found.row.id}|${one.found.beneficiary}`,
        one,
      ]),
    )
    for (const view of views.values()) {
      const now = answers(ledger, view, AS_OF)
      const met = new Set(now.filter(({ outcome }) => isMet(outcome)).map(entitlementOf))
      for (const one of now) {
        if (one.outcome !== OUT.pending || one.row.unit === 'person-month') continue
        if (one.on > comingMonths(asOf).until || met.has(entitlementOf(one))) continue
        pending += 1
        const label = `${one.row.id} ${view.id}`
        const listed = coming.get(`${entitlementOf(one)}|${one.row.id}|${one.beneficiary}`)
        expect([label, listed?.on]).toEqual([label, formatDate(one.on)])
      }
    }
    expect(pending).toBeGreaterThan(60)
  })

  it('names each payable month of a month-by-month benefit once', () => {
    const later = ledgerEngine({ resources }, ledger.reader, '2023-05-31').run(
      ledgerTables(ledger.reader),
      '2023-05-31',
    )
    const monthly = found.coming.filter(({ found: { row } }) => row.unit === 'person-month')
    expect(monthly.some(({ lastMonth }) => lastMonth !== null)).toBe(true)
    const byWhom = new Map<string, string[]>()
    for (const { found: one, period, lastMonth } of monthly) {
      const key = `${one.row.id}|${one.beneficiary}|${one.person}`
      const list = byWhom.get(key) ?? []
      for (let month = monthIndexOf(period ?? ''); month <= monthIndexOf(lastMonth ?? period ?? ''); month++)
        list.push(formatMonth(month))
      byWhom.set(key, list)
    }
    for (const [key, list] of [...byWhom].slice(0, 150)) {
      const [benefit = '', beneficiary = '', person = ''] = key.split('|')
      const view = goingOn(views.get(person) as PersonView, asOf, dayOf('2023-05-31'))
      const { monthsPayable } = later.evaluate(view, { benefit, beneficiary, for: person })
      const expected = monthsPayable
        .map(({ period }) => period)
        .filter((month) => monthEnd(parseMonth(month) ?? 0) > asOf)
      expect([key, list]).toEqual([key, expected])
    }
  })

  it('is stored, listed and summed alike', async () => {
    await prepareOutlook(jobContext(ledger), { asOf: AS_OF })
    const benefits = knownBenefits({ resources }, ledger.reader)
    const all = { search: '', first: false }
    const totals = comingTotals(ledger.reader, all, benefits, { first: '2022-06', last: '2023-05' })
    const byHand = new Map<string, number>()
    let sum = 0
    for (const { found: one, on, lastMonth, amountFen } of found.coming) {
      for (
        let month = monthIndexOf(on.slice(0, 7));
        month <= monthIndexOf(lastMonth ?? on.slice(0, 7));
        month++
      ) {
        const key = `${formatMonth(month)}|${one.row.id}`
        byHand.set(key, (byHand.get(key) ?? 0) + 1)
        sum += amountFen ?? 0
      }
    }
    expect(
      Object.fromEntries(totals.cells.map((cell) => [`${cell.month}|${cell.benefit}`, cell.count])),
    ).toEqual(Object.fromEntries(byHand))
    expect(totals.amountFen).toBe(sum)
    expect(totals.months).toHaveLength(12)
    for (const month of ['2022-06', '2022-09']) {
      for (const first of [true, false]) {
        const filter = { ...all, first, month }
        const cell = comingTotals(ledger.reader, filter, benefits, null)
        const list = listComing(ledger.reader, { ...filter, offset: 0, limit: 1000 }, benefits, regions)
        expect(list.total).toBe(cell.count)
        expect(list.rows.every(({ on }) => on.startsWith(month))).toBe(true)
        expect(list.rows.reduce((total, row) => total + (row.amountFen ?? 0), 0)).toBe(cell.amountFen)
      }
    }
  })
})

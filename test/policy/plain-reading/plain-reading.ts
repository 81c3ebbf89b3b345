/**
 * What the readings say, written a second time: without packs, without the engine, for worlds in which all is known,
 * one row after the other, as slowly and plainly as the table has them. Days are day numbers, money is yuan.
 */
import {
  addMonths,
  dayOf,
  formatMonth,
  monthEnd,
  monthOfDay,
  monthStart,
  yearEnd,
  yearStart,
} from '../../../src/shared/domain/dates.ts'
import type { Outcome } from '../../../src/shared/domain/policy.ts'
import { ALWAYS, type KnownSpell, type KnownWorld } from './known-world.ts'

export interface PlainAnswer {
  readonly outcome: Outcome
  readonly amount?: number
  readonly on?: number
}

export interface PlainRow {
  readonly benefit: string
  readonly beneficiary: string
  readonly year?: number
  readonly answer: (world: KnownWorld) => PlainAnswer
}

type Range = readonly [first: number, last: number]
const days = (first: string, last: string): Range => [dayOf(first), dayOf(last)]
const SX = days('2018-01-01', '2020-12-31')
const JH = days('2021-09-10', '2025-12-31')
const ZJ = JH
const GZ = days('2021-05-04', '2025-12-31')
const HLJ = days('2021-09-09', '2025-12-31')
const SX_WINDOW = dayOf('2021-12-31')

const PL = ['poverty-lifted']
const PL_M = ['poverty-lifted', 'monitored-unstable']
const THREE_KINDS = [...PL_M, 'minimum-living', 'relocated']
const JH_HOMES = new Set([
  ...['511902', '511921', '511922', '511923'],
  ...['621202', '621221', '621222', '621223', '621224', '621225', '621226', '621227', '621228'],
  ...['621102', '621121', '621122', '621123', '621124', '621125', '621126'],
])

const NO: PlainAnswer = { outcome: 'ineligible' }
const GRANTED: PlainAnswer = { outcome: 'already-granted' }
const RANK: readonly Outcome[] = ['eligible', 'discretionary', 'pending', 'closed', 'ineligible']

const end = (s: KnownSpell) => s.to ?? ALWAYS
const within = (prefix: string) => (s: KnownSpell) => s.county.startsWith(prefix)

/** Of several: the better outcome, then more money, then the earlier day. */
function best(answers: readonly PlainAnswer[]): PlainAnswer {
  return answers.reduce((a, b) => {
    const rank = RANK.indexOf(b.outcome) - RANK.indexOf(a.outcome)
    const money = (a.amount ?? 0) - (b.amount ?? 0)
    return (rank || money || (b.on ?? 0) - (a.on ?? 0)) < 0 ? b : a
  }, NO)
}

/** First day from `day` on which one of the categories holds. */
function holds(world: KnownWorld, categories: readonly string[], day: number): number {
  let first = ALWAYS
  for (const category of categories) {
    const [from, to] = world.categories.get(category) ?? [ALWAYS, 0]
    const start = Math.max(from, day)
    if (start <= to && start < first) first = start
  }
  return first
}

/** The answer for a qualifying day. */
function qualifies(
  world: KnownWorld,
  [first, last]: Range,
  day: number,
  amount: number,
  also: { discretionary?: boolean; window?: number } = {},
): PlainAnswer {
  if (day < first || day > last) return NO
  if (also.window !== undefined && world.asOf > also.window) return { outcome: 'closed' }
  if (day > world.asOf) return { outcome: 'pending', on: day }
  return { outcome: also.discretionary === true ? 'discretionary' : 'eligible', amount }
}

function isGranted(world: KnownWorld, benefits: readonly string[], year?: number): boolean {
  return world.grants.some(
    (grant) =>
      benefits.includes(grant.benefit) &&
      grant.on <= world.asOf &&
      (year === undefined || grant.period === String(year)),
  )
}

/** Insured months; where work goes on after the day of asking, every month that ends later is taken as insured. */
function insuredMonths(world: KnownWorld, s: KnownSpell): number[] {
  const months = new Set(s.insured)
  if (end(s) > world.asOf) {
    const last = s.to === null ? Math.max(monthOfDay(s.from), monthOfDay(world.asOf)) + 72 : monthOfDay(s.to)
    for (let month = monthOfDay(s.from); month <= last; month++)
      if (monthEnd(month) > world.asOf) months.add(month)
  }
  return [...months].sort((a, b) => a - b)
}

const nthMonth = (months: readonly number[], n: number) => {
  const month = months[n - 1]
  return month === undefined ? ALWAYS : monthEnd(month)
}

function endOfRun(months: readonly number[], n: number): number {
  const first = months.find((month) =>
    Array.from({ length: n }, (_, i) => month + i).every((m) => months.includes(m)),
  )
  return first === undefined ? ALWAYS : monthEnd(first + n - 1)
}

interface Stretch {
  readonly from: number
  to: number
  readonly spells: KnownSpell[]
}

/** Spells that follow one another with at most seven idle days, cut to first..last. */
function stretches(spells: readonly KnownSpell[], first: number = -ALWAYS, last: number = ALWAYS): Stretch[] {
  const found: Stretch[] = []
  for (const s of [...spells].sort((a, b) => a.from - b.from)) {
    const from = Math.max(s.from, first)
    const to = Math.min(end(s), last)
    if (from > to) continue
    const before = found.at(-1)
    if (before !== undefined && from - before.to - 1 <= 7) {
      before.to = Math.max(before.to, to)
      before.spells.push(s)
    } else found.push({ from, to, spells: [s] })
  }
  return found
}

/** Jinhua: the one spell with the first insured month there. */
function jinhua(
  world: KnownWorld,
  benefits: readonly string[],
  amount: number,
  reached: (s: KnownSpell) => number,
  discretionary = false,
): PlainAnswer {
  if (isGranted(world, benefits)) return GRANTED
  if (!JH_HOMES.has(world.home)) return NO
  const [first] = world.spells
    .filter(within('3307'))
    .map((s) => ({ s, month: insuredMonths(world, s)[0] ?? ALWAYS }))
    .filter(({ month }) => month < ALWAYS)
    .sort((a, b) => a.month - b.month || a.s.from - b.s.from || (a.s.id < b.s.id ? -1 : 1))
  if (first === undefined || first.s.from < JH[0] || first.s.from > JH[1]) return NO
  const day = Math.max(first.s.from, reached(first.s))
  return qualifies(world, JH, holds(world, PL, day), amount, { discretionary })
}

function isEnterprise(world: KnownWorld, s: KnownSpell): boolean {
  return ['enterprise', 'small-enterprise'].includes(world.employers[s.employer].kind)
}

/** Shaoxing: people of the four provinces who first came in 2018 or later; their spells there, else none. */
function shaoxing(world: KnownWorld): KnownSpell[] {
  const spells = world.spells.filter(within('3306'))
  const isPartner = ['51', '52', '42', '22'].includes(world.home.slice(0, 2))
  return isPartner && spells.every((s) => s.from >= SX[0]) ? spells : []
}

function threeMonthsInShaoxing(world: KnownWorld): number {
  const months = new Set(shaoxing(world).flatMap((s) => insuredMonths(world, s)))
  return nthMonth(
    [...months].sort((a, b) => a - b),
    3,
  )
}

function rent(world: KnownWorld): PlainAnswer {
  const spells = shaoxing(world)
  const granted = world.grants.filter((grant) => grant.benefit === 'SX-08' && grant.on <= world.asOf)
  let months = 0
  let next = ALWAYS
  let closed = false
  for (const month of world.rented) {
    const last = monthEnd(month)
    if (last < SX[0] || last > SX[1] || holds(world, PL, last) !== last) continue
    if (!spells.some((s) => s.from <= last && end(s) >= monthStart(month))) continue
    if (granted.some((grant) => grant.period === formatMonth(month))) continue
    if (world.asOf > SX_WINDOW) closed = true
    else if (last <= world.asOf) months++
    else if (last < next) next = last
  }
  if (months > 0) return { outcome: 'eligible', amount: 500 * months }
  if (next < ALWAYS) return { outcome: 'pending', on: next }
  if (granted.length > 0 && spells.length > 0) return GRANTED
  return closed ? { outcome: 'closed' } : NO
}

function newMove(world: KnownWorld): PlainAnswer {
  if (isGranted(world, ['GZ-04'])) return GRANTED
  if (!world.home.startsWith('52')) return NO
  const outside = world.spells.filter((s) => !s.county.startsWith('52'))
  return best(
    stretches(outside).flatMap(({ from, to }) => {
      const since = addMonths(from, -24)
      const reached = addMonths(from, 3)
      if (outside.some((s) => s.from < from && end(s) >= since) || to < reached) return []
      return [qualifies(world, GZ, holds(world, PL_M, reached), 400)]
    }),
  )
}

/** The first organised spell outside the home county, inside or outside the province. */
function firstOrganised(world: KnownWorld, inside: boolean): PlainAnswer {
  if (isGranted(world, ['GZ-05', 'GZ-06'])) return GRANTED
  if (!world.home.startsWith('52')) return NO
  const [s] = world.spells
    .filter((one) => one.organisedBy !== null && one.county !== world.home)
    .sort((a, b) => a.from - b.from || (a.id < b.id ? -1 : 1))
  if (s === undefined || s.county.startsWith('52') !== inside) return NO
  return qualifies(world, GZ, holds(world, THREE_KINDS, s.from), inside ? 500 : 1000)
}

function hasYearContract(s: KnownSpell): boolean {
  return s.contract !== null && s.contract[1] >= addMonths(s.contract[0], 12) - 1
}

/** Work of n months inside a calendar year, outside the home province or in it. */
function heilongjiangYear(
  world: KnownWorld,
  year: number,
  ask: {
    uses: readonly string[]
    outside: boolean
    months: number
    spells?: (s: KnownSpell) => boolean
    amount: (stretch: Stretch) => number
    discretionary?: boolean
  },
): PlainAnswer {
  if (isGranted(world, ask.uses, year)) return GRANTED
  if (!world.home.startsWith('23') || yearStart(year) > HLJ[1] || yearEnd(year) < HLJ[0]) return NO
  const spells = world.spells.filter(
    (s) => s.county.startsWith('23') !== ask.outside && (ask.spells?.(s) ?? true),
  )
  const own: Range = [yearStart(year), yearEnd(year)]
  return best(
    stretches(spells, ...own).flatMap((stretch) => {
      const reached = addMonths(stretch.from, ask.months)
      if (stretch.to < reached) return []
      const { discretionary = false } = ask
      return [qualifies(world, own, holds(world, PL_M, reached), ask.amount(stretch), { discretionary })]
    }),
  )
}

function production(world: KnownWorld, year: number, outside: boolean): PlainAnswer {
  const answer = heilongjiangYear(world, year, {
    uses: ['HLJ-06', 'HLJ-07'],
    outside,
    months: outside ? 3 : 2,
    spells: (s) => s.post !== 'public-welfare',
    amount: () => (outside ? 1000 : 500),
    discretionary: true,
  })
  return answer === GRANTED || (year === 2021 && world.production2021) ? answer : NO
}

function crossProvince(world: KnownWorld): PlainAnswer {
  const jinhuaInTime = world.spells.some((s) => within('3307')(s) && s.from <= JH[1] && end(s) >= JH[0])
  if (jinhuaInTime) return { outcome: 'delegated' }
  if (isGranted(world, ['ZJ-03'])) return GRANTED
  if (world.home.startsWith('33')) return NO
  return best(
    world.spells.filter(within('33')).map((s) => qualifies(world, ZJ, holds(world, PL, s.from), 300)),
  )
}

const perSpell = (
  benefit: string,
  beneficiary: string,
  answer: (world: KnownWorld, s: KnownSpell) => PlainAnswer,
): PlainRow => ({
  benefit,
  beneficiary,
  answer: (world) =>
    isGranted(world, [benefit]) ? GRANTED : best(world.spells.map((s) => answer(world, s))),
})

const WINDOW = { window: SX_WINDOW }
const ABSORBING = ['cooperative', 'large-grower', 'family-farm', 'workshop', 'small-enterprise']

export const PLAIN_ROWS: readonly PlainRow[] = [
  {
    benefit: 'JH-16',
    beneficiary: 'w1',
    answer: (world) =>
      jinhua(world, ['JH-16'], 3000, (s) =>
        isEnterprise(world, s) ? endOfRun(insuredMonths(world, s), 3) : ALWAYS,
      ),
  },
  {
    benefit: 'JH-02',
    beneficiary: 'w1',
    answer: (world) => jinhua(world, ['JH-02'], 1000, (s) => nthMonth(insuredMonths(world, s), 1)),
  },
  {
    benefit: 'JH-03',
    beneficiary: 'a1',
    answer: (world) =>
      jinhua(
        world,
        ['JH-03', 'JH-15'],
        1000,
        (s) =>
          s.organisedBy === 'a1'
            ? Math.max(s.filedOn ?? ALWAYS, nthMonth(insuredMonths(world, s), 3))
            : ALWAYS,
        true,
      ),
  },
  {
    benefit: 'SX-01',
    beneficiary: 'w1',
    answer: (world) =>
      isGranted(world, ['SX-01'])
        ? GRANTED
        : qualifies(world, SX, holds(world, PL, threeMonthsInShaoxing(world)), 3000, WINDOW),
  },
  {
    benefit: 'SX-02',
    beneficiary: 'w1',
    answer: (world) =>
      isGranted(world, ['SX-02'])
        ? GRANTED
        : best(
            stretches(shaoxing(world)).flatMap(({ from, to }) => {
              const reached = addMonths(from, 12)
              return to < reached ? [] : [qualifies(world, SX, holds(world, PL, reached), 5000, WINDOW)]
            }),
          ),
  },
  { benefit: 'SX-08', beneficiary: 'w1', answer: rent },
  perSpell('SX-09', 'a1', (world, s) =>
    shaoxing(world).includes(s) && s.organisedBy === 'a1'
      ? qualifies(world, SX, holds(world, PL, Math.max(s.from, threeMonthsInShaoxing(world))), 2000, WINDOW)
      : NO,
  ),
  { benefit: 'GZ-04', beneficiary: 'w1', answer: newMove },
  { benefit: 'GZ-05', beneficiary: 'w1', answer: (world) => firstOrganised(world, true) },
  { benefit: 'GZ-06', beneficiary: 'w1', answer: (world) => firstOrganised(world, false) },
  perSpell('GZ-07', 'a1', (world, s) => {
    if (!world.home.startsWith('52') || s.organisedBy !== 'a1' || !hasYearContract(s)) return NO
    const day = Math.max(s.from, s.contract?.[0] ?? ALWAYS, nthMonth(insuredMonths(world, s), 3))
    return qualifies(world, GZ, holds(world, THREE_KINDS, day), 500)
  }),
  perSpell('GZ-08', 'c1', (world, s) => {
    const { kind, county } = world.employers.c1
    if (s.employer !== 'c1' || !county.startsWith('52') || !ABSORBING.includes(kind)) return NO
    return qualifies(world, GZ, holds(world, THREE_KINDS, s.from), 500)
  }),
  perSpell('HLJ-01', 'a1', (world, s) => {
    if (!world.home.startsWith('23') || s.organisedBy !== 'a1' || !hasYearContract(s)) return NO
    return qualifies(world, HLJ, holds(world, PL, Math.max(s.from, s.contract?.[0] ?? ALWAYS)), 200)
  }),
  { benefit: 'ZJ-03', beneficiary: 'w1', answer: crossProvince },
  ...[2021, 2022, 2023, 2025].flatMap((year): PlainRow[] => [
    {
      benefit: 'HLJ-02',
      beneficiary: 'w1',
      year,
      answer: (world) =>
        heilongjiangYear(world, year, {
          uses: ['HLJ-02'],
          outside: true,
          months: 3,
          amount: ({ spells }) => Math.min(500, Math.max(...spells.map((s) => s.fare))),
        }),
    },
    { benefit: 'HLJ-06', beneficiary: 'w1', year, answer: (world) => production(world, year, true) },
    { benefit: 'HLJ-07', beneficiary: 'w1', year, answer: (world) => production(world, year, false) },
  ]),
]

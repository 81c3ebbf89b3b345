/** Work of the demo county's people: where they went, for whom, how long, and what is known about it. */
import { addMonths, dayOf, formatDate, monthOfDay } from '../../../shared/domain/dates.ts'
import type { PostKind } from '../../../shared/domain/policy.ts'
import type { Random } from '../../../shared/domain/random.ts'
import { provinceOf } from '../../../shared/domain/region.ts'
import type { DemoAgent, DemoEmployer, Organisations } from './organisations.ts'
import { EARLY_ROUTES, type Home, PARTNER_WORKPLACES, type Route, STARTS, WORKPLACES } from './places.ts'

/** The lists are as of this day: nothing in them is later, but for planted mistakes. */
export const DATA_DATE = '2022-09-30'
const DATA_DAY = dayOf(DATA_DATE)
/** Insurance is posted a month late. */
const LAST_INSURED_MONTH = monthOfDay(DATA_DAY) - 1

/** Month indexes, both included. */
export type MonthRange = readonly [from: number, to: number]

/** `undefined`: not known; `null`: known that there is none. */
export type DemoSpell = {
  employer: DemoEmployer
  county: string
  /** day numbers */
  from: number
  /** a day, `open`, or not known */
  to: number | 'open' | undefined
  agent: DemoAgent | null | undefined
  filing: { number: string; on: number } | null | undefined
  contract: { from: number; to: number } | null | undefined
  post: PostKind
  /** unbroken ranges of insured months with this employer */
  insured: readonly MonthRange[] | undefined
  rent: MonthRange | undefined
  monthlyWage: number
  /** yuan by year, where known */
  wages: ReadonlyMap<number, number>
  /** yuan and jiao as text, by year, where known */
  fares: ReadonlyMap<number, string>
  pointToPoint: boolean
}

/** The spells of one person, oldest first; their employers lie on the roads of the home. */
export function makeLife(random: Random, home: Home, organisations: Organisations): DemoSpell[] {
  const route = random.weighted(home.routes)
  const spells = [makeSpell(random, home, organisations, route, firstDay(random, route))]
  while (spells.length < 4) {
    const last = spells.at(-1)
    if (last === undefined || typeof last.to !== 'number' || !random.chance(0.5)) break
    const gap = random.chance(0.45) ? random.int(1, 7) : random.int(8, 150)
    if (last.to + gap > DATA_DAY - 30) break
    const next = random.chance(0.7) ? route : random.weighted(home.routes)
    spells.push(makeSpell(random, home, organisations, next, last.to + gap))
  }
  return spells
}

function firstDay(random: Random, route: Route): number {
  const [from, to] = random.weighted(STARTS[EARLY_ROUTES.includes(route) ? 'early' : 'late'])
  return random.int(dayOf(from), dayOf(to))
}

function makeSpell(
  random: Random,
  home: Home,
  organisations: Organisations,
  route: Route,
  from: number,
): DemoSpell {
  const county = workplace(random, home, route)
  const employer = random.pick(organisations.employersIn(county))
  const end = lastDay(random, from)
  const to = random.chance(0.04) ? undefined : end
  const local = route === 'home'
  const outside = provinceOf(county) !== provinceOf(home.county)
  const agent = local
    ? null
    : random.weighted<() => DemoAgent | null | undefined>([
        [() => random.pick(organisations.agentsOf(home.county)), 46],
        [() => null, 40],
        [() => undefined, 14],
      ])()
  const monthlyWage = local ? random.int(9, 26) * 100 : random.int(28, 66) * 100
  const insured = makeInsured(random, from, end, local)
  return {
    employer,
    county,
    from,
    to,
    agent,
    filing: agent ? makeFiling(random, county, from) : agent === null ? null : undefined,
    contract: makeContract(random, from),
    post: !local && random.chance(0.06) ? 'caring' : 'ordinary',
    insured,
    rent: county.startsWith('33') && random.chance(0.28) ? rentOf(from, end) : undefined,
    monthlyWage,
    wages: makeWages(random, from, end, monthlyWage, local ? 0.85 : 0.5),
    fares: outside ? makeFares(random, from, end) : new Map(),
    pointToPoint: agent !== null && random.chance(0.3),
  }
}

function workplace(random: Random, home: Home, route: Route): string {
  if (route === 'home') return home.county
  const partners = route === 'shaoxing' ? PARTNER_WORKPLACES[home.county] : undefined
  return random.pick(partners && random.chance(0.6) ? partners : WORKPLACES[route])
}

function lastDay(random: Random, from: number): number | 'open' {
  const months = random.weighted([
    [0, 52],
    [random.int(1, 2), 12],
    [random.int(3, 11), 22],
    [random.int(12, 30), 14],
  ])
  const end = months === 0 ? Number.POSITIVE_INFINITY : addMonths(from, months) + random.int(-3, 12)
  return end > DATA_DAY ? 'open' : end
}

/** Unbroken, with a hole, lapsed early, none at all, or not known. */
function makeInsured(
  random: Random,
  from: number,
  end: number | 'open',
  local: boolean,
): MonthRange[] | undefined {
  const first = monthOfDay(from) + (random.chance(0.3) ? 1 : 0)
  const last = end === 'open' ? LAST_INSURED_MONTH : Math.min(monthOfDay(end), LAST_INSURED_MONTH)
  const kind = random.weighted([
    ['whole', local ? 20 : 60],
    ['hole', 13],
    ['lapsed', 9],
    ['none', local ? 55 : 10],
    ['unknown', 8],
  ] as const)
  if (kind === 'unknown') return undefined
  if (kind === 'none' || first > last) return []
  if (kind === 'lapsed') return [[first, Math.min(last, first + random.int(0, 4))]]
  if (kind === 'whole' || last - first < 2) return [[first, last]]
  const hole = random.int(first + 1, Math.min(last - 1, first + 5))
  const length = random.int(1, 3)
  return hole + length > last
    ? [[first, hole - 1]]
    : [
        [first, hole - 1],
        [hole + length, last],
      ]
}

function makeFiling(
  random: Random,
  county: string,
  from: number,
): { number: string; on: number } | null | undefined {
  const draw = random.int(1, 100)
  if (draw > 80) return undefined
  if (draw > 62) return null
  const on = Math.min(from + random.int(3, 40), DATA_DAY)
  return {
    number: `${county}备${formatDate(on).slice(0, 4)}-${String(random.int(1, 9999)).padStart(4, '0')}`,
    on,
  }
}

function makeContract(random: Random, from: number): { from: number; to: number } | null | undefined {
  const months = random.weighted([
    [12, 42],
    [24, 10],
    [36, 4],
    [6, 14],
    [0, 14],
    [-1, 16],
  ])
  if (months < 0) return undefined
  return months === 0 ? null : { from, to: addMonths(from, months) - 1 }
}

function rentOf(from: number, end: number | 'open'): MonthRange {
  const first = monthOfDay(from)
  const last = end === 'open' ? LAST_INSURED_MONTH : monthOfDay(end)
  return [first, Math.max(first, last)]
}

function makeWages(
  random: Random,
  from: number,
  end: number | 'open',
  monthly: number,
  known: number,
): Map<number, number> {
  const wages = new Map<number, number>()
  const last = end === 'open' ? LAST_INSURED_MONTH : monthOfDay(end)
  for (const year of [2020, 2021, 2022]) {
    const months = Math.min(last, year * 12 + 11) - Math.max(monthOfDay(from), year * 12) + 1
    if (months > 0 && random.chance(known))
      wages.set(year, Math.round((months * monthly * random.int(85, 103)) / 100))
  }
  return wages
}

function makeFares(random: Random, from: number, end: number | 'open'): Map<number, string> {
  const fares = new Map<number, string>()
  const lastYear = Number(formatDate(end === 'open' ? DATA_DAY : end).slice(0, 4))
  for (const year of [2021, 2022]) {
    if (year < Number(formatDate(from).slice(0, 4)) || year > lastYear || !random.chance(0.65)) continue
    fares.set(year, `${random.int(160, 1380)}${random.chance(0.4) ? '.5' : ''}`)
  }
  return fares
}

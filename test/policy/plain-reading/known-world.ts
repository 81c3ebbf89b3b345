/** Invented worlds of one person of whom everything is known, near the days at which the rows turn. */
import {
  addMonths,
  dayOf,
  formatDate,
  formatMonth,
  monthEnd,
  monthOfDay,
} from '../../../src/shared/domain/dates.ts'
import type { Random } from '../../../src/shared/domain/random.ts'

/** Later than every day. */
export const ALWAYS = 1e9

export interface KnownSpell {
  readonly id: string
  readonly employer: 'c1' | 'c2'
  readonly county: string
  readonly from: number
  /** last day; null: still going on */
  readonly to: number | null
  readonly organisedBy: string | null
  readonly filedOn: number | null
  readonly contract: readonly [from: number, to: number] | null
  readonly post: string
  /** month indexes */
  readonly insured: readonly number[]
  /** yuan, the same in every year */
  readonly fare: number
}

export interface KnownGrant {
  readonly benefit: string
  readonly beneficiary: string
  readonly on: number
  readonly period?: string
}

export interface KnownWorld {
  readonly asOf: number
  readonly home: string
  /** category → first and last day */
  readonly categories: ReadonlyMap<string, readonly [from: number, to: number]>
  readonly production2021: boolean
  readonly employers: Readonly<Record<'c1' | 'c2', { readonly kind: string; readonly county: string }>>
  readonly spells: readonly KnownSpell[]
  /** month indexes */
  readonly rented: readonly number[]
  readonly grants: readonly KnownGrant[]
}

/** Home and workplaces that go together, so that most worlds are about something. */
const THEMES = [
  { homes: ['511921', '621126', '621228', '511133'], places: ['330782', '330782', '330702', '330802'] },
  {
    homes: ['511921', '422801', '520328', '222401', '621126'],
    places: ['330602', '330681', '330602', '330802'],
  },
  { homes: ['520328'], places: ['330782', '330802', '440305', '520328', '520102', '440305'] },
  { homes: ['230828'], places: ['440305', '210204', '330802', '230102', '230828'] },
  {
    homes: ['520328', '230828', '511921', '330825'],
    places: ['330802', '330802', '330782', '330602', '440305'],
  },
] as const
const SHAOXING = THEMES[1]

/** Days at which documents begin and end, and spells that just reach or miss them. */
const EDGES = [
  ...[
    '2017-12-31',
    '2018-01-01',
    '2019-12-31',
    '2020-02-29',
    '2020-12-31',
    '2021-01-01',
    '2021-02-03',
    '2021-02-04',
  ],
  ...[
    '2021-05-03',
    '2021-05-04',
    '2021-09-08',
    '2021-09-09',
    '2021-09-10',
    '2021-11-30',
    '2021-12-31',
    '2022-01-01',
  ],
  ...['2024-02-29', '2025-09-30', '2025-10-01', '2025-10-31', '2025-12-31', '2026-01-01'],
].map(dayOf)
const LENGTHS = [0, 5, 20, 40, 59, 60, 61, 89, 90, 91, 92, 120, 200, 364, 365, 366, 500]
const PAYEES: Readonly<Record<string, string>> = {
  'JH-03': 'a2',
  'SX-09': 'a2',
  'GZ-07': 'a2',
  'HLJ-01': 'a2',
  'GZ-08': 'c1',
}
const GRANTED = [
  ...[
    'JH-16',
    'JH-02',
    'JH-03',
    'SX-01',
    'SX-02',
    'SX-08',
    'SX-09',
    'GZ-04',
    'GZ-05',
    'GZ-06',
    'GZ-07',
    'GZ-08',
  ],
  ...['HLJ-01', 'HLJ-02', 'HLJ-06', 'HLJ-07', 'ZJ-03'],
]

export function knownWorld(random: Random): KnownWorld {
  const theme = random.pick(THEMES)
  const early = theme === SHAOXING
  const between = (from: string, to: string) => random.int(dayOf(from), dayOf(to))
  const someDay = () => {
    if (random.chance(0.35)) return random.pick(EDGES) + random.pick([0, 0, 0, 1, -1])
    return early ? between('2017-06-01', '2020-12-31') : between('2020-10-01', '2026-03-31')
  }
  const categories = new Map<string, readonly [number, number]>()
  for (const category of ['poverty-lifted', 'monitored-unstable', 'minimum-living', 'relocated']) {
    if (!random.chance(category === 'poverty-lifted' ? 0.75 : 0.2)) continue
    const from = random.chance(0.6) ? dayOf('2014-12-31') : someDay()
    categories.set(category, [from, random.chance(0.7) ? ALWAYS : from + random.int(0, 1500)])
  }
  const spells: KnownSpell[] = []
  let next = someDay()
  for (let i = random.pick([0, 1, 1, 2, 2, 3]); i > 0; i--) {
    const from = random.chance(0.8) ? next : someDay()
    const to = random.chance(0.3) ? null : from + random.pick(LENGTHS)
    next = random.chance(0.1)
      ? addMonths(to ?? from, 24) + random.pick([-1, 0, 1])
      : (to ?? from) + random.pick([1, 2, 7, 8, 9, 30])
    spells.push(knownSpell(random, `e${spells.length}`, from, to, random.pick(theme.places)))
  }
  const asOf = dayOfAsking(random, spells, early)
  const rented = new Set<number>()
  for (const { from } of spells)
    for (let i = -1; i < 6; i++) if (random.chance(0.7)) rented.add(monthOfDay(from) + i)
  const benefit = random.pick(GRANTED)
  return {
    asOf,
    home: random.pick<string>(theme.homes),
    categories,
    production2021: random.chance(0.8),
    employers: {
      c1: {
        kind: random.pick(['enterprise', 'workshop', 'small-enterprise', 'cooperative']),
        county: random.pick(['520328', '520102', '330782']),
      },
      c2: { kind: random.pick(['enterprise', 'cooperative']), county: '330602' },
    },
    spells,
    rented: [...rented].sort((a, b) => a - b),
    grants: random.chance(0.25)
      ? [
          {
            benefit,
            beneficiary: PAYEES[benefit] ?? 'w1',
            on: asOf + random.pick([-30, -1, 0, 1, 30]),
            ...(benefit === 'SX-08'
              ? { period: formatMonth([...rented][0] ?? 24_220) }
              : benefit.startsWith('HLJ-0') && benefit !== 'HLJ-01'
                ? { period: random.pick(['2021', '2022', '2023']) }
                : {}),
          },
        ]
      : [],
  }
}

function knownSpell(random: Random, id: string, from: number, to: number | null, county: string): KnownSpell {
  const share = random.pick([1, 1, 0.9, 0.6, 0])
  const insured: number[] = []
  for (let month = monthOfDay(from); month <= monthOfDay(to ?? from + 400); month++)
    if (random.chance(share)) insured.push(month)
  const signed = from + random.pick([0, 0, 0, 30])
  return {
    id,
    employer: random.pick(['c1', 'c1', 'c2'] as const),
    county,
    from,
    to,
    organisedBy: random.pick(['a1', 'a1', null, 'a2']),
    filedOn: random.chance(0.3) ? null : from + random.pick([0, 10, 200]),
    contract: random.chance(0.3)
      ? null
      : [signed, addMonths(signed, 12) + random.pick([-1, -1, -2, 0, -100])],
    post: random.pick(['ordinary', 'ordinary', 'ordinary', 'ordinary', 'public-welfare', 'caring']),
    insured,
    fare: random.pick([0, 120, 380.5, 500, 620]),
  }
}

function dayOfAsking(random: Random, spells: readonly KnownSpell[], early: boolean): number {
  const one = spells[0]
  if (one !== undefined && random.chance(0.3)) {
    const reached = addMonths(one.from, random.pick([2, 3, 12]))
    return random.pick([reached, reached - 1, monthEnd(monthOfDay(one.from) + random.int(0, 4))])
  }
  if (random.chance(0.4)) return random.pick([...EDGES, dayOf('2022-06-30'), dayOf('2022-06-29')])
  return early
    ? random.int(dayOf('2018-01-01'), dayOf('2022-02-01'))
    : random.int(dayOf('2021-01-01'), dayOf('2026-06-30'))
}

/** The facts of the world as a case file writes them. */
export function factsOf(world: KnownWorld): object {
  const years = Array.from({ length: 11 }, (_, i) => String(2017 + i))
  return {
    people: {
      w1: {
        home: world.home,
        household: 'h1',
        categories: Object.fromEntries(
          [...world.categories].map(([category, [from, to]]) => [
            category,
            { from: formatDate(from), to: to === ALWAYS ? null : formatDate(to) },
          ]),
        ),
      },
    },
    households: { h1: { production: { 2021: world.production2021 } } },
    employers: world.employers,
    agents: { a1: { kind: 'agency' }, a2: { kind: 'broker' } },
    spells: world.spells.map((s) => ({
      id: s.id,
      person: 'w1',
      employer: s.employer,
      county: s.county,
      from: formatDate(s.from),
      to: s.to === null ? null : formatDate(s.to),
      organisedBy: s.organisedBy,
      filing: s.filedOn === null ? null : { number: 'B', on: formatDate(s.filedOn) },
      contract:
        s.contract === null ? null : { from: formatDate(s.contract[0]), to: formatDate(s.contract[1]) },
      post: s.post,
      insured: s.insured.map(formatMonth),
      fare: Object.fromEntries(years.map((year) => [year, s.fare])),
    })),
    rents: world.rented.length === 0 ? [] : [{ person: 'w1', months: world.rented.map(formatMonth) }],
    grants: world.grants.map((grant) => ({ ...grant, for: 'w1', on: formatDate(grant.on) })),
  }
}

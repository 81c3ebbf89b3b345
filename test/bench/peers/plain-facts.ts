/**
 * The facts a general rule engine is given for a person: flat, and with every date already worked out, since such an
 * engine cannot count insured months or follow one spell into the next. Working them out is not charged to the peers.
 */
import type { EmployerFact, PersonView, SpellFact } from '../../../src/main/core/policy/facts.ts'
import { NEVER } from '../../../src/main/core/policy/facts.ts'
import { lastDayOf } from '../../../src/main/core/policy/month-set.ts'
import { CATEGORIES } from '../../../src/shared/domain/categories.ts'
import { addMonths, yearEnd, yearStart } from '../../../src/shared/domain/dates.ts'

/** Day numbers; NEVER: it never happened. */
export type PlainFacts = {
  home: string
  homeProvince: string
  category: string
  categoryFrom: number
  categoryTo: number
  /** Shaoxing: first day of work, day of the third insured month, of twelve stable months, of organised work */
  sxFirst: number
  sxThirdMonth: number
  sxTwelveMonths: number
  sxOrganised: number
  /** Jinhua, the spell with the first insured month: its first day, kind of employer, months reached */
  jhFirst: number
  jhKind: string
  jhFirstMonth: number
  jhThreeInARow: number
  /** a spell organised by somebody, with a contract of a year, in time: first day (HLJ), day of its third insured month (GZ) */
  contractDay: number
  contractThirdMonth: number
  /** 2021, outside Heilongjiang: three stable months within the year, and the fare that is known */
  outsideThreeMonths: number
  fareFen: number
}

const HEILONGJIANG = '23'

export function plainFacts(view: PersonView, employers: ReadonlyMap<string, EmployerFact>): PlainFacts {
  const category = view.categories?.[0]
  const since = category?.from ?? NEVER
  const home = view.home ?? ''
  const shaoxing = view.spells.filter((spell) => spell.county?.startsWith('3306'))
  const jinhua = view.spells
    .filter((spell) => spell.county?.startsWith('3307') && (spell.insured?.length ?? 0) > 0)
    .sort((a, b) => nthMonth(months(a), 1) - nthMonth(months(b), 1))[0]
  const served = view.spells.filter((spell) => spell.organisedBy && isYearLong(spell))
  const outside = view.spells.filter((spell) => !spell.county?.startsWith(HEILONGJIANG))
  return {
    home,
    homeProvince: home.slice(0, 2),
    category: CATEGORIES[category?.code ?? -1] ?? '',
    categoryFrom: since,
    categoryTo: category?.to ?? NEVER,
    sxFirst: earliest(shaoxing.map((spell) => spell.from)),
    sxThirdMonth: nthMonth(shaoxing.flatMap(months), 3),
    sxTwelveMonths: stable(shaoxing, 12, -NEVER, NEVER),
    sxOrganised: earliest(shaoxing.filter((spell) => spell.organisedBy).map((spell) => spell.from)),
    jhFirst: jinhua?.from ?? NEVER,
    jhKind: employers.get(jinhua?.employer ?? '')?.kind ?? '',
    jhFirstMonth: jinhua === undefined ? NEVER : nthMonth(months(jinhua), 1),
    jhThreeInARow: jinhua === undefined ? NEVER : threeInARow(months(jinhua)),
    contractDay: earliest(served.map((spell) => inTime(spell.from ?? NEVER, since, DAYS.hlj))),
    contractThirdMonth: earliest(served.map((spell) => inTime(nthMonth(months(spell), 3), since, DAYS.gz))),
    outsideThreeMonths: stable(outside, 3, yearStart(2021), yearEnd(2021)),
    fareFen: Math.max(0, ...outside.map((spell) => spell.fare?.sums[1] ?? 0)),
  }
}

/** Of several spells only one that is complete in the document's time counts; a category that begins later moves the day. */
function inTime(day: number, since: number, start: number): number {
  return Math.max(day, since) >= start ? day : NEVER
}

/** First days of the documents, and the end of Shaoxing's. */
export const DAYS = {
  sx: 17_532,
  sxEnd: 18_627,
  sxClaimUntil: 18_992,
  gz: 18_751,
  hlj: 18_879,
  jh: 18_880,
}

function months(spell: SpellFact): number[] {
  return (spell.insured ?? []).flatMap((packed) => {
    const year = Math.floor(packed / 4096)
    return Array.from({ length: 12 }, (_, month) => month)
      .filter((month) => packed & (1 << month))
      .map((month) => year * 12 + month)
  })
}

function nthMonth(list: readonly number[], n: number): number {
  const month = [...new Set(list)].sort((a, b) => a - b)[n - 1]
  return month === undefined ? NEVER : lastDayOf(month)
}

function threeInARow(list: readonly number[]): number {
  const found = [...list]
    .sort((a, b) => a - b)
    .find((month) => list.includes(month + 1) && list.includes(month + 2))
  return found === undefined ? NEVER : lastDayOf(found + 2)
}

function isYearLong({ contract }: SpellFact): boolean {
  if (!contract || contract.from === undefined || typeof contract.to !== 'number') return false
  return contract.to >= addMonths(contract.from, 12) - 1
}

/** Spells that follow one another with at most 7 days between, within two days of the calendar: when `n` months are reached. */
function stable(spells: readonly SpellFact[], n: number, first: number, last: number): number {
  const sorted = [...spells].sort((a, b) => (a.from ?? 0) - (b.from ?? 0))
  let start = NEVER
  let end = -NEVER
  for (const spell of sorted) {
    const from = Math.max(spell.from ?? NEVER, first)
    const to = Math.min(spell.to ?? NEVER, last)
    if (from > to) continue
    if (from - end - 1 > 7) start = from
    end = to
    const reached = addMonths(start, n)
    if (reached <= end) return reached
  }
  return NEVER
}

function earliest(days: readonly (number | undefined)[]): number {
  return Math.min(NEVER, ...days.map((day) => day ?? NEVER))
}

import type { PersonDetail } from '../../../shared/contract/registry.ts'
import { dayOf, monthStart, yearOfDay, yearStart } from '../../../shared/domain/dates.ts'

export type Bar = {
  id: string
  label: string
  x: number
  width: number
  lane: number
  /** the end is not known: nobody wrote whether the work goes on */
  endUnknown: boolean
  open: boolean
  title: string
}
export type Dot = { x: number; lane: number; state: 'insured' | 'missing'; title: string }
export type Picture = {
  years: { year: number; x: number }[]
  bars: Bar[]
  dots: Dot[]
  todayX: number
  lanes: number
}

type Person = Pick<PersonDetail, 'spells' | 'insured'>

/**
 * The picture of a person's work: one lane for each spell, a dot for each month (insured, or worked without
 * insurance where insurance is known), years along the bottom. `width` is in px; months count by their first day.
 */
export function pictureOf(person: Person, asOf: string, width: number): Picture | null {
  if (person.spells.length === 0 && person.insured.length === 0) return null
  const today = dayOf(asOf)
  const insured = new Set<number>()
  for (const year of person.insured)
    for (let month = 0; month < 12; month++)
      if (year.months & (1 << month)) insured.add(year.year * 12 + month)
  const firstDays = [
    ...person.spells.map((spell) => dayOf(spell.from)),
    ...[...insured].map((month) => monthStart(month)),
  ]
  const lastDays = [today, ...person.spells.flatMap((spell) => (spell.to ? [dayOf(spell.to)] : []))]
  const firstYear = yearOfDay(Math.min(...firstDays, today))
  const lastYear = yearOfDay(Math.max(...lastDays))
  const start = yearStart(firstYear)
  const scale = width / (yearStart(lastYear + 1) - start)
  const xOf = (day: number) => (day - start) * scale

  const spells = [...person.spells].sort((a, b) => a.from.localeCompare(b.from))
  const bars = spells.map((spell, lane): Bar => {
    const from = dayOf(spell.from)
    const ended = spell.to ? dayOf(spell.to) : null
    const endUnknown = spell.toState === null && ended === null
    // An unknown end proves work on the first day only; a month's width keeps it visible.
    const to = ended ?? (endUnknown ? from + 30 : Math.max(today, from))
    const label = spell.employerName ?? '单位未知'
    return {
      id: spell.id,
      label,
      x: xOf(from),
      width: Math.max(3, xOf(to + 1) - xOf(from)),
      lane,
      endUnknown,
      open: spell.toState === 'open',
      title: `${label}（${spell.countyName ?? '地点未知'}）${spell.from} 至 ${ended === null ? (endUnknown ? '未知' : '今') : spell.to}`,
    }
  })

  const dots: Dot[] = []
  const lane = spells.length
  const thisMonth = Math.floor(monthIndex(asOf))
  for (let month = firstYear * 12; month <= Math.max(thisMonth, ...insured); month++) {
    const middle = xOf(monthStart(month) + 15)
    const name = `${Math.floor(month / 12)} 年 ${(month % 12) + 1} 月`
    if (insured.has(month)) dots.push({ x: middle, lane, state: 'insured', title: `${name}：已参保` })
    else if (month <= thisMonth && workedKnownUninsured(spells, month))
      dots.push({ x: middle, lane, state: 'missing', title: `${name}：在岗，没有参保记录` })
  }
  const years = Array.from({ length: lastYear - firstYear + 1 }, (_, step) => ({
    year: firstYear + step,
    x: xOf(yearStart(firstYear + step)),
  }))
  return { years, bars, dots, todayX: xOf(today), lanes: spells.length + 1 }
}

function workedKnownUninsured(spells: Person['spells'], month: number): boolean {
  const first = monthStart(month)
  const last = monthStart(month + 1) - 1
  return spells.some((spell) => {
    if (!spell.insuredKnown || dayOf(spell.from) > last) return false
    if (spell.to) return dayOf(spell.to) >= first
    return spell.toState === 'open'
  })
}

function monthIndex(date: string): number {
  return Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1
}

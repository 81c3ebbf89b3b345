/**
 * How far a case stands from where its answer turns: the same case with one thing moved by one step (a day, a month, a
 * fen, a head). A case that turns by one step holds the boundary; one that does not would pass with a rule slightly wrong.
 */
import type { PolicyCase } from '../../src/main/core/policy/case-schema.ts'
import { dayOf, formatDate, formatMonth, monthIndexOf } from '../../src/shared/domain/dates.ts'

type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** Every case that differs from this one by one step. */
export function* oneStepAway(one: PolicyCase): Generator<PolicyCase> {
  for (const by of [-1, 1]) yield { ...one, asOf: formatDate(dayOf(one.asOf) + by) }
  for (const by of [-1, 1]) {
    const moved = (period: string | undefined) =>
      period !== undefined && /^\d{4}$/.test(period) ? String(Number(period) + by) : period
    yield { ...one, expect: one.expect.map((row) => ({ ...row, period: moved(row.period) })) }
  }
  for (const facts of variants(one.facts as unknown as Json, '')) {
    yield { ...one, facts: facts as unknown as PolicyCase['facts'] }
  }
}

/** Lists whose entries are heads, months or papers: one fewer is one step. */
const COUNTED = [
  'spells',
  'placements',
  'insured',
  'months',
  'training',
  'attendance',
  'enrolments',
  'grants',
]

function* variants(value: Json, key: string): Generator<Json> {
  if (typeof value === 'string') {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) for (const by of [-1, 1]) yield formatDate(dayOf(value) + by)
    else if (/^\d{4}-\d{2}$/.test(value) && key === 'month')
      for (const by of [-1, 1]) yield formatMonth(monthIndexOf(value) + by)
    return
  }
  if (typeof value === 'number') {
    if (key === 'year') yield* [value - 1, value + 1]
    else if (key === 'attendedDays' || key === 'requiredDays') yield* value > 0 ? [value - 1, value + 1] : [1]
    // Sums of money by year: one fen.
    else if (/^\d{4}$/.test(key))
      yield* value > 0 ? [(value * 100 - 1) / 100, (value * 100 + 1) / 100] : [0.01]
    return
  }
  if (Array.isArray(value)) {
    const list =
      COUNTED.includes(key) && value.every((item) => typeof item === 'string')
        ? months(value as string[])
        : value
    if (COUNTED.includes(key)) {
      for (let i = 0; i < list.length; i++) {
        // Of many alike, one from each end is enough.
        if (list.length > 12 && i >= 2 && i < list.length - 2) continue
        yield list.filter((_, other) => other !== i)
      }
    }
    for (let i = 0; i < value.length; i++) {
      if (value.length > 12 && i >= 2 && i < value.length - 2) continue
      for (const item of variants(value[i] as Json, ''))
        yield value.map((old, other) => (other === i ? item : old))
    }
    return
  }
  if (value === null || typeof value !== 'object') return
  for (const [name, inner] of Object.entries(value)) {
    for (const item of variants(inner, name)) yield { ...value, [name]: item }
  }
}

/** `2022-01..2022-03` written out. */
function months(list: readonly string[]): string[] {
  return list.flatMap((text) => {
    const [from = '', to = from] = text.split('..')
    const first = monthIndexOf(from)
    return Array.from({ length: monthIndexOf(to) - first + 1 }, (_, i) => formatMonth(first + i))
  })
}

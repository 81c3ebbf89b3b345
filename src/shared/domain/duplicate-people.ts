/** Whether two records are of one person: what speaks for it, what against. */
import { type Likeness, likeness, slipBetween, type WeighedReason } from './duplicates.ts'
import { idCheckDigit, idFrom15, readIdNumber, type Sex, tidyIdText } from './id-number.ts'
import { nameKey } from './person-name.ts'

/** Days at one employer in one county. `to` null: still going on; absent: not known when it ended. */
export type CandidateWork = {
  readonly from: string
  readonly to?: string | null
  /** folded name or record id */
  readonly employer?: string
  readonly county?: string
}

/** A record as it is compared: from a ledger, a roster or another office's file. What is not known is absent. */
export type PersonCandidate = {
  readonly name: string
  /** full pinyin without tones */
  readonly pinyin?: string
  /** 18 or 15 characters, also a faulty number */
  readonly idNumber?: string
  /** the number as it came, where that differs */
  readonly idWritten?: string
  readonly sex?: Sex
  readonly birthDate?: string
  /** code, or text where no code is known */
  readonly township?: string
  readonly village?: string
  /** record id or 户编号 */
  readonly household?: string
  readonly relation?: string
  /** 人编号 of the national monitoring system */
  readonly code?: string
  readonly phone?: string
  readonly account?: string
  readonly work?: readonly CandidateWork[]
}

/** An ID number put on 18 characters as far as it goes. */
export type ComparedId = {
  readonly text: string
  /** check digit right and a possible day of birth */
  readonly valid: boolean
  /** came with 15 digits: nothing vouches for any of them */
  readonly from15: boolean
}

/** How an ID number is compared; undefined where there is none. */
export function comparedId(
  candidate: Pick<PersonCandidate, 'idNumber' | 'idWritten'>,
): ComparedId | undefined {
  const { idNumber, idWritten } = candidate
  // As nearly all of a ledger's are: the long way round would change nothing.
  if (idWritten === undefined && idNumber !== undefined && /^\d{17}[\dX]$/.test(idNumber))
    return { text: idNumber, valid: readIdNumber(idNumber).ok, from15: false }
  const text = tidyIdText(idNumber ?? idWritten ?? '')
  if (text === '') return undefined
  const written = tidyIdText(idWritten ?? text)
  const long = /^\d{15}$/.test(text) ? idFrom15(text) : text
  return { text: long, valid: readIdNumber(long).ok, from15: /^\d{15}$/.test(written) }
}

/** The birth date that counts: a valid ID number's own, else what is on record. */
export function birthOf(candidate: PersonCandidate, id = comparedId(candidate)): string | undefined {
  if (id?.valid) return `${id.text.slice(6, 10)}-${id.text.slice(10, 12)}-${id.text.slice(12, 14)}`
  return candidate.birthDate
}

/** Scores a pair. Symmetric: `scorePeople(a, b)` equals `scorePeople(b, a)`. */
export function scorePeople(a: PersonCandidate, b: PersonCandidate): Likeness {
  const name = nameLikeness(a, b)
  const idA = comparedId(a)
  const idB = comparedId(b)
  const ids = idA && idB ? idLikeness(idA, idB, name) : undefined
  const found: WeighedReason[] = [{ reason: name, points: NAME_POINTS[name] }]
  if (ids !== undefined) found.push(ids)
  const sameId = ids?.reason === 'id-same' || ids?.reason === 'id-15-18'
  const nearId = ids?.reason === 'id-digit' || ids?.reason === 'id-swap'
  found.push(
    ...birthReasons(a, b, idA, idB, { sameId, nearId, idsTold: ids?.reason === 'ids-births-differ' }),
  )
  if (!sameId && !nearId && a.sex && b.sex && a.sex !== b.sex)
    found.push({ reason: 'sex-other', points: -25 })
  found.push(...homeReasons(a, b))
  if (a.code && b.code)
    found.push(
      a.code === b.code ? { reason: 'code-same', points: 40 } : { reason: 'code-other', points: -25 },
    )
  if (both(a.phone, b.phone)) found.push({ reason: 'phone-same', points: 12 })
  if (both(a.account, b.account)) found.push({ reason: 'account-same', points: 20 })
  const day = dayAtTwoPlaces(a.work ?? [], b.work ?? [])
  if (day !== undefined) found.push({ reason: 'elsewhere-same-days', points: -15, on: day })
  return likeness(found)
}

type NameLikeness = 'name-same' | 'name-folded' | 'name-sound' | 'name-near' | 'name-other'

const NAME_POINTS: Readonly<Record<NameLikeness, number>> = {
  'name-same': 25,
  'name-folded': 25,
  'name-sound': 12,
  'name-near': 8,
  'name-other': -25,
}

/** Equal as written, equal but for dots, blanks and width, of the same sound, one character apart, or another name. */
export function nameLikeness(a: PersonCandidate, b: PersonCandidate): NameLikeness {
  if (a.name.trim() === b.name.trim()) return 'name-same'
  const keyA = nameKey(a.name)
  const keyB = nameKey(b.name)
  if (keyA === keyB) return 'name-folded'
  if (a.pinyin && a.pinyin === b.pinyin) return 'name-sound'
  const charsA = [...keyA]
  const charsB = [...keyB]
  const apart = charsA.filter((character, at) => character !== charsB[at]).length
  if (charsA.length === charsB.length && charsA.length >= 3 && apart === 1) return 'name-near'
  return 'name-other'
}

/**
 * A mistyped number only says something together with the name: brothers and neighbours on the list of births have numbers
 * one digit apart by right. Where one of the two is no possible number, it was mistyped whatever the name.
 */
function idLikeness(a: ComparedId, b: ComparedId, name: NameLikeness): WeighedReason {
  if (a.text === b.text) return { reason: a.from15 === b.from15 ? 'id-same' : 'id-15-18', points: 80 }
  const slip = slipOfIds(a, b)
  const sameName = name === 'name-same' || name === 'name-folded'
  const wrong = !a.valid || !b.valid
  if (slip !== 'other') {
    const points = sameName ? 45 : name === 'name-sound' ? 35 : wrong ? 30 : 0
    if (points > 0) return { reason: slip === 'swap' ? 'id-swap' : 'id-digit', points }
  }
  if (wrong) return { reason: 'ids-differ', points: -15 }
  return a.text.slice(6, 14) === b.text.slice(6, 14)
    ? // Two cards with one name and birth do occur; with another name they are twins'.
      { reason: 'ids-differ', points: sameName ? -22 : -40 }
    : { reason: 'ids-births-differ', points: -60 }
}

/** One slip in all 18 characters, or in the first 17 with a check character that was made to fit (always so from 15 digits). */
export function slipOfIds(a: ComparedId, b: ComparedId): 'digit' | 'swap' | 'other' {
  const whole = slipBetween(a.text, b.text)
  if (whole === 'digit' || whole === 'swap') return whole
  const body = slipBetween(a.text.slice(0, 17), b.text.slice(0, 17))
  const fits = (id: ComparedId) =>
    /^\d{17}/.test(id.text) && idCheckDigit(id.text.slice(0, 17)) === id.text[17]
  return (body === 'digit' || body === 'swap') && fits(a) && fits(b) ? body : 'other'
}

function birthReasons(
  a: PersonCandidate,
  b: PersonCandidate,
  idA: ComparedId | undefined,
  idB: ComparedId | undefined,
  { sameId, nearId, idsTold }: { sameId: boolean; nearId: boolean; idsTold: boolean },
): WeighedReason[] {
  const birthA = birthOf(a, idA)
  const birthB = birthOf(b, idB)
  if (sameId || idsTold || !birthA || !birthB) return []
  // Most of a number that is nearly the same is the day of birth.
  if (birthA === birthB) return [{ reason: 'birth-same', points: nearId ? 10 : 25 }]
  return nearId ? [] : [{ reason: 'birth-other', points: -30 }]
}

/** One household is one home: it is not counted again by township and village. */
function homeReasons(a: PersonCandidate, b: PersonCandidate): WeighedReason[] {
  if (both(a.household, b.household)) {
    const other = a.relation && b.relation && a.relation !== b.relation
    return [
      { reason: 'household-same', points: 20 },
      ...(other ? [{ reason: 'relation-other', points: -15 } as const] : []),
    ]
  }
  if (!both(a.township, b.township)) return []
  return [
    { reason: 'township-same', points: 12 },
    ...(both(a.village, b.village) ? [{ reason: 'village-same', points: 5 } as const] : []),
  ]
}

const both = (a: string | undefined, b: string | undefined): boolean => a !== undefined && a !== '' && a === b

/** The first day on which both were at work for sure, in two counties or, without counties, for two employers. */
function dayAtTwoPlaces(a: readonly CandidateWork[], b: readonly CandidateWork[]): string | undefined {
  let first: string | undefined
  for (const one of a) {
    for (const other of b) {
      if (!elsewhere(one, other)) continue
      const from = one.from > other.from ? one.from : other.from
      // An end that is not known vouches for the first day only.
      const to = [one, other].map(({ from: began, to: ended }) =>
        ended === null ? '9999' : (ended ?? began),
      )
      if (to.every((day) => from <= day) && (first === undefined || from < first)) first = from
    }
  }
  return first
}

function elsewhere(a: CandidateWork, b: CandidateWork): boolean {
  if (a.county && b.county) return a.county !== b.county
  return Boolean(a.employer && b.employer && a.employer !== b.employer)
}

/** Whether two records are of one employer, one agent or one household. */
import { readCreditCode } from './credit-code.ts'
import { type Likeness, likeness, slipBetween, type WeighedReason } from './duplicates.ts'

/** An employer or an agent as it is compared. What is not known is absent. */
export type BodyCandidate = {
  readonly name: string
  readonly creditCode?: string
  readonly county?: string
  readonly phone?: string
  readonly account?: string
  readonly legalRep?: string
}

/** A household as it is compared. */
export type HouseholdCandidate = {
  /** 户编号 */
  readonly code?: string
  readonly township?: string
  readonly village?: string
  readonly phone?: string
}

/** A name without brackets, blanks and width, in upper case: 甘洛县（某某）公司 and 甘洛县(某某)公司 are one. */
export function bodyNameKey(name: string): string {
  return name
    .normalize('NFKC')
    .replace(/[\s()（）·.,，。“”"'‘’-]+/gu, '')
    .toUpperCase()
}

/** What is left of `bodyNameKey` without the legal form at its end. */
export function bodyNameCore(name: string): string {
  const key = bodyNameKey(name)
  const core = key.replace(/(股份有限|有限责任|有限)?(总公司|公司)$/u, '').replace(/(集团|厂|店)$/u, '')
  return core.length >= 2 ? core : key
}

/** Scores two employers, or two agents. Symmetric. */
export function scoreBodies(a: BodyCandidate, b: BodyCandidate): Likeness {
  const name =
    bodyNameKey(a.name) === bodyNameKey(b.name)
      ? 'body-name-same'
      : bodyNameCore(a.name) === bodyNameCore(b.name)
        ? 'body-name-core'
        : 'body-name-other'
  const found: WeighedReason[] = [{ reason: name, points: BODY_NAME_POINTS[name] }]
  const code = codeReason(a.creditCode, b.creditCode, name !== 'body-name-other')
  if (code !== undefined) found.push(code)
  if (a.county && b.county)
    found.push(
      a.county === b.county ? { reason: 'county-same', points: 20 } : { reason: 'county-other', points: -15 },
    )
  if (a.phone && a.phone === b.phone) found.push({ reason: 'body-phone-same', points: 12 })
  if (a.account && a.account === b.account) found.push({ reason: 'body-account-same', points: 20 })
  if (a.legalRep && a.legalRep === b.legalRep) found.push({ reason: 'legal-rep-same', points: 10 })
  return likeness(found)
}

const BODY_NAME_POINTS = { 'body-name-same': 30, 'body-name-core': 22, 'body-name-other': -20 } as const

function codeReason(a: string | undefined, b: string | undefined, named: boolean): WeighedReason | undefined {
  if (!a || !b) return undefined
  const slip = slipBetween(a.toUpperCase(), b.toUpperCase())
  if (slip === 'same') return { reason: 'credit-same', points: 85 }
  if (slip !== 'other' && (named || !codeFits(a) || !codeFits(b)))
    return { reason: slip === 'swap' ? 'credit-swap' : 'credit-digit', points: named ? 45 : 25 }
  return { reason: 'credits-differ', points: -40 }
}

function codeFits(code: string): boolean {
  const reading = readCreditCode(code)
  return reading.ok && reading.warnings.length === 0
}

/** Scores two households. Symmetric. */
export function scoreHouseholds(a: HouseholdCandidate, b: HouseholdCandidate): Likeness {
  const found: WeighedReason[] = []
  if (a.code && b.code) {
    const slip = slipBetween(a.code, b.code)
    if (slip === 'same') found.push({ reason: 'household-code-same', points: 80 })
    else if (slip === 'other') found.push({ reason: 'code-other', points: -60 })
    else found.push({ reason: 'household-code-digit', points: 15 })
  }
  if (a.township && b.township && a.village && b.village) {
    const same = a.township === b.township && a.village === b.village
    found.push(same ? { reason: 'home-same', points: 20 } : { reason: 'home-other', points: -20 })
  }
  if (a.phone && a.phone === b.phone) found.push({ reason: 'household-phone-same', points: 20 })
  return likeness(found)
}

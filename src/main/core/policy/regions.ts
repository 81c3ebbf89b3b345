import { trimRegion } from '../../../shared/domain/region.ts'

/** Whether a place fulfils a rule. `needs-standard`: the text leaves it open until the office chooses. */
export const PLACE = { no: 0, yes: 1, unknown: 2, needsStandard: 3 } as const
export type Place = (typeof PLACE)[keyof typeof PLACE]

export interface RegionSpec {
  /** prefixes or whole codes, any of them */
  readonly within: readonly string[]
  /** true: the place must lie outside all of them */
  readonly outside: boolean
  /** prefixes where only the office's own list decides */
  readonly open: readonly string[]
  /** that list; undefined: not entered */
  readonly chosen: readonly string[] | undefined
}

/** All rules of an engine, so that one lookup says which of them a place may fulfil. */
export class RegionIndex {
  readonly rules: RegionRule[] = []
  private readonly masks = new Map<string, number>()

  /** Adds a rule and gives it its bit; an engine has far fewer than 31 of them. */
  add(spec: RegionSpec): RegionRule {
    if (this.rules.length >= 31) throw new Error('more than 31 place rules')
    const rule = new RegionRule(spec, 1 << this.rules.length)
    this.rules.push(rule)
    return rule
  }

  /** Bits of the rules that the place fulfils or may fulfil. */
  possible(code: string | undefined): number {
    if (code === undefined) return -1
    let mask = this.masks.get(code)
    if (mask === undefined) {
      mask = 0
      for (const rule of this.rules) if (rule.test(code) !== PLACE.no) mask |= rule.bit
      this.masks.set(code, mask)
    }
    return mask
  }
}

/** A rule about places with its answers remembered: a few thousand counties occur, again and again. */
export class RegionRule {
  readonly spec: RegionSpec
  readonly bit: number
  private readonly known = new Map<string, Place>()

  constructor(spec: RegionSpec, bit: number) {
    this.spec = spec
    this.bit = bit
  }

  /** Answer for a county code; a code known only to the city or province may stay unknown. */
  test(code: string | undefined): Place {
    if (code === undefined) return PLACE.unknown
    let place = this.known.get(code)
    if (place === undefined) {
      place = this.answer(trimRegion(code))
      this.known.set(code, place)
    }
    return place
  }

  private answer(code: string): Place {
    const inside = lies(code, this.spec.within)
    if (this.spec.outside) {
      return inside === PLACE.yes ? PLACE.no : inside === PLACE.no ? PLACE.yes : PLACE.unknown
    }
    if (inside === PLACE.yes || this.spec.open.length === 0) return inside
    const open = lies(code, this.spec.open)
    if (open === PLACE.no) return inside
    if (open === PLACE.unknown) return PLACE.unknown
    if (this.spec.chosen === undefined) return PLACE.needsStandard
    return lies(code, this.spec.chosen)
  }
}

function lies(code: string, areas: readonly string[]): Place {
  let answer: Place = PLACE.no
  for (const area of areas) {
    if (code.startsWith(area)) return PLACE.yes
    if (area.startsWith(code)) answer = PLACE.unknown
  }
  return answer
}

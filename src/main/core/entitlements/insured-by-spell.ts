import { type DayNumber, monthOfDay } from '../../../shared/domain/dates.ts'
import { foldOrganisation } from '../registry/employers.ts'

export type InsuredRow = {
  employerId: string | null
  employerText: string | null
  county: string
  /** year * 4096 + mask, bit 0 January */
  packed: number
}

export type DatedSpell = {
  employerId: string | null
  employerText: string | null
  county: string | null
  from: DayNumber | undefined
  to: DayNumber | null | undefined
}

export type Orphan = { employerId: string | null; county: string; packed: number[] }

/**
 * Insured months belong to an employer and a county, a calculation wants them by spell. A month goes to the spell with
 * that employer (and county, where the spell names one) that had begun by then; where the person has only one spell there, all
 * its months go to it. Months of an employer with whom the person has no spell are given back apart.
 */
export function insuredBySpell(
  spells: readonly DatedSpell[],
  insured: readonly InsuredRow[],
): { bySpell: number[][]; withoutSpell: Orphan[] } {
  const bySpell: number[][] = spells.map(() => [])
  const orphans = new Map<string, Orphan>()
  for (const row of insured) {
    const candidates: number[] = []
    for (let i = 0; i < spells.length; i++) if (belongs(spells[i]!, row)) candidates.push(i)
    if (candidates.length === 0) {
      const employer = row.employerId ?? (row.employerText === null ? '' : foldOrganisation(row.employerText))
      const key = `${employer}|${row.county}`
      const orphan = orphans.get(key) ?? { employerId: row.employerId, county: row.county, packed: [] }
      orphan.packed.push(row.packed)
      orphans.set(key, orphan)
    } else if (candidates.length === 1) {
      bySpell[candidates[0]!]!.push(row.packed)
    } else {
      divide(row.packed, candidates, spells, bySpell)
    }
  }
  for (const months of bySpell) if (months.length > 1) mergeYears(months)
  for (const orphan of orphans.values()) mergeYears(orphan.packed)
  return { bySpell, withoutSpell: [...orphans.values()] }
}

function belongs(spell: DatedSpell, row: InsuredRow): boolean {
  return (spell.county === null || spell.county === row.county) && sameEmployer(spell, row)
}

/** By record where both have one, else by name as written, else by folded name: lists write one employer in several ways. */
function sameEmployer(spell: DatedSpell, row: InsuredRow): boolean {
  if (spell.employerId !== null && row.employerId !== null) return spell.employerId === row.employerId
  const [worked, insured] = [spell.employerText, row.employerText]
  if (worked === null || insured === null) return false
  return worked === insured || foldOrganisation(worked) === foldOrganisation(insured)
}

/** Each month to the latest spell that had begun by then, or to the earliest of all. */
function divide(
  packed: number,
  candidates: number[],
  spells: readonly DatedSpell[],
  bySpell: number[][],
): void {
  const begun = (i: number) => {
    const from = spells[i]!.from
    return from === undefined ? Number.NEGATIVE_INFINITY : monthOfDay(from)
  }
  const inOrder = [...candidates].sort((a, b) => begun(a) - begun(b))
  const year = packed >> 12
  const masks = new Map<number, number>()
  for (let bit = 0; bit < 12; bit++) {
    if ((packed & (1 << bit)) === 0) continue
    const month = year * 12 + bit
    let owner = inOrder[0]!
    for (const i of inOrder) if (begun(i) <= month) owner = i
    masks.set(owner, (masks.get(owner) ?? 0) | (1 << bit))
  }
  for (const [i, mask] of masks) bySpell[i]!.push(year * 4096 + mask)
}

function mergeYears(list: number[]): void {
  const masks = new Map<number, number>()
  for (const packed of list) masks.set(packed >> 12, (masks.get(packed >> 12) ?? 0) | (packed & 0xfff))
  list.length = 0
  for (const year of [...masks.keys()].sort((a, b) => a - b)) list.push(year * 4096 + masks.get(year)!)
}

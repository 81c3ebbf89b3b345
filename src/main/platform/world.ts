import { shippedPacks } from '../core/entitlements/packs.ts'
import { isEvaluated } from '../core/policy/pack.ts'
import { loadRegions } from '../core/registry/regions.ts'
import type { DeriveWorld } from './take-in/derive.ts'
import type { JudgeWorld } from './take-in/judge.ts'

/** What the receiver knows of places and benefits: the region files and the shipped policy packs. */
export function worldOf(
  resources: string,
  today: string,
  officeName: JudgeWorld['officeName'],
): DeriveWorld & { countyName(code: string): string } {
  const regions = loadRegions(resources)
  const rows = shippedPacks({ resources }).documents.flatMap((document) => document.rows)
  const benefits = new Map(rows.filter((row) => isEvaluated(row)).map((row) => [row.id, row]))
  return {
    today,
    isKnownCounty: (code) => code.length === 6 && regions.isKnownArea(code),
    benefitName: (id) => benefits.get(id)?.name,
    fundOfBenefit: (id) => benefits.get(id)?.fund[0],
    officeName,
    countyName: (code) => regions.fullName(code) ?? code,
  }
}

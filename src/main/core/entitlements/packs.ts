import { join } from 'node:path'
import type { BeneficiaryKind } from '../../../shared/domain/policy.ts'
import { isEvaluated, type PackDocument, type PackRow, type PackSet } from '../policy/pack.ts'
import { loadPacks } from '../policy/pack-load.ts'
import type { Surroundings } from '../procedure.ts'

const loaded = new Map<string, PackSet>()

/** The packs that are shipped, read and checked once in each thread. @throws Refusal `policy.pack` */
export function packsOf(context: Pick<Surroundings, 'resources'>): PackSet {
  const folder = join(context.resources, 'policies')
  const known = loaded.get(folder)
  if (known !== undefined) return known
  const packs = loadPacks(folder)
  loaded.set(folder, packs)
  return packs
}

export type PackBenefit = { id: string; name: string; doc: string; beneficiaryKind: BeneficiaryKind }

/** Every evaluated row, in the order of the documents. */
export function benefitsOf(context: Pick<Surroundings, 'resources'>): PackBenefit[] {
  return packsOf(context).documents.flatMap((document) =>
    document.rows
      .filter((row) => isEvaluated(row))
      .map((row) => ({
        id: row.id,
        name: row.name,
        doc: document.id,
        beneficiaryKind: row.beneficiary,
      })),
  )
}

/** Names of benefits by id. */
export function benefitNames(context: Pick<Surroundings, 'resources'>): Map<string, string> {
  return new Map(benefitsOf(context).map(({ id, name }) => [id, name]))
}

/** A row with its document, or `undefined`. */
export function findBenefit(
  packs: PackSet,
  id: string,
): { document: PackDocument; row: PackRow } | undefined {
  for (const document of packs.documents) {
    for (const row of document.rows) if (row.id === id && isEvaluated(row)) return { document, row }
  }
  return undefined
}

import type { InputOf, OutputOf, Surroundings } from '../procedure.ts'
import { loadRegions, type Regions } from './regions.ts'

const loaded = new Map<string, Regions>()

/** The regions, read once in each thread. */
export function regionsOf(context: Pick<Surroundings, 'resources'>): Regions {
  const known = loaded.get(context.resources)
  if (known !== undefined) return known
  const regions = loadRegions(context.resources)
  loaded.set(context.resources, regions)
  return regions
}

/** Procedures about places of the country: they need no ledger. */
export function regionProcedures(context: Pick<Surroundings, 'resources'>) {
  return {
    'regions.search': ({ text, limit }: InputOf<'regions.search'>): OutputOf<'regions.search'> => {
      const regions = regionsOf(context)
      return regions
        .search(text, limit)
        .map(({ code, name }) => ({ code, name, fullName: regions.longName(code) ?? name }))
    },
    'regions.names': ({ codes }: InputOf<'regions.names'>): OutputOf<'regions.names'> => {
      const regions = regionsOf(context)
      return Object.fromEntries(codes.map((code) => [code, regions.fullName(code) ?? code]))
    },
  }
}

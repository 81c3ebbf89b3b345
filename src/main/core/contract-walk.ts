import { isContractProcedure } from '@orpc/contract'
import type { z } from 'zod'
import { contract } from '../../shared/contract/index.ts'
import type { ProcedureMeta } from '../../shared/contract/procedure.ts'
import type { ProcedureName } from './procedure.ts'

/** One procedure of the contract as the application needs it at run time. */
export type KnownProcedure = {
  name: ProcedureName
  meta: ProcedureMeta
  input: z.ZodType | undefined
  output: z.ZodType | undefined
}

const byName = new Map<string, KnownProcedure>()
for (const [domain, procedures] of Object.entries(contract)) {
  for (const [key, procedure] of Object.entries(procedures)) {
    if (!isContractProcedure(procedure)) throw new Error(`contract.${domain}.${key} is no procedure`)
    const { meta, inputSchema, outputSchema } = procedure['~orpc']
    const name = `${domain}.${key}` as ProcedureName
    byName.set(name, {
      name,
      meta: meta as ProcedureMeta,
      input: inputSchema as z.ZodType | undefined,
      output: outputSchema as z.ZodType | undefined,
    })
  }
}

/** Every procedure of the contract. */
export const procedures: readonly KnownProcedure[] = [...byName.values()]

/** @throws Error where the contract has no such procedure */
export function findProcedure(name: string): KnownProcedure {
  const found = byName.get(name)
  if (found === undefined) throw new Error(`the contract has no procedure ${name}`)
  return found
}

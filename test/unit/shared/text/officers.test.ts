import { describe, expect, it } from 'vitest'
import { findProcedure } from '../../../../src/main/core/contract-walk.ts'
import { DUTY_TABLE } from '../../../../src/shared/text/officers.ts'

describe('the table of who may do what', () => {
  const named = DUTY_TABLE.flatMap(({ role, procedures }) => procedures.map((name) => [name, role] as const))
  it.each(named)('says of %s what the contract says', (name, role) => {
    expect(findProcedure(name).meta.role).toBe(role)
  })
})

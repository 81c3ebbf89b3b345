import { expect, test } from 'vitest'
import type {
  OfficeProcedure,
  OfficeProcedures,
} from '../../../../../src/main/core/claims/workflow/office-procedures.ts'
import { procedureOfClaim } from '../../../../../src/main/core/claims/workflow/positions.ts'

test('a claim drafted before eight in the morning follows the procedure of that day, not of the day before', () => {
  const asked: string[] = []
  const procedures = {
    of: (_benefit: string, on: string) => {
      asked.push(on)
      return {} as OfficeProcedure
    },
  } as unknown as OfficeProcedures
  const claim = { benefit: 'JH-16', state: 'drafted', step: null, procedureId: null } as const
  procedureOfClaim({ ...claim, draftedAt: '2022-06-30T23:30:00.000Z' }, procedures)
  procedureOfClaim({ ...claim, draftedAt: '2022-06-30T04:00:00.000Z' }, procedures)
  expect(asked).toEqual(['2022-07-01', '2022-06-30'])
})

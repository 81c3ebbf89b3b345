import { afterAll, beforeAll, expect, test } from 'vitest'
import { importTemplate } from '../../../src/main/core/exchange/import-template.ts'
import { IMPORT_KINDS } from '../../../src/shared/contract/imports.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'
import { type ImportDesk, importDesk } from './import-desk.ts'

let desk: ImportDesk
beforeAll(async () => {
  desk = await importDesk()
})
afterAll(() => desk.close())

test.each(IMPORT_KINDS)(
  'the empty table of %s is recognised as what it is, every column of it',
  async (kind) => {
    let made: { name: string; bytes: Uint8Array } | undefined
    await importTemplate(
      {
        ...jobContext(desk.ledger),
        ledger: desk.ledger.reader,
        files: {
          open: () => Promise.reject(new Error('no file is asked for here')),
          put: async (name, mime, bytes) => {
            made = { name, bytes }
            return { token: 't', name, mime, size: bytes.length }
          },
        },
        commit: () => Promise.reject(new Error('an empty table writes nothing')),
      },
      { kind },
    )
    if (made === undefined) throw new Error('nothing was made')
    expect(made.name).toMatch(/（空表）\.xlsx$/)
    const seen = await desk.inspect(made)
    const sheet = seen.sheets[0]
    expect(sheet?.kind).toBe(kind)
    expect(sheet?.columns.filter((column) => column.field === null)).toEqual([])
  },
)

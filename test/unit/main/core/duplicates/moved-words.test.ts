import { expect, test } from 'vitest'
import { referencesTo } from '../../../../../src/main/core/db/references.ts'
import { tableInfoByName } from '../../../../../src/main/core/db/tables.ts'
import { twinKeys } from '../../../../../src/main/core/duplicates/folding.ts'
import { columnsOf, infoOfKind } from '../../../../../src/main/core/duplicates/merge-fields.ts'
import { FIELDS_OF_KIND } from '../../../../../src/shared/domain/duplicate-fields.ts'
import { DUPLICATE_KINDS } from '../../../../../src/shared/domain/duplicates.ts'
import { MOVED_TEXT } from '../../../../../src/shared/text/duplicates.ts'

test.each(DUPLICATE_KINDS)('whatever names a %s has a word for what a merge moves', (kind) => {
  const children = referencesTo(infoOfKind(kind).name).map(({ child }) => child)
  expect(children.length).toBeGreaterThan(0)
  expect(children.filter((child) => MOVED_TEXT[child] === undefined)).toEqual([])
})

test.each(DUPLICATE_KINDS)('every column of a %s belongs to one field that can be chosen', (kind) => {
  const info = infoOfKind(kind)
  const chosen = FIELDS_OF_KIND[kind].flatMap((field) => columnsOf(kind, field))
  expect(new Set(chosen).size).toBe(chosen.length)
  const columns = info.columns
    .map(({ name }) => name)
    .filter((name) => !['id', 'source', 'deleted_at', 'deleted_reason'].includes(name))
  expect(chosen.toSorted()).toEqual(columns.toSorted())
})

test('claims, grants and decisions are never folded', () => {
  for (const name of ['claims', 'claim_entitlements', 'grants', 'decisions', 'service_records', 'payments']) {
    const info = tableInfoByName(name)
    expect(info).toBeDefined()
    if (info !== undefined) expect(twinKeys(info)).toEqual([])
  }
})

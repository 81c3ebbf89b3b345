import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { differingFields } from '../../../../../src/main/core/registry/decision.ts'
import {
  decideEmployer,
  foldOrganisation,
  readEmployer,
} from '../../../../../src/main/core/registry/employers.ts'
import { decidePerson, readPerson } from '../../../../../src/main/core/registry/people.ts'
import {
  decideCategory,
  type StoredCategory,
} from '../../../../../src/main/core/registry/person-categories.ts'
import { inventedId } from '../../../../integration/import/invented-people.ts'

const words = { today: '2022-09-30', isKnownArea: () => true }

describe('people', () => {
  test('facts on stored form', () => {
    const { columns, faults } = readPerson(
      {
        name: ' 吉克·阿依 ',
        idNumber: inventedId(3).toLowerCase(),
        ethnicityText: '彝族',
        educationText: '初中',
        phone: '138 1234 5678',
      },
      words,
    )
    expect(faults).toEqual([])
    expect(columns).toMatchObject({
      name: '吉克·阿依',
      idNumber: inventedId(3),
      birthDate: '1985-06-15',
      ethnicityCode: '07',
      educationCode: '70',
      phone: '13812345678',
    })
  })

  test('15 digits become 18, and what was written is kept', () => {
    const { columns, warnings } = readPerson({ name: '张三', idNumber: '511133850615001' }, words)
    expect(columns.idNumber).toMatch(/^511133198506150/)
    expect(columns.idNumberWritten).toBe('511133850615001')
    expect(warnings.map(({ code }) => code)).toContain('id.converted-15')
  })

  test('faults name their field and leave it out', () => {
    const { columns, faults } = readPerson(
      { name: '张三1', idNumber: '123', phone: '12', payeeAccount: 'x' },
      words,
    )
    expect(faults.map(({ code }) => code)).toEqual([
      'name.characters',
      'id.length',
      'phone.length',
      'account.characters',
    ])
    expect(columns.phone).toBeUndefined()
  })

  test('another name under the same number is refused, unless a person renames', () => {
    const existing = { name: '张三', idNumber: inventedId(1) }
    const { columns } = readPerson({ name: '李四', idNumber: inventedId(1) }, words)
    expect(decidePerson(existing, columns)).toMatchObject({ do: 'refused', code: 'person.other-name' })
    expect(decidePerson(existing, columns, { rename: true })).toMatchObject({
      do: 'update',
      patch: { name: '李四' },
    })
  })

  test('a name that differs only in its dot is the same', () => {
    const { columns } = readPerson({ name: '吉克•阿依' }, words)
    expect(decidePerson({ name: '吉克·阿依' }, columns)).toEqual({ do: 'same' })
  })
})

test('what is not said never changes anything; deciding twice changes nothing more', () => {
  const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.constant(undefined))
  const record = fc.dictionary(fc.constantFrom('a', 'b', 'c', 'd'), value)
  fc.assert(
    fc.property(record, record, (existing, said) => {
      const { patch, fields } = differingFields(existing, said)
      for (const key of Object.keys(said)) if (said[key] === undefined) expect(key in patch).toBe(false)
      expect(Object.keys(patch)).toEqual(fields)
      expect(differingFields({ ...existing, ...patch }, said).fields).toEqual([])
    }),
  )
})

describe('categories', () => {
  const stored = (from: string, to: string | null): StoredCategory => ({
    id: 'x',
    category: 'poverty-lifted',
    from,
    to,
  })
  const said = (from: string, to: string | null) => ({ category: 'poverty-lifted' as const, from, to })

  test('the period that it touches is corrected, an open end says nothing', () => {
    expect(decideCategory([stored('2014-01-01', '2020-12-31')], said('2014-01-01', null))).toEqual({
      do: 'same',
    })
    expect(decideCategory([stored('2014-01-01', null)], said('2015-01-01', '2021-01-01'))).toMatchObject({
      do: 'update',
      row: { from: '2015-01-01', to: '2021-01-01' },
    })
    expect(decideCategory([stored('2014-01-01', '2015-01-01')], said('2018-01-01', null))).toMatchObject({
      do: 'insert',
    })
  })

  test('what cannot be is refused', () => {
    expect(decideCategory([], said('2015-01-01', '2014-01-01'))).toMatchObject({
      code: 'category.end-before-start',
    })
    const two = [stored('2014-01-01', '2014-06-01'), stored('2015-01-01', null)]
    expect(decideCategory(two, said('2014-03-01', null))).toMatchObject({ code: 'category.overlaps' })
  })
})

describe('employers', () => {
  test('brackets, blanks and width make no other employer', () => {
    expect(foldOrganisation('义乌（甲） 公司')).toBe(foldOrganisation('义乌(甲)公司'))
  })

  test('kind by its words; unknown words are kept as text', () => {
    expect(readEmployer({ name: '甲', kindText: '有限责任公司' }).columns).toMatchObject({
      kind: 'enterprise',
    })
    const { columns, warnings } = readEmployer({ name: '甲', kindText: '外太空公司类' })
    expect([columns.kind, columns.kindText]).toEqual([undefined, '外太空公司类'])
    expect(warnings.map(({ code }) => code)).toEqual(['kind.unknown'])
  })

  test('another name under the same code is refused', () => {
    const { columns } = readEmployer({ name: '乙公司' })
    expect(decideEmployer({ name: '甲公司' }, columns)).toMatchObject({
      do: 'refused',
      code: 'employer.other-name',
    })
    expect(decideEmployer(undefined, {})).toMatchObject({ do: 'refused', code: 'name.empty' })
  })
})

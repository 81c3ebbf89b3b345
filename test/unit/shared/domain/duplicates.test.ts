import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bodyNameCore, scoreBodies, scoreHouseholds } from '../../../../src/shared/domain/duplicate-bodies.ts'
import { type PersonCandidate, scorePeople } from '../../../../src/shared/domain/duplicate-people.ts'
import { likelihoodOf, OFFERED_FROM, slipBetween } from '../../../../src/shared/domain/duplicates.ts'
import { idCheckDigit } from '../../../../src/shared/domain/id-number.ts'
import { likenessText } from '../../../../src/shared/text/duplicates.ts'

const id18 = (first17: string) => first17 + idCheckDigit(first17)
const ID = id18('51113319850312004')
const AYI: PersonCandidate = {
  name: '吉克·阿依',
  pinyin: 'jikeayi',
  idNumber: ID,
  sex: 'female',
  birthDate: '1985-03-12',
  township: '511133100',
}
const without = (person: PersonCandidate, ...keys: (keyof PersonCandidate)[]): PersonCandidate =>
  Object.fromEntries(Object.entries(person).filter(([key]) => !keys.includes(key as never))) as never
const reasons = (a: PersonCandidate, b: PersonCandidate) =>
  scorePeople(a, b).reasons.map(({ reason }) => reason)
const offered = (a: PersonCandidate, b: PersonCandidate) => scorePeople(a, b).score >= OFFERED_FROM

describe('people', () => {
  test('one ID number and one name are certain, also where one list writes no dot', () => {
    expect(scorePeople(AYI, AYI)).toMatchObject({ score: 100 })
    expect(scorePeople(AYI, { ...AYI, name: '吉克阿依' }).score).toBe(100)
    expect(reasons(AYI, { ...AYI, name: '吉克　阿依' })).toContain('name-folded')
  })

  test('one ID number under two names is offered, below what is likely', () => {
    const { score } = scorePeople(AYI, { name: '沙马·木呷', idNumber: ID })
    expect(likelihoodOf(score)).toBe('possible')
    expect(score).toBeGreaterThanOrEqual(OFFERED_FROM)
  })

  test('15 and 18 digits of one number', () => {
    const old = `${ID.slice(0, 6)}${ID.slice(8, 17)}`
    expect(reasons(AYI, { name: AYI.name, idNumber: old })).toContain('id-15-18')
    expect(reasons(AYI, { name: AYI.name, idNumber: ID, idWritten: old })).toContain('id-15-18')
    expect(scorePeople(AYI, { name: AYI.name, idNumber: old }).score).toBe(100)
  })

  test.each([
    ['one digit, check failing', `${ID.slice(0, 16)}5${ID[17]}`, 'id-digit'],
    ['one digit, check made to fit', id18('51113319850312005'), 'id-digit'],
    ['check character alone', `${ID.slice(0, 17)}${ID[17] === '7' ? '8' : '7'}`, 'id-digit'],
    ['neighbours changed places', `${ID.slice(0, 5)}13${ID.slice(7)}`, 'id-swap'],
    ['a year that changed places', id18('51113319580312004'), 'id-swap'],
  ])('a mistyped ID number (%s) under one name', (_, idNumber, reason) => {
    const other = { name: '吉克•阿依', pinyin: 'jikeayi', idNumber }
    expect(reasons(AYI, other)).toContain(reason)
    expect(likelihoodOf(scorePeople(AYI, other).score)).not.toBe('possible')
    // A number that is nearly the same says for itself why day of birth and sex differ.
    expect(scorePeople(AYI, other).reasons.every(({ points }) => points > 0)).toBe(true)
  })

  test('twins and neighbours on the list of births are two', () => {
    const twin = { ...AYI, name: '吉克·阿果', pinyin: 'jikeaguo', idNumber: id18('51113319850312006') }
    const home = { household: 'H1', phone: '13900000000' }
    expect(offered({ ...AYI, ...home }, { ...twin, ...home })).toBe(false)
  })

  test('name, birth date and township, without an ID number on one side', () => {
    const noted = without(AYI, 'idNumber', 'pinyin')
    const { score, reasons: found } = scorePeople(AYI, noted)
    expect(found.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['name-same', 'birth-same', 'township-same']),
    )
    expect(score).toBeGreaterThanOrEqual(60)
    expect(scorePeople({ ...AYI, phone: '1' }, { ...noted, phone: '1' }).score).toBeGreaterThan(score)
  })

  test('a name alone is nothing; with phone and township, household or account it is', () => {
    const bare = { name: '吉克阿依' }
    expect(offered(AYI, bare)).toBe(false)
    expect(offered({ ...AYI, phone: '1' }, { ...bare, township: AYI.township as string, phone: '1' })).toBe(
      true,
    )
    expect(offered({ ...AYI, household: 'H' }, { ...bare, household: 'H' })).toBe(true)
    expect(offered({ ...AYI, account: '62' }, { ...bare, account: '62' })).toBe(true)
  })

  test('what speaks against weighs: births of two valid numbers, sex, relation, work in two places', () => {
    const other = { ...AYI, idNumber: id18('51113319790721008'), birthDate: '1979-07-21' }
    expect(reasons(AYI, other)).toContain('ids-births-differ')
    expect(offered({ ...AYI, household: 'H', phone: '1' }, { ...other, household: 'H', phone: '1' })).toBe(
      false,
    )
    const noted = without(AYI, 'idNumber')
    const base = scorePeople(AYI, noted).score
    expect(scorePeople(AYI, { ...noted, sex: 'male' }).score).toBeLessThan(base)
    const here = { from: '2021-01-01', to: null, county: '330702' }
    const there = { from: '2021-05-01', to: '2021-06-30', county: '330604' }
    const working = scorePeople({ ...AYI, work: [here] }, { ...noted, work: [there] })
    expect(working.reasons.at(-1)).toEqual({ reason: 'elsewhere-same-days', points: -15, on: '2021-05-01' })
    expect(scorePeople({ ...AYI, work: [here] }, { ...noted, work: [here] }).score).toBe(base)
    // Nobody knows that the first was still there in May.
    expect(
      scorePeople({ ...AYI, work: [{ from: '2021-01-01', county: '330702' }] }, { ...noted, work: [there] })
        .score,
    ).toBe(base)
  })

  test('reasons read as a sentence', () => {
    const { reasons: found } = scorePeople(AYI, { ...without(AYI, 'idNumber'), sex: 'male' })
    expect(likenessText(found)).toBe('出生日期相同、姓名相同、同一乡镇；但性别不同')
  })

  test('property: the order of the two never matters, and the score stays within 0 and 100', () => {
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const ids = [ID, id18('51113319850312006'), `${ID.slice(0, 16)}9${ID[17]}`, '511133850312004', '不详', '']
    const person = fc.record({
      name: fc.constantFrom('吉克·阿依', '吉克阿依', '吉克·阿义', '王大明', '王小明', '李 民'),
      pinyin: maybe(['jikeayi', 'wangdaming']),
      idNumber: maybe(ids),
      idWritten: maybe(['511133850312004']),
      sex: maybe(['male', 'female']),
      birthDate: maybe(['1985-03-12', '1979-07-21']),
      township: maybe(['A', 'B']),
      village: maybe(['V', 'W']),
      household: maybe(['H', 'J']),
      relation: maybe(['户主', '配偶']),
      code: maybe(['1', '2']),
      phone: maybe(['1', '2']),
      account: maybe(['1', '2']),
      work: fc.array(
        fc.record({
          from: fc.constantFrom('2021-01-01', '2021-06-01', '2022-01-01'),
          to: maybe([null, '2021-03-01', '2021-12-31']),
          county: maybe(['330702', '330604']),
          employer: maybe(['甲', '乙']),
        }),
        { maxLength: 3 },
      ),
    }) as unknown as fc.Arbitrary<PersonCandidate>
    fc.assert(
      fc.property(person, person, (a, b) => {
        const there = scorePeople(a, b)
        expect(scorePeople(b, a)).toEqual(there)
        expect(there.score).toBeGreaterThanOrEqual(0)
        expect(there.score).toBeLessThanOrEqual(100)
      }),
      { numRuns: 500 },
    )
  })
})

describe('employers, agents and households', () => {
  const works = { name: '金华市某某服饰有限公司', creditCode: '91330702MA2E4X1Y5A', county: '330702' }
  test('credit codes: same, one character off, and names in the county', () => {
    expect(scoreBodies(works, works).score).toBe(100)
    expect(scoreBodies(works, { ...works, name: '别的公司' }).score).toBeGreaterThanOrEqual(OFFERED_FROM)
    const slip = { ...works, creditCode: '91330702MA2E4X1Y5B', name: '金华市某某服饰公司' }
    expect(scoreBodies(works, slip).reasons.map(({ reason }) => reason)).toContain('credit-digit')
    expect(scoreBodies(works, slip).score).toBeGreaterThanOrEqual(65)
    const noted = { name: '金华市 某某服饰有限公司', county: '330702' }
    expect(scoreBodies(works, noted)).toMatchObject({ score: 50 })
    expect(scoreBodies(works, { ...noted, county: '330604' }).score).toBeLessThan(OFFERED_FROM)
    const branch = { ...works, creditCode: '913306047A1B2C3D4E' }
    expect(scoreBodies(works, branch).score).toBeLessThan(OFFERED_FROM)
  })

  test('a name of nothing but a legal form is left alone', () => {
    expect(bodyNameCore('有限公司')).toBe('有限公司')
    expect(bodyNameCore('甘洛县（普昌）劳务有限责任公司')).toBe('甘洛县普昌劳务')
  })

  test('households of one code', () => {
    expect(scoreHouseholds({ code: '5111330001' }, { code: '5111330001' }).score).toBe(80)
    expect(
      scoreHouseholds({ code: '5111330001', phone: '1' }, { code: '5111339999', phone: '1' }).score,
    ).toBe(0)
  })

  test('property: symmetric', () => {
    const maybe = <T>(values: readonly T[]) => fc.option(fc.constantFrom(...values), { nil: undefined })
    const body = fc.record({
      name: fc.constantFrom('甲（中国）有限公司', '甲中国公司', '乙店'),
      creditCode: maybe(['91330702MA2E4X1Y5A', '91330702MA2E4X1Y5B', '9133070']),
      county: maybe(['1', '2']),
      phone: maybe(['1', '2']),
      account: maybe(['1']),
      legalRep: maybe(['张三']),
    }) as never as fc.Arbitrary<Parameters<typeof scoreBodies>[0]>
    fc.assert(
      fc.property(body, body, (a, b) => {
        expect(scoreBodies(b, a)).toEqual(scoreBodies(a, b))
      }),
    )
  })
})

test('slips between codes', () => {
  expect(slipBetween('1234', '1234')).toBe('same')
  expect(slipBetween('1234', '1834')).toBe('digit')
  expect(slipBetween('1234', '1243')).toBe('swap')
  expect(slipBetween('1234', '2143')).toBe('other')
  expect(slipBetween('1234', '123')).toBe('other')
})

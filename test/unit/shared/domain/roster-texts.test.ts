import { expect, test } from 'vitest'
import {
  EDUCATIONS,
  type EducationCode,
  educationCode,
  educationName,
} from '../../../../src/shared/domain/education.ts'
import {
  ETHNICITIES,
  type EthnicityCode,
  ethnicityCode,
  ethnicityName,
} from '../../../../src/shared/domain/ethnicity.ts'

test('56 groups and two more; each reads back from code, short name and roster name', () => {
  const codes = Object.keys(ETHNICITIES) as EthnicityCode[]
  expect(codes).toHaveLength(58)
  for (const code of codes) {
    expect(ethnicityCode(ethnicityName(code))).toBe(code)
    expect(ethnicityCode(ETHNICITIES[code])).toBe(code)
    expect(ethnicityCode(code)).toBe(code)
  }
})

test('ethnic groups as files write them', () => {
  expect(['彝', '彝族', '7', '07 彝族', '07彝族', ' 藏 族 '].map(ethnicityCode)).toEqual([
    '07',
    '07',
    '07',
    '07',
    '07',
    '04',
  ])
  expect(ethnicityCode('其它')).toBe('97')
  expect(ethnicityCode('某族')).toBeUndefined()
  expect(ethnicityCode('57')).toBeUndefined()
  expect(ethnicityCode('')).toBeUndefined()
})

test('education reads back and knows the roster texts', () => {
  for (const code of Object.keys(EDUCATIONS) as EducationCode[]) {
    expect(educationCode(educationName(code))).toBe(code)
    expect(educationCode(code)).toBe(code)
  }
  expect(
    ['文盲或半文盲', '小学', '初中毕业', '高中', '中专', '大专', '本科及以上', '71', '31'].map(educationCode),
  ).toEqual(['90', '80', '70', '60', '40', '30', '20', '70', '30'])
  expect(educationCode('不详')).toBeUndefined()
  expect(educationCode('55')).toBeUndefined()
})

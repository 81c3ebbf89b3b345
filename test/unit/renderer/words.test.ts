import { describe, expect, it } from 'vitest'
import { paceOf, timeText } from '../../../src/renderer/components/pace.ts'
import { windowsOf } from '../../../src/renderer/components/table/windows.ts'
import { addressOf, filterOf as claimsFilterOf } from '../../../src/renderer/pages/claims/filter.ts'
import { chipsOf, filterOf } from '../../../src/renderer/pages/people/filter.ts'
import { lastGroup, recoveryGroups } from '../../../src/renderer/pages/start/recovery-groups.ts'
import { passphraseStrength } from '../../../src/renderer/pages/start/strength.ts'
import type { JobView } from '../../../src/shared/contract/jobs.ts'

const job = (part: Partial<JobView>): JobView => ({
  id: 'j',
  procedure: 'imports.run',
  label: '导入工作簿',
  state: 'running',
  step: '',
  done: 0,
  total: null,
  unit: '行',
  startedAt: '2026-01-01T00:00:00.000Z',
  finishedAt: null,
  message: null,
  refusal: null,
  result: null,
  ...part,
})
const later = (seconds: number) => Date.parse('2026-01-01T00:00:00.000Z') + seconds * 1000

describe('pace of a job', () => {
  it('tells share, speed and time left', () => {
    expect(paceOf(job({ done: 5000, total: 20_000 }), later(10))).toEqual({
      percent: 25,
      words: '5,000/20,000 行 · 每秒 500 行 · 还要约 30 秒',
    })
  })
  it('promises nothing where the end is not known', () => {
    expect(paceOf(job({ done: 300 }), later(10))).toEqual({ percent: null, words: '300 行 · 每秒 30 行' })
  })
  it('rounds time as people say it', () => {
    expect([3, 31, 61, 4000].map(timeText)).toEqual(['几秒', '约 35 秒', '约 2 分钟', '约 2 小时'])
  })
})

describe('windows of a long list', () => {
  it('cover exactly the visible rows', () => {
    expect(windowsOf(0, 99)).toEqual([0])
    expect(windowsOf(95, 130)).toEqual([0, 1])
    expect(windowsOf(199_990, 200_000)).toEqual([1999, 2000])
  })
})

describe('recovery key', () => {
  it('is shown in its groups, and the last is asked back', () => {
    expect(recoveryGroups('AB12-CD34-EF56').map((one) => one.group)).toEqual(['AB12', 'CD34', 'EF56'])
    expect(lastGroup('ABCDEFGHIJ')).toBe('IJ')
  })
})

describe('strength of a passphrase', () => {
  it('prefers a sentence to a short trick', () => {
    expect(passphraseStrength('1234567').level).toBe(0)
    expect(passphraseStrength('12345678').level).toBe(1)
    expect(passphraseStrength('Password1!').level).toBe(1)
    expect(passphraseStrength('马边大山里的索玛花开了').level).toBe(3)
  })
})

describe('filters in an address', () => {
  it('reads what it knows, passes over what it does not, and says it in words', () => {
    const params = new URLSearchParams(
      'category=relocated&category=nonsense&working=yes&ageFrom=18&homeCounty=511133&open=x',
    )
    expect(filterOf(params)).toEqual({
      search: '',
      categories: ['relocated'],
      working: 'yes',
      ageFrom: 18,
      homeCounty: '511133',
    })
    expect(chipsOf(params, { '511133': '马边彝族自治县' }).map((chip) => chip.text)).toEqual([
      '类别：易地搬迁',
      '现在在岗',
      '年满 18 岁',
      '户籍在 马边彝族自治县',
    ])
  })
  it('a filter of claims survives its address', () => {
    const filter = {
      search: '吉克',
      benefit: 'JH-16',
      state: 'drafted',
      printed: false,
      homeCounty: '511133',
    } as const
    expect(claimsFilterOf(new URLSearchParams(addressOf(filter)))).toEqual(filter)
  })
})

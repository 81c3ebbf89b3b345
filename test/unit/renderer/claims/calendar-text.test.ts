import { describe, expect, it } from 'vitest'
import { merged, readCalendar } from '../../../../src/renderer/pages/claims/rules/calendar-text.ts'

describe('a pasted holiday notice', () => {
  it('gives the weekdays off and the weekends worked, however the dates are written', () => {
    // 2026-10-01 is a Thursday; 3 and 4 October are a weekend and no exception, as is the 10th a Saturday.
    const { days, faults } = readCalendar('2026年10月1日至2026年10月7日 国庆节放假\n\n2026-10-10 上班')
    expect(faults).toEqual([])
    expect(days.map(({ date, kind, name }) => `${date} ${kind} ${name}`)).toEqual([
      '2026-10-01 off 国庆节',
      '2026-10-02 off 国庆节',
      '2026-10-05 off 国庆节',
      '2026-10-06 off 国庆节',
      '2026-10-07 off 国庆节',
      '2026-10-10 work ',
    ])
  })
  it('names the line that it cannot read, and why', () => {
    const { days, faults } = readCalendar(
      '国庆节\n2026-02-30 放假\n2026-10-07 至 2026-10-01\n2026-10-03 放假\n2026-10-08 上班\n2026-01-01 至 2026-12-31',
    )
    expect(days).toEqual([])
    expect(faults.map(({ line, why }) => `${line} ${why}`)).toEqual([
      '1 开头应是日期，如 2026-10-01',
      '2 没有这一天',
      '3 止日在起日之前',
      '4 这些天本来就是周末',
      '5 这些天本来就上班',
      '6 一次最多 31 天',
    ])
  })
  it('goes over what was there, day by day, in order', () => {
    const before = [{ date: '2026-10-05', kind: 'off' as const, name: '旧' }]
    const more = readCalendar('2026-10-05 国庆节\n2026-10-01 国庆节').days
    expect(merged(before, more).map(({ date, name }) => `${date} ${name}`)).toEqual([
      '2026-10-01 国庆节',
      '2026-10-05 国庆节',
    ])
  })
})

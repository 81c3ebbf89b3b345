import { describe, expect, it } from 'vitest'
import { narrowed } from '../../../../src/renderer/pages/claims/acts/chosen.ts'
import {
  addressOf,
  type ClaimsFilter,
  chipsOf,
  FILTER_KEYS,
  filterOf,
} from '../../../../src/renderer/pages/claims/filter.ts'

const FULL: ClaimsFilter = {
  search: '阿依',
  benefit: 'JH-16',
  state: 'received',
  step: 'village',
  held: true,
  overdueOn: '2022-06-30',
  printed: false,
  outside: 'rejected',
  homeCounty: '511133',
  batchId: 'b1',
  sentWith: 'b2',
  personId: 'p1',
  organisationId: 'e1',
}
const names = {
  benefit: () => '交通补贴',
  step: () => '村级审核',
  county: () => '马边县',
  organisation: () => '锦程服饰',
}

describe('a filter of claims', () => {
  it('comes back from its address as it went in', () => {
    expect(filterOf(new URLSearchParams(addressOf(FULL)))).toEqual(FULL)
    expect(filterOf(new URLSearchParams())).toEqual({ search: '' })
  })
  it('leaves out what an address says wrongly', () => {
    expect(filterOf(new URLSearchParams('state=lost&held=yes&overdue=soon'))).toEqual({ search: '' })
  })
  it('says each condition in words, under the key that takes it away', () => {
    const chips = chipsOf(FULL, names)
    expect(chips.map(({ key }) => key)).toEqual([...FILTER_KEYS])
    expect(chips.map(({ text }) => text)).toEqual([
      '项目：交通补贴',
      '状态：已收件',
      '停在“村级审核”',
      '正在暂缓',
      '2022-06-30 前应办未办',
      '未打印',
      '对方退回',
      '户籍在 马边县',
      '某一批次里的',
      '随某一批次报送的',
      '某一个人的',
      '单位：锦程服饰',
    ])
  })
})

describe('chosen claims narrowed', () => {
  it('keep what was ticked and add the condition', () => {
    expect(narrowed({ ids: ['a', 'b'], count: 2 }, { state: 'drafted' })).toEqual({
      ids: ['a', 'b'],
      state: 'drafted',
    })
    expect(narrowed({ filter: { benefit: 'JH-16' }, count: 9 }, { held: true })).toEqual({
      benefit: 'JH-16',
      held: true,
    })
  })
  it('are none where the list was of something else', () => {
    expect(narrowed({ filter: { state: 'received' }, count: 9 }, { state: 'drafted' }).ids).toEqual([])
    expect(narrowed({ filter: { held: false }, count: 9 }, { held: true }).ids).toEqual([])
  })
})

import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkPacks } from '../../../../../src/main/core/policy/pack-load.ts'
import { problemText } from '../../../../../src/main/core/policy/yaml-source.ts'

const BAD = join(import.meta.dirname, '../../../../fixtures/packs/bad')

/** What each kind of bad pack is told, whole: file, line, key and fix. */
const MESSAGES: Readonly<Record<string, string>> = {
  'date-outside-document':
    'XX-2030/people.yaml 第13行 XX-01.amount.yuan.1.from：日期在文件有效期（2030-01-01 至 2030-12-31）之外，请改正',
  'duplicate-document':
    'XX-2030b/document.yaml 第1行 id：文件 XX-2030 已在另一个文件夹里，请改编号或删去一个',
  'duplicate-id':
    'XX-2030/people.yaml 第18行 XX-01.id：编号 XX-01 已在 XX-2030/people.yaml 第2行用过，请改成不重复的编号',
  'first-without-place':
    'XX-2030/people.yaml 第16行 XX-01.conditions.first：首次就业要说明是在哪里首次，请补上条件 workplace',
  gap: 'XX-2030/people.yaml 第13行 XX-01.amount.yuan.1.from：与上一段之间有空档，应从 2030-06-01 起',
  'never-met':
    'XX-2030/people.yaml 第17行 XX-01.conditions.stable.months：一个日历年内不可能稳定 12 个月及以上，请改小',
  'no-clause': 'XX-2030/people.yaml 第2行 rows.0.clause：缺少这个键，请补上',
  'no-fund': 'XX-2030/people.yaml 第2行 rows.0.fund：缺少这个键，请补上',
  'no-unit': 'XX-2030/people.yaml 第2行 rows.0.unit：缺少这个键，请补上',
  'over-ceiling':
    'XX-2030/people.yaml 第13行 XX-01.amount.yuan.0.value：600 元超过上限 500 元（2030-01-01起），请改为不超过上限的金额',
  overlap: 'XX-2030/people.yaml 第13行 XX-01.amount.yuan.1.from：与上一段重叠，应从 2030-07-01 起',
  'unknown-key': 'XX-2030/people.yaml 第13行 rows.0.bonus：不认识的键 bonus，请删去或改正拼写',
}

describe('each kind of bad pack is refused with its file, line, key and fix', () => {
  it.each(readdirSync(BAD))('%s', (kind) => {
    expect(checkPacks(join(BAD, kind)).problems.map(problemText)).toEqual([MESSAGES[kind]])
  })

  it('has a fixture for every message', () => {
    expect(readdirSync(BAD).sort()).toEqual(Object.keys(MESSAGES).sort())
  })
})

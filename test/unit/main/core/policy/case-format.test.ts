import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runCaseText } from '../../../../../src/main/core/policy/cases.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'

const packs = loadPacks(join(import.meta.dirname, '../../../../../resources/policies'))
const good = `title: t
asOf: 2022-06-30
facts:
  people: { w1: { home: "511921", categories: {} } }
expect:
  - { benefit: JH-16, beneficiary: w1, outcome: ineligible, failed: [workplace] }
`

function messages(text: string): unknown[] {
  return runCaseText(packs, 'x.yaml', text).flatMap((report) => report.differences.map((one) => one.got))
}

describe('a case that does not fit the format', () => {
  it('fits as it stands', () => {
    expect(messages(good)).toEqual([])
  })

  it.each([
    [
      'unknown key',
      good.replace('home:', 'hoem:'),
      'x.yaml 第4行 facts.people.w1.hoem：不认识的键 hoem，请删去或改正拼写',
    ],
    [
      'impossible date',
      good.replace('2022-06-30', '2022-06-31'),
      'x.yaml 第2行 asOf：应为存在的日期 YYYY-MM-DD',
    ],
    ['missing key', good.replace('asOf: 2022-06-30\n', ''), 'x.yaml 第1行 asOf：缺少这个键，请补上'],
    [
      'unknown benefit',
      good.replace('JH-16', 'JH-99'),
      'x.yaml 第6行 expect.0.benefit：没有可测算的条款 JH-99，请改正编号',
    ],
    ['repeated key', good.replace('asOf:', 'title: u\nasOf:'), 'x.yaml 第2行：同一个键写了两次，请删去一个'],
  ])('%s names file, line and key', (_, text, message) => {
    expect(messages(text)).toEqual([message])
  })

  it('counts as failed, and the others of the file still run', () => {
    const reports = runCaseText(packs, 'x.yaml', `${good.replace('home:', 'hoem:')}---\n${good}`)
    expect(reports.map((report) => report.ok)).toEqual([false, true])
  })

  it('shows expected and got with the trace', () => {
    const [report] = runCaseText(packs, 'x.yaml', good.replace('outcome: ineligible', 'outcome: eligible'))
    expect(report?.differences[0]).toMatchObject({
      field: 'outcome',
      expected: 'eligible',
      got: 'ineligible',
    })
    expect(report?.differences[0]?.trace.join('\n')).toContain('JH-16 就业补贴')
  })
})

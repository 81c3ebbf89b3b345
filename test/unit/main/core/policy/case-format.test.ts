import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runCaseText, runPolicyTest } from '../../../../../src/main/core/policy/cases.ts'
import { loadPacks } from '../../../../../src/main/core/policy/pack-load.ts'

const packsDir = join(import.meta.dirname, '../../../../../resources/policies')
const packs = loadPacks(packsDir)
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
    [
      'a year of wages',
      good.replace('expect:', '  spells: [{ id: e1, person: w1, wages: { 22: 100 } }]\nexpect:'),
      'x.yaml 第5行 facts.spells.0.wages.22：键名不对：应为年份',
    ],
    [
      'dates turned round',
      good.replace(
        'expect:',
        '  spells: [{ id: e1, person: w1, from: 2022-02-01, to: 2022-01-31 }]\nexpect:',
      ),
      'x.yaml 第5行 facts.spells.0.to：结束日 2022-01-31 早于开始日 2022-02-01，请改正其中一个',
    ],
    [
      'a category turned round',
      good.replace('categories: {}', 'categories: { poverty-lifted: { from: 2022-02-01, to: 2022-01-31 } }'),
      'x.yaml 第4行 facts.people.w1.categories.poverty-lifted.to：结束日 2022-01-31 早于开始日 2022-02-01，请改正其中一个',
    ],
    [
      'months turned round',
      good.replace('expect:', '  rents: [{ person: w1, months: [2022-03..2022-01] }]\nexpect:'),
      'x.yaml 第5行 facts.rents.0.months.0：应为月份 YYYY-MM 或先后两个月 YYYY-MM..YYYY-MM',
    ],
    [
      'a person who is not there',
      good.replace('expect:', '  rents: [{ person: w9, months: [] }]\nexpect:'),
      'x.yaml 第5行 facts.rents.0.person：people 里没有 w9，请补上这个人或改正编号',
    ],
    [
      'two of one id',
      good.replace('expect:', '  spells: [{ id: e1, person: w1 }, { id: e1, person: w1 }]\nexpect:'),
      'x.yaml 第5行 facts.spells.1.id：编号 e1 写了两次，请改成不重复的编号',
    ],
    [
      'a grant of no clause',
      good.replace('expect:', '  grants: [{ benefit: JH-61, beneficiary: w1 }]\nexpect:'),
      'x.yaml 第5行 facts.grants.0.benefit：没有编号为 JH-61 的条款，请改正编号',
    ],
    [
      'a standard of no clause',
      `${good}standards: { GZ-4: { amount: 400, document: 某县人社〔2022〕3号 } }\n`,
      'x.yaml 第7行 standards.GZ-4：没有条款或标准叫 GZ-4，请改正编号',
    ],
    [
      'a standard written as another kind',
      `${good}standards: { HLJ-08.line: { amount: 7000, document: 文 } }\n`,
      'x.yaml 第7行 standards.HLJ-08.line：HLJ-08.line 应写成 { 年份: 金额 }',
    ],
    [
      'one of several people',
      good
        .replace('people: {', 'people: { w2: {},')
        .replace('{ benefit: JH-16, beneficiary: w1', '{ benefit: JH-03, beneficiary: a1'),
      'x.yaml 第6行 expect.0.for：JH-03 按人计算，案例里不止一个人，请用 for 写明为谁',
    ],
    [
      'somebody else’s own money',
      good.replace('beneficiary: w1', 'beneficiary: w1, for: w2'),
      'x.yaml 第6行 expect.0.for：JH-16 发给本人，for 只能是 w1，请改正或删去',
    ],
    [
      'a period that is no year',
      good.replace('JH-16, beneficiary: w1', 'HLJ-02, beneficiary: w1, period: 2022-03'),
      'x.yaml 第6行 expect.0.period：HLJ-02 按年计算，period 应为年份，如 "2022"',
    ],
    [
      'nothing to compare',
      good.replace(', outcome: ineligible, failed: [workplace]', ''),
      'x.yaml 第6行 expect.0.benefit：这一项没有写要核对的结果，请写 outcome',
    ],
    ['tabs', good.replace('  people', '\tpeople'), 'x.yaml 第4行：缩进用了制表符，请改用空格'],
    ['no case', '# 还没有写\n', 'x.yaml 第1行：文件里没有案例'],
    [
      'brackets without end',
      `title: ${'['.repeat(5000)}${']'.repeat(5000)}`,
      'x.yaml 第1行：括号或缩进套得太深，请检查是否漏了右括号',
    ],
    ['a ring', 'title: &a [*a]', 'x.yaml 第1行：* 引用套引用，展开后太大，请直接写出来'],
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

  it('is none for Windows line ends, a leading separator, an empty last part, and one person named once', () => {
    expect(messages(good.replaceAll('\n', '\r\n'))).toEqual([])
    expect(runCaseText(packs, 'x.yaml', `---\n${good}---\n`).map((report) => report.ok)).toEqual([true])
    const agent = good.replace('JH-16, beneficiary: w1', 'JH-03, beneficiary: a1')
    expect(messages(agent)).toEqual([])
  })

  it('is none for a referral of a frame, of which only the handing over is told', () => {
    const text = good
      .replace(
        'expect:',
        '  spells: [{ id: e1, person: w1, county: "330802", from: 2022-03-01, to: null }]\nexpect:',
      )
      .replace('JH-16', 'ZJ-07')
      .replace('ineligible, failed: [workplace]', 'delegated, delegatedTo: JH-08')
    expect(messages(text.replace('330802', '330782'))).toEqual([])
    expect(messages(text)).toEqual([null, null])
    expect(messages(good.replace('JH-16', 'JH-08'))).toEqual([
      'x.yaml 第6行 expect.0.benefit：没有可测算的条款 JH-08，请改正编号',
    ])
  })

  it('is a remark where a kind is written that no clause knows', () => {
    const text = good.replace('expect:', '  employers: { c1: { kind: entreprise } }\nexpect:')
    expect(runCaseText(packs, 'x.yaml', text)[0]?.remarks).toEqual([
      'employers.c1.kind：没有条款认得类型 entreprise，请核对拼写',
    ])
  })
})

describe('the trace of a frame row', () => {
  it('names the fact that leaves open whether the local document takes over', () => {
    const text = good
      .replace('categories: {}', 'categories: { poverty-lifted: 2014-12-31 }')
      .replace(
        'expect:',
        `  spells:
    - { id: e1, person: w1, county: "330782", from: 2020-03-01 }
    - { id: e2, person: w1, county: "330802", from: 2022-03-01, to: null }
standards: { ZJ-03: { amount: 300, document: 某文 } }
expect:`,
      )
      .replace('JH-16', 'ZJ-03')
    const [report] = runCaseText(packs, 'x.yaml', text)
    expect(report?.differences[0]).toMatchObject({ expected: 'ineligible', got: 'undetermined' })
    expect(report?.differences[0]?.trace.join('\n')).toContain('? 务工地（workplace），缺 spells.e1.to')
  })
})

describe('folders of case files', () => {
  let dir = ''
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'cases-'))
  })
  afterEach(() => {
    rmSync(dir, { recursive: true })
  })
  const run = (...paths: string[]) => {
    const { json, exitCode } = runPolicyTest(paths, { packsDir })
    const got = json.cases.map(({ file, ok, differences }) => [
      file.slice(dir.length + 1),
      ok ? '' : String(differences[0]?.got).slice(dir.length + 1),
    ])
    return { got, exitCode, passed: json.passed, failed: json.failed }
  }

  it('run every file that can be read, and name each that cannot', () => {
    mkdirSync(join(dir, 'b/c'), { recursive: true })
    writeFileSync(join(dir, 'a.yaml'), `\uFEFF${good}`)
    writeFileSync(join(dir, 'b/c/d.YML'), good)
    writeFileSync(join(dir, 'b/notes.txt'), 'no case')
    writeFileSync(
      join(dir, 'e.yaml'),
      Buffer.from(good.replace('title: t', 'title: \xbd\xf0\xbb\xaa'), 'latin1'),
    )
    symlinkSync(join(dir, 'nowhere'), join(dir, 'f.yaml'))
    symlinkSync(dir, join(dir, 'b/round'))
    expect(run(dir)).toEqual({
      got: [
        ['a.yaml', ''],
        ['b/c/d.YML', ''],
        ['e.yaml', 'e.yaml 第1行：文件不是 UTF-8 编码的文字，请另存为 UTF-8'],
        ['f.yaml', 'f.yaml 第1行：没有这个文件或文件夹'],
      ],
      exitCode: 1,
      passed: 2,
      failed: 2,
    })
  })

  it('without any case fail, and the others still run', () => {
    mkdirSync(join(dir, 'none'))
    writeFileSync(join(dir, 'a.yaml'), good)
    expect(run(join(dir, 'none'), join(dir, 'a.yaml'))).toMatchObject({
      got: [
        ['none', 'none 第1行：这个文件夹里没有案例文件（.yaml 或 .yml）'],
        ['a.yaml', ''],
      ],
      exitCode: 1,
    })
    expect(run(join(dir, 'a.yaml')).exitCode).toBe(0)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { checkExportProfile } from '../../../../../../src/main/core/exchange/export/export-profile.ts'
import { problemText } from '../../../../../../src/main/core/policy/yaml-source.ts'

const FOLDER = join(import.meta.dirname, '../../../../../../resources/profiles')
const SHIPPED = readdirSync(FOLDER).filter((name) => name.startsWith('export-'))

const GOOD = `export: 1
id: export-test
name: 测试
version: 1
owner: 本单位
receiver: 某平台
direction: out
source: spells
sheet: 名单
file: '{县}名单_{日期}'
filters:
  - { field: spell.state, is: [open] }
columns:
  - { header: 姓名, field: person.name, required: true }
  - { header: 证件号码, field: person.idNumber }
  - { header: 在岗, field: spell.state, codes: { open: '1', ended: '2', empty: '' } }
`

function said(definition: string): string[] {
  return checkExportProfile(definition, 'x.yaml').problems.map(problemText)
}

/** The good one with one thing changed. */
function changed(from: string | RegExp, to: string): string {
  const definition = GOOD.replace(from, to)
  expect(definition).not.toBe(GOOD)
  return definition
}

it('reads what is right', () => {
  expect(said(GOOD)).toEqual([])
  expect(checkExportProfile(GOOD, 'x.yaml').profile?.columns.map(({ header }) => header)).toEqual([
    '姓名',
    '证件号码',
    '在岗',
  ])
})

it.each(SHIPPED)('%s is right, and says that it is ours', (file) => {
  const { profile, problems } = checkExportProfile(readFileSync(join(FOLDER, file), 'utf8'), file)
  expect(problems).toEqual([])
  expect(`${profile?.id}.yaml`).toBe(file)
  expect(profile?.owner).toContain('本软件自拟，不是对方系统的官方格式')
})

describe('says what is wrong with file, line, key and remedy', () => {
  const column = (text: string) => changed('  - { header: 证件号码, field: person.idNumber }', `  - ${text}`)
  const filter = (text: string) => changed('  - { field: spell.state, is: [open] }', `  - ${text}`)
  const FIELDS_BEGIN = '没有“person.nmae”这一项，能用的是：person.name 姓名、person.idNumber 证件号码、'
  const CASES: readonly (readonly [what: string, definition: string, message: string])[] = [
    ['nothing', '', 'x.yaml 第1行：文件是空的，请写上 export、id、name、source、columns 等'],
    ['two of them', `${GOOD}---\nexport: 1\n`, 'x.yaml 第1行：只能有一份定义，请删去“---”以后的部分'],
    [
      'a star without quotes',
      changed('version: 1', 'version: *一'),
      "x.yaml 第4行：* 开头的文字要加引号：'*一'",
    ],
    [
      'a key twice',
      changed('version: 1', 'version: 1\nversion: 2'),
      'x.yaml 第5行：同一个键写了两次，请删去一个',
    ],
    [
      'an unknown key',
      changed('sheet: 名单', 'sheet: 名单\nsheets: 名单'),
      'x.yaml 第10行 sheets：不认识的键 sheets，请删去或改正拼写',
    ],
    ['a missing key', changed('receiver: 某平台\n', ''), 'x.yaml 第1行 receiver：缺少这个键，请补上'],
    ['a wrong type', changed('version: 1', 'version: 一'), 'x.yaml 第4行 version：应为数字'],
    ['an id', changed('id: export-test', 'id: 测试'), 'x.yaml 第2行 id：应由小写字母、数字和短横组成'],
    ['a direction', changed('direction: out', 'direction: in'), 'x.yaml 第7行 direction：应为 out 之一'],
    [
      'an unknown source',
      changed('source: spells', 'source: work'),
      'x.yaml 第8行 source：应为 people、spells、insured-months、vacancies、claims、results 之一',
    ],
    ['no columns', changed(/columns:[\s\S]*$/, 'columns: []\n'), 'x.yaml 第13行 columns：至少要写 1 项'],
    [
      'a file name',
      changed('{县}名单', '{乡}名单'),
      'x.yaml 第10行 file：文件名里的 {乡} 没有意义，能用的是 {县}、{日期}、{版本}',
    ],
    [
      'a path',
      changed("'{县}名单_{日期}'", 'a/b'),
      'x.yaml 第10行 file：文件名里不能有 \\ / : * ? " < > |，请删去',
    ],
    [
      'a sheet name',
      changed('sheet: 名单', 'sheet: 名单[1]'),
      'x.yaml 第9行 sheet：工作表名最多 31 个字，不能有 : \\ / ? * [ ]，请改短或删去',
    ],
    [
      'a header twice',
      column('{ header: 姓 名, field: person.code }'),
      'x.yaml 第15行 columns.1.header：表头“姓 名”与第 1 列相同，请改名或删去一列',
    ],
    [
      'no content',
      column('{ header: 证件号码 }'),
      'x.yaml 第15行 columns.1：既没有 field 也没有 value，请写上一个',
    ],
    [
      'both contents',
      column("{ header: 证件号码, field: person.idNumber, value: '1' }"),
      'x.yaml 第15行 columns.1.value：写了 field 就不能再写 value，请删去一个',
    ],
    [
      'a fixed value with a mask',
      column("{ header: 证件号码, value: '1', mask: id }"),
      'x.yaml 第15行 columns.1.mask：固定的 value 不用 mask，请删去',
    ],
    [
      'a format',
      column('{ header: 收入, field: spell.monthlyIncome, format: date }'),
      'x.yaml 第15行 columns.1.format：务工月收入不能写成 date，应为 money、number、text 之一',
    ],
    [
      'a pattern',
      column('{ header: 民族, field: person.ethnicity, pattern: YYYY }'),
      'x.yaml 第15行 columns.1.pattern：pattern 只用于日期和月份，请删去',
    ],
    [
      'a pattern without year',
      column('{ header: 起, field: spell.from, pattern: MM-DD }'),
      'x.yaml 第15行 columns.1.pattern：pattern 里至少要有 YYYY，如 YYYYMM、YYYY年M月',
    ],
    [
      "a month's day",
      column('{ header: 起, field: spell.fromMonth, pattern: YYYYMMDD }'),
      'x.yaml 第15行 columns.1.pattern：月份没有日，请删去 D',
    ],
    [
      'a mask on nothing personal',
      column('{ header: 民族, field: person.ethnicity, mask: name }'),
      'x.yaml 第15行 columns.1.mask：民族不是要遮盖的个人信息，请删去 mask',
    ],
    [
      'the wrong mask',
      column('{ header: 证件号码, field: person.idNumber, mask: phone }'),
      'x.yaml 第15行 columns.1.mask：证件号码应写 mask: id',
    ],
    [
      'a public list without mask',
      changed('file:', 'public: true\nfile:'),
      'x.yaml 第16行 columns.1.field：公开的名单里证件号码必须遮盖，请加上 mask: id，或删去这一列',
    ],
    [
      'a code of nothing',
      column('{ header: 起, field: spell.from, codes: { a: b } }'),
      'x.yaml 第15行 columns.1.codes：务工开始日期没有代码可换，请删去 codes',
    ],
    [
      'an unknown code',
      changed("ended: '2'", "ended: '2', gone: '3'"),
      'x.yaml 第16行 columns.2.codes.gone：在岗状态没有 gone 这个值，应为 open、ended、else、empty 之一',
    ],
    [
      'a missing code',
      changed("ended: '2', ", ''),
      'x.yaml 第16行 columns.2.codes：没有写 ended 对应的代码，请补上，或写 else',
    ],
    [
      'choices of nothing',
      column('{ header: 民族, field: person.ethnicity, choices: true }'),
      'x.yaml 第15行 columns.1.choices：choices 要和 codes 一起写，请补上 codes',
    ],
    [
      'choices with commas',
      changed("codes: { open: '1'", "choices: true, codes: { open: '1,1'"),
      'x.yaml 第16行 columns.2.codes：要供选择的代码里不能有逗号，请改写或删去 choices',
    ],
    [
      'a width',
      column('{ header: 民族, field: person.ethnicity, width: 900 }'),
      'x.yaml 第15行 columns.1.width：数值或长度超出允许范围',
    ],
    [
      'a filter on nothing',
      filter('{ field: spell.state }'),
      'x.yaml 第12行 filters.0：没有写条件，请写 is、not、from、to 或 filled',
    ],
    [
      'a filter on an unknown value',
      filter('{ field: spell.state, is: [left] }'),
      'x.yaml 第12行 filters.0.is：在岗状态没有 left 这个值，应为 open、ended 之一',
    ],
    [
      'a filter on yes or no',
      filter('{ field: spell.pointToPoint, is: [maybe] }'),
      'x.yaml 第12行 filters.0.is：是否点对点输送只有 yes 和 no',
    ],
    [
      'a filter day',
      filter('{ field: spell.from, from: 2022-02-30 }'),
      'x.yaml 第12行 filters.0.from：务工开始日期的 from 应写成日期 2022-06-30',
    ],
    [
      'a filter month',
      filter('{ field: spell.fromMonth, from: 2022-13 }'),
      'x.yaml 第12行 filters.0.from：务工开始年月的 from 应写成月份 2022-06',
    ],
    [
      'a range of text',
      filter('{ field: person.name, from: 甲 }'),
      'x.yaml 第12行 filters.0.from：姓名不能用 from，请用 is 或 filled',
    ],
    [
      'a filter on results',
      changed('source: spells', 'source: results').replace(
        /columns:[\s\S]*$/,
        'columns:\n  - { header: 结果, field: result.reason }\n',
      ),
      'x.yaml 第11行 filters：处理结果按给来的行写出，不能筛选，请删去 filters',
    ],
  ]

  it.each(CASES)('%s', (_, definition, message) => {
    expect(said(definition)).toEqual([message])
  })

  it('an unknown field, with all that there are', () => {
    const [message = '', ...more] = said(column('{ header: 证件号码, field: person.nmae }'))
    expect(more).toEqual([])
    expect(message.startsWith(`x.yaml 第15行 columns.1.field：${FIELDS_BEGIN}`)).toBe(true)
    expect(message).toContain('spell.wages:2022 年工资')
  })

  it('a yearly field without its year', () => {
    expect(said(column('{ header: 工资, field: spell.wages }'))[0]).toContain('没有“spell.wages”这一项')
    expect(said(column('{ header: 工资, field: "spell.wages:2022" }'))).toEqual([])
  })

  it('everything at once', () => {
    const definition = changed('{县}名单', '{乡}名单').replace("ended: '2', ", '')
    expect(said(definition)).toHaveLength(2)
  })
})

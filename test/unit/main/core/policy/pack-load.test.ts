import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import {
  checkPacks,
  folderReader,
  loadPacks,
  type PackReader,
} from '../../../../../src/main/core/policy/pack-load.ts'
import { problemText } from '../../../../../src/main/core/policy/yaml-source.ts'
import { isRefusal } from '../../../../../src/shared/domain/refusal.ts'

const dir = join(import.meta.dirname, '../../../../../resources/policies')
const shipped = folderReader(dir)

/** The shipped packs with one text changed; the change must really change something. */
function changed(folder: string, file: string, from: string | RegExp, to: string): PackReader {
  return {
    ...shipped,
    text: (document, name) => {
      const text = shipped.text(document, name)
      if (document !== folder || name !== file) return text
      const other = text.replace(from, to)
      if (other === text) throw new Error(`nothing to replace in ${folder}/${file}`)
      return other
    },
  }
}

function refusal(reader: PackReader): string {
  try {
    loadPacks(reader)
  } catch (error) {
    if (isRefusal(error)) return error.message
    throw error
  }
  return ''
}

describe('shipped packs', () => {
  it('load, with all 81 money rows of the five documents', () => {
    const rows = loadPacks(dir).documents.flatMap((document) => document.rows)
    const money = rows.filter((row) => ['computed', 'needs-standard', 'referral'].includes(row.treatment))
    expect(money.length).toBe(81)
    expect(new Set(rows.map((row) => row.id)).size).toBe(rows.length)
  })
})

describe('a pack that cannot be right is refused with file, line, key and fix', () => {
  it.each([
    [
      'unknown key',
      changed('SX-2018', 'people.yaml', 'clause: 三（一）', 'cluase: 三（一）'),
      'SX-2018/people.yaml 第4行 rows.0.cluase：不认识的键 cluase，请删去或改正拼写',
    ],
    [
      'duplicate id',
      changed('SX-2018', 'people.yaml', 'id: SX-02', 'id: SX-01'),
      '编号 SX-01 已在 SX-2018/people.yaml 第3行用过，请改成不重复的编号',
    ],
    [
      'gap in dated values',
      changed(
        'SX-2018',
        'people.yaml',
        '[{ from: 2018-01-01, value: 3000 }]',
        '[{ from: 2018-01-01, to: 2018-12-31, value: 3000 }, { from: 2019-01-02, value: 3500 }]',
      ),
      '与上一段之间有空档，应从 2019-01-01 起',
    ],
    [
      'overlap in dated values',
      changed(
        'SX-2018',
        'people.yaml',
        '[{ from: 2018-01-01, value: 3000 }]',
        '[{ from: 2018-01-01, to: 2018-12-31, value: 3000 }, { from: 2018-12-31, value: 3500 }]',
      ),
      '与上一段重叠，应从 2019-01-01 起',
    ],
    [
      'date outside the document',
      changed(
        'SX-2018',
        'people.yaml',
        '[{ from: 2018-01-01, value: 3000 }]',
        '[{ from: 2018-01-01, value: 3000 }, { from: 2021-01-01, value: 3500 }]',
      ),
      '日期在文件有效期（2018-01-01 至 2020-12-31）之外，请改正',
    ],
    [
      'impossible date',
      changed('SX-2018', 'document.yaml', 'to: 2020-12-31', 'to: 2020-13-31'),
      'SX-2018/document.yaml 第9行 inForce.to：应为存在的日期 YYYY-MM-DD',
    ],
    [
      'end before begin',
      changed('SX-2018', 'document.yaml', 'to: 2020-12-31', 'to: 2017-12-31'),
      '终止日早于起始日，请改正其中一个',
    ],
    [
      'no fund',
      changed('GZ-2021', 'people.yaml', '    fund: [rural-revitalisation]\n', ''),
      'rows.0.fund：缺少这个键，请补上',
    ],
    [
      'no clause',
      changed('GZ-2021', 'people.yaml', '    clause: （四）\n', ''),
      'rows.0.clause：缺少这个键，请补上',
    ],
    [
      'no unit',
      changed('GZ-2021', 'people.yaml', '    unit: person-once\n', ''),
      'rows.0.unit：缺少这个键，请补上',
    ],
    [
      'condition that can never be met',
      changed('HLJ-2021', 'people.yaml', 'value: 3 }]', 'value: 12 }]'),
      '一个日历年内不可能稳定 12 个月及以上，请改小',
    ],
    [
      'unknown place',
      changed('JH-2021', 'people.yaml', 'home: partner', 'home: partners'),
      'JH-02.conditions.home：document.yaml 的 places 中没有 partners，请补上或改正',
    ],
    [
      'unknown parameter',
      changed('GZ-2021', 'people.yaml', 'parameter: GZ-04.gap-days', 'parameter: GZ-04.gap'),
      '没有参数 GZ-04.gap，请在 document.yaml 的 parameters 中写上',
    ],
    [
      'a condition its evaluation does not know',
      changed('GZ-2021', 'people.yaml', '      attended: true\n', '      attended: true\n      rent: true\n'),
      '用不到条件 rent，请删去或换一种 each',
    ],
    [
      'delegation to nowhere',
      changed('ZJ-2021', 'subsidies.yaml', 'delegatesTo: [JH-06]', 'delegatesTo: [JH-66]'),
      '没有编号为 JH-66 的条款，请改正',
    ],
  ])('%s', (_, reader, message) => {
    expect(refusal(reader)).toContain(message)
  })
})

describe('a target, limit or duty that cannot be right is refused', () => {
  it.each([
    [
      'target that is not the sum of its parts',
      changed('SX-2018', 'targets.yaml', 'figure: 1784', 'figure: 1785'),
      'SX-2018/targets.yaml 第25行 SX-15.figure：应等于 SX-16 + SX-17 之和 1784，请改正其中一个数',
    ],
    [
      'target larger than the one that it lies within',
      changed('SX-2018', 'targets.yaml', 'figure: 346', 'figure: 416'),
      'SX-2018/targets.yaml 第64行 SX-18.figure：含在 SX-16 之内，不应大于它的 415，请改正其中一个数',
    ],
    [
      'target within a row that is none',
      changed('SX-2018', 'targets.yaml', 'within: SX-16', 'within: SX-01'),
      'SX-2018/targets.yaml 第66行 SX-18.within：没有编号为 SX-01 的目标任务，请改正',
    ],
    [
      'target of people from a place that the document has not',
      changed('SX-2018', 'targets.yaml', 'home: sichuan', 'home: yunnan'),
      'SX-2018/targets.yaml 第61行 SX-18.home：document.yaml 的 places 中没有 yunnan，请补上或改正',
    ],
    [
      'target without a figure',
      changed('GZ-2021', 'targets.yaml', 'figure: 150000', 'figure: null'),
      'GZ-2021/targets.yaml 第41行 GZ-13.figure：缺少目标数，请写上 figure 或 parts',
    ],
    [
      'steady target with a figure',
      changed('GZ-2021', 'targets.yaml', 'figure: null', 'figure: 5'),
      'GZ-2021/targets.yaml 第27行 GZ-03.figure：steady 与上年比较，figure 应为 null，请改正',
    ],
    [
      'target with parts and a figure',
      changed('HLJ-2021', 'targets.yaml', 'figure: null', 'figure: 5'),
      'HLJ-2021/targets.yaml 第14行 HLJ-17.figure：已有 parts 时 figure 应为 null，请删去其中一个',
    ],
    [
      'target after the document',
      changed('GZ-2021', 'targets.yaml', 'by: 2025-12-31', 'by: 2026-12-31'),
      'GZ-2021/targets.yaml 第55行 GZ-14.period.by：日期在文件有效期（2021-05-04 至 2025-12-31）之外，请改正',
    ],
    [
      'target of a year outside the document',
      changed('SX-2018', 'targets.yaml', 'year: 2018', 'year: 2021'),
      'SX-2018/targets.yaml 第26行 SX-15.period.year：年度在文件有效期（2018-01-01 至 2020-12-31）之外，请改正',
    ],
    [
      'target whose period is an unknown parameter',
      changed('HLJ-2021', 'targets.yaml', 'parameter: HLJ-17.period-months', 'parameter: HLJ-17.period'),
      'HLJ-2021/targets.yaml 第15行 HLJ-17.period：没有参数 HLJ-17.period，请在 document.yaml 的 parameters 中写上',
    ],
    [
      'limit that nothing holds',
      changed('ZJ-2021', 'limits.yaml', '    carriedBy: standards\n', ''),
      'ZJ-2021/limits.yaml 第3行 ZJ-08：没有写怎样限制，请写上 checks 或 carriedBy',
    ],
    [
      'limit with an unknown check',
      changed('GZ-2021', 'limits.yaml', 'check: one-post-per-person', 'check: one-post'),
      'GZ-2021/limits.yaml 第15行 rows.1.checks.0.check：应为 one-post-per-person、post-contract-months 之一',
    ],
    [
      'limit whose value begins late',
      changed('GZ-2021', 'limits.yaml', 'from: 2021-05-04, value: 12', 'from: 2022-01-01, value: 12'),
      'GZ-2021/limits.yaml 第22行 GZ-23.checks.0.most.0.from：文件自 2021-05-04 起有效，第一段应从这一天起',
    ],
    [
      'counted duty that does not say what is counted',
      changed('ZJ-2021', 'duties.yaml', '    counts: agreements\n', ''),
      'ZJ-2021/duties.yaml 第3行 ZJ-10.counts：evidence: counted 必须写 counts（台账数什么），请补上',
    ],
    [
      'attached duty that counts',
      changed('ZJ-2021', 'duties.yaml', 'evidence: attached\n', 'evidence: attached\n    counts: visits\n'),
      'ZJ-2021/duties.yaml 第16行 ZJ-11.counts：evidence: attached 不数台账，请删去 counts 或改为 counted',
    ],
    [
      'duty without evidence',
      changed('ZJ-2021', 'duties.yaml', '    evidence: attached\n', ''),
      'ZJ-2021/duties.yaml 第10行 rows.1.evidence：缺少这个键，请补上',
    ],
  ])('%s', (_, reader, message) => {
    expect(checkPacks(reader).problems.map(problemText)).toEqual([message])
  })
})

describe('a folder of packs', () => {
  it('that is missing, or is one of the documents, is refused with the fix', () => {
    const missing = join(dir, 'nowhere')
    expect(() => loadPacks(missing)).toThrow(`${missing} 里没有政策文件夹。请指向放着各个文件夹`)
    const one = join(dir, 'SX-2018')
    expect(() => checkPacks(one)).toThrow(`${one} 里没有政策文件夹。`)
  })
})

describe('a folder with a file that cannot be read', () => {
  /** The shipped packs in a folder of their own, with one file more or another one. */
  function folder(name: string, content: string | Buffer | null): string[] {
    const own = mkdtempSync(join(tmpdir(), 'packs-'))
    try {
      cpSync(dir, own, { recursive: true })
      const path = join(own, name)
      if (content === null) symlinkSync(join(own, 'nowhere'), path)
      else writeFileSync(path, content)
      return checkPacks(own).problems.map(problemText)
    } finally {
      rmSync(own, { recursive: true })
    }
  }
  const people = readFileSync(join(dir, 'SX-2018/people.yaml'), 'utf8')

  it.each<[string, string, string | Buffer | null, string[]]>([
    [
      'Windows line ends and a byte order mark',
      'SX-2018/people.yaml',
      `\uFEFF${people.replaceAll('\n', '\r\n')}`,
      [],
    ],
    [
      'another encoding',
      'SX-2018/zz.yaml',
      Buffer.from(people, 'utf16le'),
      ['SX-2018/zz.yaml 第1行：文件不是 UTF-8 编码的文字，请另存为 UTF-8'],
    ],
    ['a link that leads nowhere', 'SX-2018/zz.yaml', null, ['SX-2018/zz.yaml 第1行：没有这个文件或文件夹']],
    ['a document that leads nowhere', 'ZZ-2030', null, ['ZZ-2030 第1行：没有这个文件或文件夹']],
    ['an empty file', 'SX-2018/zz.yaml', '# 以后再写\n', ['SX-2018/zz.yaml 第1行：文件是空的']],
    [
      'a file that would be passed over',
      'SX-2018/zz.yml',
      people,
      ['SX-2018/zz.yml 第1行：扩展名应为 .yaml，请改名'],
    ],
    [
      'references to references',
      'SX-2018/zz.yaml',
      bomb(),
      ['SX-2018/zz.yaml 第1行：* 引用套引用，展开后太大，请直接写出来'],
    ],
  ])('%s', (_, name, content, problems) => {
    expect(folder(name, content)).toEqual(problems)
  })
})

/** Nine times nine times nine … of one letter. */
function bomb(): string {
  const lines = ['a: &a [x, x, x, x, x, x, x, x, x]']
  for (const [one, last] of ['ba', 'cb', 'dc', 'ed', 'fe', 'gf', 'hg'])
    lines.push(`${one}: &${one} [${Array(9).fill(`*${last}`).join(', ')}]`)
  return lines.join('\n')
}

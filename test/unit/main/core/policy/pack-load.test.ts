import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { folderReader, loadPacks, type PackReader } from '../../../../../src/main/core/policy/pack-load.ts'
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

/** The sheet that the workbook figures are measured with: 25 columns as a roster has them. Invented people only. */
import type { SheetColumn } from '../../src/main/core/exchange/workbook/sheet-spec.ts'

export const COLUMNS = 25
const GIVEN = [...'吉克阿木沙马曲比阿尔拉且马海约日子伍呷惹古尔布石一']
const RARE = ['䶮', '㛃', '𬱖', '𠅤']
export const DATES: ReadonlySet<number> = new Set([1, 21])
export const NUMBERS: ReadonlySet<number> = new Set([0, 7, 14])

/** What stands in a cell; row and column from 0. */
export function cellAt(row: number, column: number): string | number {
  const pick = <T>(salt: number, items: readonly T[]): T =>
    items[(Math.imul(row + 1, 0x9e3779b1 + salt) >>> 8) % items.length]!
  switch (column) {
    case 0:
      return row + 1
    case 1:
      return ['2022-03-31', '2021-01-01', '2019-12-05'][row % 3]!
    case 2:
      return '四川省乐山市马边彝族自治县'
    case 3:
      return pick(1, ['民建镇', '荣丁镇', '下溪镇', '苏坝镇', '烟峰镇'])
    case 4:
      return `${pick(2, ['光明村', '红星村', '团结村'])}${row % 300}组`
    case 5:
      return `${pick(3, GIVEN)}${pick(4, GIVEN)}·${pick(5, GIVEN)}${row % 97 === 0 ? RARE[row % 4] : ''}`
    case 6:
      return `511133${1960 + (row % 40)}0101${String(row % 10_000).padStart(4, '0')}`
    case 7:
      return 1 + (row % 7)
    case 8:
      return pick(6, ['户主', '配偶', '之子', '之女', '儿媳'])
    case 14:
      return row % 13
    case 19:
      return `${8000 + ((row * 7) % 30_000)}.${String(row % 100).padStart(2, '0')}`
    case 20:
      return `1${String(3_000_000_000 + ((row * 37) % 999_999_999))}`
    case 21:
      return '2014-12-31'
    case 24:
      return `浙江省绍兴市越城区第${row % 2000}服饰有限公司`
    default:
      return pick(column + 10, [`类别${column}甲`, '是', '否', `普通劳动力${column}`, '无'])
  }
}

export const columns: readonly SheetColumn[] = Array.from({ length: COLUMNS }, (_, column) => ({
  header: `列${column + 1}`,
  kind: DATES.has(column) ? 'date' : NUMBERS.has(column) ? 'integer' : 'text',
}))

export function* body(rows: number): Generator<(string | number)[]> {
  for (let row = 0; row < rows; row += 1)
    yield Array.from({ length: COLUMNS }, (_, column) => cellAt(row, column))
}

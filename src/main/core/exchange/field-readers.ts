/** Typed values out of a row's cells. `undefined`: the cell says nothing, or what it says was remarked and not taken. */

import { readYuan } from '../../../shared/domain/money.ts'
import { readYesNo } from '../../../shared/text/reading.ts'
import type { Regions } from '../registry/regions.ts'
import { type DayReading, type MonthReading, readDay, readDayOrMonth, readMonth } from './cell-dates.ts'
import type { RowCells } from './row-cells.ts'

/** Keeps answers for texts that come again: sheets say the same few thousand things. Forgets all when full. */
export function remembering<T>(read: (text: string) => T, most = 20_000): (text: string) => T {
  const known = new Map<string, T>()
  return (text) => {
    const old = known.get(text)
    if (old !== undefined) return old
    const value = read(text)
    if (known.size >= most) known.clear()
    known.set(text, value)
    return value
  }
}

const NOTHING = /^([-—/\\*]+|空|暂无|不详|不明|不清楚|未知|N\/?A|NULL)$/iu
/** Whole words only: 无锡市某公司 is a name, 0.3 is a number. */
const NONE =
  /^(无|没有|否|0|×|✗|未|未(组织|有组织|备案|签|签订|参保|缴纳|享受|识别|纳入|搬迁)|不(是|在|属于|享受)?)$/u

/** True for cells that people fill in to leave blank: -, /, 不详, 未知. 无 is asked for by `saysNone`. */
export function saysNothing(text: string): boolean {
  return text === '' || NOTHING.test(text)
}

/** True where the field's own word says none: 无, 没有, 否, 未组织, 未签订. */
export function saysNone(text: string): boolean {
  return NONE.test(text)
}

export class FieldReaders {
  readonly #today: string
  readonly #regions: Regions
  /** province of the office: what a doubtful home county most likely means */
  readonly #home: string
  readonly #day = remembering(readDay)
  readonly #firstDay = remembering((text) => readDayOrMonth(text, 'first'))
  readonly #lastDay = remembering((text) => readDayOrMonth(text, 'last'))
  readonly #month = remembering((text) => readMonth(text))
  readonly #place: (text: string) => ReturnType<Regions['match']>
  readonly #homePlace: (text: string) => ReturnType<Regions['match']>

  constructor(parts: { today: string; regions: Regions; officeCounty: string }) {
    this.#today = parts.today
    this.#regions = parts.regions
    this.#home = parts.officeCounty.slice(0, 2)
    this.#place = remembering((text) => this.#regions.match(text))
    this.#homePlace = remembering((text) => this.#regions.match(text, this.#home))
  }

  /** A day; `past` remarks one after today. */
  day(row: RowCells, field: string, options: { past?: boolean } = {}): string | undefined {
    const text = row.text(field)
    if (saysNothing(text)) return undefined
    return this.#dayOf(row, field, text, this.#day(text), options)
  }

  /** A day, or the first or last of the month that is written. */
  dayOrMonth(row: RowCells, field: string, edge: 'first' | 'last'): string | undefined {
    const text = row.text(field)
    if (saysNothing(text)) return undefined
    if (lostZero(row, field, text)) return undefined
    return this.#dayOf(row, field, text, (edge === 'first' ? this.#firstDay : this.#lastDay)(text), {})
  }

  /** A 'YYYY-MM'. */
  month(row: RowCells, field: string): string | undefined {
    const text = row.text(field)
    if (saysNothing(text)) return undefined
    if (lostZero(row, field, text)) return undefined
    const reading: MonthReading = this.#month(text)
    if (reading.ok) return reading.value
    row.warn(reading.fault === 'impossible' ? 'month.impossible' : 'month.format', field, { value: text })
    return undefined
  }

  yesNo(row: RowCells, field: string): boolean | undefined {
    const text = row.text(field)
    if (text === '') return undefined
    const value = readYesNo(text)
    if (value === undefined && !saysNothing(text)) row.warn('yes-no.unknown', field, { value: text })
    return value
  }

  /** A whole number, 0 included. */
  count(row: RowCells, field: string): number | undefined {
    const text = row.text(field).normalize('NFKC')
    if (saysNothing(text)) return undefined
    const digits = /^(\d{1,6})(\.0+)?(人|个|月|天|口)?$/.exec(text)
    if (digits) return Number(digits[1])
    row.warn('number.format', field, { value: text })
    return undefined
  }

  /** Yuan to fen; `scale` where the header says 万元 or 千元. Numbers of more than two decimals are remarked. */
  fen(row: RowCells, field: string, scale = 1): number | undefined {
    const text = row.text(field)
    if (saysNothing(text) || (saysNone(text) && text !== '0')) return undefined
    // A computed cell may hold 3000.0000000001; what is shown beyond the fen is not.
    const reading = readYuan(scale === 1 ? text : scaled(text, scale))
    if (reading.ok && reading.fen >= 0) return reading.fen
    if (reading.ok) row.warn('money.negative', field)
    else row.warn(`money.${reading.fault}`, field)
    return undefined
  }

  /** County code of a place that columns name together, from province to county; remarked where it is not one. */
  county(row: RowCells, fields: readonly string[], at: 'home' | 'anywhere'): string | undefined {
    let text = ''
    let last: string | undefined
    for (const field of fields) {
      const part = row.text(field)
      if (saysNothing(part)) continue
      text += text.endsWith(part) ? '' : part
      last = field
    }
    if (last === undefined) return undefined
    const reading = (at === 'home' ? this.#homePlace : this.#place)(text)
    if (reading.ok && (reading.level === 'county' || reading.level === 'township'))
      return reading.code.slice(0, 6)
    // 东莞 and its like are cities with no counties; their own code stands for one.
    if (reading.ok && reading.code.length === 6) return reading.code
    if (reading.ok) row.warn('county.not-county', last, { value: text })
    else if (reading.reason === 'ambiguous')
      row.warn('county.ambiguous', last, { value: text, count: reading.candidates.length })
    else row.warn('county.unknown', last, { value: text })
    return undefined
  }

  /** Code of a township by its name in a county; undefined where there is none of that name. */
  readonly township = (county: string, text: string): string | undefined => {
    const key = `${county}${text}`
    const known = this.#townships.get(key)
    if (known !== undefined) return known === '' ? undefined : known
    const tidy = text.replace(/\s/gu, '')
    const all = this.#regions.townships(county)
    const short = (name: string) => name.replace(/(民族乡|街道办事处|街道|镇|乡)$/u, '')
    const exact = all.filter(({ name }) => name === tidy)
    const found = exact.length > 0 ? exact : all.filter(({ name }) => short(name) === short(tidy))
    const code = found.length === 1 ? (found[0]?.code ?? '') : ''
    this.#townships.set(key, code)
    return code === '' ? undefined : code
  }
  readonly #townships = new Map<string, string>()

  #dayOf(
    row: RowCells,
    field: string,
    text: string,
    reading: DayReading,
    options: { past?: boolean },
  ): string | undefined {
    if (reading.ok) {
      if (options.past && reading.value > this.#today)
        row.warn('date.future', field, { value: reading.value })
      return reading.value
    }
    if (reading.fault !== 'empty') row.warn(`date.${reading.fault}`, field, { value: text })
    return undefined
  }
}

function lostZero(row: RowCells, field: string, text: string): boolean {
  if (!row.isNumber(field) || !/^\d{4}\.1$/.test(text)) return false
  row.warn('month.lost-zero', field, { value: text })
  return true
}

/** A plain number times a power of ten, by moving the point: no floating point touches money. */
function scaled(text: string, scale: number): string {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text.normalize('NFKC').replace(/\s*(万元|千元|万|元)$/u, ''))
  if (!parts) return text
  const places = String(scale).length - 1
  const decimals = (parts[3] ?? '').padEnd(places, '0')
  const rest = decimals.slice(places)
  return `${parts[1]}${parts[2]}${decimals.slice(0, places)}${rest === '' ? '' : `.${rest}`}`
}

/** China's regions (GB/T 2260 with townships): names of codes, and codes of what people write. */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  cityOf,
  countyOf,
  provinceOf,
  type RegionLevel,
  regionLevel,
  trimRegion,
} from '../../../shared/domain/region.ts'
import { pinyinOf } from './pinyin.ts'

export type Region = { code: string; name: string; level: RegionLevel }

/**
 * What a written place turned out to be. `rest`: what followed the place (a street, a park). `unknown`: no place was
 * recognised; `ambiguous`: several, all given.
 */
export type PlaceReading =
  | { ok: true; code: string; level: RegionLevel; rest: string }
  | { ok: false; reason: 'unknown' | 'ambiguous'; candidates: readonly Region[] }

export type Regions = {
  /** Name of a code at any level, also of a county that was given up; `undefined` when there is none. */
  name(code: string): string | undefined
  /** Name with its province, and with its city where a district or a double name needs it: 四川省马边彝族自治县, 浙江省绍兴市越城区. */
  fullName(code: string): string | undefined
  /** Name with province and city: 四川省乐山市马边彝族自治县. */
  longName(code: string): string | undefined
  /** Whether the code is in use now, at any level. */
  exists(code: string): boolean
  /** Whether a county code is or was in use, as far as known: for the area of an ID number. */
  isKnownArea(code: string): boolean
  /** The county that a given-up county went into, the code itself where it is in use. */
  currentCounty(code: string): string
  provinces(): readonly Region[]
  cities(province: string): readonly Region[]
  /** Counties of a province or city, by code; of the whole country when the prefix is empty. */
  counties(prefix: string): readonly Region[]
  townships(county: string): readonly Region[]
  /** Regions down to the county by code, part of a name, pinyin or initials; counties first, then by code. */
  search(text: string, limit: number): readonly Region[]
  /**
   * Reads a written place: 四川省乐山市马边彝族自治县, 金华市义乌市, 义乌, 511133, 马边县民建镇. Full names go before short ones.
   * `within` (a code prefix) restricts what a doubtful name may mean. The deepest level that is named is given, so
   * 金华市 is a city: whether that is enough is for the caller to say.
   */
  match(text: string, within?: string): PlaceReading
}

type CountiesFile = {
  provinces: Record<string, string>
  cities: Record<string, string>
  counties: Record<string, string>
  former: Record<string, [name: string, now: string]>
}

/** Cities that only hold a province's own counties: nobody writes them. */
const PLACEHOLDER = /^(市辖区|县|省直辖县级行政区划|自治区直辖县级行政区划)$/u
const LEVEL_SUFFIX = /(自治县|自治旗|自治州|自治区|省|市|县|区|旗|州|盟|地区|林区|特区)$/u
const PEOPLE =
  '蒙古族?|回族|藏族|维吾尔族?|苗族|彝族|壮族|布依族|朝鲜族|满族|侗族|瑶族|白族|土家族|哈尼族|哈萨克族?|傣族|黎族|傈僳族|佤族|畲族|拉祜族|水族|东乡族|纳西族|景颇族|柯尔克孜族?|土族|达斡尔族|仫佬族|羌族|布朗族|撒拉族|毛南族|仡佬族|锡伯族?|普米族|塔吉克族?|怒族|鄂温克族|保安族|裕固族|独龙族|鄂伦春族?|各族'
const PEOPLE_SUFFIX = new RegExp(`(${PEOPLE})+$`, 'u')

/** Reads the region files below `resources` once; townships only when they are first asked for. Throws when they are missing. */
export function loadRegions(resources: string): Regions {
  const file = (name: string) => readFileSync(join(resources, 'regions', name), 'utf8')
  const data = JSON.parse(file('counties.json')) as CountiesFile
  const names = new Map<string, string>(
    [data.provinces, data.cities, data.counties].flatMap((part) => Object.entries(part)),
  )
  const list = (part: Record<string, string>, level: RegionLevel): Region[] =>
    Object.entries(part)
      .map(([code, name]) => ({ code, name, level }))
      .sort((a, b) => (a.code < b.code ? -1 : 1))
  const provinces = list(data.provinces, 'province')
  const cities = list(data.cities, 'city').filter(({ name }) => !PLACEHOLDER.test(name))
  const counties = list(data.counties, 'county')

  let townshipFile: Record<string, string> | undefined
  const townshipsOf = new Map<string, readonly Region[]>()
  const townships = (county: string): readonly Region[] => {
    townshipFile ??= JSON.parse(file('townships.json')) as Record<string, string>
    const found = townshipsOf.get(county)
    if (found) return found
    const made = (townshipFile[county]?.split(',') ?? []).map(
      (entry): Region => ({ code: county + entry.slice(0, 3), name: entry.slice(3), level: 'township' }),
    )
    townshipsOf.set(county, made)
    return made
  }

  const name = (code: string): string | undefined =>
    code.length === 9
      ? townships(countyOf(code)).find((township) => township.code === code)?.name
      : (names.get(code) ?? data.former[code]?.[0])
  const cityName = (code: string): string => {
    const city = names.get(cityOf(code)) ?? ''
    return PLACEHOLDER.test(city) || city === names.get(countyOf(code)) ? '' : city
  }
  const compose = (code: string, withCity: (county: string) => boolean): string | undefined => {
    const own = name(code)
    const level = regionLevel(code)
    if (own === undefined || level === undefined) return undefined
    if (level === 'province') return own
    const province = names.get(provinceOf(code)) ?? ''
    if (level === 'city') return province + (PLACEHOLDER.test(own) ? '' : own)
    const county = countyOf(code)
    const upper = province + (withCity(county) ? cityName(code) : '')
    return level === 'county' ? upper + own : upper + (name(county) ?? '') + own
  }
  const isUniqueInProvince = (county: string): boolean => {
    const own = names.get(county)
    return !counties.some(
      (c) => c.name === own && c.code !== county && provinceOf(c.code) === provinceOf(county),
    )
  }

  const fullNames = new Map<string, string | undefined>()
  const longNames = new Map<string, string | undefined>()
  /** Places repeat all through a workbook; so many different ones are kept at most. */
  const placesRead = new Map<string, PlaceReading>()
  let pinyin: Map<string, { full: string; initials: string }> | undefined
  let matcher: ReturnType<typeof placeMatcher> | undefined

  return {
    name,
    fullName: (code) =>
      remembered(fullNames, code, () =>
        compose(code, (county) => (name(county) ?? '').endsWith('区') || !isUniqueInProvince(county)),
      ),
    longName: (code) => remembered(longNames, code, () => compose(code, () => true)),
    exists: (code) => (code.length === 9 ? name(code) !== undefined : names.has(code)),
    isKnownArea: (code) => names.has(code) || code in data.former,
    currentCounty: (code) => data.former[code]?.[1] ?? code,
    provinces: () => provinces,
    cities: (province) => cities.filter(({ code }) => code.startsWith(province)),
    counties: (prefix) => counties.filter(({ code }) => code.startsWith(prefix)),
    townships,
    search(text, limit) {
      const wanted = text.normalize('NFKC').replace(/\s/gu, '').toLowerCase()
      if (wanted === '') return []
      const all = [...counties, ...cities, ...provinces]
      pinyin ??= new Map(all.map((region) => [region.code, pinyinOf(region.name, 'plain')]))
      const rank = (region: Region): number => {
        const spoken = pinyin?.get(region.code)
        if (region.code === wanted || region.name === wanted) return 0
        if (region.code.startsWith(wanted) || region.name.startsWith(wanted)) return 1
        if (spoken && (spoken.initials.startsWith(wanted) || spoken.full.startsWith(wanted))) return 2
        return region.name.includes(wanted) ? 3 : 9
      }
      return all
        .map((region) => ({ region, rank: rank(region) }))
        .filter((found) => found.rank < 9)
        .sort((a, b) => a.rank - b.rank)
        .slice(0, limit)
        .map((found) => found.region)
    },
    match(text, within = '') {
      return remembered(placesRead, `${within}|${text}`, () => readPlace(text, within))
    },
  }

  function readPlace(text: string, within: string): PlaceReading {
    const written = text.normalize('NFKC').replace(/[\s,，、/·\-—>]+/gu, '')
    if (/^\d+$/.test(written)) {
      const code = trimRegion(written)
      const level = regionLevel(code)
      const now = data.former[code]?.[1] ?? code
      return level !== undefined && name(now) !== undefined
        ? { ok: true, code: now, level, rest: '' }
        : { ok: false, reason: 'unknown', candidates: [] }
    }
    matcher ??= placeMatcher(provinces, cities, counties, data.former)
    return matcher(written, within, townships)
  }
}

const MOST_REMEMBERED = 20_000

function remembered<T>(memory: Map<string, T>, key: string, make: () => T): T {
  const known = memory.get(key)
  if (known !== undefined || memory.has(key)) return known as T
  const made = make()
  if (memory.size >= MOST_REMEMBERED) memory.clear()
  memory.set(key, made)
  return made
}

/** `levels`: how many of province, city and county were named. */
type Reading = { region: Region; rest: string; full: boolean; levels: number }

/** An unread beginning that names a county of its own; development zones are none, and lie in some real county. */
const OTHER_COUNTY = /^\p{Script=Han}{1,12}?(自治县|县|市|区|旗)(?!场)/u
const NO_COUNTY = /(开发|高新|工业|产业|保税|度假|园|新|社|小|校)区/u

function placeMatcher(
  provinces: readonly Region[],
  cities: readonly Region[],
  counties: readonly Region[],
  former: CountiesFile['former'],
) {
  const formerCounties = Object.values(former).map(
    ([name, now]): Region => ({ code: now, name, level: 'county' }),
  )
  const provinceIndex = new NameIndex(provinces)
  const cityIndex = new NameIndex(cities)
  const countyIndex = new NameIndex(counties)
  const formerIndex = new NameIndex(formerCounties)

  return (text: string, within: string, townships: (county: string) => readonly Region[]): PlaceReading => {
    const readings = countyReadings(text).filter((reading) => isSure(reading, townships))
    const inside = readings.filter(({ region }) => region.code.startsWith(within))
    const best = bestOf(inside.length > 0 ? inside : readings)
    const codes = [...new Set(best.map(({ region }) => region.code))]
    const [first] = best
    if (!first) return { ok: false, reason: 'unknown', candidates: [] }
    if (codes.length > 1)
      return {
        ok: false,
        reason: 'ambiguous',
        candidates: [...new Map(best.map((r) => [r.region.code, r.region])).values()],
      }
    const { region, rest } = first
    if (region.level === 'county' && rest !== '') {
      const found = townships(region.code).find((township) => rest.startsWith(township.name))
      if (found) return { ok: true, code: found.code, level: 'township', rest: rest.slice(found.name.length) }
    }
    return { ok: true, code: region.code, level: region.level, rest }
  }

  /** Every way of reading province, city and county from the front, each of them optional. */
  function countyReadings(text: string): Reading[] {
    const found: Reading[] = []
    for (const province of [undefined, ...provinceIndex.at(text)]) {
      const afterProvince = province?.rest ?? text
      const inProvince = province?.region.code ?? ''
      if (province) found.push(province)
      const upper = province ? 1 : 0
      for (const city of [undefined, ...cityIndex.at(afterProvince)]) {
        if (city && !city.region.code.startsWith(inProvince)) continue
        const afterCity = city?.rest ?? afterProvince
        const inCity = city?.region.code ?? inProvince
        if (city) found.push({ ...city, full: city.full && province?.full !== false, levels: upper + 1 })
        const named = countyIndex.at(afterCity)
        for (const county of named.length > 0 ? named : formerIndex.at(afterCity))
          if (county.region.code.startsWith(inCity))
            found.push({
              ...county,
              full: county.full && city?.full !== false && province?.full !== false,
              levels: upper + (city ? 2 : 1),
            })
      }
    }
    return found
  }
}

/** 马边大县 is not 马边, and 浙江省大义乌县 not merely Zhejiang: what follows must not be another county. */
function isSure(
  { region, rest, full, levels }: Reading,
  townships: (county: string) => readonly Region[],
): boolean {
  if (rest === '') return true
  if (region.level !== 'county') return !OTHER_COUNTY.test(rest) || NO_COUNTY.test(rest)
  return full || levels > 1 || townships(region.code).some((township) => rest.startsWith(township.name))
}

const DEPTH: Readonly<Record<RegionLevel, number>> = { province: 0, city: 1, county: 2, township: 3 }

/** The readings that leave the least unread; of these the full names, and of these the deepest. */
function bestOf(readings: readonly Reading[]): Reading[] {
  const keepLeast = (list: readonly Reading[], measure: (reading: Reading) => number): Reading[] => {
    const least = Math.min(...list.map(measure))
    return list.filter((reading) => measure(reading) === least)
  }
  if (readings.length === 0) return []
  const shortest = keepLeast(readings, (reading) => reading.rest.length)
  return keepLeast(
    keepLeast(shortest, (reading) => (reading.full ? 0 : 1)),
    (reading) => -DEPTH[reading.region.level],
  )
}

/** Regions by full and short name; `at` gives those whose name stands at the front of a text. */
class NameIndex {
  readonly #byName = new Map<string, { region: Region; full: boolean }[]>()
  readonly #longest: number

  constructor(regions: readonly Region[]) {
    for (const region of regions) {
      this.#add(region.name, region, true)
      for (const short of shortNames(region.name)) this.#add(short, region, false)
    }
    this.#longest = Math.max(...[...this.#byName.keys()].map((name) => name.length))
  }

  at(text: string): Reading[] {
    const found: Reading[] = []
    for (let length = Math.min(this.#longest, text.length); length >= 2; length--)
      for (const { region, full } of this.#byName.get(text.slice(0, length)) ?? [])
        found.push({ region, rest: text.slice(length), full, levels: 1 })
    return found
  }

  #add(name: string, region: Region, full: boolean): void {
    const same = this.#byName.get(name)
    if (same) same.push({ region, full })
    else this.#byName.set(name, [{ region, full }])
  }
}

/** 马边彝族自治县 → 马边彝族, 马边, 马边县; 义乌市 → 义乌. Names of one character (城区) have no short form. */
function shortNames(name: string): string[] {
  const bare = name.replace(LEVEL_SUFFIX, '')
  const plain = bare.replace(PEOPLE_SUFFIX, '')
  const shorts = new Set([bare, plain])
  if (plain !== bare && name.endsWith('县')) shorts.add(`${plain}县`)
  shorts.delete(name)
  return [...shorts].filter((short) => short.length >= 2)
}

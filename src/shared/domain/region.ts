/** Region codes, GB/T 2260 with townships: 2 digits a province, 4 a city, 6 a county, 9 a township. Names live in core/registry. */

export type RegionLevel = 'province' | 'city' | 'county' | 'township'

/** The level of a code by its length, `undefined` when it is no code. Trailing zeros (`511100`) are not trimmed: see `trimRegion`. */
export function regionLevel(code: string): RegionLevel | undefined {
  if (!/^[1-8]\d+$/.test(code)) return undefined
  return ({ 2: 'province', 4: 'city', 6: 'county', 9: 'township' } as const)[code.length]
}

/** Cities with no counties under them: their own code stands where a county code is asked for (东莞 and the like). */
const CITIES_WITHOUT_COUNTIES: readonly string[] = ['441900', '442000', '460400', '620200']

/** `510000` → `51`, `511100` → `5111`, `511133` → `511133`, `511133000` → `511133`: the form used here throughout. */
export function trimRegion(code: string): string {
  if (/^\d{6}0+$/.test(code)) return trimRegion(code.slice(0, 6))
  if (/^\d{9}0{3}$/.test(code)) return trimRegion(code.slice(0, 9))
  if (CITIES_WITHOUT_COUNTIES.includes(code)) return code
  if (/^\d{2}0{4}$/.test(code)) return code.slice(0, 2)
  return /^\d{4}0{2}$/.test(code) ? code.slice(0, 4) : code
}

/** True for the shape of a county code: six digits that do not end in 00, or a city without counties. Whether it exists is not asked. */
export function isCountyCode(code: string): boolean {
  return /^[1-8]\d{5}$/.test(code) && (!code.endsWith('00') || CITIES_WITHOUT_COUNTIES.includes(code))
}

/** Province code (2 digits) of any longer code. */
export function provinceOf(code: string): string {
  return code.slice(0, 2)
}

/** City code (4 digits) of a county or township code. */
export function cityOf(code: string): string {
  return code.slice(0, 4)
}

/** County code (6 digits) of a county or township code. */
export function countyOf(code: string): string {
  return code.slice(0, 6)
}

/** Whether a place lies in a territory: its code starts with the territory's prefix (`33`, `3306`, `330602`). */
export function inTerritory(code: string, territory: string): boolean {
  return code.startsWith(territory)
}

import type { DateStyle } from './sheet-scanner.ts'
import { tagsOf } from './xml-tags.ts'

/**
 * For each cell style of `styles.xml`, whether it shows numbers as dates: by the number format's built-in id
 * (ECMA-376 18.8.30, with the ids that Chinese Excel and WPS use) or by the letters of its code.
 */
export function dateStylesOf(stylesXml: string): DateStyle[] {
  const codes = new Map<number, string>()
  const styles: DateStyle[] = []
  let inCellStyles = false
  for (const tag of tagsOf(stylesXml)) {
    if (tag.name === 'numFmt' && !tag.closing) {
      codes.set(Number(tag.attributes.get('numFmtId')), tag.attributes.get('formatCode') ?? '')
    } else if (tag.name === 'cellXfs') inCellStyles = !tag.closing && !tag.empty
    else if (tag.name === 'xf' && inCellStyles && !tag.closing) {
      const id = Number(tag.attributes.get('numFmtId') ?? 0)
      const code = codes.get(id)
      styles.push(code === undefined ? builtIn(id) : dateStyleOfCode(code))
    }
  }
  return styles
}

function builtIn(id: number): DateStyle {
  if ((id >= 18 && id <= 21) || (id >= 32 && id <= 35) || id === 55 || id === 56) return 2
  if (id === 45 || id === 47) return 2
  // 46 is [h]:mm:ss, a length of time, and stays a number.
  if ((id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36) return 1
  return (id >= 50 && id <= 54) || id === 57 || id === 58 ? 1 : 0
}

/** What a number format code shows: 1 for a day (or month), 2 for a time alone, 0 for anything else. */
export function dateStyleOfCode(code: string): DateStyle {
  // Only the part for positive numbers counts, without literals, fills, colours, conditions and locales.
  const bare = code
    .replace(/"[^"]*"|\\.|_.|\*./g, '')
    .replace(/\[(?![hms]+\])[^\]]*\]/gi, '')
    .split(';')[0]!
    .replace(/general/gi, '')
    .replace(/am\/pm|a\/p|上午\/下午/gi, 'h')
  if (/\[[hms]+\]/i.test(bare)) return 0
  if (/[yd]/i.test(bare)) return 1
  if (/[hs]/i.test(bare)) return 2
  // A month alone ("m月"); digits beside it mean that the m is no month ("0m").
  return /m/i.test(bare) && !/[0#?]/.test(bare) ? 1 : 0
}

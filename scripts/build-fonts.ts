import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import * as fontkit from 'fontkit'
import subsetFont from 'subset-font'

/**
 * Makes the fonts that paper needs from the npm packages that hold them, into resources/fonts/built (not in git):
 * song.ttf and song-bold.ttf (Noto Serif SC), kai.ttf (LXGW WenKai) and rare/<first>-<last>.ttf (HanaMin, the CJK
 * extensions B to F, one small file per block of 1,024 characters so that a rare name loads 0.4 MB and not 20).
 * pdfkit prints a blank page from woff2, so everything becomes TrueType here.
 * Does nothing when the folder already holds what these package versions give. Run: node scripts/build-fonts.ts
 */
const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const require = createRequire(import.meta.url)

export const fontsDir = join(root, 'resources', 'fonts', 'built')

const packages = ['@expo-google-fonts/noto-serif-sc', '@fontsource/lxgw-wenkai', 'hanamin'] as const

function packageDir(name: string): string {
  return dirname(require.resolve(`${name}/package.json`))
}

function packageVersion(name: string): string {
  const read: unknown = JSON.parse(readFileSync(join(packageDir(name), 'package.json'), 'utf8'))
  if (typeof read !== 'object' || read === null || !('version' in read))
    throw new Error(`${name} has no version`)
  return String(read.version)
}

/** The same glyphs as TrueType, with every character the source has. */
async function asTrueType(file: string): Promise<{ bytes: Buffer; characters: number[] }> {
  const source = readFileSync(file)
  const font = fontkit.create(source)
  if (!('characterSet' in font)) throw new Error(`${file} is a collection of fonts`)
  const characters = [...font.characterSet].sort((a, b) => a - b)
  const text = characters.map((code) => String.fromCodePoint(code)).join('')
  return { bytes: await subsetFont(source, text, { targetFormat: 'truetype' }), characters }
}

/** Builds the fonts where they are missing or of other package versions; true if something was built. */
export async function buildFonts(target: string = fontsDir): Promise<boolean> {
  const stamp = `${JSON.stringify(Object.fromEntries(packages.map((name) => [name, packageVersion(name)])))}\n`
  const stampFile = join(target, 'versions.json')
  const upToDate = (): boolean => existsSync(stampFile) && readFileSync(stampFile, 'utf8') === stamp
  if (upToDate()) return false

  const work = `${target}.${process.pid}`
  rmSync(work, { recursive: true, force: true })
  mkdirSync(join(work, 'rare'), { recursive: true })

  const noto = packageDir('@expo-google-fonts/noto-serif-sc')
  copyFileSync(join(noto, '400Regular', 'NotoSerifSC_400Regular.ttf'), join(work, 'song.ttf'))
  copyFileSync(join(noto, '700Bold', 'NotoSerifSC_700Bold.ttf'), join(work, 'song-bold.ttf'))
  copyFileSync(join(noto, 'LICENSE_FONT'), join(work, 'LICENSE-Noto-Serif-SC.txt'))

  const wenkai = packageDir('@fontsource/lxgw-wenkai')
  const kai = await asTrueType(join(wenkai, 'files', 'lxgw-wenkai-latin-500-normal.woff2'))
  writeFileSync(join(work, 'kai.ttf'), kai.bytes)
  copyFileSync(join(wenkai, 'LICENSE'), join(work, 'LICENSE-LXGW-WenKai.txt'))

  const hanamin = packageDir('hanamin')
  for (const file of readdirSync(hanamin).sort()) {
    if (!/^HanaMinB\.CJK-Unified-Ideographs-Extension-[B-F].*\.woff2$/.test(file)) continue
    const block = await asTrueType(join(hanamin, file))
    const first = block.characters[0]
    const last = block.characters.at(-1)
    if (first === undefined || last === undefined) throw new Error(`${file} holds no character`)
    writeFileSync(join(work, 'rare', `${first.toString(16)}-${last.toString(16)}.ttf`), block.bytes)
  }
  writeFileSync(
    join(work, 'LICENSE-HanaMin.txt'),
    'Hanazono Mincho (HanaMin), created by GlyphWiki, https://fonts.jp/hanazono/\n' +
      'Unlimited permission to use, copy and distribute, with or without modification; also under SIL OFL 1.1.\n' +
      'Split into blocks by the npm package hanamin (MIT).\n',
  )
  writeFileSync(join(work, 'versions.json'), stamp)

  // Another process may have built at the same moment, and its result may be in use by now: step back.
  if (upToDate()) {
    rmSync(work, { recursive: true, force: true })
    return false
  }
  rmSync(target, { recursive: true, force: true })
  try {
    renameSync(work, target)
  } catch (error) {
    rmSync(work, { recursive: true, force: true })
    if (!upToDate()) throw error
  }
  return true
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const built = await buildFonts()
  process.stdout.write(built ? `fonts built in ${fontsDir}\n` : 'fonts are up to date\n')
}

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as fontkit from 'fontkit'
import { Refusal } from '../../../shared/domain/refusal.ts'

/** The faces a layout may name. */
export const faces = ['宋体', '宋体加粗', '楷体'] as const
export type Face = (typeof faces)[number]

/** One font file: its bytes, and its parsed tables for widths. */
export interface FontFile {
  readonly name: string
  readonly bytes: Buffer
  readonly font: fontkit.Font
}

/** A character as one font draws it. `width` is its advance in thousandths of the size. */
export interface Glyph {
  readonly file: FontFile
  readonly codePoint: number
  readonly id: number
  readonly width: number
}

/** Finds for each character a font that really has it. */
export interface FontShelf {
  /** The glyph in this face, else in the 宋 face, else in the rare-character files, else in 楷; undefined: none has it. */
  glyph(face: Face, codePoint: number): Glyph | undefined
}

const files: Readonly<Record<Face, string>> = { 宋体: 'song.ttf', 宋体加粗: 'song-bold.ttf', 楷体: 'kai.ttf' }

/**
 * Opens the fonts that scripts/build-fonts.ts made. Nothing is read before a character needs it, so a rare-character
 * file (one per 1,024 code points) costs memory only where such a name occurs.
 *
 * @throws Refusal `forms.no-fonts` when the folder does not hold them.
 */
export function openFontShelf(folder: string): FontShelf {
  const rareFolder = join(folder, 'rare')
  if (!existsSync(rareFolder) || faces.some((face) => !existsSync(join(folder, files[face])))) {
    throw new Refusal(
      'forms.no-fonts',
      `找不到打印字体：${folder}。请重新安装本软件；从源代码运行时请先执行 node scripts/build-fonts.ts。`,
      { folder },
    )
  }
  const rareBlocks = readdirSync(rareFolder)
    .map((name) => ({ name, range: /^([0-9a-f]+)-([0-9a-f]+)\.ttf$/.exec(name) }))
    .flatMap(({ name, range }) =>
      range ? [{ name, first: Number.parseInt(range[1]!, 16), last: Number.parseInt(range[2]!, 16) }] : [],
    )
  const opened = new Map<string, FontFile>()
  const known = new Map<Face, Map<number, Glyph | undefined>>(faces.map((face) => [face, new Map()]))

  function open(path: string): FontFile {
    let file = opened.get(path)
    if (!file) {
      const bytes = readFileSync(join(folder, path))
      const font = fontkit.create(bytes)
      if (!('characterSet' in font)) throw new Error(`${path} is a collection of fonts, not one font`)
      file = { name: path.replace(/^rare\//, 'rare-').replace(/\.ttf$/, ''), bytes, font }
      opened.set(path, file)
    }
    return file
  }

  function candidates(face: Face, codePoint: number): string[] {
    const rare = rareBlocks.filter((block) => codePoint >= block.first && codePoint <= block.last)
    return [files[face], files.宋体, ...rare.map((block) => `rare/${block.name}`), files.楷体]
  }

  function find(face: Face, codePoint: number): Glyph | undefined {
    for (const path of candidates(face, codePoint)) {
      const file = open(path)
      if (!file.font.hasGlyphForCodePoint(codePoint)) continue
      const glyph = file.font.glyphForCodePoint(codePoint)
      return { file, codePoint, id: glyph.id, width: (glyph.advanceWidth * 1000) / file.font.unitsPerEm }
    }
    return undefined
  }

  return {
    glyph(face, codePoint) {
      const seen = known.get(face)!
      let glyph = seen.get(codePoint)
      if (glyph === undefined && !seen.has(codePoint)) {
        glyph = find(face, codePoint)
        seen.set(codePoint, glyph)
      }
      return glyph
    },
  }
}

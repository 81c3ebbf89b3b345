/** What we use of fontkit 2, which ships no types. */
declare module 'fontkit' {
  export interface FontGlyph {
    readonly id: number
    readonly advanceWidth: number
  }
  export interface Font {
    readonly postscriptName: string
    readonly unitsPerEm: number
    readonly characterSet: number[]
    hasGlyphForCodePoint(codePoint: number): boolean
    glyphForCodePoint(codePoint: number): FontGlyph
  }
  export interface FontCollection {
    readonly fonts: Font[]
  }
  export function create(bytes: Uint8Array): Font | FontCollection
}

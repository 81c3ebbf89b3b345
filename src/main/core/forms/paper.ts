import type * as fontkit from 'fontkit'
import PDFDocument from 'pdfkit'
import type { ByteSink } from '../files/atomic-write.ts'
import type { FontFile, Glyph } from './font-shelf.ts'

/** What is needed of a pdfkit font that its types do not show. */
interface EmbeddedFont {
  readonly id: string
  readonly subset: { readonly glyphs: number[] }
  readonly unicode: number[][]
  readonly widths: number[]
  ref(): object
}

interface PdfInternals {
  _font: EmbeddedFont
  font(source: fontkit.Font, family: string): unknown
}

interface PdfPage {
  readonly fonts: Record<string, object>
  readonly xobjects: Record<string, object>
}

export interface PdfObject {
  data: Record<string, unknown>
  end(content?: string): void
}

/** A character as this document writes it: which font, and its number in that font's subset. */
export interface Slot {
  readonly font: string
  readonly hex: string
}

/** Bytes that may wait in memory before they are handed on. */
const drainAbove = 1 << 20

/**
 * A PDF in the making. Text goes in as glyph numbers of our own subset (pdfkit's text layout would cost ten times as
 * much for each page), objects and fonts are pdfkit's. Same input and same `createdAt`: same bytes.
 */
export class Paper {
  readonly #doc: PDFKit.PDFDocument
  readonly #sink: ByteSink
  readonly #width: number
  readonly #height: number
  readonly #fonts = new Map<FontFile, { font: EmbeddedFont; slots: Map<number, Slot> }>()
  readonly #fontObjects: Record<string, object> = {}
  readonly #objects: Record<string, object> = {}
  pages = 0

  constructor(options: { sink: ByteSink; width: number; height: number; title: string; createdAt: Date }) {
    this.#sink = options.sink
    this.#width = options.width
    this.#height = options.height
    this.#doc = new PDFDocument({
      autoFirstPage: false,
      size: [options.width, options.height],
      margin: 0,
      pdfVersion: '1.7',
      lang: 'zh-CN',
      displayTitle: true,
      // No default font: pdfkit would otherwise load Helvetica, which nothing here uses.
      font: '',
      info: {
        Title: options.title,
        Creator: '劳务协作台账',
        Producer: 'Liaison Ledger (PDFKit)',
        CreationDate: options.createdAt,
        ModDate: options.createdAt,
      },
    })
  }

  /** The slot of a glyph in this document's subset; one for each character, so that copied text is exactly the data. */
  slot(glyph: Glyph): Slot {
    let entry = this.#fonts.get(glyph.file)
    if (!entry) {
      entry = { font: this.#embed(glyph.file), slots: new Map() }
      this.#fonts.set(glyph.file, entry)
    }
    let slot = entry.slots.get(glyph.codePoint)
    if (!slot) {
      const { font } = entry
      const index = font.subset.glyphs.push(glyph.id) - 1
      font.unicode[index] = [glyph.codePoint]
      font.widths[index] = glyph.width
      slot = { font: font.id, hex: index.toString(16).padStart(4, '0') }
      entry.slots.set(glyph.codePoint, slot)
    }
    return slot
  }

  /**
   * A drawing that many pages share. `content` may be given later by `end`, e.g. the number of pages.
   * Returns its name for `use`.
   */
  sharedDrawing(name: string): PdfObject {
    const object = this.#doc.ref({
      Type: 'XObject',
      Subtype: 'Form',
      BBox: [0, 0, this.#width, this.#height],
      Resources: { Font: this.#fontObjects },
    }) as unknown as PdfObject
    this.#objects[name] = object
    return object
  }

  /** Adds one page. Coordinates in `content` run from the top left corner, in points. */
  addPage(content: string): void {
    this.#doc.addPage()
    const page = this.#doc.page as unknown as PdfPage
    Object.assign(page.fonts, this.#fontObjects)
    Object.assign(page.xobjects, this.#objects)
    this.#doc.addContent(content)
    this.pages += 1
  }

  /** Hands finished bytes to the sink when enough wait; the caller awaits it between pages. */
  async drain(): Promise<void> {
    if (this.#doc.readableLength < drainAbove) return
    await this.#handOn()
  }

  /** Closes the file: fonts, tables, trailer. The sink has everything when this resolves. */
  async end(): Promise<void> {
    this.#doc.end()
    await this.#handOn()
  }

  /** Drops what was not handed on; the caller removes the unfinished file. */
  abandon(): void {
    this.#doc.destroy()
  }

  async #handOn(): Promise<void> {
    for (let bytes: unknown = this.#doc.read(); bytes !== null; bytes = this.#doc.read()) {
      if (!(bytes instanceof Uint8Array)) throw new Error('pdfkit gave something other than bytes')
      await this.#sink.write(bytes)
    }
  }

  #embed(file: FontFile): EmbeddedFont {
    const internals = this.#doc as unknown as PdfInternals
    // pdfkit merges fonts of the same PostScript name, and all rare-character files bear the same one:
    // merged, they would print one character for another.
    const named: fontkit.Font = Object.create(file.font, { postscriptName: { value: `LL-${file.name}` } })
    internals.font(named, file.name)
    const font = internals._font
    this.#fontObjects[font.id] = font.ref()
    return font
  }
}

import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ByteSink } from '../files/atomic-write.ts'
import type { CompiledForm, FilledPiece, StaticPiece } from './compile-form.ts'
import { Drawing } from './drawing.ts'
import { type FittedText, fitText } from './fit-text.ts'
import type { FontShelf } from './font-shelf.ts'
import { checkBoxRefusal, fitRefusal } from './form-problems.ts'
import { Paper } from './paper.ts'
import { qrMatrix } from './qr-matrix.ts'

export interface RenderOptions {
  readonly shelf: FontShelf
  /** The time that stands in the file; passed in, so that the same input gives the same bytes. */
  readonly createdAt: Date
  readonly onProgress?: (pages: number) => void
  /** Asked between pages. When it says yes the file is left unfinished, for the caller to remove. */
  readonly shouldStop?: () => boolean
  /** Onto forms that are printed already: only what is filled in, moved by so many points. */
  readonly overprint?: Overprint | undefined
}

export interface Overprint {
  readonly right: number
  readonly down: number
}

export interface Rendered {
  readonly pages: number
  readonly stopped: boolean
}

const progressEvery = 50

/**
 * Prints one page for each person into one PDF. The static part of the form is written once and shared by all pages.
 *
 * @throws Refusal `forms.missing-glyph`, `forms.does-not-fit` (naming the person), `forms.nothing-to-print`,
 *   `forms.layout` where a label does not fit its box. The sink then holds an unfinished file.
 */
export async function renderForms<Data>(
  form: CompiledForm<Data>,
  people: AsyncIterable<Data> | Iterable<Data>,
  sink: ByteSink,
  options: RenderOptions,
): Promise<Rendered> {
  const { width, height } = form
  const paper = new Paper({ sink, width, height, title: form.name, createdAt: options.createdAt })
  try {
    drawBackground(options.overprint ? [] : form.statics, paper, options.shelf, form.id)
    for await (const data of people) {
      if (options.shouldStop?.()) {
        paper.abandon()
        return { pages: paper.pages, stopped: true }
      }
      const drawing = new Drawing(paper, options.overprint)
      drawing.use(background)
      for (const piece of form.filled) drawPiece(piece, data, drawing, form, options.shelf)
      paper.addPage(drawing.content)
      await paper.drain()
      if (paper.pages % progressEvery === 0) options.onProgress?.(paper.pages)
    }
    if (paper.pages === 0) throw nothingToPrint()
    await paper.end()
    options.onProgress?.(paper.pages)
    return { pages: paper.pages, stopped: false }
  } catch (error) {
    paper.abandon()
    throw error
  }
}

/**
 * All reasons why these people's forms could not be printed, before any paper is used; empty when all will print.
 */
export function findFormProblems<Data>(
  form: CompiledForm<Data>,
  people: Iterable<Data>,
  shelf: FontShelf,
): Refusal[] {
  const problems: Refusal[] = []
  for (const data of people) {
    for (const piece of form.filled) {
      if (piece.kind !== 'text') continue
      const fitting = fitText(shelf, textOf(piece, data), piece.style.fit, piece.box.width, piece.box.height)
      if (!fitting.ok)
        problems.push(fitRefusal(fitting.fault, form.catalogue.person(data), piece.template.fields))
    }
  }
  return problems
}

export const background = 'Form'

export function nothingToPrint(): Refusal {
  return new Refusal('forms.nothing-to-print', '没有可打印的内容。请先选定人员或生成申领草稿，再打印。')
}

/** Writes the static pieces into the drawing that all pages share. */
export function drawBackground(
  statics: readonly StaticPiece[],
  paper: Paper,
  shelf: FontShelf,
  id: string,
): void {
  const object = paper.sharedDrawing(background)
  const drawing = new Drawing(paper)
  for (const piece of statics) {
    if (piece.kind === 'line') drawing.line(piece.x1, piece.y1, piece.x2, piece.y2, piece.width)
    else if (piece.kind === 'box') drawing.rectangle(piece.box, piece.width, piece.dashed)
    else {
      const fitting = fitText(shelf, piece.text, piece.style.fit, piece.box.width, piece.box.height)
      if (!fitting.ok) throw labelRefusal(id, piece.path.join('.'), piece.text, fitting.fault.kind)
      drawing.text(fitting.text, piece.box, piece.style.align, piece.style.valign, piece.style.ink)
    }
  }
  drawing.endShared(object)
}

function labelRefusal(
  id: string,
  key: string,
  text: string,
  fault: 'missing-glyph' | 'does-not-fit',
): Refusal {
  const problem = fault === 'does-not-fit' ? '在格子里放不下' : '含有字体中没有的字'
  return new Refusal(
    'forms.layout',
    `版式 ${id}（${key}）的固定文字“${text}”${problem}。请改短文字或加大格子后重试。`,
    {
      file: id,
      key,
      problem,
    },
  )
}

/** One person's ink for one piece. */
export function drawPiece<Data>(
  piece: FilledPiece<Data>,
  data: Data,
  drawing: Drawing,
  form: Pick<CompiledForm<Data>, 'id' | 'catalogue'>,
  shelf: FontShelf,
): void {
  if (piece.kind === 'text') {
    const text = textOf(piece, data)
    if (text === '') return
    const { style, box } = piece
    const fitting = fitText(shelf, text, style.fit, box.width, box.height)
    if (!fitting.ok) throw fitRefusal(fitting.fault, form.catalogue.person(data), piece.template.fields)
    drawing.text(fitting.text, box, style.align, style.valign, style.ink)
    return
  }
  const value = piece.field.read(data)
  if (piece.kind === 'qr') {
    if (value === undefined || value === null || value === '') return
    const dark = qrMatrix(String(value))
    const module = piece.box.width / (dark.length + 2 * piece.quiet)
    drawing.modules(dark, piece.box.x + piece.quiet * module, piece.box.y + piece.quiet * module, module)
    return
  }
  if (!Array.isArray(value)) return
  for (const code of value) {
    const box = piece.boxes.get(code)
    if (!box) throw checkBoxRefusal(form.id, piece.field.name, code)
    drawing.text(tick(piece.style.fit.size, shelf), box, 'center', 'middle', 1)
  }
}

function textOf<Data>(piece: Extract<FilledPiece<Data>, { kind: 'text' }>, data: Data): string {
  const text = piece.template.fill(data)
  return piece.style.vertical ? [...text].join('\n') : text
}

/** A tick a little larger than its box, as by hand. */
function tick(size: number, shelf: FontShelf): FittedText {
  const glyph = shelf.glyph('宋体加粗', 0x2713)
  if (!glyph) throw new Error('The fonts hold no tick')
  const tickSize = size * 1.05
  return {
    size: tickSize,
    lineHeight: tickSize,
    lines: [{ glyphs: [glyph], width: (glyph.width * tickSize) / 1000 }],
  }
}

import type { ByteSink } from '../files/atomic-write.ts'
import { inset } from './compile-form.ts'
import type { CompiledList, Numbered, PageFoot } from './compile-list.ts'
import { type Box, Drawing } from './drawing.ts'
import { type FittedText, type Fitting, fitText } from './fit-text.ts'
import { fitRefusal } from './form-problems.ts'
import { Paper, type PdfObject } from './paper.ts'
import {
  background,
  drawBackground,
  drawPiece,
  nothingToPrint,
  type Rendered,
  type RenderOptions,
} from './render-forms.ts'

const heading = 'Heading'
const pageCount = 'PageCount'
/** Texts of one column whose setting is kept. */
const FITS_KEPT = 500

export interface ListOptions extends RenderOptions {
  /** Lists go on in further files, each of at most so many pages; page numbers of a list run through them. */
  readonly volumes?: { readonly pages: number; readonly next: () => ByteSink }
}

/** One list of several that are printed one after the other: what its head says, and its rows. */
export interface ListSection<Header, Row> {
  readonly header: Header
  readonly rows: AsyncIterable<Row> | Iterable<Row>
}

/** `perList`: pages of each list, in their order. */
export interface RenderedLists extends Rendered {
  readonly perList: readonly number[]
}

/** A file that a list has pages in, with the place for the number of its pages. */
interface ListFile {
  readonly paper: Paper
  readonly pageCount: PdfObject
}

/** A row set in type, with the height it needs. */
interface SetRow {
  readonly height: number
  readonly cells: readonly { readonly text: FittedText | undefined; readonly box: Omit<Box, 'y'> }[]
}

/**
 * Prints a list: the head repeats on each page, a row that wraps grows and never splits over two pages, the line with
 * the totals follows the last row and never stands alone on a page, `第 x 页 共 y 页` is right in one pass.
 *
 * @throws Refusal as `renderForms`; a row too high for a page is `forms.does-not-fit`.
 */
export function renderList<Header, Row>(
  list: CompiledList<Header, Row>,
  header: Header,
  rows: AsyncIterable<Row> | Iterable<Row>,
  sink: ByteSink,
  options: ListOptions,
): Promise<Rendered> {
  return renderLists(list, [{ header, rows }], sink, options)
}

/**
 * Prints lists of one layout one after the other, each from a new page on and with page numbers of its own, as `renderList`
 * prints one. @throws Refusal as `renderList`
 */
export async function renderLists<Header, Row>(
  list: CompiledList<Header, Row>,
  sections: Iterable<ListSection<Header, Row>>,
  sink: ByteSink,
  options: ListOptions,
): Promise<RenderedLists> {
  const { shelf } = options
  const volume = (into: ByteSink): Paper => {
    const paper = new Paper({
      sink: into,
      width: list.width,
      height: list.height,
      title: list.name,
      createdAt: options.createdAt,
    })
    const bare = options.overprint !== undefined
    drawBackground(bare ? [] : [...list.statics, ...list.footStatics], paper, shelf, list.id)
    return paper
  }
  /** What stands above is the same on each page of a list: set, and drawn, once. Later lists take its name over. */
  const begin = (paper: Paper, header: Header): ListFile => {
    const above = paper.sharedDrawing(heading)
    const drawing = new Drawing(paper)
    for (const piece of list.filled) {
      drawPiece(piece, header, drawing, { id: list.id, catalogue: list.headerCatalogue }, shelf)
    }
    drawing.endShared(above)
    return { paper, pageCount: paper.sharedDrawing(pageCount) }
  }
  const volumes: Paper[] = []
  const perList: number[] = []
  let printed = 0
  const room = list.area.bottom - list.area.top
  const fits = list.columns.map(() => new Map<string, Fitting>())

  /** Undefined: stopped. */
  const printOne = async ({ header, rows }: ListSection<Header, Row>): Promise<number | undefined> => {
    // All stay open until the number of pages is known; what they hold is handed on page by page.
    const files: ListFile[] = []
    const totals = new Map(list.columns.flatMap(({ total }) => (total ? [[total.name, 0]] : [])))
    let page: SetRow[] = []
    let used = 0
    let count = 0
    let pages = 0

    const printPage = async (last: SetRow | undefined): Promise<void> => {
      let paper = volumes.at(-1)!
      if (options.volumes && paper.pages === options.volumes.pages) {
        paper = volume(options.volumes.next())
        volumes.push(paper)
      }
      if (files.at(-1)?.paper !== paper) files.push(begin(paper, header))
      const drawing = new Drawing(paper, options.overprint)
      drawing.use(background)
      drawing.use(heading)
      drawing.use(pageCount)
      drawRows(list, last ? [...page, last] : page, drawing, options.overprint === undefined)
      pages += 1
      const foot: PageFoot<Header> = { header, page: pages }
      const footForm = { id: list.id, catalogue: { name: list.id, fields: new Map(), person: () => '' } }
      for (const piece of list.foot) drawPiece(piece, foot, drawing, footForm, shelf)
      paper.addPage(drawing.content)
      printed += 1
      await paper.drain()
      options.onProgress?.(printed)
      page = []
      used = 0
    }

    for await (const row of rows) {
      if (options.shouldStop?.()) return undefined
      count += 1
      const numbered = { number: count, row }
      const set = setRow(list, numbered, options, fits)
      for (const { total } of list.columns) {
        if (total === undefined) continue
        const value = total.field.read(numbered)
        const sum = totals.get(total.name)
        // A sum with a part unknown is unknown: it is left to be written, as the part is.
        if (typeof value !== 'number') totals.delete(total.name)
        else if (sum !== undefined) totals.set(total.name, sum + value)
      }
      if (used + set.height > room) await printPage(undefined)
      page.push(set)
      used += set.height
    }
    if (count === 0) throw nothingToPrint()
    if (list.total) {
      const end = setTotal(list, list.total, { header, rows: count, totals }, options)
      if (used + end.height > room) {
        // The totals never stand alone: the last row goes over with them.
        const carried = page.length > 1 ? page.pop() : undefined
        if (carried) await printPage(undefined)
        if (carried) page.push(carried)
        else await printPage(undefined)
      }
      await printPage(end)
    } else await printPage(undefined)
    drawPageCounts(list, files, pages, options)
    return pages
  }

  try {
    volumes.push(volume(sink))
    for (const section of sections) {
      const pages = await printOne(section)
      if (pages === undefined) {
        for (const paper of volumes) paper.abandon()
        return { pages: printed, perList, stopped: true }
      }
      perList.push(pages)
    }
    if (perList.length === 0) throw nothingToPrint()
    for (const paper of volumes) await paper.end()
    return { pages: printed, perList, stopped: false }
  } catch (error) {
    for (const paper of volumes) paper.abandon()
    throw error
  }
}

/** Fills in, wherever a list has pages, how many they are. */
function drawPageCounts<Header, Row>(
  list: CompiledList<Header, Row>,
  files: readonly ListFile[],
  pages: number,
  { shelf }: RenderOptions,
): void {
  for (const { paper, pageCount: countObject } of files) {
    const counted = new Drawing(paper)
    for (const { piece } of list.pageCounts) {
      const { style, box } = piece
      const text = piece.text.replace('\u{f0000}', String(pages))
      const fitting = fitText(shelf, text, style.fit, box.width, box.height)
      if (!fitting.ok) throw fitRefusal(fitting.fault, '', ['总页数'])
      counted.text(fitting.text, box, style.align, style.valign, style.ink)
    }
    counted.endShared(countObject)
  }
}

function setRow<Header, Row>(
  list: CompiledList<Header, Row>,
  data: Numbered<Row>,
  options: RenderOptions,
  fits: readonly Map<string, Fitting>[],
): SetRow {
  const room = list.area.bottom - list.area.top
  let height = list.rowHeight
  const cells = list.columns.map((column, index) => {
    const text = column.template?.fill(data) ?? ''
    const box = inset({ x: column.x, y: 0, width: column.width, height: room }, column.style)
    if (text === '') return { text: undefined, box }
    // A row may grow, so only the width limits; a text that must not wrap shrinks.
    const known = fits[index]!
    let fitting = known.get(text)
    if (fitting === undefined) {
      fitting = fitText(options.shelf, text, column.style.fit, box.width, box.height)
      // Employers, places and sums repeat all down a list; names and numbers do not and soon push each other out.
      if (known.size >= FITS_KEPT) known.clear()
      known.set(text, fitting)
    }
    if (!fitting.ok) {
      throw fitRefusal(fitting.fault, list.rowCatalogue.person(data), column.template?.fields ?? [])
    }
    const needed = fitting.text.lines.length * fitting.text.lineHeight + 2 * column.style.paddingY
    if (fitting.text.lines.length > 1) height = Math.max(height, needed)
    return { text: fitting.text, box }
  })
  return { height, cells }
}

function setTotal<Header, Row>(
  list: CompiledList<Header, Row>,
  total: NonNullable<CompiledList<Header, Row>['total']>,
  end: Parameters<typeof total.template.fill>[0],
  options: RenderOptions,
): SetRow {
  const { left, right } = list.area
  const box = inset({ x: left, y: 0, width: right - left, height: list.rowHeight }, total.style)
  const fitting = fitText(options.shelf, total.template.fill(end), total.style.fit, box.width, box.height)
  if (!fitting.ok) throw fitRefusal(fitting.fault, '', ['合计'])
  return { height: list.rowHeight, cells: [{ text: fitting.text, box }] }
}

function drawRows<Header, Row>(
  list: CompiledList<Header, Row>,
  rows: readonly SetRow[],
  drawing: Drawing,
  ruled: boolean,
): void {
  const { left, right, headTop, top } = list.area
  let y = top
  for (const row of rows) {
    const whole = row.cells.length !== list.columns.length
    for (const [index, cell] of row.cells.entries()) {
      if (!cell.text) continue
      const style = whole ? list.total!.style : list.columns[index]!.style
      const box = { ...cell.box, y: y + style.paddingY, height: row.height - 2 * style.paddingY }
      drawing.text(cell.text, box, style.align, style.valign, style.ink)
    }
    for (const [index, column] of list.columns.entries()) {
      if (ruled && index > 0 && !whole) drawing.line(column.x, y, column.x, y + row.height, list.rule)
    }
    y += row.height
    if (ruled) drawing.line(left, y, right, y, list.rule)
  }
  if (ruled) drawing.rectangle({ x: left, y: headTop, width: right - left, height: y - headTop }, list.frame)
}

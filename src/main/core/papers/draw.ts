import { join } from 'node:path'
import type { ApplicationFormData } from '../forms/application-fields.ts'
import { pointsPerMm } from '../forms/drawing.ts'
import { type FontShelf, openFontShelf } from '../forms/font-shelf.ts'
import type { PaperHeader } from '../forms/paper-fields.ts'
import { type Overprint, type Rendered, renderForms } from '../forms/render-forms.ts'
import { type ListSection, renderLists } from '../forms/render-list.ts'
import { Cancelled, type JobContext } from '../procedure.ts'
import type { CompiledLayout, ListRows } from './layouts.ts'

let shelf: FontShelf | undefined
/** The fonts, opened once in each thread. */
export function fonts(context: Pick<JobContext, 'resources'>): FontShelf {
  shelf ??= openFontShelf(join(context.resources, 'fonts', 'built'))
  return shelf
}

/** Millimetres as set by the office, in points. */
export function overprintOf(offset: { rightMm: number; downMm: number } | null): Overprint {
  return { right: (offset?.rightMm ?? 0) * pointsPerMm, down: (offset?.downMm ?? 0) * pointsPerMm }
}

export type Drawn = { readonly pages: number; readonly volumes: readonly Uint8Array[] }

type Options = {
  readonly pagesPerFile: number
  readonly overprint: Overprint | undefined
  readonly onPage: (pages: number) => void
}

/** One PDF of forms, a page for each. @throws Refusal of core/forms, Cancelled */
export async function drawForms(
  context: JobContext,
  layout: Extract<CompiledLayout, { form: unknown }>,
  pages: Iterable<ApplicationFormData> | Iterable<PaperHeader>,
  options: Omit<Options, 'pagesPerFile'>,
): Promise<Drawn> {
  const sink = memorySink()
  const settings = renderSettings(context, options)
  const done =
    layout.data === 'application'
      ? await renderForms(layout.form, pages as Iterable<ApplicationFormData>, sink, settings)
      : await renderForms(layout.form, pages as Iterable<PaperHeader>, sink, settings)
  return finished(done, [sink])
}

/** Lists one after the other, in as many PDFs as their pages need; `perList`: pages of each. @throws Refusal of core/forms, Cancelled */
export async function drawLists<Name extends keyof ListRows>(
  context: JobContext,
  layout: Extract<CompiledLayout, { data: Name; list: unknown }>,
  lists: Iterable<ListSection<PaperHeader, ListRows[Name]>>,
  options: Options,
): Promise<Drawn & { readonly perList: readonly number[] }> {
  const sinks = [memorySink()]
  const next = () => {
    const sink = memorySink()
    sinks.push(sink)
    return sink
  }
  const sections = lists as Iterable<ListSection<never, never>>
  const done = await renderLists(layout.list as never, sections, sinks[0]!, {
    ...renderSettings(context, options),
    volumes: { pages: options.pagesPerFile, next },
  })
  return { ...finished(done, sinks), perList: done.perList }
}

function renderSettings(context: JobContext, { overprint, onPage }: Omit<Options, 'pagesPerFile'>) {
  return {
    shelf: fonts(context),
    createdAt: new Date(context.now()),
    overprint,
    onProgress: onPage,
    shouldStop: () => context.shouldStop(),
  }
}

function finished(done: Rendered, sinks: readonly ReturnType<typeof memorySink>[]): Drawn {
  if (done.stopped) throw new Cancelled()
  return { pages: done.pages, volumes: sinks.map((sink) => sink.bytes()) }
}

export function memorySink() {
  const pieces: Uint8Array[] = []
  return {
    write: async (bytes: Uint8Array) => {
      pieces.push(bytes)
    },
    bytes: (): Uint8Array => Buffer.concat(pieces),
  }
}

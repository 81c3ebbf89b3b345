import { Refusal } from '../../../shared/domain/refusal.ts'
import { drawCalibration } from '../forms/calibration.ts'
import type { InputOf, JobContext, ReaderJobContext } from '../procedure.ts'
import { type Drawn, drawForms, drawLists, fonts, memorySink, overprintOf } from './draw.ts'
import { type CompiledLayout, compileDefinition, findLayout, type ListRows, readOffset } from './layouts.ts'
import { sampleApplication, sampleHeader, sampleLines } from './sample-data.ts'

/** A layout with made-up people, or what is wrong with it and where. */
export async function previewLayout(context: JobContext, input: InputOf<'papers.preview'>) {
  try {
    const drawn = await drawSample(context, compileDefinition('版式', input.basedOn, input.definition))
    const file = await context.files.put('版式预览.pdf', 'application/pdf', drawn.volumes[0]!)
    return { file, problem: null }
  } catch (error) {
    if (!(error instanceof Refusal) || !error.code.startsWith('forms.')) throw error
    const { line } = error.params
    return { file: null, problem: { text: error.message, line: typeof line === 'number' ? line : null } }
  }
}

/** Made-up people on a layout. @throws Refusal of core/forms */
export function drawSample(context: JobContext, compiled: CompiledLayout): Promise<Drawn> {
  const options = {
    pagesPerFile: 500,
    overprint: undefined,
    onPage: (pages: number) => context.progress('排版', pages, null, '页'),
  }
  const list = <Name extends keyof ListRows>(
    layout: Extract<CompiledLayout, { data: Name; list: unknown }>,
    rows: Iterable<ListRows[Name]>,
  ) => drawLists(context, layout, [{ header: sampleHeader, rows }], options)
  switch (compiled.data) {
    case 'application':
      return drawForms(context, compiled, [sampleApplication], options)
    case 'paper-header':
      return drawForms(context, compiled, [sampleHeader], options)
    case 'claim-row':
      return list(compiled, sampleLines(compiled.data))
    case 'public-row':
      return list(compiled, sampleLines(compiled.data))
    case 'summary-row':
      return list(compiled, sampleLines(compiled.data))
    case 'payment-row':
      return list(compiled, sampleLines(compiled.data))
    case 'attendance-row':
      return list(compiled, sampleLines(compiled.data))
  }
}

/** The page that an overprint is set by, of the layout's paper. @throws Refusal `forms.no-layout` */
export async function printCalibration(
  context: ReaderJobContext,
  { layout: id }: InputOf<'papers.calibration'>,
) {
  const layout = findLayout(context, context.ledger, id)
  const compiled = compileDefinition(layout.name, layout.basedOn, layout.definition)
  const size = 'form' in compiled ? compiled.form : compiled.list
  const offset = readOffset(context.ledger, id)
  const sink = memorySink()
  await drawCalibration(sink, size, {
    shelf: fonts(context),
    createdAt: new Date(context.now()),
    overprint: overprintOf(offset),
    lines: [
      `套打校准页：${layout.name}`,
      `现在的位置：右移 ${offset?.rightMm ?? 0} 毫米，下移 ${offset?.downMm ?? 0} 毫米。`,
      '打印时选“实际大小”，不要缩放。',
      '量左上十字到纸边：',
      '距左不足 20 毫米，差多少就再右移多少；',
      '距上不足 20 毫米，差多少就再下移多少。',
      '标尺 100 毫米处量得不是 100 毫米，说明打印机在缩放。',
    ],
  })
  return { file: await context.files.put('套打校准页.pdf', 'application/pdf', sink.bytes()) }
}

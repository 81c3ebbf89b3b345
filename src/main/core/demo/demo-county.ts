/** The demo county as files: five workbooks in the layouts of real desks, and a list of the mistakes planted in them. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { ImportKind } from '../../../shared/contract/imports.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import type { ImportReason } from '../../../shared/text/import-reasons.ts'
import type { SheetCell, SheetColumn, SheetSpec } from '../exchange/workbook/sheet-spec.ts'
import { createWorkbookWriter } from '../exchange/workbook/workbook-writer.ts'
import { makeFolder, writeFileAtomically } from '../files/atomic-write.ts'
import type { Regions } from '../registry/regions.ts'
import { AGENTS, type DemoLayout, EMPLOYERS, INSURED, ROSTER, WORK } from './headers.ts'
import { DATA_DATE } from './lives.ts'
import { MISTAKES, type Mistake, type MistakeKind, planMistakes } from './mistakes.ts'
import { agentRows, employerRows } from './organisation-rows.ts'
import { type DemoCell, type DemoRow, insuredRows, rosterRows, workRows } from './people-rows.ts'
import { makeWorld } from './population.ts'

export type DemoOptions = {
  /** 1 to 200,000 */
  people: number
  /** whole number from 0; the same seed and number of people give the same bytes */
  seed: number
  regions: Regions
}

export type DemoHooks = {
  /** `done` of `total` rows, about; `step` in Chinese */
  onProgress?: (progress: { step: string; done: number; total: number }) => void
  /** true once somebody cancelled: nothing is left behind */
  shouldStop?: () => boolean
}

export type PlantedMistake = {
  file: string
  sheet: string
  /** row of the sheet as Excel counts, from 1 */
  row: number
  kind: MistakeKind
  what: string
  who: string
  caughtBy: 'import' | 'check'
  check?: number
  reason?: ImportReason
}

export type DemoWorkbook = { file: string; kind: ImportKind; rows: number }
export type DemoWritten = {
  people: number
  seed: number
  dataDate: string
  folder: string
  workbooks: readonly (DemoWorkbook & { path: string; bytes: number })[]
  planted: { path: string; count: number }
}

export const PLANTED_FILE = 'planted.json'
const MOST_PEOPLE = 200_000

type AnyRow = DemoRow<string>
type Source = { kind: ImportKind; layout: DemoLayout; title?: string; rows: () => Iterable<AnyRow> }

/**
 * Writes the county into a folder, which is made where it is missing; files of the same names are replaced.
 * Refuses (`demo.people`, `demo.seed`, `workbook.cancelled` and those of writing files); then none of the files is left.
 */
export async function writeDemoCounty(
  options: DemoOptions & { outDir: string },
  hooks: DemoHooks = {},
): Promise<DemoWritten> {
  const county = demoCounty(options, hooks)
  await makeFolder(options.outDir)
  const written: (DemoWorkbook & { path: string; bytes: number })[] = []
  try {
    for (const source of county.sources) {
      const path = join(options.outDir, source.layout.file)
      const { bytes, rows } = await county.writer(source).toFile(path)
      written.push({ file: source.layout.file, kind: source.kind, rows: rows[0] ?? 0, path, bytes })
    }
    const path = join(options.outDir, PLANTED_FILE)
    const text = plantedText(options, county.planted)
    await writeFileAtomically(path, text)
    return {
      people: options.people,
      seed: options.seed,
      dataDate: DATA_DATE,
      folder: options.outDir,
      workbooks: written,
      planted: { path, count: county.planted.length },
    }
  } catch (error) {
    for (const { path } of written) await rm(path, { force: true })
    throw error
  }
}

/** The same workbooks in memory, one after the other in the order in which they are imported. */
export async function* demoWorkbooks(
  options: DemoOptions,
  hooks: DemoHooks = {},
): AsyncGenerator<{ file: string; kind: ImportKind; bytes: Buffer }> {
  const county = demoCounty(options, hooks)
  for (const source of county.sources)
    yield { file: source.layout.file, kind: source.kind, bytes: await county.writer(source).toBuffer() }
}

function demoCounty(options: DemoOptions, hooks: DemoHooks) {
  const { people, seed, regions } = options
  if (!Number.isInteger(people) || people < 1 || people > MOST_PEOPLE)
    throw new Refusal('demo.people', `演示县的人数应为 1 至 ${MOST_PEOPLE} 的整数，请改正。`, { people })
  if (!Number.isSafeInteger(seed) || seed < 0)
    throw new Refusal('demo.seed', '演示县的种子应为不小于 0 的整数，请改正。', { seed })

  const planted: PlantedMistake[] = []
  const total = Math.round(people * 2.6)
  let before = 0
  return {
    sources: sourcesOf(options),
    planted,
    writer(source: Source) {
      const step = `生成${source.layout.sheet}`
      let rows = 0
      const spec = sheetOf(source, planted)
      return createWorkbookWriter({
        // Quick rather than small: these files are read once.
        compression: 1,
        ...(hooks.shouldStop ? { shouldStop: hooks.shouldStop } : {}),
        onProgress: (progress) => {
          before += progress.rows - rows
          rows = progress.rows
          hooks.onProgress?.({ step, done: Math.min(before, total), total })
        },
      }).addSheet(spec)
    },
  }

  function sourcesOf({ people, seed }: DemoOptions): Source[] {
    const walk = function* (
      rowsOf: (planned: Parameters<typeof rosterRows>[0], world: ReturnType<typeof makeWorld>) => AnyRow[],
    ) {
      const world = makeWorld(seed, people, regions)
      for (const planned of planMistakes(world.people)) yield* rowsOf(planned, world)
    }
    const organisations = () => makeWorld(seed, people, regions).organisations
    return [
      { kind: 'employers', layout: EMPLOYERS, rows: () => employerRows(organisations(), regions) },
      { kind: 'agents', layout: AGENTS, rows: () => agentRows(organisations(), regions) },
      { kind: 'roster', layout: ROSTER, rows: () => walk((planned) => rosterRows(planned, regions)) },
      {
        kind: 'work',
        layout: WORK,
        title: '务工监测台账（演示县，人员均为虚构）',
        rows: () => walk((planned, world) => workRows(planned, world.organisations, regions)),
      },
      {
        kind: 'insured',
        layout: INSURED,
        rows: () => walk((planned, world) => insuredRows(planned, world.organisations, regions)),
      },
    ]
  }
}

const DATE_COLUMNS = /^(入职日期|离职日期|备案日期|合同起|合同止|认定日期)$/u
const NUMBER_COLUMNS = /^(序号|人数|务工时间（月）|人均纯收入|务工月收入|\d{4}年(工资|往返车费))$/u

function sheetOf(source: Source, planted: PlantedMistake[]): SheetSpec {
  const { layout } = source
  const columns = layout.headers.map(
    (header): SheetColumn => ({
      header,
      kind: DATE_COLUMNS.test(header) ? 'date' : NUMBER_COLUMNS.test(header) ? 'general' : 'text',
    }),
  )
  const cellRows = function* (): Generator<SheetCell[]> {
    let number = 0
    for (const row of source.rows()) {
      number += 1
      const { mistake } = row
      if (mistake) planted.push(plantedAt(layout, number, mistake, row.who))
      yield layout.headers.map((header) => (header === '序号' ? number : cellOf(row.cells[header])))
    }
  }
  return { name: layout.sheet, columns, rows: cellRows(), ...(source.title ? { title: source.title } : {}) }
}

function cellOf(cell: DemoCell): SheetCell {
  if (cell === undefined || typeof cell !== 'object') return cell
  return 'text' in cell ? { value: cell.text, kind: 'text' } : { value: cell.number, kind: 'general' }
}

function plantedAt(layout: DemoLayout, number: number, kind: MistakeKind, who: string): PlantedMistake {
  const mistake: Mistake | undefined = MISTAKES.find((candidate) => candidate.kind === kind)
  if (!mistake) throw new Error(`no mistake of kind ${kind}`)
  return {
    file: layout.file,
    sheet: layout.sheet,
    row: number + layout.titleRows + 1,
    kind,
    what: mistake.what,
    who,
    caughtBy: mistake.check === undefined ? 'import' : 'check',
    ...(mistake.check === undefined ? {} : { check: mistake.check }),
    ...(mistake.reason === undefined ? {} : { reason: mistake.reason }),
  }
}

function plantedText({ people, seed }: DemoOptions, planted: readonly PlantedMistake[]): string {
  const rows = planted.map((mistake) => `    ${JSON.stringify(mistake)}`)
  return `{\n  "people": ${people},\n  "seed": ${seed},\n  "dataDate": ${JSON.stringify(DATA_DATE)},\n  "planted": [\n${rows.join(',\n')}\n  ]\n}\n`
}

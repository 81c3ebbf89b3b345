/** Loads policy packs and refuses what cannot be right, naming file, line, key and the fix. */
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { dayOf } from '../../../shared/domain/dates.ts'
import { isRefusal, Refusal } from '../../../shared/domain/refusal.ts'
import type { PackAnyRow, PackDocument, PackParameter, PackSet } from './pack.ts'
import { checkRow } from './pack-rules.ts'
import { clauseFileSchema, documentSchema } from './pack-schema.ts'
import { checkTargetSums } from './plain-row-rules.ts'
import { readFault, readTextFile } from './text-file.ts'
import { checkShape, problemText, readYaml, type YamlPart, type YamlProblem } from './yaml-source.ts'

/**
 * How packs are read; tests and signed pack files bring their own. What cannot be read is thrown as a Refusal
 * `policy.unreadable`, and becomes a problem of that file.
 */
export interface PackReader {
  /** folders that hold a document each */
  documents(): string[]
  /** YAML files of a folder; `document.yaml` among them */
  files(document: string): string[]
  text(document: string, file: string): string
}

/** Reads `DIR/<doc>/*.yaml`. */
export function folderReader(dir: string): PackReader {
  return {
    documents: () => {
      const found = existsSync(dir) && statSync(dir).isDirectory() ? readdirSync(dir) : []
      // A link that leads nowhere stays, to be told as a document that cannot be read.
      const isFolder = (name: string) =>
        statSync(join(dir, name), { throwIfNoEntry: false })?.isDirectory() ?? true
      const folders = found.filter(isFolder).sort()
      if (folders.length === 0)
        throw new Refusal(
          'policy.no-packs',
          `${dir} 里没有政策文件夹。请指向放着各个文件夹（如 SX-2018）的上一级文件夹。`,
          { dir },
        )
      return folders
    },
    files: (document) => {
      try {
        return readdirSync(join(dir, document))
          .filter((name) => /\.ya?ml$/i.test(name))
          .sort()
      } catch (error) {
        throw unreadable(readFault(error))
      }
    },
    text: (document, file) => {
      const { text, fault } = readTextFile(join(dir, document, file))
      if (text === undefined) throw unreadable(fault)
      return text
    },
  }
}

const unreadable = (what: string) => new Refusal('policy.unreadable', what)

/** A row with the place it was written at. */
export interface PlacedRow {
  readonly row: PackAnyRow
  readonly file: string
  readonly part: YamlPart
  readonly at: readonly PropertyKey[]
}

/**
 * Loads and checks all packs of a folder or reader.
 * @throws Refusal `policy.pack` with every problem found, one a line; as `checkPacks`
 */
export function loadPacks(source: string | PackReader): PackSet {
  const { packs, problems } = checkPacks(source)
  const [first] = problems
  if (first === undefined) return packs
  throw new Refusal(
    'policy.pack',
    `政策包有 ${problems.length} 处错误，没有加载：\n${problems.map(problemText).join('\n')}`,
    { count: problems.length, first: problemText(first) },
  )
}

/**
 * Reads all packs of a folder or reader, with everything in them that cannot be right.
 * @throws Refusal `policy.no-packs` where the folder is missing or holds no document
 */
export function checkPacks(source: string | PackReader): {
  packs: PackSet
  problems: readonly YamlProblem[]
} {
  const reader = typeof source === 'string' ? folderReader(source) : source
  const problems: YamlProblem[] = []
  const documents: PackDocument[] = []
  const parameters = new Map<string, PackParameter>()
  const placed: PlacedRow[] = []
  for (const folder of reader.documents()) {
    const document = loadDocument(reader, folder, problems, parameters, placed)
    if (document === undefined) continue
    if (documents.some(({ id }) => id === document.id))
      problems.push({
        file: `${folder}/document.yaml`,
        line: 1,
        key: 'id',
        what: `文件 ${document.id} 已在另一个文件夹里，请改编号或删去一个`,
      })
    documents.push(document)
  }
  if (problems.length === 0) checkTogether(documents, parameters, placed, problems)
  return { packs: { documents, parameters }, problems }
}

function loadDocument(
  reader: PackReader,
  folder: string,
  problems: YamlProblem[],
  parameters: Map<string, PackParameter>,
  placed: PlacedRow[],
): PackDocument | undefined {
  const files = reading(folder, problems, () => reader.files(folder))
  if (files === undefined) return undefined
  const parts = (name: string) =>
    reading(`${folder}/${name}`, problems, () => readYaml(`${folder}/${name}`, reader.text(folder, name)))
  const head = `${folder}/document.yaml`
  if (!files.includes('document.yaml')) {
    problems.push({ file: head, line: 1, key: '', what: '没有这个文件，请补上文件的名称、文号、日期和地域' })
    return undefined
  }
  const heads = parts('document.yaml')
  const part = heads?.[0]
  if (part === undefined) {
    if (heads !== undefined) problems.push({ file: head, line: 1, key: '', what: '文件是空的' })
    return undefined
  }
  const second = heads?.find((other, i) => i > 0 && other.value !== null)
  if (second !== undefined)
    problems.push({
      file: head,
      line: second.lineOf([]),
      key: '',
      what: '只能写一份文件说明，请删去 --- 以后的',
    })
  const checked = checkShape(head, part, documentSchema)
  problems.push(...checked.problems)
  const text = checked.value
  const rows: PackAnyRow[] = []
  for (const name of files) {
    if (name === 'document.yaml') continue
    const file = `${folder}/${name}`
    if (!name.endsWith('.yaml')) {
      problems.push({ file, line: 1, key: '', what: '扩展名应为 .yaml，请改名' })
      continue
    }
    const clauses = parts(name)
    if (clauses?.length === 0) problems.push({ file, line: 1, key: '', what: '文件是空的' })
    for (const clausePart of clauses ?? []) {
      const clause = checkShape(file, clausePart, clauseFileSchema)
      problems.push(...clause.problems)
      clause.value?.rows.forEach((row, i) => {
        rows.push(row)
        placed.push({ row, file, part: clausePart, at: ['rows', i] })
      })
    }
  }
  if (text === undefined) return undefined
  const from = dayOf(text.inForce.from)
  const to = dayOf(text.inForce.to)
  const claimUntil = text.claimWindow === 'not-stated' ? undefined : dayOf(text.claimWindow.until)
  const say = (key: string[], what: string) =>
    problems.push({ file: head, line: part.lineOf(key), key: key.join('.'), what })
  if (to < from) say(['inForce', 'to'], '终止日早于起始日，请改正其中一个')
  if (claimUntil !== undefined && claimUntil < to)
    say(['claimWindow', 'until'], '兑现截止日早于文件终止日，请改正')
  text.parameters.forEach((parameter, i) => {
    if (parameters.has(parameter.id))
      say(['parameters', String(i), 'id'], `参数 ${parameter.id} 写了两次，请改名或删去一个`)
    parameters.set(parameter.id, parameter)
  })
  for (const [name, place] of Object.entries(text.places)) {
    const lists = [place.within, place.outside, ...(place.and ?? [])]
    for (const list of lists) {
      if (list !== undefined && !Array.isArray(list) && !parameters.has(list.parameter)) {
        say(['places', name], `没有参数 ${list.parameter}，请在 parameters 中写上`)
      }
    }
    if ((place.within === undefined) === (place.outside === undefined))
      say(['places', name], 'within 和 outside 必须写一个，且只写一个')
  }
  return { ...text, inForce: { from, to, assumed: text.inForce.assumed }, claimUntil, rows }
}

/** What is read, or undefined with a problem of that file where it cannot be. */
function reading<T>(file: string, problems: YamlProblem[], read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (!isRefusal(error) || error.code !== 'policy.unreadable') throw error
    problems.push({ file, line: 1, key: '', what: error.message })
    return undefined
  }
}

/** Checks that need all documents: unique ids, references, and what each row asks. */
function checkTogether(
  documents: readonly PackDocument[],
  parameters: ReadonlyMap<string, PackParameter>,
  placed: readonly PlacedRow[],
  problems: YamlProblem[],
): void {
  const seen = new Map<string, PlacedRow>()
  for (const item of placed) {
    const say = sayOf(item, problems)
    const other = seen.get(item.row.id)
    if (other !== undefined) {
      say(
        ['id'],
        `编号 ${item.row.id} 已在 ${other.file} 第${other.part.lineOf([...other.at, 'id'])}行用过，请改成不重复的编号`,
      )
    }
    seen.set(item.row.id, item)
    const document = documents.find((one) => one.rows.includes(item.row))
    if (document !== undefined) checkRow(item.row, document, parameters, say)
  }
  const rowOf = (id: string) => seen.get(id)?.row
  for (const item of placed) {
    const { row } = item
    if (row.treatment === 'target') checkTargetSums(row, rowOf, sayOf(item, problems))
    if (!('delegatesTo' in row)) continue
    row.delegatesTo.forEach((id, i) => {
      if (!seen.has(id)) sayOf(item, problems)(['delegatesTo', i], `没有编号为 ${id} 的条款，请改正`)
    })
  }
}

/** Tells a problem of one row at its place in its file. */
function sayOf(
  item: PlacedRow,
  problems: YamlProblem[],
): (key: readonly PropertyKey[], what: string) => void {
  return (key, what) => {
    const path = [...item.at, ...key]
    problems.push({
      file: item.file,
      line: item.part.lineOf(path),
      key: [item.row.id, ...key].map(String).join('.'),
      what,
    })
  }
}

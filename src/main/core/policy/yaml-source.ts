/** YAML 1.2 text that remembers where each value stands, and says in Chinese what does not fit. */
import {
  type Document,
  isMap,
  isNode,
  isPair,
  isScalar,
  LineCounter,
  type Node,
  parseAllDocuments,
  visit,
} from 'yaml'
import type { z } from 'zod'

/** One thing that does not fit, with its place. */
export interface YamlProblem {
  readonly file: string
  readonly line: number
  /** dotted path of the key */
  readonly key: string
  readonly what: string
}

export interface YamlPart {
  readonly value: unknown
  readonly problems: readonly YamlProblem[]
  /** line (from 1) of the value at a path, or of its nearest parent */
  lineOf(path: readonly PropertyKey[]): number
}

/**
 * Reads all documents of a text. Syntax errors, repeated keys and texts that would fill the memory (references to
 * references, brackets without end) become problems of their document.
 */
export function readYaml(file: string, text: string): YamlPart[] {
  const lines = new LineCounter()
  let documents: readonly Document[]
  try {
    const parsed = parseAllDocuments(text, { lineCounter: lines, version: '1.2', uniqueKeys: true })
    documents = Array.isArray(parsed) ? parsed : []
  } catch (error) {
    // The parser calls itself for each bracket, and ends so where the stack does.
    if (!(error instanceof RangeError)) throw error
    return [unreadable(file, TOO_DEEP)]
  }
  return documents.map((document) => {
    const problems: YamlProblem[] = document.errors.map((error) => ({
      file,
      line: error.linePos?.[0].line ?? 1,
      key: '',
      what: SYNTAX[error.code] ?? `不是有效的 YAML（${error.code}），请检查缩进、引号和冒号`,
    }))
    const open = problems.length > 0 ? undefined : unknownAlias(document)
    if (open !== undefined)
      problems.push({
        file,
        line: lines.linePos(open.offset).line,
        key: '',
        what: `* 开头的文字要加引号：'*${open.name}'`,
      })
    const lineAt = (path: readonly PropertyKey[]) => lineOf(document, lines, path)
    return { value: plainValue(document, file, lineAt([]), problems), problems, lineOf: lineAt }
  })
}

const TOO_DEEP = '括号或缩进套得太深，请检查是否漏了右括号'

/** Faults of the parser that have a remedy of their own. */
const SYNTAX: Readonly<Record<string, string>> = {
  DUPLICATE_KEY: '同一个键写了两次，请删去一个',
  TAB_AS_INDENT: '缩进用了制表符，请改用空格',
  RESOURCE_EXHAUSTION: TOO_DEEP,
}

function unreadable(file: string, what: string): YamlPart {
  return { value: undefined, problems: [{ file, line: 1, key: '', what }], lineOf: () => 1 }
}

/** The document as plain values; undefined, with one more problem, where references make it too large or endless. */
function plainValue(document: Document, file: string, line: number, problems: YamlProblem[]): unknown {
  if (problems.length > 0) return undefined
  try {
    const value: unknown = document.toJS({ maxAliasCount: MOST_ALIASES })
    // A node that refers to itself comes out as a ring.
    if (isEndless(value, new Set())) throw new ReferenceError('endless')
    return value
  } catch (error) {
    if (!(error instanceof ReferenceError) && !(error instanceof RangeError)) throw error
    problems.push({ file, line, key: '', what: '* 引用套引用，展开后太大，请直接写出来' })
    return undefined
  }
}

/** Enough for a thousand people of one kind; references to references pass it soon. */
const MOST_ALIASES = 100_000

/** `above`: what the value stands in; `clean`: what was looked through already, however often it is referred to. */
function isEndless(value: unknown, above: Set<unknown>, clean: Set<unknown> = new Set()): boolean {
  if (typeof value !== 'object' || value === null || clean.has(value)) return false
  if (above.has(value)) return true
  above.add(value)
  if (Object.values(value).some((inner) => isEndless(inner, above, clean))) return true
  above.delete(value)
  clean.add(value)
  return false
}

/** A text that begins with * means another place of the file, which there is not. */
function unknownAlias(document: Document): { name: string; offset: number } | undefined {
  let found: { name: string; offset: number } | undefined
  visit(document, {
    Alias(_key, node) {
      if (node.resolve(document) !== undefined) return undefined
      found = { name: node.source, offset: start(node) ?? 0 }
      return visit.BREAK
    },
  })
  return found
}

function lineOf(document: Document, lines: LineCounter, path: readonly PropertyKey[]): number {
  let node: unknown = document.contents
  let offset = start(node) ?? 0
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(
        (item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(step),
      )
      if (pair === undefined) break
      offset = start(pair.key) ?? offset
      node = pair.value
    } else if (isNode(node) && 'items' in node && Array.isArray(node.items)) {
      node = node.items[Number(step)]
      offset = start(node) ?? offset
    } else break
  }
  return lines.linePos(offset).line
}

function start(node: unknown): number | undefined {
  return isNode(node) ? (node as Node).range?.[0] : undefined
}

/** Checks a part against a schema; what does not fit is told with file, line and key. */
export function checkShape<T extends z.ZodType>(
  file: string,
  part: YamlPart,
  schema: T,
): { value: z.output<T> | undefined; problems: YamlProblem[] } {
  if (part.problems.length > 0) return { value: undefined, problems: [...part.problems] }
  const parsed = schema.safeParse(part.value)
  if (parsed.success) return { value: parsed.data, problems: [] }
  return { value: undefined, problems: parsed.error.issues.flatMap((issue) => problemsOf(file, part, issue)) }
}

function problemsOf(file: string, part: YamlPart, issue: z.core.$ZodIssue): YamlProblem[] {
  const path = issue.path
  const at = (key: readonly PropertyKey[], what: string): YamlProblem => ({
    file,
    line: part.lineOf(key),
    key: key.map(String).join('.'),
    what,
  })
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => at([...path, key], `不认识的键 ${key}，请删去或改正拼写`))
  }
  if (issue.code === 'invalid_union') {
    const inner = issue.errors.filter((list) => list.length > 0).sort((a, b) => depth(b) - depth(a))[0]
    const first = inner?.[0]
    if (first !== undefined)
      return problemsOf(file, part, { ...first, path: [...path, ...first.path] } as z.core.$ZodIssue)
    return [at(path, '写法不对')]
  }
  if (issue.code === 'invalid_type') {
    if (valueAt(part.value, path) === undefined) return [at(path, '缺少这个键，请补上')]
    return [at(path, `应为${TYPE_WORDS[issue.expected] ?? issue.expected}`)]
  }
  if (issue.code === 'invalid_value' && valueAt(part.value, path) === undefined)
    return [at(path, '缺少这个键，请补上')]
  if (issue.code === 'invalid_value') return [at(path, `应为 ${issue.values.map(String).join('、')} 之一`)]
  if (issue.code === 'invalid_key') return [at(path, `键名不对：${issue.issues[0]?.message ?? ''}`)]
  if (issue.code === 'too_small' && issue.origin === 'array')
    return [at(path, `至少要写 ${issue.minimum} 项`)]
  if (issue.code === 'too_small' || issue.code === 'too_big') return [at(path, '数值或长度超出允许范围')]
  return [at(path, issue.message)]
}

function depth(issues: readonly z.core.$ZodIssue[]): number {
  return Math.max(...issues.map((issue) => issue.path.length))
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  let at: unknown = value
  for (const step of path) {
    if (typeof at !== 'object' || at === null) return undefined
    at = (at as Record<PropertyKey, unknown>)[step]
  }
  return at
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  string: '文字',
  number: '数字',
  int: '整数',
  boolean: 'true 或 false',
  array: '列表 [ … ]',
  object: '键和值 { … }',
  record: '键和值 { … }',
  map: '键和值 { … }',
}

/** `FILE 第N行 KEY：what` */
export function problemText(problem: YamlProblem): string {
  return `${problem.file} 第${problem.line}行${problem.key === '' ? '' : ` ${problem.key}`}：${problem.what}`
}

import { isNode, LineCounter, parseDocument } from 'yaml'
import { z } from 'zod'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { LayoutFault } from './template.ts'

/**
 * Reads a layout file and checks it: YAML, shape (`schema`), then meaning (`compile`, which throws LayoutFault).
 *
 * @throws Refusal `forms.layout` naming file, line, key and what is wrong.
 */
export function readLayout<Schema extends z.ZodType, Compiled>(
  file: string,
  yaml: string,
  schema: Schema,
  compile: (layout: z.output<Schema>) => Compiled,
): Compiled {
  const lines = new LineCounter()
  const document = parseDocument(yaml, { lineCounter: lines, uniqueKeys: true })
  const lineOf = (path: readonly (string | number)[]): number => {
    for (let length = path.length; length >= 0; length -= 1) {
      const node = document.getIn(path.slice(0, length), true)
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line
    }
    return 1
  }
  const refuse = (line: number, key: string, problem: string): Refusal =>
    new Refusal(
      'forms.layout',
      `版式文件 ${file} 第 ${line} 行${key ? `（${key}）` : ''}：${problem}。请改正后重试。`,
      {
        file,
        line,
        key,
        problem,
      },
    )

  const broken = document.errors[0]
  if (broken) {
    const detail = broken.message.split('\n')[0]?.replace(/ at line \d+.*$/, '')
    const problem = `不是正确的 YAML，请检查缩进、冒号后的空格和成对的括号、引号（${detail}）`
    throw refuse(lines.linePos(broken.pos[0]).line, '', problem)
  }
  const read = schema.safeParse(document.toJS(), { error: z.locales.zhCN().localeError })
  if (!read.success) {
    const issue = read.error.issues[0]!
    const path = issue.path.map((part) => (typeof part === 'symbol' ? String(part) : part))
    // An unknown key has no node of its own in the issue's path: point at the key itself.
    const wrongKey = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
    const full = wrongKey === undefined ? path : [...path, wrongKey]
    throw refuse(
      lineOf(full),
      full.join('.'),
      wrongKey === undefined ? issue.message : `没有“${wrongKey}”这个键`,
    )
  }
  try {
    return compile(read.data)
  } catch (error) {
    if (error instanceof LayoutFault) throw refuse(lineOf(error.path), error.path.join('.'), error.message)
    throw error
  }
}

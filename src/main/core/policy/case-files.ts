/** The case files of a folder, each read as text or with what hinders it; one bad file never hides the others. */
import { readdirSync, realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { readFault, readTextFile, type TextFile } from './text-file.ts'

export type CaseFile = TextFile & { readonly file: string }

/** Case files of paths; folders are searched with their subfolders, in order of name. A folder without any is a fault. */
export function readCaseFiles(paths: readonly string[]): CaseFile[] {
  return paths.flatMap((path) => {
    const found = filesOf(path, new Set())
    return found.length > 0 ? found : [{ file: path, fault: '这个文件夹里没有案例文件（.yaml 或 .yml）' }]
  })
}

function filesOf(path: string, above: ReadonlySet<string>): CaseFile[] {
  let names: string[]
  let own: string
  try {
    if (!statSync(path).isDirectory()) return [{ file: path, ...readTextFile(path) }]
    own = realpathSync(path)
    // A link to a folder that it stands in.
    if (above.has(own)) return []
    names = readdirSync(path).sort()
  } catch (error) {
    return [{ file: path, fault: readFault(error) }]
  }
  const inside = new Set([...above, own])
  return names.flatMap((name) => {
    const inner = join(path, name)
    return isCaseName(name) || isFolder(inner) ? filesOf(inner, inside) : []
  })
}

const isCaseName = (name: string) => /\.ya?ml$/i.test(name)

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

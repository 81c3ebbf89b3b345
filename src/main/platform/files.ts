import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { Refusal } from '../../shared/domain/refusal.ts'
import type { Incoming } from './receive.ts'

const BUNDLE = /\.llbundle$/i
const WORKBOOK = /\.(xlsx|xlsm|csv)$/i

/**
 * The files that are meant: those named, and those lying directly in a folder that is named. Other files of a folder are
 * left alone. @throws Refusal `file.not-found`
 */
export async function filesAt(
  paths: readonly string[],
): Promise<{ readonly bundles: readonly Incoming[]; readonly workbooks: readonly string[] }> {
  const found: string[] = []
  for (const path of paths.map((one) => resolve(one))) {
    const known = await stat(path).catch(() => undefined)
    if (known === undefined) throw new Refusal('file.not-found', `找不到“${path}”。请核对路径。`, { path })
    if (!known.isDirectory()) found.push(path)
    else
      for (const entry of (await readdir(path, { withFileTypes: true })).sort((a, b) =>
        a.name < b.name ? -1 : 1,
      ))
        if (entry.isFile() && (BUNDLE.test(entry.name) || WORKBOOK.test(entry.name)))
          found.push(join(path, entry.name))
  }
  return {
    bundles: found
      .filter((path) => !WORKBOOK.test(path))
      .map((path) => ({ name: basename(path), source: path, bytes: () => readFile(path) })),
    workbooks: found.filter((path) => WORKBOOK.test(path)),
  }
}

import { stat } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { FileRef } from '../../shared/contract/files.ts'
import { isRefusal, Refusal } from '../../shared/domain/refusal.ts'
import { makeFolder, writeFileAtomically } from '../core/files/atomic-write.ts'
import type { CommandApp } from './run-context.ts'

/**
 * Writes files that the application made to where the person asked: one file to `out` itself, several beside it
 * with -1, -2 … before the extension; into `out` under their own names where that is a folder.
 * @param recorded what the ledger has noted by now, and how the file is had again where it cannot be written
 * @returns the paths
 */
export async function writeFiles(
  app: CommandApp,
  files: readonly FileRef[],
  out: string,
  recorded = '',
): Promise<string[]> {
  const target = resolve(out)
  if (await isFolder(target)) return writeFilesInto(app, files, target, recorded)
  const extension = extname(target)
  const stem = target.slice(0, target.length - extension.length)
  const paths = files.map((_, at) => (files.length === 1 ? target : `${stem}-${at + 1}${extension}`))
  return writeEach(app, files, paths, recorded)
}

/** Writes files that the application made into a folder, which is made where it is not there, under their own names. @returns the paths */
export async function writeFilesInto(
  app: CommandApp,
  files: readonly FileRef[],
  folder: string,
  recorded = '',
): Promise<string[]> {
  await makeFolder(folder)
  const paths = files.map((file) => join(resolve(folder), basename(file.name)))
  return writeEach(app, files, paths, recorded)
}

async function isFolder(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined)
  return found?.isDirectory() ?? false
}

async function writeEach(
  { app }: CommandApp,
  files: readonly FileRef[],
  paths: readonly string[],
  recorded: string,
): Promise<string[]> {
  const written: string[] = []
  try {
    for (const [at, file] of files.entries()) {
      const path = paths[at]
      if (path === undefined) throw new Error('a file without a path')
      const { bytes } = await app.vault.read(file.token)
      await writeFileAtomically(path, bytes)
      app.vault.forget(file.token)
      written.push(path)
    }
  } catch (error) {
    if (recorded === '' || !isRefusal(error)) throw error
    throw new Refusal(error.code, `${error.message}${recorded}`, error.params)
  }
  return written
}

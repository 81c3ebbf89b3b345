import { mkdir } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import type { FileRef } from '../../shared/contract/files.ts'
import { writeFileAtomically } from '../core/files/atomic-write.ts'
import type { CommandApp } from './run-context.ts'

/**
 * Writes files that the application made to where the person asked: one file to `out` itself, several beside it
 * with -1, -2 … before the extension. @returns the paths
 */
export async function writeFiles(
  { app }: CommandApp,
  files: readonly FileRef[],
  out: string,
): Promise<string[]> {
  const target = resolve(out)
  const extension = extname(target)
  const paths: string[] = []
  for (const [at, file] of files.entries()) {
    const numbered = `${target.slice(0, target.length - extension.length)}-${at + 1}${extension}`
    const path = files.length === 1 ? target : numbered
    const { bytes } = await app.vault.read(file.token)
    await writeFileAtomically(path, bytes)
    app.vault.forget(file.token)
    paths.push(path)
  }
  return paths
}

/** Writes files that the application made into a folder, which is made where it is not there, under their own names. @returns the paths */
export async function writeFilesInto(
  { app }: CommandApp,
  files: readonly FileRef[],
  folder: string,
): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  const paths: string[] = []
  for (const file of files) {
    const path = join(resolve(folder), basename(file.name))
    const { bytes } = await app.vault.read(file.token)
    await writeFileAtomically(path, bytes)
    app.vault.forget(file.token)
    paths.push(path)
  }
  return paths
}

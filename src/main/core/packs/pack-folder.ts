import { existsSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { folderReader, type PackReader } from '../policy/pack-load.ts'

/**
 * The documents of a folder that somebody made a pack of: the folder of one document (with its `document.yaml`), or one
 * that holds several such folders. @throws Refusal `policy.no-packs`
 */
export function packFolder(dir: string): PackReader {
  const folder = resolve(dir)
  if (!existsSync(join(folder, 'document.yaml'))) return folderReader(folder)
  return { ...folderReader(dirname(folder)), documents: () => [basename(folder)] }
}

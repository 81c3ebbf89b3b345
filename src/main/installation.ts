import { existsSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { z } from 'zod'

/** Where the parts of the installed (or checked out) application lie. */
export type Installation = {
  root: string
  version: string
  resources: string
  /** the built screens */
  screens: string
  /** what a worker thread starts from: bundled beside bundled code, the source beside the source */
  threadEntry: URL
  /** for tests: a clock that stands still, in epoch milliseconds */
  fixedNow?: number
}

/** Finds the application around the code that runs. @throws Error where its package.json is missing */
export function findInstallation(): Installation {
  const here = fileURLToPath(import.meta.url)
  let root = dirname(here)
  while (!existsSync(join(root, 'package.json'))) {
    const above = dirname(root)
    if (above === root) throw new Error(`no package.json above ${here}`)
    root = above
  }
  const { version } = z
    .object({ version: z.string() })
    .parse(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')))
  const thread = here.endsWith('.ts') ? 'src/main/core/jobs/thread.ts' : 'out/main/thread.js'
  return {
    root,
    version,
    resources: join(root, 'resources'),
    screens: join(root, 'out', 'renderer'),
    threadEntry: pathToFileURL(join(root, thread)),
  }
}

/** The folder in which ledgers usually lie: among the person's documents, where a backup of those finds them. */
export function usualFolder(documents: string = join(homedir(), 'Documents')): string {
  return process.env.LIAISON_FOLDER ?? join(documents, '劳务协作台账')
}

/** The application's own folder outside Electron, by each system's custom. `LIAISON_DATA` puts it elsewhere. */
export function dataFolder(): string {
  const given = process.env.LIAISON_DATA
  if (given !== undefined && given !== '') return given
  if (process.platform === 'win32')
    return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'liaison-ledger')
  if (process.platform === 'darwin')
    return join(homedir(), 'Library', 'Application Support', 'liaison-ledger')
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local', 'share'), 'liaison-ledger')
}

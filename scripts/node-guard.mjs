import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/** The Node that the project brings along (npm package `node`), where it was installed. */
export const ownNode = join(
  root,
  'node_modules',
  'node',
  'bin',
  process.platform === 'win32' ? 'node.exe' : 'node',
)

/**
 * Makes sure that a new enough Node runs this: on an older one the encrypted SQLite crashes without a word. Starts the
 * same script again with the project's own Node where that is there, else says what to do and ends.
 */
export function requireNode() {
  if (Number(process.versions.node.split('.')[0]) >= 24) return
  if (existsSync(ownNode)) {
    const run = spawnSync(ownNode, process.argv.slice(1), { stdio: 'inherit' })
    process.exit(run.status ?? 1)
  }
  console.error(
    `需要 Node 24 或更高版本（当前 ${process.version}）。请先在项目文件夹中运行 npm ci，它会装好合用的版本。`,
  )
  process.exit(1)
}

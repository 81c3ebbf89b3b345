#!/usr/bin/env node
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { nodeIsNewEnough, oldNodeMessage } from '../core/node-version.ts'

// Whoever reads our output may stop early (`| head`); the work goes on, and ends as it would have ended.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

// Before anything that loads SQLite: on an old Node it crashes without a word.
if (nodeIsNewEnough(process.version)) {
  const { main } = await import('./main.ts')
  process.exitCode = await main(process.argv.slice(2))
} else {
  process.exitCode = runWithOwnNode() ?? 1
}

/** Starts the same command with the Node that came with the project; undefined where there is none. */
function runWithOwnNode(): number | undefined {
  const here = fileURLToPath(import.meta.url)
  let folder = dirname(here)
  const name = process.platform === 'win32' ? 'node.exe' : 'node'
  while (!existsSync(join(folder, 'node_modules', 'node', 'bin', name))) {
    const above = dirname(folder)
    if (above === folder) {
      process.stderr.write(`${oldNodeMessage(process.version)}\n`)
      return undefined
    }
    folder = above
  }
  const own = join(folder, 'node_modules', 'node', 'bin', name)
  return spawnSync(own, [here, ...process.argv.slice(2)], { stdio: 'inherit' }).status ?? 1
}

import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ownNode, requireNode, root } from './node-guard.mjs'

/** What the build is made from. */
const SOURCES = [
  'src',
  'scripts/build-fonts.ts',
  'electron.vite.config.ts',
  'package-lock.json',
  'tsconfig.base.json',
]
const STAMP = join(root, 'out', 'built.json')
const LOCK = join(root, '.liaison', 'build.lock')

/**
 * Builds the application where a source is newer than what was built. Several that come at once build once: the
 * others wait. `quiet` shows the build's output only where it fails; `silent` does not even say that it builds.
 */
export function buildIfStale({ quiet, silent = false }) {
  if (isFresh()) return
  const release = takeLock()
  try {
    // Somebody else may have built while we waited.
    if (isFresh()) return
    if (!silent) console.error('正在生成应用（源文件有变化），约半分钟……')
    build(quiet)
  } finally {
    release()
  }
}

/** Builds now. A change of the sources during the build leaves it stale, since the stamp has the time of its start. */
function build(quiet) {
  const startedAt = Date.now()
  for (const args of [
    [join(root, 'scripts', 'build-fonts.ts')],
    [
      join(root, 'node_modules', 'electron-vite', 'bin', 'electron-vite.js'),
      'build',
      '--logLevel',
      quiet ? 'warn' : 'info',
    ],
  ]) {
    const run = spawnSync(ownNode, args, { cwd: root, stdio: quiet ? 'pipe' : 'inherit', encoding: 'utf8' })
    if (run.status === 0) continue
    if (quiet) process.stderr.write(`${run.stdout ?? ''}${run.stderr ?? ''}`)
    console.error('生成应用没有成功，原因见上。')
    process.exit(1)
  }
  writeFileSync(STAMP, `${JSON.stringify({ startedAt })}\n`)
}

function isFresh() {
  let startedAt
  try {
    startedAt = JSON.parse(readFileSync(STAMP, 'utf8')).startedAt
    statSync(join(root, 'out', 'main', 'liaison.js'))
  } catch {
    return false
  }
  return SOURCES.every((source) => newest(join(root, source)) < startedAt)
}

function newest(path) {
  const stat = statSync(path)
  if (!stat.isDirectory()) return stat.mtimeMs
  // A folder's own time tells of removed files.
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))))
}

/** A folder is made by one process only. The number inside tells whether its maker still lives. */
function takeLock() {
  mkdirSync(join(root, '.liaison'), { recursive: true })
  for (;;) {
    try {
      mkdirSync(LOCK)
      writeFileSync(join(LOCK, 'pid'), String(process.pid))
      return () => rmSync(LOCK, { recursive: true, force: true })
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
    }
    if (!holderLives()) rmSync(LOCK, { recursive: true, force: true })
    else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200)
  }
}

function holderLives() {
  try {
    process.kill(Number(readFileSync(join(LOCK, 'pid'), 'utf8')), 0)
    return true
  } catch (error) {
    // EPERM: it lives, under another user. No number yet: its maker is just writing it, unless the folder is old.
    if (error.code === 'EPERM') return true
    if (error.code !== 'ENOENT') return false
    try {
      return Date.now() - statSync(LOCK).mtimeMs < 5000
    } catch {
      return true
    }
  }
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href) {
  requireNode()
  if (process.argv.includes('--force')) rmSync(STAMP, { force: true })
  buildIfStale({ quiet: process.argv.includes('--quiet') })
}

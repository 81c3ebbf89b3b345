import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { root } from './node-guard.mjs'

const require = createRequire(join(root, 'package.json'))
const folder = join(root, 'node_modules', 'electron')
const REMEMBERED = join(root, '.liaison', 'electron.json')
/** A slow line still gets through in this time; a blocked one must not keep the clerk waiting. */
const QUIET_LIMIT = 45_000

/** The path of Electron's program; undefined where it is not installed (its package no longer fetches it by itself). */
export function electronProgram() {
  try {
    const given = process.env.ELECTRON_OVERRIDE_DIST_PATH
    const program = join(given ?? join(folder, 'dist'), readFileSync(join(folder, 'path.txt'), 'utf8'))
    return existsSync(program) ? program : undefined
  } catch {
    return undefined
  }
}

/** Whether fetching this version failed before on this machine. */
export function fetchFailedBefore() {
  try {
    return JSON.parse(readFileSync(REMEMBERED, 'utf8')).failed === electronVersion()
  } catch {
    return false
  }
}

/** Forgets that, to try again. */
export function forgetFailure() {
  rmSync(REMEMBERED, { force: true })
}

/** Fetches Electron with its own installer, once; a failure is remembered. @returns the program's path or undefined */
export async function fetchElectron(show) {
  const done = await download(show)
  const program = done ? electronProgram() : undefined
  if (program === undefined) {
    mkdirSync(join(root, '.liaison'), { recursive: true })
    writeFileSync(REMEMBERED, `${JSON.stringify({ failed: electronVersion() })}\n`)
  }
  return program
}

function electronVersion() {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')).version
}

/**
 * The download runs in a process of its own, so that one that hangs can be ended. It reports its progress line by
 * line; Electron's installer then unpacks from the same cache, after checking the checksum.
 */
async function download(show) {
  const script = `
    const { downloadArtifact } = await import(${JSON.stringify(require.resolve('@electron/get'))})
    const { version } = ${JSON.stringify({ version: electronVersion() })}
    await downloadArtifact({
      version, artifactName: 'electron', platform: process.platform, arch: process.arch,
      checksums: (await import(${JSON.stringify(join(folder, 'checksums.json'))}, { with: { type: 'json' } })).default,
      downloadOptions: { quiet: true, getProgressCallback: async (p) => { console.log(Math.floor(p.percent * 100)) } },
    })`
  if (!(await runWatched(['--input-type=module', '-e', script], (line) => show(Number(line))))) return false
  return runWatched([join(folder, 'install.js')], () => undefined)
}

function runWatched(args, onLine) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'ignore'] })
    let timer
    const wait = () => {
      clearTimeout(timer)
      timer = setTimeout(() => child.kill('SIGKILL'), QUIET_LIMIT)
    }
    wait()
    child.stdout.on('data', (data) => {
      wait()
      const last = String(data).trim().split('\n').at(-1)
      if (last) onLine(last)
    })
    const end = (ok) => {
      clearTimeout(timer)
      resolve(ok)
    }
    child.on('error', () => end(false))
    child.on('exit', (code) => end(code === 0))
  })
}

/**
 * From the passphrase to the first people on screen: `ledger.open` (key derivation included) and the first window of
 * the list, by the built application with its threads; then the start of the command line and of the http host, whose
 * own time comes before. Run: node test/bench/open-ledger.ts [people] (82,000 people make a ledger of 500 MB).
 * `cold` has the file's pages dropped from the system's cache first; where that cannot be done it is null.
 */
import { spawn, spawnSync } from 'node:child_process'
import { scryptSync } from 'node:crypto'
import { statSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { createApp } from '../../src/main/core/app.ts'
import { DEFAULT_KDF_COST } from '../../src/main/core/db/key/wraps.ts'
import { copyOfLargeLedger } from './ledger-copy.ts'
import { median, report } from './measure.ts'

const root = join(import.meta.dirname, '..', '..')
const liaison = join(root, 'out', 'main', 'liaison.js')
const copy = await copyOfLargeLedger(Number(process.argv[2] ?? 82_000))
const env = {
  ...process.env,
  LIAISON_PASSPHRASE: copy.passphrase,
  LIAISON_FOLDER: copy.folder,
  LIAISON_DATA: join(copy.folder, 'data'),
}
try {
  const warm: number[] = []
  for (let round = 0; round < 5; round += 1) warm.push(await openToFirstRows())
  const cold = dropFromCache(copy.path) ? await openToFirstRows() : null
  report({
    keySeconds: median([0, 1, 2].map(() => keySeconds())),
    bytes: statSync(copy.path).size,
    warmSeconds: median(warm),
    warmRuns: warm,
    coldSeconds: cold,
    cliVersionSeconds: median([0, 1, 2].map(() => timed(['--version']))),
    cliPeopleSeconds: median([0, 1, 2].map(() => timed(['people', '--ledger', copy.path, '--limit', '1']))),
    serveSeconds: await serveToAddress(),
  })
} finally {
  copy.remove()
}

/** Seconds; the application stands and its threads are up, as they are while somebody types a passphrase. */
async function openToFirstRows(): Promise<number> {
  const app = createApp({
    host: 'cli',
    version: 'bench',
    resources: join(root, 'resources'),
    threadEntry: pathToFileURL(join(root, 'out', 'main', 'thread.js')),
    folder: copy.folder,
    dataFolder: join(copy.folder, 'data'),
  })
  try {
    app.warm()
    await new Promise((done) => setTimeout(done, 1500))
    const started = performance.now()
    await app.dispatch('ledger.open', { path: copy.path, passphrase: copy.passphrase }, { role: 'admin' })
    const { rows } = (await app.dispatch(
      'people.list',
      { search: '', offset: 0, limit: 50 },
      { role: 'admin' },
    )) as { rows: readonly unknown[] }
    if (rows.length !== 50) throw new Error(`the list has ${rows.length} rows`)
    return (performance.now() - started) / 1000
  } finally {
    await app.close()
  }
}

/** Asks the system to forget the pages of that file alone. */
function dropFromCache(path: string): boolean {
  return spawnSync('dd', [`if=${path}`, 'iflag=nocache', 'count=0', 'status=none']).status === 0
}

function timed(args: readonly string[]): number {
  const started = performance.now()
  const run = spawnSync(process.execPath, [liaison, ...args], { env, encoding: 'utf8' })
  if (run.status !== 0) throw new Error(`liaison ${args.join(' ')} ended with ${run.status}: ${run.stderr}`)
  return (performance.now() - started) / 1000
}

function serveToAddress(): Promise<number> {
  const started = performance.now()
  return new Promise((done, fail) => {
    const child = spawn(process.execPath, [liaison, 'serve', '--json', '--no-open'], {
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let seconds: number | undefined
    child.stdout.once('data', () => {
      seconds = (performance.now() - started) / 1000
      child.kill('SIGINT')
    })
    child.once('exit', () =>
      seconds === undefined ? fail(new Error('serve gave no address')) : done(seconds),
    )
  })
}

/** The memory-hard step alone, at the cost new ledgers are made with. */
function keySeconds(): number {
  const { log2N, r, p } = DEFAULT_KDF_COST
  const started = performance.now()
  scryptSync(copy.passphrase, 'sixteen bytes ..', 32, { N: 2 ** log2N, r, p, maxmem: 2 ** (log2N + 8) * r })
  return (performance.now() - started) / 1000
}

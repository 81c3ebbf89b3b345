import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile } from 'node:fs/promises'
import { basename, extname, join, resolve } from 'node:path'
import { z } from 'zod'
import { writePrivateFile } from '../files/atomic-file.ts'

const entry = z.object({ path: z.string(), name: z.string(), kept: z.boolean().default(false) })
type Entry = z.infer<typeof entry>

const MOST = 20
const EXTENSION = '.ledger'

/** The ledgers that were opened on this machine, newest first, and those that lie in the usual folder. */
export class RecentLedgers {
  readonly #file: string
  readonly #folder: string

  /** `dataFolder` is the application's own, `folder` where ledgers usually lie. */
  constructor(dataFolder: string, folder: string) {
    this.#file = join(dataFolder, 'recent.json')
    this.#folder = folder
  }

  async list(): Promise<(Entry & { exists: boolean })[]> {
    const opened = await this.#read()
    const known = new Set(opened.map((one) => one.path))
    const names = await readdir(this.#folder).catch(() => [])
    const found = names
      .filter((name) => extname(name) === EXTENSION)
      .map((name) => ({ path: join(this.#folder, name), name: basename(name, EXTENSION), kept: false }))
      .filter((one) => !known.has(one.path))
    return [...opened, ...found].map((one) => ({ ...one, exists: existsSync(one.path) }))
  }

  /** Puts a ledger to the top. `kept`: this machine keeps its key. */
  async note(path: string, name: string, kept: boolean): Promise<void> {
    const full = resolve(path)
    const others = (await this.#read()).filter((one) => one.path !== full)
    const entries = [{ path: full, name, kept }, ...others].slice(0, MOST)
    await mkdir(join(this.#file, '..'), { recursive: true, mode: 0o700 })
    await writePrivateFile(this.#file, `${JSON.stringify(entries, undefined, 2)}\n`)
  }

  async #read(): Promise<Entry[]> {
    const text = await readFile(this.#file, 'utf8').catch(() => '[]')
    try {
      return z.array(entry).parse(JSON.parse(text))
    } catch {
      // A convenience list: a damaged one starts anew, the ledgers themselves are not concerned.
      return []
    }
  }
}

import { appendFile, mkdir, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { InternalError } from '../jobs/crossing.ts'

const KEPT_FILES = 10

/** Writes what a maintainer needs into a local file: numbers and places in the code, never data of rows. */
export class FaultLog {
  readonly #folder: string
  readonly #now: () => number
  #turn: Promise<void> = Promise.resolve()

  constructor(dataFolder: string, now: () => number) {
    this.#folder = join(dataFolder, 'logs')
    this.#now = now
  }

  report(error: Error): void {
    const at = new Date(this.#now()).toISOString()
    const text =
      error instanceof InternalError
        ? `${at} ${error.number}\n${error.detail}\n\n`
        : `${at} ${error.name}\n\n`
    this.#turn = this.#turn
      .then(() => this.#append(at, text))
      .catch(() => {
        // A log that cannot be written (full disk) must not stop the work that it tells of.
      })
  }

  /** Resolves when everything reported is on the disk. */
  written(): Promise<void> {
    return this.#turn
  }

  async #append(at: string, text: string): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 })
    await appendFile(join(this.#folder, `${at.slice(0, 10)}.log`), text, { mode: 0o600 })
    const files = (await readdir(this.#folder)).filter((name) => name.endsWith('.log')).sort()
    for (const old of files.slice(0, -KEPT_FILES)) await rm(join(this.#folder, old), { force: true })
  }
}

import { existsSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { keyFilePath } from '../db/key/key-file.ts'
import type { JobHandle } from '../jobs/board.ts'
import type { Threads } from '../jobs/threads.ts'
import type { InputOf } from '../procedure.ts'
import type { Session } from './session.ts'

/** Known to everybody: nobody in it exists. */
const PASSPHRASE = 'yanshi-2022'
const COUNTY = '511133'

/**
 * Makes a new ledger with an invented county, its workbooks imported through the ordinary importer.
 * What it had made is removed where it was cancelled or refused.
 */
export async function createDemoLedger(
  parts: { session: Session; threads: Threads; folder: string },
  input: { people: number; seed: number },
  handle: JobHandle,
): Promise<{ path: string; passphrase: string; people: number; imports: number }> {
  const { session, threads } = parts
  const { signal, progress } = handle
  handle.running()
  const { name, path } = freePlace(parts.folder)
  await session.create(
    { name, path, passphrase: PASSPHRASE, office: '演示联络站', county: COUNTY, officer: '演示经办人' },
    { jobId: handle.id },
  )
  try {
    const actor = await session.actor()
    const made = await threads.task('demo.generate', input, handle)
    for (const { kind, file } of made) {
      const run: InputOf<'imports.run'> = { token: file.token, kind, dryRun: false, errorFile: false }
      await threads.writeLong({
        name: 'imports.run',
        input: run,
        actor,
        signal,
        running: () => undefined,
        progress: (step) => progress({ ...step, step: `${file.name}：${step.step}` }),
      })
    }
    return { path, passphrase: PASSPHRASE, people: input.people, imports: made.length }
  } catch (error) {
    await session.lock(handle.id)
    for (const file of [path, `${path}-wal`, `${path}-shm`, `${path}.lock`, keyFilePath(path)]) {
      await rm(file, { force: true })
    }
    throw error
  }
}

/** 演示县, or where that is taken 演示县 2, 演示县 3 … */
function freePlace(folder: string): { name: string; path: string } {
  for (let number = 1; ; number += 1) {
    const name = number === 1 ? '演示县' : `演示县 ${number}`
    const path = join(folder, `${name}.ledger`)
    if (!existsSync(path) && !existsSync(keyFilePath(path))) return { name, path }
  }
}

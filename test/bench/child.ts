import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** What a piece of the bench printed, and the peak memory of its process. */
export type Ran = { output: string; peakMb: number }

const preload = pathToFileURL(join(import.meta.dirname, 'peak-memory.ts')).href

/** Runs one file of this folder in a process of its own. @throws Error where it does not end with 0 */
export function runPiece(file: string, ...args: (string | number)[]): Promise<Ran> {
  return new Promise((done, fail) => {
    const child = spawn(
      process.execPath,
      ['--import', preload, join(import.meta.dirname, file), ...args.map(String)],
      {
        stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
        env: { ...process.env, TZ: 'Asia/Shanghai' },
      },
    )
    const texts = ['', '', '', '']
    for (const channel of [1, 2, 3] as const) {
      child.stdio[channel]?.on('data', (part: Buffer) => {
        texts[channel] += part.toString('utf8')
      })
    }
    child.once('error', fail)
    child.once('close', (code) => {
      if (code !== 0) fail(new Error(`${file} ended with ${code}: ${texts[2]}`))
      else done({ output: texts[1] ?? '', peakMb: Number(texts[3]) / 1024 })
    })
  })
}

/** The same for a piece that prints one JSON value. */
export async function measurePiece<T>(
  file: string,
  ...args: (string | number)[]
): Promise<T & { peakMb: number }> {
  const { output, peakMb } = await runPiece(file, ...args)
  return { ...(JSON.parse(output) as T), peakMb }
}

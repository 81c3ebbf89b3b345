import { realpath, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { Command } from 'commander'
import { Refusal } from '../../shared/domain/refusal.ts'
import { keyFilePath } from '../core/db/key/key-file.ts'
import { checkFolder, checkWritable } from '../core/files/atomic-write.ts'

/** Options that say where a command puts what it makes. */
const FILES = ['out', 'errors', 'receipt', 'card', 'pdf'] as const
const FOLDERS = ['out', 'results'] as const

/**
 * Has every command look at the place of its files before it begins: what it does to the ledger (a paper printed, a
 * payment file made) is recorded before the file is written, and a record without its file helps nobody.
 */
export function offerPlaceCheck(program: Command): void {
  for (const command of program.commands) {
    offerPlaceCheck(command)
    const files = FILES.filter((name) => takes(command, name, '<file>'))
    const folders = FOLDERS.filter(
      (name) => takes(command, name, '<folder>') || takes(command, name, '<dir>'),
    )
    if (files.length + folders.length === 0) continue
    command.hook('preAction', async (_, acting) => {
      const options = acting.opts<Record<string, unknown>>()
      const read = await readFrom(acting, options)
      for (const name of files) {
        const place = options[name]
        if (typeof place === 'string') await checkFile(resolve(place), read)
      }
      for (const name of folders) {
        const place = options[name]
        if (typeof place === 'string') await checkFolder(resolve(place))
      }
    })
  }
}

function takes(command: Command, name: string, what: string): boolean {
  return command.options.some(({ flags }) => flags === `--${name} ${what}`)
}

/** The files that the command reads: none of them may be replaced by what it writes. */
async function readFrom(command: Command, options: Record<string, unknown>): Promise<Set<string>> {
  const { ledger } = options
  const named = command.args.map((given) => resolve(given))
  if (typeof ledger === 'string') named.push(resolve(ledger), keyFilePath(resolve(ledger)))
  return new Set(await Promise.all(named.map(real)))
}

async function checkFile(place: string, read: ReadonlySet<string>): Promise<void> {
  if (read.has(await real(place))) {
    throw new Refusal(
      'file.would-replace',
      `“${basename(place)}”是这次要读的文件，不能把结果写在它上面。请换一个文件名。`,
      { file: place },
    )
  }
  const there = await stat(place).catch(() => undefined)
  await checkWritable(there?.isDirectory() ? join(place, 'x') : place)
}

async function real(path: string): Promise<string> {
  return realpath(path).catch(() => path)
}

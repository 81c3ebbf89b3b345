import { readdir, stat } from 'node:fs/promises'
import { homedir, userInfo } from 'node:os'
import { basename, dirname, join, parse, resolve } from 'node:path'
import type { FolderView } from '../../../shared/contract/files.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'

/** More than this nobody looks through. */
const MOST = 500
const LEDGER = '.ledger'
/** Of the system, on drives that Windows wrote. */
const HIDDEN = /^(\.|\$|System Volume Information$)/

/**
 * What a folder holds that matters here: its folders and ledgers, by name; and the places to begin at. Nothing is opened
 * or changed. `null`: the usual folder of ledgers, or the home folder while there is none yet.
 * @throws Refusal `files.no-folder`, `files.folder-closed`
 */
export async function browseFolder(asked: string | null, usual: string): Promise<FolderView> {
  const folder = resolve(asked ?? ((await isFolder(usual)) ? usual : homedir()))
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw refusalOf(error, folder)
  })
  const folders: FolderView['folders'] = []
  const ledgers: FolderView['ledgers'] = []
  const shown = entries
    .filter(
      (entry) =>
        !HIDDEN.test(entry.name) &&
        (entry.isDirectory() || entry.isSymbolicLink() || entry.name.endsWith(LEDGER)),
    )
    .sort((a, b) => a.name.localeCompare(b.name, 'zh-CN', { numeric: true }))
  for (const entry of shown.slice(0, MOST)) {
    const path = join(folder, entry.name)
    if (entry.isDirectory() || (entry.isSymbolicLink() && (await isFolder(path))))
      folders.push({ name: entry.name, path })
    else if (entry.name.endsWith(LEDGER)) {
      const found = await stat(path).catch(() => undefined)
      // A link that leads nowhere, or a file that went meanwhile.
      if (found?.isFile())
        ledgers.push({
          name: basename(entry.name, LEDGER),
          path,
          size: found.size,
          changedAt: found.mtime.toISOString(),
        })
    }
  }
  const parent = dirname(folder)
  return {
    folder,
    parent: parent === folder ? null : parent,
    places: await places(usual),
    folders,
    ledgers,
    more: shown.length > MOST,
  }
}

/** The usual folder, the home folder, and whatever drives and sticks are in the computer now. */
async function places(usual: string): Promise<FolderView['places']> {
  const known = [
    ...((await isFolder(usual)) ? [{ name: '台账文件夹', path: usual }] : []),
    { name: '主文件夹', path: homedir() },
  ]
  return [...known, ...(process.platform === 'win32' ? await drives() : await mounted())]
}

async function drives(): Promise<FolderView['places']> {
  const letters = [...'CDEFGHIJKLMNOPQRSTUVWXYZ'].map((letter) => `${letter}:\\`)
  const there = await Promise.all(letters.map(isFolder))
  return letters.filter((_, i) => there[i]).map((path) => ({ name: `${path.slice(0, 2)} 盘`, path }))
}

async function mounted(): Promise<FolderView['places']> {
  const { username } = userInfo()
  const under = [`/media/${username}`, `/run/media/${username}`, '/Volumes']
  const found = await Promise.all(
    under.map(async (above) => {
      const names = await readdir(above).catch(() => [])
      return names.map((name) => ({ name, path: join(above, name) }))
    }),
  )
  return [...found.flat(), { name: '整台电脑', path: parse(resolve('/')).root }]
}

/** Whether a path is a folder that can be looked at. */
export async function isFolder(path: string): Promise<boolean> {
  // What cannot be looked at is no place to begin.
  return (await stat(path).catch(() => undefined))?.isDirectory() ?? false
}

function refusalOf(error: unknown, folder: string): unknown {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENXIO')
    return new Refusal('files.no-folder', `找不到文件夹 ${folder}，U 盘可能已经拔出。请另选一处。`)
  if (code === 'EACCES' || code === 'EPERM')
    return new Refusal('files.folder-closed', `这台电脑不让打开文件夹 ${folder}。请另选一处。`)
  return error
}

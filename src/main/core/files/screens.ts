import { readdir } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'

/** One file of the built screens. */
export type ScreenFile = { path: string; type: string; immutable: boolean }

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.woff': 'font/woff',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.bcmap': 'application/octet-stream',
  '.pfb': 'application/octet-stream',
}

/**
 * The files of the built screens by the path under which they are served. Only what is listed here is ever read, so
 * that no trick with `..` or encodings reaches another file.
 */
export async function listScreens(folder: string): Promise<ReadonlyMap<string, ScreenFile>> {
  const files = new Map<string, ScreenFile>()
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue
    const path = join(entry.parentPath, entry.name)
    const type = TYPES[extname(entry.name)]
    if (type === undefined) continue
    const served = `/${relative(folder, path).split(sep).join('/')}`
    // Vite puts a hash of the content into the names of what it bundles.
    files.set(served, { path, type, immutable: served.startsWith('/assets/') })
  }
  const start = files.get('/index.html')
  if (start !== undefined) files.set('/', start)
  return files
}

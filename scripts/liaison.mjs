import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { buildIfStale } from './build-if-stale.mjs'
import { requireNode, root } from './node-guard.mjs'

// `npm run -s liaison -- …`: the command line, built first where its sources changed.
requireNode()
buildIfStale({ quiet: true, silent: true })
await import(pathToFileURL(join(root, 'out', 'main', 'liaison.js')).href)

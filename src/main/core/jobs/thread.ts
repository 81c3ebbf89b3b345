import { nodeIsNewEnough, oldNodeMessage } from '../node-version.ts'

// Before anything that loads SQLite.
if (!nodeIsNewEnough(process.version)) throw new Error(oldNodeMessage(process.version))
await import('./thread-work.ts')

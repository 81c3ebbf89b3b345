import { nodeIsNewEnough, oldNodeMessage } from '../node-version.ts'

// Before anything that loads SQLite.
if (!nodeIsNewEnough(process.version)) throw new Error(oldNodeMessage(process.version))
const { serveThread } = await import('./thread-work.ts')
const { ahead, assistants, implementations, writerSteps } = await import('../implementations.ts')
const { tasks } = await import('./tasks.ts')
serveThread({ implementations, writerSteps, tasks, assistants, ahead }, new URL(import.meta.url))

import { nodeIsNewEnough, oldNodeMessage } from '../node-version.ts'

// Before anything that loads SQLite.
if (!nodeIsNewEnough(process.version)) throw new Error(oldNodeMessage(process.version))
const { askedToAssist, assistOneJob } = await import('./assistant-thread.ts')
const asked = askedToAssist()
if (asked !== undefined) {
  const { assistants } = await import('../assistants.ts')
  await assistOneJob(assistants, asked)
} else {
  const { serveThread } = await import('./thread-work.ts')
  const { ahead, forgetBefore, implementations, writerSteps } = await import('../implementations.ts')
  const { tasks } = await import('./tasks.ts')
  serveThread({ implementations, writerSteps, tasks, ahead, forgetBefore }, new URL(import.meta.url))
}

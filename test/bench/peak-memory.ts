/** Loaded before a piece of the bench (`node --import`): writes the peak memory of its process, in kB, to channel 3 at its end. */
import { writeSync } from 'node:fs'
import { isMainThread } from 'node:worker_threads'

if (isMainThread) process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)))

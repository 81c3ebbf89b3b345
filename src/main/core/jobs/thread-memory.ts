import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { ResourceLimits } from 'node:worker_threads'

/**
 * The most that each thread of the application holds of what it has only just made, in MiB. V8's own choice is four times
 * as much, stays held whatever the thread does, and made none of our work faster (0020). What lasts has no limit here: a
 * county twice the size shall be slow, not refused.
 */
export const THREAD_LIMITS: ResourceLimits = { maxYoungGenerationSizeMb: 24 }

/** How long a thread does nothing after long work before it gives memory back, in milliseconds: a slider moves again sooner. */
export const REST_AFTER = 2000

let collect: (() => void) | undefined

/**
 * Collects this thread's garbage, now. V8 collects when more memory is asked for; a thread that has nothing to do would
 * stay as large as its last work made it.
 */
export function collectGarbage(): void {
  collect ??= collector()
  collect()
}

/** V8 shows its collector only to a context that is made after it was told so. */
function collector(): () => void {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as () => void
}

import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

/** How long a thread does nothing after long work before it gives memory back, in milliseconds: a slider moves again sooner. */
export const REST_AFTER = 2000

type Collector = (how: { type: 'major'; execution: 'sync'; flavor: 'last-resort' }) => void
let collector: Collector | undefined

/**
 * Collects this thread's garbage, now, and gives back the room that its work took. V8 collects when more memory is asked
 * for; a thread that has nothing to do would stay as large as its last work made it. Of its ways only the last resort also
 * gives back the room for what is new, up to 130 MB a thread.
 */
export function collectGarbage(): void {
  collector ??= theCollector()
  collector({ type: 'major', execution: 'sync', flavor: 'last-resort' })
}

/** V8 shows its collector only to a context that is made after it was told so. */
function theCollector(): Collector {
  setFlagsFromString('--expose-gc')
  return runInNewContext('gc') as Collector
}

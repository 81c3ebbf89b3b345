/**
 * A hybrid logical clock: wall-clock milliseconds, a counter for events within one millisecond (or while the
 * wall clock stands still or runs back), and the ledger it came from. Kulkarni et al., "Logical Physical Clocks" (2014).
 */
export interface Hlc {
  readonly millis: number
  readonly counter: number
  readonly node: string
}

const MAX_COUNTER = 0xffff
const MAX_MILLIS = 0xffff_ffff_ffff
const NODE = /^[0-9A-HJKMNP-TV-Z]{10}$/
const TEXT = /^([0-9a-f]{12})-([0-9a-f]{4})-([0-9A-HJKMNP-TV-Z]{10})$/

/**
 * The clock of the next event at `last.node`: later than everything this ledger wrote (`last`) and saw (`remote`).
 * Pure. `wall` is epoch milliseconds; a wall clock behind `last` only raises the counter.
 */
export function nextHlc(wall: number, last: Hlc, remote?: Hlc): Hlc {
  const seen = remote !== undefined && compareTime(remote, last) > 0 ? remote : last
  const now = Math.floor(wall)
  if (now > seen.millis) return { millis: now, counter: 0, node: last.node }
  if (seen.counter < MAX_COUNTER) return { millis: seen.millis, counter: seen.counter + 1, node: last.node }
  return { millis: seen.millis + 1, counter: 0, node: last.node }
}

/** The clock of a ledger that has not written yet. */
export function firstHlc(node: string): Hlc {
  return { millis: 0, counter: 0, node }
}

/** Text that sorts as the clock does: 12 hex digits of milliseconds, 4 of counter, the node. */
export function formatHlc(hlc: Hlc): string {
  if (hlc.millis < 0 || hlc.millis > MAX_MILLIS || !Number.isInteger(hlc.millis))
    throw new Error('hlc: millis out of range')
  if (hlc.counter < 0 || hlc.counter > MAX_COUNTER) throw new Error('hlc: counter out of range')
  if (!NODE.test(hlc.node)) throw new Error('hlc: bad node')
  return `${hlc.millis.toString(16).padStart(12, '0')}-${hlc.counter.toString(16).padStart(4, '0')}-${hlc.node}`
}

/** Reads `formatHlc`'s text; undefined where it is none. */
export function parseHlc(text: string): Hlc | undefined {
  const match = TEXT.exec(text)
  if (match === null) return undefined
  const [, millis = '', counter = '', node = ''] = match
  return { millis: Number.parseInt(millis, 16), counter: Number.parseInt(counter, 16), node }
}

function compareTime(a: Hlc, b: Hlc): number {
  return a.millis - b.millis || a.counter - b.counter
}

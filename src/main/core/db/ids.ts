import { randomFillSync } from 'node:crypto'
import { monotonicFactory } from 'ulid'

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Random numbers in [0, 1), as the ulid library asks for them. */
export type Random = () => number

/** Cryptographic randomness, drawn from a pool so that each id costs no system call. */
export function secureRandom(): Random {
  const pool = new Uint32Array(256)
  let next = pool.length
  return () => {
    if (next === pool.length) {
      randomFillSync(pool)
      next = 0
    }
    const value = pool[next] ?? 0
    next += 1
    return value / 2 ** 32
  }
}

/** Ids (ULIDs) that sort in the order in which they were made, whatever the wall clock does. */
export function idMaker(now: () => number, random: Random): () => string {
  const make = monotonicFactory(random)
  return () => make(now())
}

/** The name of a ledger in the hybrid logical clock: 50 random bits. */
export function newNode(random: Random): string {
  return Array.from({ length: 10 }, () => CROCKFORD[Math.floor(random() * 32)]).join('')
}

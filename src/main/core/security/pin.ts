import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const derive = promisify<
  string,
  Uint8Array,
  number,
  { N: number; r: number; p: number; maxmem: number },
  Buffer
>(scrypt)

/**
 * 32 MB and about a tenth of a second. Less than the passphrase's own cost: whoever can read the hash has the whole
 * ledger open before him already.
 */
const COST = { N: 2 ** 15, r: 8, p: 1 }
const LENGTH = 32

/** A PIN as it is stored: `scrypt$N$r$p$salt$hash`. */
export async function hashPin(pin: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derived(pin, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), hash.toString('base64')].join('$')
}

/** Whether this is the PIN that was stored. @throws Error where the stored text is no hash */
export async function isPin(pin: string, stored: string): Promise<boolean> {
  const [kind, N, r, p, salt, hash] = stored.split('$')
  if (kind !== 'scrypt' || salt === undefined || hash === undefined) throw new Error('no hash of a PIN')
  const cost = { N: Number(N), r: Number(r), p: Number(p) }
  const given = await derived(pin, Buffer.from(salt, 'base64'), cost)
  return timingSafeEqual(given, Buffer.from(hash, 'base64'))
}

function derived(pin: string, salt: Uint8Array, cost: typeof COST): Promise<Buffer> {
  // Full-width digits of an input method left on are the same PIN.
  return derive(pin.normalize('NFKC'), salt, LENGTH, { ...cost, maxmem: 256 * cost.N * cost.r })
}

/** Wrong PINs that cost nothing. */
const FREE = 5
const FIRST_WAIT = 30_000
const LONGEST_WAIT = 3600_000

/** Milliseconds to wait after this many wrong PINs in a row: none up to four, then 30 s, doubling up to an hour. */
export function waitAfter(wrong: number): number {
  return wrong < FREE ? 0 : Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (wrong - FREE))
}

/** Milliseconds still to wait at `now`. A clock that was set back makes nobody wait longer than the whole. */
export function waitLeft(wrong: number, wrongAt: number | null, now: number): number {
  const wait = waitAfter(wrong)
  if (wait === 0 || wrongAt === null) return 0
  return Math.max(0, Math.min(wait, wrongAt + wait - now))
}

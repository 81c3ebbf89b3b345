/**
 * Blocking: who has to be compared with whom. Comparing everybody with everybody grows with the square of a county, so a
 * record leaves a few keys, and only records that share one are compared. A key is a number, 8 bytes; nothing else of a
 * record is held meanwhile.
 */

/** Within a block this large only neighbours are compared, and each with the first: a bad key must not cost minutes. */
const MOST_COMPARED = 40

/** Two records by their places in the order of adding, the lower first. */
export type PlacePair = readonly [number, number]

/** One kind of key for all records, in order of adding. */
export class KeyColumn {
  #values = new Float64Array(1024)
  #length = 0

  get length(): number {
    return this.#length
  }

  /** Key of the next record; undefined where it has none. */
  add(key: number | undefined): void {
    if (this.#length === this.#values.length) {
      const wider = new Float64Array(this.#values.length * 2)
      wider.set(this.#values)
      this.#values = wider
    }
    this.#values[this.#length] = key ?? Number.NaN
    this.#length += 1
  }

  at(place: number): number {
    return this.#values[place] ?? Number.NaN
  }

  /** Calls `meet` for every two places that share a key. */
  meet(meet: (a: number, b: number) => void): void {
    meetByKey(this.#values.subarray(0, this.#length), meet)
  }
}

/**
 * Calls `meet` for every two places with the same key; NaN is none. Sorts a copy of the keys to see which of them stand
 * twice, so that only those few are gathered.
 */
export function meetByKey(keys: Float64Array, meet: (a: number, b: number) => void): void {
  const sorted = keys.slice().sort()
  const twice = new Set<number>()
  for (let i = 1; i < sorted.length; i += 1) {
    const key = sorted[i] as number
    if (key === sorted[i - 1]) twice.add(key)
  }
  if (twice.size === 0) return
  const blocks = new Map<number, number[]>()
  for (let place = 0; place < keys.length; place += 1) {
    const key = keys[place] as number
    if (!twice.has(key)) continue
    const block = blocks.get(key)
    if (block === undefined) blocks.set(key, [place])
    else block.push(place)
  }
  for (const block of blocks.values()) meetAll(block, meet)
}

function meetAll(block: readonly number[], meet: (a: number, b: number) => void): void {
  const [first = 0] = block
  if (block.length > MOST_COMPARED) {
    for (let i = 1; i < block.length; i += 1) {
      meet(first, block[i] as number)
      if (i > 1) meet(block[i - 1] as number, block[i] as number)
    }
    return
  }
  for (let i = 0; i < block.length; i += 1)
    for (let j = i + 1; j < block.length; j += 1) meet(block[i] as number, block[j] as number)
}

/** Pairs without repetition. Holds one number a pair. */
export class PairSet {
  readonly #pairs = new Set<number>()

  /** The order of the two does not matter. Places stay below 2^26. */
  add(a: number, b: number): void {
    if (a !== b) this.#pairs.add(Math.min(a, b) * 2 ** 26 + Math.max(a, b))
  }

  get size(): number {
    return this.#pairs.size
  }

  /** In order of the first, then the second. */
  sorted(): PlacePair[] {
    return [...this.#pairs]
      .sort((a, b) => a - b)
      .map((pair) => [Math.floor(pair / 2 ** 26), pair % 2 ** 26] as const)
  }
}

/**
 * A number below 2^53 for a text (two 32-bit mixes). Different texts with one number only cost a comparison. Undefined
 * where a part is missing: what is not known is no key.
 */
export function keyOf(...parts: readonly (string | undefined)[]): number | undefined {
  let a = 0xdeadbeef
  let b = 0x41c6ce57
  for (const part of parts) {
    if (part === undefined || part === '') return undefined
    for (let i = 0; i < part.length; i += 1) {
      const unit = part.charCodeAt(i)
      a = Math.imul(a ^ unit, 2654435761)
      b = Math.imul(b ^ unit, 1597334677)
    }
    a = Math.imul(a ^ 0x1f, 2654435761)
    b = Math.imul(b ^ 0x1f, 1597334677)
  }
  a = Math.imul(a ^ (a >>> 16), 2246822507) ^ Math.imul(b ^ (b >>> 13), 3266489909)
  b = Math.imul(b ^ (b >>> 16), 2246822507) ^ Math.imul(a ^ (a >>> 13), 3266489909)
  return 2 ** 32 * (b & 0x1fffff) + (a >>> 0)
}

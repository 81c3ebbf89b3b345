/** Seeded random numbers (sfc32): the same seed gives the same county on every machine. Not for secrets. */
export class Random {
  #a: number
  #b: number
  #c: number
  #d = 1

  constructor(seed: number, stream = 0) {
    this.#a = seed | 0
    this.#b = Math.floor(seed / 0x1_0000_0000) ^ 0x9e3779b9
    this.#c = stream ^ 0x243f6a88
    for (let i = 0; i < 16; i++) this.#next()
  }

  /** Whole number from `min` to `max`, both included. */
  int(min: number, max: number): number {
    return min + Math.floor((this.#next() / 0x1_0000_0000) * (max - min + 1))
  }

  /** True with probability `p`. */
  chance(p: number): boolean {
    return this.#next() < p * 0x1_0000_0000
  }

  /** One of the items. Throws on an empty list. */
  pick<T>(items: readonly T[]): T {
    if (items.length === 0) throw new Error('Random.pick needs items')
    return items[this.int(0, items.length - 1)] as T
  }

  /** One of the values by whole weight. Throws when no weight is above 0. */
  weighted<T>(choices: readonly (readonly [value: T, weight: number])[]): T {
    let total = 0
    for (const [, weight] of choices) total += weight
    let left = this.int(1, total)
    for (const [value, weight] of choices) {
      left -= weight
      if (left <= 0) return value
    }
    throw new Error('Random.weighted needs a weight above 0')
  }

  #next(): number {
    const t = (this.#a + this.#b + this.#d) | 0
    this.#d = (this.#d + 1) | 0
    this.#a = this.#b ^ (this.#b >>> 9)
    this.#b = (this.#c + (this.#c << 3)) | 0
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + t
    this.#c |= 0
    return t >>> 0
  }
}

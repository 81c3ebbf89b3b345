import { meetByKey } from './blocks.ts'

/** An ID number without its check character, as two numbers: the first 8 digits and the last 9. */
const HEAD = 8
const TAIL = 9
const POWERS = Array.from({ length: TAIL }, (_, i) => 10 ** i)

/**
 * Finds numbers of 17 digits (ID numbers without their check character) that are equal or differ in one digit or in two
 * neighbours that changed places. Two numbers that differ in one place are equal where that place is blanked, so each
 * place is blanked in turn and equal numbers are gathered: 33 sorts of plain numbers instead of n² comparisons.
 */
export class IdNeighbours {
  /** different first 8 digits; a county has a few thousand */
  readonly #heads: number[] = []
  readonly #headAt = new Map<number, number>()
  #head = new Int32Array(1024)
  #tail = new Int32Array(1024)
  #length = 0

  /** The next record's number, 17 digits; undefined where it has none, or one of another form. */
  add(digits: string | undefined): void {
    if (this.#length === this.#head.length) {
      this.#head = widened(this.#head)
      this.#tail = widened(this.#tail)
    }
    if (digits === undefined || !/^\d{17}$/.test(digits)) this.#head[this.#length] = -1
    else {
      const head = Number(digits.slice(0, HEAD))
      let at = this.#headAt.get(head)
      if (at === undefined) {
        at = this.#heads.length
        this.#heads.push(head)
        this.#headAt.set(head, at)
      }
      this.#head[this.#length] = at
      this.#tail[this.#length] = Number(digits.slice(HEAD))
    }
    this.#length += 1
  }

  /** How many passes `meet` makes. */
  static readonly passes = HEAD + TAIL + (HEAD + TAIL - 1)

  /** Calls `meet` for every two places whose numbers are neighbours, also more than once; `onPass` false ends it. */
  meet(meet: (a: number, b: number) => void, onPass: () => boolean): void {
    const none = new Int32Array(0)
    for (let i = 0; i < HEAD; i += 1) if (!this.#pass(onPass, meet, this.#blankedHeads(i), undefined)) return
    for (let i = 0; i < TAIL; i += 1)
      if (!this.#pass(onPass, meet, none, (tail) => tail - digitOf(tail, i) * (POWERS[i] as number))) return
    for (let i = 0; i + 1 < HEAD; i += 1)
      if (!this.#pass(onPass, meet, this.#orderedHeads(i), undefined)) return
    for (let i = 0; i + 1 < TAIL; i += 1)
      if (!this.#pass(onPass, meet, none, (tail) => ordered(tail, i))) return
    this.#acrossTheMiddle(meet, onPass)
  }

  #pass(
    onPass: () => boolean,
    meet: (a: number, b: number) => void,
    heads: Int32Array,
    changeTail: ((tail: number) => number) | undefined,
  ): boolean {
    const keys = new Float64Array(this.#length)
    for (let i = 0; i < this.#length; i += 1) {
      const head = this.#head[i] as number
      const tail = this.#tail[i] as number
      if (head < 0) keys[i] = Number.NaN
      else keys[i] = (heads.length > 0 ? (heads[head] as number) : head) * 1e9 + (changeTail?.(tail) ?? tail)
    }
    meetByKey(keys, meet)
    return onPass()
  }

  /** The last digit of the head and the first of the tail changed places. */
  #acrossTheMiddle(meet: (a: number, b: number) => void, onPass: () => boolean): void {
    const top = TAIL - 1
    const keys = new Float64Array(this.#length)
    const groups = new Map<number, number>()
    for (let i = 0; i < this.#length; i += 1) {
      const at = this.#head[i] as number
      if (at < 0) {
        keys[i] = Number.NaN
        continue
      }
      const head = this.#heads[at] as number
      const tail = this.#tail[i] as number
      const low = Math.min(head % 10, digitOf(tail, top))
      const high = Math.max(head % 10, digitOf(tail, top))
      const rest = numbered(groups, (head - (head % 10)) * 10 + low * 10 + high)
      keys[i] = rest * 1e9 + (tail - digitOf(tail, top) * (POWERS[top] as number))
    }
    meetByKey(keys, meet)
    onPass()
  }

  #blankedHeads(i: number): Int32Array {
    return this.#groupedHeads((head) => head - digitOf(head, i) * 10 ** i)
  }

  #orderedHeads(i: number): Int32Array {
    return this.#groupedHeads((head) => ordered(head, i))
  }

  /** For each head a small number that heads share which `change` makes equal, so that head and tail fit one number. */
  #groupedHeads(change: (head: number) => number): Int32Array {
    const groups = new Map<number, number>()
    return Int32Array.from(this.#heads, (head) => numbered(groups, change(head)))
  }
}

/** Digit `i` from the right. */
function digitOf(value: number, i: number): number {
  return Math.floor(value / 10 ** i) % 10
}

/** With the digits `i` and `i + 1` from the right in rising order. */
function ordered(value: number, i: number): number {
  const low = digitOf(value, i)
  const high = digitOf(value, i + 1)
  return low <= high ? value : value + (high - low) * 10 ** i + (low - high) * 10 ** (i + 1)
}

function numbered(groups: Map<number, number>, value: number): number {
  const known = groups.get(value)
  if (known !== undefined) return known
  groups.set(value, groups.size)
  return groups.size - 1
}

function widened(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const wider = new Int32Array(array.length * 2)
  wider.set(array)
  return wider
}

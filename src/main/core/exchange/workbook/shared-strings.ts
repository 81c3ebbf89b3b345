import { CellTextDecoder } from './cell-text.ts'
import { skipSpecial, TextRunReader } from './text-runs.ts'
import { notReadable } from './workbook-refusals.ts'

const LT = 0x3c
const GT = 0x3e
const SLASH = 0x2f

/** Collects the shared strings from chunks cut anywhere; bytes are decoded only as whole elements. */
export class SharedStringScanner {
  readonly strings: string[] = []
  readonly #runs = new TextRunReader(new CellTextDecoder())
  #bytes = Buffer.alloc(512 * 1024)
  #length = 0

  push(chunk: Uint8Array): void {
    const needed = this.#length + chunk.length + 16
    if (needed > this.#bytes.length) {
      const larger = Buffer.alloc(Math.max(needed, this.#bytes.length * 2))
      this.#bytes.copy(larger, 0, 0, this.#length)
      this.#bytes = larger
    }
    this.#bytes.set(chunk, this.#length)
    const end = this.#length + chunk.length
    this.#bytes[end] = LT
    const done = this.#scan(end)
    this.#bytes.copyWithin(0, done, end)
    this.#length = end - done
  }

  /** @throws Refusal `workbook.damaged` when an element is left open. */
  end(): void {
    if (this.#bytes.subarray(0, this.#length).includes(LT))
      throw notReadable.damaged('共享文字', '内容没有结束')
  }

  #scan(end: number): number {
    const bytes = this.#bytes
    let position = 0
    for (;;) {
      while (bytes[position] !== LT) position += 1
      if (position >= end) return end
      const skipped = skipSpecial(bytes, position, end)
      if (skipped < 0) return position
      if (skipped > position) {
        position = skipped
        continue
      }
      let close = position + 1
      while (close < end && bytes[close] !== GT) close += 1
      if (close >= end) return position
      const tag = position
      position = close + 1
      if (bytes[tag + 1] === SLASH) continue
      let name = tag + 1
      for (let at = name; at < close && bytes[at]! > 0x20; at += 1) if (bytes[at] === 0x3a) name = at + 1
      if (bytes[name] !== 0x73 || bytes[name + 1] !== 0x69 || bytes[name + 2]! > GT) continue
      if (bytes[close - 1] === SLASH) this.strings.push('')
      else {
        if (!this.#runs.read(bytes, position, end, name - tag - 1)) return tag
        this.strings.push(this.#runs.text)
        position = this.#runs.position
      }
    }
  }
}

/**
 * The buffers of a message that can be moved to another thread instead of copied: those of typed arrays and byte
 * arrays up to two levels deep. The sender must not use them afterwards.
 * A view of only a part of a larger buffer is left to be copied, since moving would take the rest along.
 */
export function movable(message: unknown): ArrayBuffer[] {
  const found = new Set<ArrayBuffer>()
  visit(message, 0, found)
  return [...found]
}

const DEPTH = 2
/** Longer arrays hold rows, not buffers. */
const LONGEST = 64

function visit(value: unknown, depth: number, found: Set<ArrayBuffer>): void {
  if (typeof value !== 'object' || value === null) return
  if (ArrayBuffer.isView(value)) {
    const { buffer, byteLength } = value
    // Node's small Buffers share one pool; their buffer is far larger than they are.
    if (buffer instanceof ArrayBuffer && buffer.byteLength === byteLength && byteLength > 0) found.add(buffer)
    return
  }
  if (depth >= DEPTH) return
  if (Array.isArray(value)) {
    if (value.length <= LONGEST) for (const part of value) visit(part, depth + 1, found)
    return
  }
  for (const part of Object.values(value)) visit(part, depth + 1, found)
}

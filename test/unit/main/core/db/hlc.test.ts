import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstHlc, formatHlc, type Hlc, nextHlc, parseHlc } from '../../../../../src/main/core/db/hlc.ts'

const node = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{10}$/)
const hlc = fc.record({
  millis: fc.integer({ min: 0, max: 2 ** 47 }),
  counter: fc.integer({ min: 0, max: 0xffff }),
  node,
})
const wall = fc.integer({ min: 0, max: 2 ** 47 })
const time = (a: Hlc, b: Hlc) => a.millis - b.millis || a.counter - b.counter

describe('hybrid logical clock', () => {
  it('is later than all that was written and seen, and keeps its node', () => {
    fc.assert(
      fc.property(wall, hlc, fc.option(hlc, { nil: undefined }), (now, last, remote) => {
        const next = nextHlc(now, last, remote)
        expect(time(next, last)).toBeGreaterThan(0)
        if (remote !== undefined) expect(time(next, remote)).toBeGreaterThan(0)
        expect(next.node).toBe(last.node)
        expect(next.millis).toBeGreaterThanOrEqual(now)
      }),
    )
  })

  it('never runs further ahead of what it saw than one step', () => {
    fc.assert(
      fc.property(wall, hlc, hlc, (now, last, remote) => {
        expect(nextHlc(now, last, remote).millis).toBeLessThanOrEqual(
          Math.max(now, last.millis + 1, remote.millis + 1),
        )
      }),
    )
  })

  it('sorts as text as it does in time, and reads back', () => {
    fc.assert(
      fc.property(hlc, hlc, (a, b) => {
        const order = time(a, b) || (a.node < b.node ? -1 : a.node > b.node ? 1 : 0)
        const [x, y] = [formatHlc(a), formatHlc(b)]
        expect(x < y ? -1 : x > y ? 1 : 0).toBe(Math.sign(order))
        expect(parseHlc(x)).toEqual(a)
      }),
    )
  })

  it('orders a chain of events across ledgers whose wall clocks disagree', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(2), fc.integer({ min: 0, max: 1e13 })), { minLength: 2, maxLength: 40 }),
        (events) => {
          const clocks = ['AAAAAAAAAA', 'BBBBBBBBBB', 'CCCCCCCCCC'].map(firstHlc)
          let message: Hlc | undefined
          for (const [who, now] of events) {
            const next = nextHlc(now, clocks[who] ?? firstHlc('AAAAAAAAAA'), message)
            if (message !== undefined) expect(formatHlc(next) > formatHlc(message)).toBe(true)
            clocks[who] = next
            message = next
          }
        },
      ),
    )
  })

  it.each(['', 'x', '0191f0000000-0000-AAAAAAAAA', '0191f0000000-0000-aaaaaaaaaa'])(
    'reads no clock from %j',
    (text) => {
      expect(parseHlc(text)).toBeUndefined()
    },
  )
})

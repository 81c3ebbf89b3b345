import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hashPin, isPin, waitAfter, waitLeft } from '../../../../../src/main/core/security/pin.ts'

describe('a PIN', () => {
  it('is stored with a salt of its own and known again, whatever width its digits are typed in', async () => {
    const [one, other] = [await hashPin('2580'), await hashPin('2580')]
    expect(one).not.toBe(other)
    expect(one).not.toContain('2580')
    expect(await isPin('2580', one)).toBe(true)
    expect(await isPin('２５８０', other)).toBe(true)
    expect(await isPin('2581', one)).toBe(false)
    expect(await isPin('', one)).toBe(false)
  })

  it('is not compared with something that is no hash', async () => {
    await expect(isPin('2580', '2580')).rejects.toThrow('no hash')
  })

  it('costs nothing four times wrong, then a wait that doubles up to an hour', () => {
    expect([1, 4, 5, 6, 7, 11, 12, 40].map((wrong) => waitAfter(wrong) / 1000)).toEqual([
      0, 0, 30, 60, 120, 1920, 3600, 3600,
    ])
  })

  it('never keeps anybody longer than the whole wait, wherever the clock stands', () => {
    fc.assert(
      fc.property(fc.nat(60), fc.nat(1e12), fc.nat(1e12), (wrong, wrongAt, now) => {
        const left = waitLeft(wrong, wrongAt, now)
        expect(left).toBeGreaterThanOrEqual(0)
        expect(left).toBeLessThanOrEqual(waitAfter(wrong))
        if (now >= wrongAt) expect(left).toBe(Math.max(0, wrongAt + waitAfter(wrong) - now))
      }),
    )
  })
})

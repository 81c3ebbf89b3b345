import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitIntoParts } from '../../../../../src/main/core/forms/form-parts.ts'

test('every page lands in one file, in its order, none too long, sizes even', () => {
  fc.assert(
    fc.property(fc.array(fc.uuid(), { maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (pages, limit) => {
      const parts = splitIntoParts(pages, limit)
      expect(parts.flat()).toEqual(pages)
      const sizes = parts.map((part) => part.length)
      for (const size of sizes) {
        expect(size).toBeGreaterThan(0)
        expect(size).toBeLessThanOrEqual(limit)
      }
      if (sizes.length > 0) expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
    }),
  )
})

test('501 pages make two files of 250 and 251, not one lone leaf', () => {
  const parts = splitIntoParts(Array.from({ length: 501 }, (_, index) => index))
  expect(parts.map((part) => part.length)).toEqual([250, 251])
})

test('a file of no pages is a mistake of the caller', () => {
  expect(() => splitIntoParts([1], 0)).toThrow('at least one page')
})

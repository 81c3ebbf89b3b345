import { expect, test } from 'vitest'
import { Random } from '../../../../src/shared/domain/random.ts'

const draw = (random: Random, count = 50) => Array.from({ length: count }, () => random.int(0, 1_000_000))

test('the same seed and stream give the same numbers, others do not', () => {
  expect(draw(new Random(7))).toEqual(draw(new Random(7)))
  expect(draw(new Random(7))).not.toEqual(draw(new Random(8)))
  expect(draw(new Random(7, 1))).not.toEqual(draw(new Random(7, 2)))
  expect(draw(new Random(2 ** 40 + 7))).not.toEqual(draw(new Random(7)))
})

test('numbers stay in their range and reach its ends', () => {
  const random = new Random(3)
  const seen = new Set(Array.from({ length: 2000 }, () => random.int(4, 9)))
  expect([...seen].sort()).toEqual([4, 5, 6, 7, 8, 9])
})

test('weights are kept: what weighs nothing never comes', () => {
  const random = new Random(5)
  const counts = { a: 0, b: 0, never: 0 }
  for (let i = 0; i < 6000; i++)
    counts[
      random.weighted([
        ['a', 1],
        ['never', 0],
        ['b', 3],
      ] as const)
    ] += 1
  expect(counts.never).toBe(0)
  expect(counts.b / counts.a).toBeGreaterThan(2.5)
  expect(counts.b / counts.a).toBeLessThan(3.6)
})

test('nothing to choose from is a mistake of the caller', () => {
  expect(() => new Random(1).pick([])).toThrow()
  expect(() => new Random(1).weighted([['a', 0]])).toThrow()
})

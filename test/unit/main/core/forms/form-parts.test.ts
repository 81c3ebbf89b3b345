import fc from 'fast-check'
import { expect, test } from 'vitest'
import { splitIntoParts } from '../../../../../src/main/core/forms/form-parts.ts'

test('every person lands in one file of their own village, none too long, sizes even', () => {
  const person = fc.record({ id: fc.uuid(), village: fc.constantFrom('红旗', '光明', '前进', '团结') })
  fc.assert(
    fc.property(fc.array(person, { maxLength: 300 }), fc.integer({ min: 1, max: 60 }), (people, limit) => {
      const parts = splitIntoParts(people, (each) => each.village, limit)
      const seen = new Map<string, typeof people>()
      for (const { group, part, parts: count, people: members } of parts) {
        expect(members.length).toBeGreaterThan(0)
        expect(members.length).toBeLessThanOrEqual(limit)
        expect(members.every((each) => each.village === group)).toBe(true)
        const before = seen.get(group) ?? []
        seen.set(group, [...before, ...members])
        const siblings = parts.filter((each) => each.group === group)
        expect(siblings).toHaveLength(count)
        expect(siblings[part - 1]!.people).toBe(members)
        const sizes = siblings.map((each) => each.people.length)
        expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1)
      }
      for (const [group, members] of seen)
        expect(members).toEqual(people.filter((each) => each.village === group))
      expect(parts.reduce((sum, each) => sum + each.people.length, 0)).toBe(people.length)
    }),
  )
})

test('501 pages make two files of 250 and 251, not one lone leaf', () => {
  const parts = splitIntoParts(
    Array.from({ length: 501 }, (_, index) => index),
    () => '红旗村',
  )
  expect(parts.map((each) => [each.part, each.parts, each.people.length])).toEqual([
    [1, 2, 250],
    [2, 2, 251],
  ])
})

test('a file of no pages is a mistake of the caller', () => {
  expect(() => splitIntoParts([1], () => '', 0)).toThrow('at least one page')
})

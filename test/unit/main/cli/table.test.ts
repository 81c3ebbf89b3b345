import fc from 'fast-check'
import { expect, test } from 'vitest'
import { displayWidth, facts, padded, table } from '../../../../src/main/cli/table.ts'

test('a Chinese character takes two columns, a letter one, a combining mark none', () => {
  expect(displayWidth('吉克·阿木')).toBe(9)
  expect(displayWidth('abc')).toBe(3)
  expect(displayWidth('，（）')).toBe(6)
  expect(displayWidth('𠮷')).toBe(2)
  expect(displayWidth('é')).toBe(1)
})

test('columns line up whatever is in them', () => {
  const cell = fc.string({ unit: fc.constantFrom('阿', '木', 'a', '1', '（', '·'), maxLength: 8 })
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 6 }), (rows) => {
      const lines = table([{ title: '姓名' }, { title: '数', align: 'right' }], rows).split('\n')
      const rule = lines[1] ?? ''
      const second = rule.indexOf('  ') + 2
      for (const [at, row] of rows.entries()) {
        const line = lines[at + 2] ?? ''
        expect(line.startsWith(row[0])).toBe(true)
        if (row[1] !== '') {
          expect(displayWidth(line)).toBe(rule.length)
          expect(line.endsWith(row[1])).toBe(true)
          expect(displayWidth(line) - displayWidth(row[1])).toBeGreaterThanOrEqual(second)
        }
      }
    }),
  )
})

test('labels are filled up to one width', () => {
  expect(
    facts([
      ['台账', 'a'],
      ['县（区）', 'b'],
    ]),
  ).toBe('台账      a\n县（区）  b')
  expect(padded('阿', 4, 'right')).toBe('  阿')
})

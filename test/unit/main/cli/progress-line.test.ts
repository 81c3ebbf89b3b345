import { expect, test } from 'vitest'
import { ProgressLine } from '../../../../src/main/cli/progress-line.ts'

test('writes one line over and over, and wipes what a shorter text leaves', () => {
  const written: string[] = []
  const line = new ProgressLine((text) => written.push(text))
  line.show({ label: '导入', step: '读取', done: 50, total: 200, unit: '行' })
  line.show({ label: '导入', step: '写入', done: 0, total: null, unit: '' })
  line.clear()
  line.clear()
  expect(written).toEqual([
    '\r导入：读取 50/200行（25%）',
    `\r导入：写入${' '.repeat(16)}`,
    `\r${' '.repeat(10)}\r`,
  ])
})

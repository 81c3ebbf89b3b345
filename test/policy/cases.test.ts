import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { runPolicyTest } from '../../src/main/core/policy/cases.ts'

const root = join(import.meta.dirname, '../..')

describe('the project’s own policy cases', () => {
  const output = runPolicyTest([join(import.meta.dirname, 'cases')], {
    packsDir: join(root, 'resources/policies'),
  })

  it('are present', () => {
    expect(output.json.cases.length).toBeGreaterThan(40)
  })

  for (const report of output.json.cases) {
    it(`${report.file.split('/').at(-1)} ${report.title}`, () => {
      expect(report.differences).toEqual([])
    })
  }
})

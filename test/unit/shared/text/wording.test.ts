import { expect, test } from 'vitest'
import { CATEGORIES } from '../../../../src/shared/domain/categories.ts'
import {
  AGENT_KINDS,
  EMPLOYER_KINDS,
  POST_KINDS,
  RECOGNISED_KINDS,
} from '../../../../src/shared/domain/policy.ts'
import * as exchange from '../../../../src/shared/text/exchange.ts'
import * as faults from '../../../../src/shared/text/field-faults.ts'
import * as policy from '../../../../src/shared/text/policy.ts'
import {
  readAgentKind,
  readCategory,
  readEmployerKind,
  readPostKind,
  readRecognisedKind,
  readYesNo,
} from '../../../../src/shared/text/reading.ts'
import * as registry from '../../../../src/shared/text/registry.ts'

const tables: [string, Readonly<Record<string, string>>][] = [policy, registry, faults, exchange].flatMap(
  // Words that depend on more than a code are made by functions.
  (module) => Object.entries(module).filter(([, table]) => typeof table === 'object') as typeof tables,
)

test.each(tables)('%s has a different Chinese word for each code', (name, table) => {
  const words = Object.values(table)
  expect(words.length).toBeGreaterThan(0)
  expect(new Set(words).size).toBe(words.length)
  if (name !== 'CONDITION_STATE_SIGN') for (const word of words) expect(word).toMatch(/\p{Script=Han}/u)
})

test('the outcome words are those that offices use', () => {
  expect(policy.OUTCOME_TEXT.eligible).toBe('可领')
  expect(policy.OUTCOME_TEXT['already-granted']).toBe('已领')
})

test('every word is read back as its code', () => {
  for (const kind of EMPLOYER_KINDS) expect(readEmployerKind(registry.EMPLOYER_KIND_TEXT[kind])).toBe(kind)
  for (const kind of AGENT_KINDS) expect(readAgentKind(registry.AGENT_KIND_TEXT[kind])).toBe(kind)
  for (const kind of RECOGNISED_KINDS)
    expect(readRecognisedKind(registry.RECOGNISED_KIND_TEXT[kind])).toBe(kind)
  for (const kind of POST_KINDS) expect(readPostKind(registry.POST_KIND_TEXT[kind])).toBe(kind)
  for (const category of CATEGORIES) expect(readCategory(policy.CATEGORY_TEXT[category])).toBe(category)
})

test('other words of real files are read, unknown ones are not guessed', () => {
  expect(readEmployerKind('扶贫车间')).toBe('workshop')
  expect(readCategory(' 建档立卡人员 ')).toBe('poverty-lifted')
  expect(readCategory('脱贫不稳定户')).toBe('monitored-unstable')
  expect(readCategory('一般农户')).toBeUndefined()
  expect(readYesNo('是')).toBe(true)
  expect(readYesNo('无')).toBe(false)
  expect(readYesNo('')).toBeUndefined()
  expect(readYesNo('不详')).toBeUndefined()
})

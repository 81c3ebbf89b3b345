import { expect, test } from 'vitest'
import { procedures } from '../../../../src/main/core/contract-walk.ts'
import { allTables } from '../../../../src/main/core/db/tables.ts'
import { implementations, writerSteps } from '../../../../src/main/core/implementations.ts'
import { TOPICS_OF_TABLE } from '../../../../src/main/core/jobs/topics.ts'
import { WRITER_JOBS } from '../../../../src/main/core/jobs/writer-jobs.ts'
import type { SessionParts } from '../../../../src/main/core/session/session-procedures.ts'
import { sessionJobs, sessionProcedures } from '../../../../src/main/core/session/session-procedures.ts'
import { surroundingsOf } from '../../../../src/main/core/surroundings.ts'

const parts = { surroundings: surroundingsOf({ resources: 'resources' }) } as SessionParts
const inHost = new Set([...Object.keys(sessionProcedures(parts)), ...Object.keys(sessionJobs(parts))])

test('every procedure of the contract has exactly one implementation, and of its own kind', () => {
  const wrong = procedures.flatMap(({ name, meta }) => {
    const one = implementations[name]
    if (inHost.has(name)) return one === undefined ? [] : [`${name}: twice`]
    if (one === undefined) return [`${name}: none`]
    return one.kind === meta.kind ? [] : [`${name}: a ${one.kind} for a ${meta.kind}`]
  })
  expect(wrong).toEqual([])
})

test('nothing is implemented that the contract does not know', () => {
  const known = new Set<string>(procedures.map(({ name }) => name))
  expect([...Object.keys(implementations), ...inHost].filter((name) => !known.has(name))).toEqual([])
})

test('jobs are routed to the thread that their implementation was written for', () => {
  const wrong = procedures.flatMap(({ name, meta }) => {
    const thread = implementations[name]?.thread
    if (meta.kind !== 'job' || thread === undefined) return []
    return (thread === 'writer') === WRITER_JOBS.has(name) ? [] : [`${name} is written for ${thread}`]
  })
  expect(wrong).toEqual([])
})

test('every writer step has its function', () => {
  expect(Object.entries(writerSteps).filter(([, step]) => typeof step !== 'function')).toEqual([])
})

test('every table that a domain writes tells some screen', () => {
  const silent = allTables()
    .filter((table) => table.kind !== 'system' && TOPICS_OF_TABLE[table.name] === undefined)
    .map((table) => table.name)
  expect(silent).toEqual([])
})

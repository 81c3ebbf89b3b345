import { expect, test } from 'vitest'
import { Turns } from '../../../../../src/main/core/jobs/turns.ts'

/** Work that ends when it is told to. */
function held() {
  let end: (value: string) => void = () => undefined
  const done = new Promise<string>((resolve) => {
    end = resolve
  })
  return { work: () => done, end }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))

test('runs so many at once, the rest in the order in which they came', async () => {
  const turns = new Turns(2)
  const started: string[] = []
  const works = ['a', 'b', 'c', 'd'].map((name) => {
    const one = held()
    const taken = turns.take(() => {
      started.push(name)
      return one.work()
    })
    return { ...one, taken }
  })
  await settle()
  expect(started).toEqual(['a', 'b'])
  works[1]?.end('b done')
  expect(await works[1]?.taken).toBe('b done')
  await settle()
  expect(started).toEqual(['a', 'b', 'c'])
  works[0]?.end('')
  await settle()
  expect(started).toEqual(['a', 'b', 'c', 'd'])
})

test('a turn is given on when its work throws', async () => {
  const turns = new Turns(1)
  await expect(turns.take(() => Promise.reject(new Error('no')))).rejects.toThrow('no')
  expect(await turns.take(() => Promise.resolve(1))).toBe(1)
})

test('who cancels while waiting never starts, and holds nobody up', async () => {
  const turns = new Turns(1)
  const first = held()
  const running = turns.take(first.work)
  const stop = new AbortController()
  let started = false
  const cancelled = turns.take(() => {
    started = true
    return Promise.resolve()
  }, stop.signal)
  const last = turns.take(() => Promise.resolve('last'))
  stop.abort()
  await expect(cancelled).rejects.toMatchObject({ name: 'Cancelled' })
  first.end('')
  await running
  expect(await last).toBe('last')
  expect(started).toBe(false)
  await expect(turns.take(() => Promise.resolve(1), stop.signal)).rejects.toMatchObject({ name: 'Cancelled' })
})

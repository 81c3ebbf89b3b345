import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { runChecks } from '../../../src/main/core/checks/run-checks.ts'
import { checkWholeLedger } from '../../../src/main/core/checks/shared-checks.ts'
import { assistance } from '../../../src/main/core/jobs/assistance.ts'
import { type Assistance, Cancelled } from '../../../src/main/core/procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, TODAY } from '../../fixtures/small-ledger.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'
import { checksDesk } from './checks-desk.ts'

const ENTRY = pathToFileURL(join(import.meta.dirname, '..', '..', 'fixtures', 'hosts', 'real-thread.ts'))
/** a second thread for the few people of a test */
const AT_ONCE = 1

describe('checks by two threads', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
    const desk = checksDesk(t.ledger)
    for (const name of ['阿依', '木果', '拉日', '吉克']) {
      // Gone and insured no more; on one phone; in work that nobody put into a county.
      const { id } = desk.person(name, { phone: '13900001111', labourText: '普通劳动力' })
      desk.claim(id, desk.spell(id, { county: null, toState: 'ended', toDate: '2022-06-20' }), {
        work: { county: null },
      })
      desk.honest(`${name}之友`)
    }
  })
  afterEach(() => t.cleanup())

  const alone = () => runChecks({ resources, today: () => TODAY }, t.ledger.reader, { kind: 'ledger' })

  function context(assist: Assistance['assist'], extra: { shouldStop?: () => boolean } = {}) {
    const progress: number[] = []
    const { ledger: _, ...rest } = jobContext(t.ledger)
    const own = {
      ...rest,
      ...extra,
      ledger: t.ledger.reader,
      progress: (_step: string, done: number, total: number | null) => {
        progress.push(done)
        expect(done).toBeLessThanOrEqual(total as number)
      },
      ...(assist === undefined ? {} : { assist }),
    }
    return { own, progress }
  }

  /** The real second thread, counted. */
  function together(extra: { shouldStop?: () => boolean } = {}) {
    const start = assistance(ENTRY, { resources }, t.ledger.ticket) as NonNullable<Assistance['assist']>
    const state = { checks: [] as readonly string[], ended: 0 }
    const assist: Assistance['assist'] = (work, input, port) => {
      state.checks = (input as { only: string[] }).only
      const assistant = start(work, input, port)
      const end = () => {
        state.ended += 1
        return assistant.end()
      }
      return { done: assistant.done, end }
    }
    return { ...context(assist, extra), state }
  }

  it('find what one thread finds, in the same order', async () => {
    const expected = alone()
    const { own, progress, state } = together()
    expect(await checkWholeLedger(own, AT_ONCE)).toEqual(expected)
    const found = new Set(expected.findings.map(({ check }) => check))
    // Each thread had something to find.
    expect(state.checks.some((check) => found.has(check as never))).toBe(true)
    expect([...found].some((check) => !state.checks.includes(check))).toBe(true)
    expect(progress).toEqual(progress.toSorted((a, b) => a - b))
    expect(state.ended).toBe(1)
  })

  it('start no second thread where few people are looked over', async () => {
    const { own } = context(() => {
      throw new Error('a second thread was started')
    })
    expect(await checkWholeLedger(own)).toEqual(alone())
  })

  it('are done by one thread alone where somebody wrote between the two', async () => {
    const { own } = context((_work, _input, port) => {
      port.postMessage({ last: -1, run: { findings: [], claims: 0, people: 0, stopped: false } })
      return { done: new Promise(() => undefined), end: async () => undefined }
    })
    expect(await checkWholeLedger(own, AT_ONCE)).toEqual(alone())
  })

  it('end the second thread where they are cancelled', async () => {
    let looks = 0
    const { own, state } = together({ shouldStop: () => ++looks > 2 })
    await expect(checkWholeLedger(own, AT_ONCE)).rejects.toBeInstanceOf(Cancelled)
    expect(state.ended).toBe(1)
  })

  it('fail as a whole where the second thread fails', async () => {
    const { own } = context(() => ({
      done: Promise.reject(new Error('the disk is gone')),
      end: async () => undefined,
    }))
    await expect(checkWholeLedger(own, AT_ONCE)).rejects.toThrow('the disk is gone')
  })
})

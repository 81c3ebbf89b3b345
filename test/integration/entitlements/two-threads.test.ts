import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { employerRecognitions } from '../../../src/main/core/db/schema/index.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { assistance } from '../../../src/main/core/jobs/assistance.ts'
import { type Assistance, Cancelled, type WriterJobContext } from '../../../src/main/core/procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { jobContext, smallCounty } from './entitlement-desk.ts'

const ENTRY = pathToFileURL(join(import.meta.dirname, '..', '..', 'fixtures', 'hosts', 'real-thread.ts'))
const AS_OF = '2022-06-30'
/** one person a range, and a second thread at once */
const CUT = { range: 1, worthwhile: 1 }
/** the word of the two threads that counts what the second one sent */
const SENT = 1
const PATIENCE = 60_000

describe('a calculation by two threads', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
    const { make, firm } = smallCounty(t.ledger)
    // Heads that both threads count for the same employer: first work in Shaoxing in 2020, at a recognised base.
    const base = make.employer('柯桥扶贫基地有限公司', {
      kind: 'enterprise',
      county: '330603',
      isPrivate: true,
    })
    t.ledger.write(make.by, (tx) => {
      for (const kind of ['national-base', 'provincial-base'])
        tx.insert(employerRecognitions, { employerId: base, kind, onDate: '2019-01-01' })
    })
    for (let i = 0; i < 24; i += 1) {
      const id = make.person(`工人${i}`, { homeCounty: '513226', categoriesKnown: true })
      make.category(id, 'poverty-lifted', '2014-12-31')
      make.spell(id, {
        employerId: i === 0 ? firm : base,
        employerText: i === 0 ? '义乌锦程服饰有限公司' : '柯桥扶贫基地有限公司',
        county: i === 0 ? '330782' : '330603',
        fromDate: `2020-03-${String(i + 1).padStart(2, '0')}`,
        toState: i % 3 === 0 ? null : 'open',
      })
    }
  })
  afterEach(() => t.cleanup())

  /** A context whose first range waits until the second thread has sent one; `started` says whether there was one. */
  function together(extra: Partial<WriterJobContext> = {}) {
    const assist = assistance(ENTRY, { resources }, t.ledger.ticket) as NonNullable<Assistance['assist']>
    const state = { words: undefined as Int32Array | undefined, ended: 0 }
    const context = jobContext(t.ledger, {
      assist: (work, input, port) => {
        state.words = new Int32Array((input as { words: SharedArrayBuffer }).words)
        const assistant = assist(work, input, port)
        return {
          done: assistant.done,
          end: () => {
            state.ended += 1
            return assistant.end()
          },
        }
      },
      shouldStop: () => {
        if (state.words !== undefined) Atomics.wait(state.words, SENT, 0, PATIENCE)
        return false
      },
      ...extra,
    })
    return { context, state }
  }

  function stored() {
    const read = (sql: string) => t.ledger.reader.prepare(sql).all()
    return {
      results: read('SELECT * FROM evaluation_results ORDER BY seq'),
      people: read(
        `SELECT p.person_id, p.n, p.heads, s.answers, s.people FROM evaluation_people p
         LEFT JOIN evaluation_sets s ON s.id = p.set_id ORDER BY p.person_id`,
      ),
      heads: read('SELECT * FROM evaluation_heads ORDER BY 1, 2, 3').map((row) => {
        const { known, possible, ...key } = row as Record<'known' | 'possible', string>
        return { ...key, known: JSON.parse(known).sort(), possible: JSON.parse(possible).sort() }
      }),
    }
  }

  it('stores what one thread alone stores, heads of both counted together', async () => {
    const alone = await evaluateLedger(jobContext(t.ledger), { asOf: AS_OF, benefits: [] })
    const expected = stored()
    expect(expected.heads.length).toBeGreaterThan(0)
    const { context, state } = together()
    const shared = await evaluateLedger(context, { asOf: AS_OF, benefits: [] }, CUT)
    expect(Atomics.load(state.words as Int32Array, SENT)).toBeGreaterThan(1)
    expect(state.ended).toBe(1)
    expect(shared.counts).toEqual(alone.counts)
    expect(shared.peopleCount).toBe(alone.peopleCount)
    expect(stored()).toEqual(expected)
  })

  it('ends the second thread and stores nothing where it is cancelled', async () => {
    await evaluateLedger(jobContext(t.ledger), { asOf: '2020-12-31', benefits: [] })
    const before = stored()
    let looks = 0
    const { context, state } = together({ shouldStop: () => ++looks > 3 })
    await expect(evaluateLedger(context, { asOf: AS_OF, benefits: [] }, CUT)).rejects.toBeInstanceOf(
      Cancelled,
    )
    expect(state.ended).toBe(1)
    expect(stored()).toEqual(before)
  })

  it('fails as a whole where the second thread fails', async () => {
    const assist: Assistance['assist'] = (_work, input) => {
      // It took a range and died over it.
      Atomics.add(new Int32Array((input as { words: SharedArrayBuffer }).words), 0, 1)
      return { done: Promise.reject(new Error('the disk is gone')), end: async () => undefined }
    }
    await expect(
      evaluateLedger(jobContext(t.ledger, { assist }), { asOf: AS_OF, benefits: [] }, CUT),
    ).rejects.toThrow('the disk is gone')
  })
})

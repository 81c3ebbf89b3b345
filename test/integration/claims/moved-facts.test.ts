import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { completeBatchStep } from '../../../src/main/core/claims/batch/batch-steps.ts'
import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import {
  keepLook,
  type LookToKeep,
  latestLook,
  lookForMoves,
  movedFactsGate,
  setAside,
} from '../../../src/main/core/claims/batch/moved-facts.ts'
import { clearList, postList } from '../../../src/main/core/claims/batch/public-lists.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { changesSince } from '../../../src/main/core/claims/workflow/changes-since.ts'
import { claims, people, personCategories } from '../../../src/main/core/db/schema/index.ts'
import { explainFromLedger } from '../../../src/main/core/entitlements/explain.ts'
import type { ReaderJobContext, WriteContext } from '../../../src/main/core/procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, TODAY } from '../../fixtures/small-ledger.ts'
import { claimsDesk } from './claims-desk.ts'

const NAMES = new Map([['JH-16', '稳岗补贴']])

describe('what has moved in a batch since its claims were drafted', () => {
  let t: TestLedger
  let desk: ReturnType<typeof claimsDesk>
  let ids: string[]
  let categories: Map<string, string>
  let batchId: string
  let told: string[]
  beforeEach(async () => {
    t = await createTestLedger()
    desk = claimsDesk(t.ledger)
    ids = desk.claims(4)
    told = []
    categories = new Map()
    const firm = desk.make.employer('锦程服饰有限公司', {
      kind: 'enterprise',
      county: '330782',
      isPrivate: true,
    })
    const work = { employerId: firm, employerText: '锦程服饰有限公司', county: '330782' }
    for (const id of ids) {
      const personId = personOf(id)
      desk.write((tx) => tx.update(people, personId, { homeCounty: '511921', categoriesKnown: true }))
      categories.set(id, desk.make.category(personId, 'poverty-lifted', '2020-01-01'))
      desk.make.insured(personId, 2022, 0b11111, work)
      desk.make.spell(personId, { ...work, toState: 'open', organisedState: 'no', insuredKnown: true })
      freeze(id)
    }
    desk.review(ids)
    batchId = desk.write((tx) =>
      createBatch(desk.context(), tx, {
        benefit: 'JH-16',
        fund: 'employment-promotion',
        budgetLineId: null,
        title: '',
        period: '2022',
        scope: null,
        ids,
      }),
    ).result.batchId
  })
  afterEach(() => t.cleanup())

  const personOf = (id: string) => claimView(t.ledger.reader, id, NAMES).personId ?? ''
  /** As drafting does: what the ledger says now of the question is kept with the claim. */
  const freeze = (id: string) => {
    const personId = personOf(id)
    const [trace] = explainFromLedger({ resources }, t.ledger.reader, {
      benefit: 'JH-16',
      asOf: TODAY,
      personId,
      beneficiaryId: personId,
      period: '2022',
    })
    desk.write((tx) => tx.update(claims, id, { trace: JSON.stringify(trace) }))
  }
  const job = (stopAfter = Number.POSITIVE_INFINITY): ReaderJobContext => {
    let asked = 0
    return {
      ...desk.context(),
      ledger: t.ledger.reader,
      progress: (step: string, done: number, total: number | null) => told.push(`${step} ${done}/${total}`),
      shouldStop: () => ++asked > stopAfter,
      commit: async (_: string, payload: LookToKeep) => keepLook(desk.context() as WriteContext, payload),
    } as unknown as ReaderJobContext
  }
  const look = () => lookForMoves(job(), batchId)
  const latest = () => latestLook(t.ledger.reader, batchId)
  const toApproval = () => {
    const anyone = { mayDo: () => true }
    const { id } = desk.write((tx) =>
      postList(
        desk.context(),
        tx,
        {
          batchId,
          place: '公示栏',
          from: '2022-07-01',
          phone: '0833-4521234',
          statedCount: 4,
          statedFen: 1_200_000,
        },
        anyone,
      ),
    ).result
    desk.on('2022-07-15')
    desk.write((tx) => clearList(desk.context(), tx, id))
  }
  const approve = (overrule = '资金已到') =>
    desk.write((tx) =>
      completeBatchStep(
        desk.context(),
        tx,
        { batchId, step: 'approval', note: '', overrule },
        { mayDo: () => true, gate: movedFactsGate(tx) },
      ),
    ).result

  it('is nothing where nothing was changed, and says so with progress', async () => {
    expect(latest()).toBeNull()
    expect(await look()).toMatchObject({ looked: 4, moved: [], current: true, lookedBy: '木果' })
    expect(told).toEqual([expect.stringMatching(/变化核对 PC-.* 0\/4/), expect.stringMatching(/4\/4/)])
    expect(latest()).toMatchObject({ looked: 4, moved: [], current: true })
  })

  it('names each claim with what moved, as the claim alone says it', async () => {
    const [first = '', second = ''] = ids
    desk.write((tx) => tx.remove(personCategories, categories.get(first) as string, '登记有误'))
    desk.write((tx) => tx.remove(people, personOf(second), '重复'))
    const found = await look()
    expect(found.moved.map(({ number, now }) => [number, now?.outcome ?? null])).toEqual([
      ['JH16-2022-7F3A-000001', 'ineligible'],
      ['JH16-2022-7F3A-000002', null],
    ])
    expect(found.moved[0]).toMatchObject({ name: '阿依1', before: { outcome: 'eligible' } })
    for (const one of found.moved) {
      const alone = changesSince(desk.context(), t.ledger.reader, one.claimId)
      expect(one).toMatchObject({ before: alone.before, now: alone.now, differences: alone.differences })
      expect(alone.moved).toBe(true)
    }
    expect(found.moved[0]?.differences[0]).toEqual({ label: '结果', before: '可领', now: '不符合' })
    expect(changesSince(desk.context(), t.ledger.reader, ids[2] as string).moved).toBe(false)
  })

  it('must be looked at before the approval, again after a change that concerns them, with a reason where something moved', async () => {
    toApproval()
    expect(() => approve()).toThrow('还没有做变化核对')
    await look()
    // Somebody else's record: the look stands.
    const other = desk.make.person('别人', { homeCounty: '511133' })
    desk.make.category(other, 'poverty-lifted', '2020-01-01')
    expect(latest()?.current).toBe(true)
    desk.write((tx) => tx.remove(personCategories, categories.get(ids[0] as string) as string, '登记有误'))
    expect(latest()?.current).toBe(false)
    expect(() => approve()).toThrow('请再核对一遍')
    await look()
    expect(() => approve('')).toThrow('变化核对有 1 份与生成时不一致：阿依1（JH16-2022-7F3A-000001）')
    expect(approve('村委会证明当时在册')).toBe(4)
    expect(claimView(t.ledger.reader, ids[0] as string, NAMES).events.at(-1)?.note).toContain(
      '超出仍办理：村委会证明当时在册',
    )
  })

  it('may be set aside: held and out of the locked batch, so that the rest goes on', async () => {
    toApproval()
    desk.write((tx) => tx.remove(personCategories, categories.get(ids[0] as string) as string, '登记有误'))
    const { moved } = await look()
    const aside = (chosen: readonly string[]) =>
      desk.write((tx) => setAside(desk.context(), tx, { batchId, ids: [...chosen], reason: '类别已改' }))
        .result
    expect(aside(moved.map(({ claimId }) => claimId))).toBe(1)
    expect(claimView(t.ledger.reader, ids[0] as string, NAMES)).toMatchObject({
      batchId: null,
      openHolds: [{ checkName: '变化核对', reason: '变化核对：类别已改', heldBy: '木果' }],
    })
    expect(latest()).toMatchObject({ moved: [], current: true })
    expect(() => aside([ids[0] as string])).toThrow('不在批次')
    expect(approve()).toBe(3)
  })

  it('leaves nothing behind where it is stopped', async () => {
    await expect(lookForMoves(job(0), batchId)).rejects.toThrow('已取消')
    expect(latest()).toBeNull()
  })
})

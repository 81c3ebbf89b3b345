import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { batchView, listBatches } from '../../../src/main/core/claims/batch/batch-list.ts'
import { completeBatchStep } from '../../../src/main/core/claims/batch/batch-steps.ts'
import {
  listBudgetLines,
  removeBudgetLine,
  saveBudgetLine,
} from '../../../src/main/core/claims/batch/budget.ts'
import {
  addToBatch,
  changeBatch,
  createBatch,
  dissolve,
  planBatch,
  takeOut,
} from '../../../src/main/core/claims/batch/compose.ts'
import {
  clearList,
  listPublicLists,
  logObjection,
  postList,
  resolveObjection,
  takeListDown,
} from '../../../src/main/core/claims/batch/public-lists.ts'
import {
  drawClaims,
  drawSample,
  listSamples,
  recordCall,
} from '../../../src/main/core/claims/batch/sample.ts'
import { waitingBenefits, waitingGroups } from '../../../src/main/core/claims/batch/waiting.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { openHoldsFor, releaseHolds } from '../../../src/main/core/claims/workflow/holds.ts'
import { saveProcedure } from '../../../src/main/core/claims/workflow/office-settings.ts'
import { mayDo } from '../../../src/main/core/claims/workflow/workflow-procedures.ts'
import { regionsOf } from '../../../src/main/core/registry/region-procedures.ts'
import { DEFAULT_PROCEDURE, type ProcedureStep } from '../../../src/shared/domain/claim-procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { explaining, resources } from '../../fixtures/small-ledger.ts'
import { claimsDesk } from './claims-desk.ts'

const NAMES = new Map([['JH-16', '稳岗补贴']])
const NEW = {
  benefit: 'JH-16',
  fund: 'employment-promotion',
  budgetLineId: null,
  title: '',
  period: '2022',
  scope: null,
} as const

describe('a batch', () => {
  let t: TestLedger
  let desk: ReturnType<typeof claimsDesk>
  let ids: string[]
  beforeEach(async () => {
    t = await createTestLedger()
    desk = claimsDesk(t.ledger)
    ids = desk.claims(4)
  })
  afterEach(() => t.cleanup())

  const create = (more: Partial<Parameters<typeof createBatch>[2]> = {}) =>
    desk.write((tx) =>
      createBatch(desk.context(), tx, {
        benefit: 'JH-16',
        fund: 'employment-promotion',
        budgetLineId: null,
        title: '',
        period: '2022',
        scope: null,
        ids,
        ...more,
      }),
    ).result
  const view = (id: string) =>
    batchView(t.ledger.reader, id, {
      names: NAMES,
      regions: regionsOf({ resources }),
      today: desk.context().today(),
    })
  const claim = (id = ids[0] as string) => claimView(t.ledger.reader, id, NAMES)
  const complete = (batchId: string, step: string, overrule = '', role: 'clerk' | 'admin' = 'admin') => {
    const doer = desk.context(role)
    return desk.write((tx) =>
      completeBatchStep(doer, tx, { batchId, step, note: '', overrule }, { mayDo: mayDo(doer.actor) }),
    ).result
  }
  const post = (batchId: string, statedCount = 4, statedFen = 1_200_000) => {
    const doer = desk.context()
    return desk.write((tx) =>
      postList(
        doer,
        tx,
        { batchId, place: '光明村公示栏', from: '2022-07-01', phone: '0833-4521234', statedCount, statedFen },
        { mayDo: mayDo(doer.actor) },
      ),
    ).result
  }

  it('begins with what waits: by benefit, by township, by employer; groups that are chosen are all that goes in', () => {
    const waiting = () => waitingBenefits(t.ledger.reader, NAMES, () => ['employment-promotion'])
    expect(waiting()).toEqual([])
    desk.review(ids)
    desk.write((tx) =>
      openHoldsFor(
        tx,
        [{ claimId: ids[3] as string, check: 'manual', evidence: 'x', reason: '核实' }],
        '木果',
      ),
    )
    expect(waiting()).toEqual([
      {
        benefit: 'JH-16',
        benefitName: '稳岗补贴',
        count: 4,
        amountFen: 1_200_000,
        held: 1,
        funds: ['employment-promotion'],
      },
    ])
    const by = (by: 'county' | 'township' | 'village' | 'employer') =>
      waitingGroups(t.ledger.reader, { benefit: 'JH-16', by }, regionsOf({ resources })).map(
        ({ name, count, held }) => [name, count, held],
      )
    expect(by('county')).toEqual([[expect.stringContaining('马边'), 4, 1]])
    expect(by('township')).toEqual([
      ['民建镇', 2, 0],
      ['荣丁镇', 2, 1],
    ])
    expect(by('village')).toEqual([
      ['民建镇 光明村', 2, 0],
      ['荣丁镇 光明村', 2, 1],
    ])
    expect(by('employer')).toEqual([['没有用人单位', 4, 1]])
    const made = desk.write((tx) =>
      createBatch(desk.context(), tx, { ...NEW, groups: { by: 'village', keys: ['荣丁镇 光明村'] } }),
    ).result
    expect(made).toMatchObject({ able: 1, barred: [{ count: 1 }] })
    expect(by('township')).toEqual([
      ['民建镇', 2, 0],
      ['荣丁镇', 1, 1],
    ])
    expect(waiting()[0]).toMatchObject({ count: 3, held: 1 })
  })

  it('hangs in spite of calls that nobody made only with a reason, which stands in each story', () => {
    desk.review(ids)
    const { batchId } = create()
    desk.write((tx) =>
      drawSample(desk.context(), tx, { batchId, sharePercent: 0, atLeast: 1, aboveFen: null, seed: '7' }),
    )
    expect(() => post(batchId)).toThrow('抽中的 1 份还没有电话核查')
    const doer = desk.context()
    desk.write((tx) =>
      postList(
        doer,
        tx,
        {
          batchId,
          place: '公示栏',
          from: '2022-07-01',
          phone: '0833-4521234',
          statedCount: 4,
          statedFen: 1_200_000,
          overrule: '电话随后补打',
        },
        { mayDo: mayDo(doer.actor) },
      ),
    )
    expect(view(batchId).state).toBe('posted')
    expect(claim().events.at(-1)?.note).toContain('超出仍办理：电话随后补打')
  })

  it('takes only what waits to be batched, free and not held', () => {
    expect(() => create()).toThrow('没有可以编入批次的申领')
    desk.review(ids.slice(0, 3))
    desk.write((tx) =>
      openHoldsFor(
        tx,
        [{ claimId: ids[2] as string, check: 'manual', evidence: 'x', reason: '待核' }],
        '木果',
      ),
    )
    const plan = planBatch(t.ledger.reader, { benefit: 'JH-16', ids })
    expect([plan.able.length, plan.barred.map(({ bar }) => bar)]).toEqual([2, ['held', 'other-step']])
    const made = create()
    expect(made.number).toMatch(/^PC-2022-[0-9A-Z]{4}-0001$/)
    expect(claim()).toMatchObject({ state: 'batched', stepName: '公示', batchId: made.batchId })
    expect(view(made.batchId)).toMatchObject({
      state: 'open',
      count: 2,
      amountFen: 600_000,
      title: '就业补贴 2022',
      step: { name: '公示' },
      places: [
        { place: '民建镇光明村', count: 1 },
        { place: '荣丁镇光明村', count: 1 },
      ],
    })
    expect(() => create()).toThrow('没有可以编入批次的申领')
  })

  it('may be added to, taken from and dissolved while it is open', () => {
    desk.review(ids)
    const { batchId } = create({ ids: ids.slice(0, 2) })
    desk.write((tx) => addToBatch(desk.context(), tx, { batchId, ids: ids.slice(2) }))
    expect(view(batchId).count).toBe(4)
    desk.write((tx) => takeOut(tx, '木果', { batchId, ids: [ids[3] as string], reason: '材料再核' }))
    expect(claim(ids[3])).toMatchObject({ state: 'reviewed', stepName: '编入批次', batchId: null })
    desk.write((tx) => dissolve(tx, '木果', batchId, '编错了'))
    expect(view(batchId)).toMatchObject({ state: 'dissolved', count: 0, step: null })
    expect(claim()).toMatchObject({ state: 'reviewed', batchId: null })
    expect(create().batchId).not.toBe(batchId)
    expect(
      listBatches(
        t.ledger.reader,
        { search: '', offset: 0, limit: 9 },
        NAMES,
        regionsOf({ resources }),
      ).rows.map(({ state, count }) => [state, count]),
    ).toEqual([
      ['open', 4],
      ['dissolved', 0],
    ])
  })

  it('names only funds that the clause allows', () => {
    desk.review(ids)
    expect(() => create({ fund: 'unemployment-insurance' })).toThrow('不能用失业保险基金')
  })

  it('hangs for its days, with the totals of its rows, and is locked from then on', () => {
    desk.review(ids)
    const { batchId } = create()
    expect(() => post(batchId, 560)).toThrow('公示表上写 560 人')
    const posted = post(batchId)
    // Friday 1 July; five working days later it is Friday 8 July.
    expect(posted.to).toBe('2022-07-08')
    expect(view(batchId)).toMatchObject({ state: 'posted', lockedAt: expect.any(String) })
    expect(claim()).toMatchObject({ state: 'posted' })
    expect(() => desk.write((tx) => dissolve(tx, '木果', batchId, '编错了'))).toThrow('已锁定')
    expect(() =>
      desk.write((tx) => takeOut(tx, '木果', { batchId, ids: ids.slice(0, 1), reason: '不要了' })),
    ).toThrow('只能移出正在暂缓的申领')
    expect(() => complete(batchId, 'publicity')).toThrow('请在公示页面办理')
    desk.on('2022-07-08')
    expect(() => desk.write((tx) => clearList(desk.context(), tx, posted.id))).toThrow(
      '公示要到 2022-07-08 为止',
    )
    desk.on('2022-07-09')
    desk.write((tx) => clearList(desk.context(), tx, posted.id))
    expect(view(batchId)).toMatchObject({ state: 'cleared', step: { name: '审批' } })
    expect(claim().events.at(-1)).toMatchObject({ label: '公示', note: '2022-07-01 至 2022-07-08，无异议' })
    expect(() => desk.write((tx) => clearList(desk.context(), tx, posted.id))).toThrow('已经办结')
  })

  it('cannot have hung before the last claim was put in, nor beside the list of an earlier step', () => {
    const village = { ...(DEFAULT_PROCEDURE.steps[5] as ProcedureStep), level: 'village' as const }
    desk.write((tx) =>
      saveProcedure(
        tx,
        {
          benefit: 'JH-16',
          from: '2020-01-01',
          note: '',
          steps: [
            ...DEFAULT_PROCEDURE.steps.slice(0, 5),
            {
              ...village,
              id: 'village-list',
              name: '村级公示',
              days: { count: 7, kind: 'calendar' as const },
            },
            ...DEFAULT_PROCEDURE.steps.slice(5),
          ].map((step) => ({ ...step, material: [] })),
        },
        NAMES,
        '木果',
      ),
    )
    const again = desk.claims(2, 4)
    desk.review(again)
    const { batchId } = create({ ids: again })
    const hang = (from: string) => {
      const doer = desk.context()
      const stated = { statedCount: 2, statedFen: 600_000 }
      return desk.write((tx) =>
        postList(
          doer,
          tx,
          { batchId, place: '公示栏', from, phone: '0833-4521234', ...stated },
          { mayDo: () => true },
        ),
      ).result
    }
    // The test ledger's clock says 30 June 2022, in the morning in Beijing.
    expect(() => hang('2022-06-29')).toThrow('到 2022-06-30 才编成，公示不能从 2022-06-29 起算')
    desk.on('2022-07-20')
    // Entered three weeks later, it counts from the day on which it was really posted.
    const first = hang('2022-06-30')
    expect(first.to).toBe('2022-07-07')
    desk.write((tx) => clearList(desk.context(), tx, first.id))
    expect(() => hang('2022-07-07')).toThrow('上一次公示到 2022-07-07 为止')
    expect(hang('2022-07-08').to).toBe('2022-07-15')
  })

  it('waits for objections; one that is upheld holds its claim, which then leaves', () => {
    desk.review(ids)
    const { batchId } = create()
    const { id } = post(batchId)
    const object = (claimId: string | null, receivedOn = '2022-07-05') =>
      desk.write((tx) =>
        logObjection(desk.context(), tx, {
          publicListId: id,
          claimId,
          receivedOn,
          raisedBy: '匿名',
          phone: null,
          content: '此人已回乡',
        }),
      ).result
    expect(() => object(ids[0] as string, '2022-06-30')).toThrow('早于公示开始')
    const first = object(ids[0] as string)
    desk.on('2022-07-12')
    expect(() => desk.write((tx) => clearList(desk.context(), tx, id))).toThrow('还有 1 条异议没有处理')
    const resolve = (result: 'upheld' | 'rejected') =>
      desk.write((tx) =>
        resolveObjection(desk.context(), tx, { id: first, result, resolution: '电话核实，确已回乡' }),
      )
    resolve('upheld')
    expect(() => resolve('rejected')).toThrow('这条异议已处理')
    expect(claim().openHolds).toMatchObject([{ check: 'objection' }])
    desk.write((tx) => clearList(desk.context(), tx, id))
    expect(view(batchId).bars).toMatchObject([{ code: 'held', severity: 'block' }, { code: 'no-budget' }])
    expect(() => complete(batchId, 'approval', '无妨')).toThrow('1 份申领正在暂缓')
    desk.write((tx) => takeOut(tx, '木果', { batchId, ids: ids.slice(0, 1), reason: '异议成立' }))
    expect(view(batchId)).toMatchObject({ count: 3, amountFen: 900_000 })
    expect(complete(batchId, 'approval', '资金计划下周下达')).toBe(3)
    expect(listPublicLists(t.ledger.reader, '2022-07-12', { batchId })[0]?.objections[0]).toMatchObject({
      result: 'upheld',
      resolvedBy: '木果',
      claimNumber: 'JH16-2022-7F3A-000001',
    })
  })

  it('is open again when its first list is taken down', () => {
    desk.review(ids)
    const { batchId } = create()
    const { id } = post(batchId)
    desk.write((tx) => takeListDown(desk.context(), tx, id, '名字写错'))
    expect(view(batchId)).toMatchObject({ state: 'open', lockedAt: null, publicLists: [] })
    expect(claim()).toMatchObject({ state: 'batched', stepName: '公示' })
    expect(post(batchId).to).toBe('2022-07-08')
  })

  it('goes on beyond its budget line only with a reason, and never with stated totals that are wrong', () => {
    desk.review(ids)
    const line = (amountFen: number) =>
      desk.write((tx) =>
        saveBudgetLine(tx, {
          name: '2022 年就业补助',
          fund: 'employment-promotion',
          year: 2022,
          benefits: ['JH-16'],
          amountFen,
          document: '财社〔2022〕8号',
        }),
      ).result
    const small = line(1_000_000)
    const { batchId } = create({ budgetLineId: small })
    const { reader, plans } = explaining(t.ledger.reader)
    batchView(reader, batchId, { names: NAMES, regions: regionsOf({ resources }), today: '2022-07-01' })
    expect(
      plans.filter((plan) => plan.includes('SEARCH l USING')),
      'budget lines are read once',
    ).toHaveLength(1)
    expect(listBudgetLines(t.ledger.reader, 2022)).toMatchObject([
      { committedFen: 1_200_000, paidFen: 0, leftFen: -200_000, batches: 1 },
    ])
    const list = post(batchId)
    desk.on('2022-07-09')
    desk.write((tx) => clearList(desk.context(), tx, list.id))
    expect(() => complete(batchId, 'approval')).toThrow('超出 2,000.00 元。确需办理的，请写明理由')
    desk.write((tx) => changeBatch(desk.context(), tx, { batchId, statedFen: 1_200_001 }))
    expect(() => complete(batchId, 'approval', '已请示')).toThrow(
      '写明合计 12,000.01 元，逐份相加是 12,000.00 元',
    )
    desk.write((tx) => changeBatch(desk.context(), tx, { batchId, statedFen: 1_200_000, statedCount: 4 }))
    expect(() => complete(batchId, 'approval', '已请示', 'clerk')).toThrow('需要更高的权限')
    expect(complete(batchId, 'approval', '已请示')).toBe(4)
    expect(claim().events.at(-1)?.note).toContain('超出仍办理：已请示')
    expect(() => desk.write((tx) => removeBudgetLine(tx, small, '重复'))).toThrow('从这笔资金列支')
    const large = line(2_000_000)
    desk.write((tx) => changeBatch(desk.context(), tx, { batchId, budgetLineId: large }))
    expect(complete(batchId, 'finance')).toBe(4)
    expect(view(batchId)).toMatchObject({ state: 'sent', step: { name: '发放' } })
    expect(() =>
      desk.write((tx) => changeBatch(desk.context(), tx, { batchId, fund: 'local-finance' })),
    ).toThrow('已送出，不能再改资金来源')
  })

  it('is sampled by lot and by value; a denial by phone holds the claim', () => {
    desk.review(ids)
    const { batchId } = create()
    const drawn = desk.write((tx) =>
      drawSample(desk.context(), tx, { batchId, sharePercent: 30, atLeast: 1, aboveFen: null }),
    ).result
    expect(drawn.drawn).toBe(2)
    const [sample] = listSamples(t.ledger.reader, batchId)
    expect(sample).toMatchObject({ seed: drawn.seed, sharePercent: 30, drawnBy: '木果' })
    expect(view(batchId).bars).toMatchObject([{ code: 'sample-open', severity: 'hold', claims: 2 }])
    const record = (i: number, result: 'confirmed' | 'denied') =>
      desk.write((tx) =>
        recordCall(desk.context(), tx, { callId: sample?.calls[i]?.id ?? '', result, note: '本人接听' }),
      ).result
    expect([record(0, 'confirmed'), record(1, 'denied')]).toEqual([{ held: false }, { held: true }])
    const held = claim(sample?.calls[1]?.claimId)
    expect(held.openHolds).toMatchObject([{ check: 'sample', reason: '电话核查不属实：本人接听' }])
    desk.write((tx) => releaseHolds(tx, [held.openHolds[0]?.id ?? ''], '系误接', '依洛'))
    expect(view(batchId).bars).toMatchObject([{ code: 'sample-denied', severity: 'hold', claims: 1 }])
  })
})

describe('drawClaims', () => {
  const claims = Array.from({ length: 200 }, (_, i) => ({
    id: `c${i}`,
    number: `N${String(i).padStart(4, '0')}`,
    amountFen: i === 7 || i === 90 ? 1_000_000 : 300_000,
  }))
  const rule = { sharePercent: 5, atLeast: 0, aboveFen: 500_000 }

  it('takes every claim from the amount on, and the share of the rest', () => {
    const drawn = drawClaims(claims, rule, 42)
    expect(drawn.filter((one) => one.drawn === 'by-value').map(({ id }) => id)).toEqual(['c7', 'c90'])
    expect(drawn.filter((one) => one.drawn === 'by-share')).toHaveLength(10)
    expect(new Set(drawn.map(({ id }) => id)).size).toBe(12)
  })

  it('draws the same from the same seed, whatever the order of the claims, and another from another', () => {
    const names = (seed: number, list = claims) => drawClaims(list, rule, seed).map(({ id }) => id)
    expect(names(42)).toEqual(names(42, [...claims].reverse()))
    expect(names(42)).not.toEqual(names(43))
  })

  it('gives each claim the same chance (4,000 draws of 10 out of 198)', () => {
    const times = new Map<string, number>()
    for (let seed = 1; seed <= 4000; seed++)
      for (const { id, drawn } of drawClaims(claims, rule, seed))
        if (drawn === 'by-share') times.set(id, (times.get(id) ?? 0) + 1)
    expect(times.size).toBe(198)
    // 40,000 places over 198 claims: 202 each; six standard deviations are about 83.
    for (const count of times.values()) expect(Math.abs(count - 202)).toBeLessThan(83)
  })

  it('never asks for more than there are', () => {
    expect(drawClaims(claims, { sharePercent: 100, atLeast: 999, aboveFen: null }, 1)).toHaveLength(200)
    expect(drawClaims(claims, { sharePercent: 0, atLeast: 0, aboveFen: null }, 1)).toEqual([])
  })
})

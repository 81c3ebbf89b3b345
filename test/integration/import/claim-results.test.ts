/** Answers of another system about our claims: matched to exactly the claim, told, the rejected reopened, nothing twice. */
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { findBatch } from '../../../src/main/core/claims/batch/batch-record.ts'
import { listClaims } from '../../../src/main/core/claims/claims-list.ts'
import { outsideCounts } from '../../../src/main/core/claims/outside/answers-list.ts'
import { handIn } from '../../../src/main/core/claims/outside/hand-in.ts'
import { answerTaker } from '../../../src/main/core/claims/outside/take-answer.ts'
import { payableClaims } from '../../../src/main/core/claims/payment/payable.ts'
import { actOnClaims } from '../../../src/main/core/claims/workflow/claim-acts.ts'
import { mayDo } from '../../../src/main/core/claims/workflow/workflow-procedures.ts'
import { doctor } from '../../../src/main/core/db/doctor/doctor.ts'
import { claims, imports, paymentFiles, payments } from '../../../src/main/core/db/schema/index.ts'
import { contradictions } from '../../../src/main/core/exchange/result-contradictions.ts'
import { OUTSIDE_OUTCOMES, type OutsideOutcome } from '../../../src/shared/domain/outside-results.ts'
import { inventedId } from './invented-people.ts'
import { type Line, numberOf, resultsDesk } from './results-desk.ts'

let desk: Awaited<ReturnType<typeof resultsDesk>>
beforeEach(async () => {
  desk = await resultsDesk()
})
afterEach(async () => {
  const { findings } = await doctor(desk.ledger.ticket)
  desk.close()
  expect(findings).toEqual([])
})

const codes = (result: { findings: readonly { row: number; code: string }[] }) =>
  [...result.findings].sort((a, b) => a.row - b.row).map(({ row, code }) => [row, code])
const outside = () => desk.states().map((row) => (row as { outside: string | null }).outside)

describe('a whole list with a result in each row', () => {
  test('accepted ones are told, rejected ones reopened with the reason, the others left alone', async () => {
    const [a = '', b = '', c = ''] = desk.reviewed(3)
    const batch = desk.batch([a, b, c])
    const result = await desk.take([
      { number: numberOf(0), name: '阿依1', result: '已受理', on: '2022-07-20' },
      { number: numberOf(1), name: '阿依2', result: '退回', reason: '缺劳动合同', on: '2022-07-20' },
    ])
    expect(result).toMatchObject({ kind: 'claim-results', newCount: 1, changedCount: 1, refusedCount: 0 })
    expect(result.notes.at(-1)).toBe('对方受理 1 份，对方退回 1 份（其中 1 份已重新打开，待改正后再报送）。')
    expect(outside()).toEqual(['accepted', 'rejected', null])
    expect(desk.view(a)).toMatchObject({ batchId: batch, state: 'batched' })
    const reopened = desk.view(b)
    expect(reopened).toMatchObject({ batchId: null, stepName: '县级复核', state: 'reviewing' })
    expect(reopened.events.at(-1)).toMatchObject({ kind: 'rejected', label: '对方退回' })
    expect(reopened.events.at(-1)?.note).toMatch(
      /^2022-07-20，缺劳动合同。移出批次 PC-2022-\S+，退到“县级复核”重新办理。$/,
    )
    expect(desk.view(c).events.some(({ kind }) => kind === 'rejected')).toBe(false)
    expect(findBatch(desk.ledger.reader, batch).state).toBe('open')
  })

  test('the same file, or the same rows in another file, change nothing', async () => {
    desk.reviewed(2)
    const lines: Line[] = [
      { number: numberOf(0), result: '受理' },
      { number: numberOf(1), result: '不予受理', reason: '重复申报' },
    ]
    await desk.take(lines)
    const before = { states: desk.states(), counts: desk.counts() }
    const again = await desk.take(lines)
    expect(again).toMatchObject({ newCount: 0, changedCount: 0, sameCount: 2, refusedCount: 0 })
    const other = await desk.take([...lines].reverse(), '结果另存.xlsx')
    expect(other).toMatchObject({ newCount: 0, changedCount: 0, sameCount: 2 })
    expect(desk.states()).toEqual(before.states)
    const after = desk.counts()
    for (const table of ['claim_events', 'outside_answers', 'claims'])
      expect(after[table]).toBe(before.counts[table])
  })

  test('rows that match nothing, or not just one, are refused with the reason', async () => {
    const [a = ''] = desk.reviewed(3)
    desk.claims.make.claim(desk.view(a).personId ?? '', 'JH16-2022-7F3A-000099', { period: '2021' })
    const result = await desk.take([
      { number: 'JH16-2022-9999-000001', result: '受理' },
      { number: '12号', result: '受理' },
      { number: numberOf(1), id: inventedId(2), result: '受理' },
      { number: numberOf(1), name: '木乃', result: '受理' },
      { id: inventedId(0), benefit: 'JH-16', result: '受理' },
      { id: inventedId(0), benefit: 'JH-16', period: '2022年度', result: '受理' },
      { id: inventedId(1), benefit: 'JH-16', period: '2020', result: '受理' },
      { id: inventedId(500), benefit: 'JH-16', result: '受理' },
      { id: inventedId(1), benefit: '不存在的补贴', result: '受理' },
      { number: numberOf(2), result: '已阅' },
      { number: numberOf(2), result: '' },
      { result: '受理' },
    ])
    expect(codes(result)).toEqual([
      [2, 'claim.unknown-number'],
      [3, 'claim.number-format'],
      [4, 'claim.other-person'],
      [5, 'claim.other-person'],
      [6, 'claim.ambiguous'],
      [8, 'claim.not-found'],
      [9, 'person.not-in-roster'],
      [10, 'benefit.unknown'],
      [11, 'result.unknown'],
      [12, 'result.none'],
      [13, 'row.no-identity'],
    ])
    expect(result).toMatchObject({ newCount: 1, refusedCount: 11 })
    expect(outside()).toEqual(['accepted', null, null, null])
  })

  test('success and failure for one claim in one file: neither is taken', async () => {
    desk.reviewed(2)
    const result = await desk.take([
      { number: numberOf(0), result: '成功' },
      { number: numberOf(1), result: '成功' },
      { number: numberOf(0), result: '失败', reason: '身份证号不符' },
    ])
    expect(codes(result)).toEqual([
      [2, 'result.both'],
      [4, 'result.both'],
    ])
    expect(outside()).toEqual([null, 'accepted'])
  })

  test('a line that is there twice counts once', async () => {
    desk.reviewed(1)
    const line = { number: numberOf(0), result: '退回', reason: '照片不清' }
    const result = await desk.take([line, line])
    expect(result).toMatchObject({ changedCount: 1, sameCount: 1 })
    expect(codes(result)).toEqual([[3, 'row.repeated']])
  })

  test('what the other system still works on changes nothing', async () => {
    desk.reviewed(1)
    const before = desk.states()
    const result = await desk.take([{ number: numberOf(0), result: '审核中' }])
    expect(codes(result)).toEqual([[2, 'result.waiting']])
    expect(desk.states()).toEqual(before)
  })
})

describe('lists told apart by the file name', () => {
  test('_success and _failure without a result column', async () => {
    const [, b = ''] = desk.reviewed(2)
    await desk.take([{ number: numberOf(0) }], '省平台申领_success.xlsx')
    await desk.take([{ number: numberOf(1), reason: '工资流水不全' }], '省平台申领_failure (1).xlsx')
    expect(outside()).toEqual(['accepted', 'rejected'])
    expect(desk.view(b).events.at(-1)?.note).toContain('工资流水不全')
  })

  test('a row that says otherwise than the name of its file is refused', async () => {
    desk.reviewed(1)
    const result = await desk.take([{ number: numberOf(0), result: '成功' }], '申领_failure.xlsx')
    expect(codes(result)).toEqual([[2, 'result.other-list']])
    expect(outside()).toEqual([null])
  })
})

describe('money', () => {
  test('a claim that was paid is never reopened: a finding instead', async () => {
    const [a = ''] = desk.reviewed(1)
    await desk.take([{ number: numberOf(0), result: '已发放', on: '2022-08-01' }])
    expect(desk.view(a)).toMatchObject({ state: 'paid', stepName: null })
    expect(desk.rows('SELECT amount_fen AS fen, granted_on AS "on" FROM grants')).toEqual([
      { fen: 300_000, on: '2022-08-01' },
    ])
    const before = desk.states()
    const result = await desk.take([
      { number: numberOf(0), result: '退回', reason: '重复', on: '2022-08-20' },
    ])
    expect(codes(result)).toEqual([[2, 'result.claim-paid']])
    expect(result.refusedCount).toBe(1)
    expect(desk.states()).toEqual(before)
  })

  test('what the other system paid leaves its batch, and is not paid again with it', async () => {
    const ids = desk.reviewed(2)
    const batch = desk.batch(ids)
    await desk.take([{ number: numberOf(0), result: '已发放', on: '2022-08-01' }])
    expect(desk.view(ids[0] ?? '')).toMatchObject({ state: 'paid', batchId: null, outside: 'paid' })
    expect(payableClaims(desk.ledger.reader, batch).map(({ claimId }) => claimId)).toEqual([ids[1]])
    expect(outsideCounts(desk.ledger.reader, batch)).toMatchObject({ paid: 1, rejected: 0 })
    const sent = listClaims(
      desk.ledger.reader,
      { search: '', sentWith: batch, outside: 'paid', offset: 0, limit: 9 },
      new Map(),
    )
    expect(sent.rows.map(({ id }) => id)).toEqual([ids[0]])
  })

  test('nothing is reopened or paid beside a payment that is on its way', async () => {
    const [a = ''] = desk.reviewed(1)
    desk.batch([a])
    desk.claims.write((tx) => {
      tx.update(claims, a, { state: 'sent' })
      tx.insert(payments, {
        paymentFileId: paymentFile(tx),
        claimId: a,
        row: 1,
        payeeName: '阿依1',
        account: '6229990000000000000',
        amountFen: 300_000,
        purpose: '稳岗补贴',
        state: 'sent',
      })
    })
    const result = await desk.take([
      { number: numberOf(0), result: '退回', reason: '重复', on: '2022-08-20' },
      { number: numberOf(0), result: '已发放', on: '2022-08-21' },
    ])
    expect(codes(result)).toEqual([
      [2, 'result.money-out'],
      [3, 'result.own-payment'],
    ])
    expect(desk.view(a).state).toBe('sent')
  })
})

describe('handed in anew', () => {
  const hand = (ids: readonly string[], on: string, name: string) =>
    desk.claims.write((tx) => handIn(tx, '木果', ids, { on, fileName: name, sha256: name })).result

  test('an old rejection that comes again does not reopen what was handed in anew; its new answer counts', async () => {
    const ids = desk.reviewed(1)
    const [a = ''] = ids
    expect(hand(ids, '2022-07-01', '报送1.xlsx')).toBe(1)
    expect(hand(ids, '2022-07-01', '报送1.xlsx')).toBe(0)
    expect(outside()).toEqual(['submitted'])
    await desk.take([{ number: numberOf(0), result: '退回', reason: '缺合同' }], 'r_failure.xlsx')
    expect(desk.view(a).stepName).toBe('县级复核')
    const doer = desk.claims.context()
    actOnClaims(doer, { act: 'complete', ids, note: '' }, mayDo(doer.actor))
    hand(ids, '2022-08-01', '报送2.xlsx')
    expect(outside()).toEqual(['submitted'])
    const before = desk.states()
    const old = await desk.take([{ number: numberOf(0), result: '退回', reason: '缺合同' }], 'r_failure.xlsx')
    expect(old).toMatchObject({ sameCount: 1 })
    const late = await desk.take([
      { number: numberOf(0), result: '退回', reason: '身份证过期', on: '2022-07-15' },
    ])
    expect(codes(late)).toEqual([[2, 'result.older']])
    expect(desk.states()).toEqual(before)
    await desk.take([{ number: numberOf(0), result: '受理' }])
    expect(outside()).toEqual(['accepted'])
  })
})

describe('together with the export', () => {
  test('what went out waits for its answer; answers are no changes to send; what was put right goes out again', async () => {
    const ids = desk.reviewed(2)
    await desk.export('export-province-claim')
    expect(outside()).toEqual(['submitted', 'submitted'])
    expect(desk.view(ids[0] ?? '').events.at(-1)).toMatchObject({ kind: 'submitted', label: '报送对方' })
    expect(await desk.changes('export-province-claim')).toMatchObject({ chosen: 2, changed: 0 })
    await desk.take([
      { number: numberOf(0), result: '成功' },
      { number: numberOf(1), result: '失败', reason: '缺合同' },
    ])
    // A claim that was reopened is not ready to be handed in, and the other has nothing new.
    expect(await desk.changes('export-province-claim')).toMatchObject({ chosen: 1, changed: 0 })
    const doer = desk.claims.context()
    actOnClaims(doer, { act: 'complete', ids, note: '' }, mayDo(doer.actor))
    const again = await desk.export('export-province-claim')
    expect(again.result.rows).toBe(1)
    expect(outside()).toEqual(['accepted', 'submitted'])
    await desk.take([{ number: numberOf(1), result: '成功' }], '第二次.xlsx')
    expect(outside()).toEqual(['accepted', 'accepted'])
  })

  test('a trial that is not remembered hands nothing in', async () => {
    desk.reviewed(1)
    await desk.export('export-province-claim', { remember: false })
    expect(outside()).toEqual([null])
  })
})

describe('taking an import back', () => {
  test('everything is as it was', async () => {
    const ids = desk.reviewed(3)
    desk.batch(ids)
    const before = desk.states()
    const { importId } = await desk.take([
      { number: numberOf(0), result: '受理' },
      { number: numberOf(1), result: '退回', reason: '缺合同' },
      { number: numberOf(2), result: '已发放' },
    ])
    expect(desk.states()).not.toEqual(before)
    desk.undo(importId ?? '')
    expect(desk.states()).toEqual(before)
    expect(desk.rows('SELECT 1 FROM grants WHERE deleted_at IS NULL')).toEqual([])
    expect(desk.rows('SELECT 1 FROM outside_answers WHERE deleted_at IS NULL')).toEqual([])
  })

  test('not where a reopened claim was worked on since', async () => {
    const ids = desk.reviewed(1)
    const { importId } = await desk.take([{ number: numberOf(0), result: '退回', reason: '缺合同' }])
    const doer = desk.claims.context()
    actOnClaims(doer, { act: 'complete', ids, note: '' }, mayDo(doer.actor))
    expect(() => desk.undo(importId ?? '')).toThrow(/不能撤销这次导入：.*JH16-2022-7F3A-000001/)
  })
})

/** Carries what a transaction came to out of it, and leaves nothing behind. */
class RolledBack extends Error {
  readonly came: unknown
  constructor(came: unknown) {
    super('rolled back')
    this.came = came
  }
}

test('any order and repetition of result files leaves the same claims', () => {
  const ids = desk.reviewed(4)
  desk.claims.write((tx) => tx.update(claims, ids[0] ?? '', { dueOn: '2022-08-08' }))
  desk.batch(ids.slice(1))
  const answer = fc.record({
    claimId: fc.constantFrom(...ids),
    outcome: fc.constantFrom(...OUTSIDE_OUTCOMES),
    on: fc.constantFrom(null, '2022-07-01', '2022-07-02', '2022-08-01'),
    reason: fc.constantFrom('', '缺合同'),
  })
  const files = fc.array(fc.array(answer, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 5 })
  type Files = readonly (readonly {
    claimId: string
    outcome: OutsideOutcome
    on: string | null
    reason: string
  }[])[]
  const came = (all: Files, order: readonly number[], handedIn: number) => {
    try {
      desk.ledger.write({ action: 'test', actor: '木果' }, (tx) => {
        for (const on of ['2022-07-01', '2022-07-20'].slice(0, handedIn))
          handIn(tx, '木果', ids, { on, fileName: on, sha256: on })
        order.forEach((at, turn) => {
          const rows = all[at] ?? []
          const importId = tx.insert(imports, importRecord(tx.id, `sha ${at}`))
          const file = { importId, sha256: `sha ${at}`, name: `${turn}.xlsx` }
          const taker = answerTaker(tx, '木果', '2022-09-30', file)
          const spoken = rows.map(({ claimId: id, ...said }, row) => ({
            id,
            row,
            answer: { ...said, text: '' },
          }))
          const both = contradictions(spoken)
          for (const row of rows) if (!both.has(row.claimId)) taker({ ...row, source: 'test' })
        })
        const states = tx
          .prepare('SELECT number, state, step, due_on, batch_id, outside_state FROM claims ORDER BY number')
          .all()
        const grants = tx
          .prepare('SELECT benefit, person_id, amount_fen FROM grants ORDER BY person_id')
          .all()
        const batches = tx.prepare('SELECT state, step FROM batches').all()
        throw new RolledBack({ states, grants, batches })
      })
    } catch (error) {
      if (error instanceof RolledBack) return error.came
      throw error
    }
    throw new Error('not rolled back')
  }
  fc.assert(
    fc.property(
      files.chain((all) => {
        const every = all.map((_, at) => at)
        const shuffled = fc.shuffledSubarray(every, { minLength: every.length, maxLength: every.length })
        return fc.tuple(
          fc.constant(all),
          shuffled,
          fc.array(fc.nat({ max: all.length - 1 }), { maxLength: 4 }),
        )
      }),
      fc.nat({ max: 2 }),
      ([all, order, again], handedIn) => {
        const plain = came(
          all,
          all.map((_, at) => at),
          handedIn,
        )
        expect(came(all, [...order, ...again], handedIn)).toEqual(plain)
      },
    ),
    { numRuns: 80 },
  )
})

function importRecord(txId: string, sha256: string) {
  return {
    kind: 'claim-results',
    fileName: sha256,
    sha256,
    headerRow: 1,
    mapping: '{}',
    importedAt: '2022-09-30T00:00:00.000Z',
    importedBy: '木果',
    newCount: 0,
    changedCount: 0,
    sameCount: 0,
    refusedCount: 0,
    warnedCount: 0,
    state: 'done',
    txId,
  }
}

function paymentFile(tx: Parameters<Parameters<typeof desk.ledger.write>[1]>[0]): string {
  const batchId = desk.rows<{ id: string }>('SELECT id FROM batches')[0]?.id ?? ''
  return tx.insert(paymentFiles, {
    batchId,
    number: 'ZF-2022-001',
    profile: 'x',
    fileName: 'x',
    fileId: 'x',
    sha256: 'x',
    rowCount: 1,
    amountFen: 300_000,
    madeAt: '2022-08-01T00:00:00.000Z',
    madeBy: '木果',
  })
}

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { claimTotals, listClaims } from '../../../src/main/core/claims/claims-list.ts'
import { claimBoard } from '../../../src/main/core/claims/workflow/board.ts'
import { actOnClaims, previewAct } from '../../../src/main/core/claims/workflow/claim-acts.ts'
import { openHoldsOf, releaseHolds } from '../../../src/main/core/claims/workflow/holds.ts'
import { markMaterial } from '../../../src/main/core/claims/workflow/materials.ts'
import {
  listProcedures,
  saveCalendar,
  saveMaterials,
  saveProcedure,
} from '../../../src/main/core/claims/workflow/office-settings.ts'
import { mayDo } from '../../../src/main/core/claims/workflow/workflow-procedures.ts'
import type { InputOf, WriteContext } from '../../../src/main/core/procedure.ts'
import { claimsFilter } from '../../../src/shared/contract/claims.ts'
import type { ProcedureStep } from '../../../src/shared/domain/claim-procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'

const NAMES = new Map([['JH-16', '稳岗补贴']])
const everything = claimsFilter.parse({})

describe('claims on their way through the office', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  let ids: string[]
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
    const person = make.person('阿依', { homeCounty: '511133' })
    ids = [1, 2, 3].map((n) => make.claim(person, `JH16-2022-7F3A-00000${n}`))
  })
  afterEach(() => t.cleanup())

  const context = (role: 'clerk' | 'reviewer' | 'admin' = 'admin'): WriteContext =>
    ({
      ledger: t.ledger,
      actor: { name: '木果', role },
      now: () => 0,
      today: () => TODAY,
      newId: () => '',
      resources,
    }) as WriteContext
  const act = (
    what: InputOf<'claims.act'>['act'],
    chosen: readonly string[] = ids,
    more: Partial<InputOf<'claims.act'>> = {},
    role: 'clerk' | 'reviewer' | 'admin' = 'admin',
  ) => {
    const doer = context(role)
    return actOnClaims(doer, { act: what, ids: [...chosen], note: '', ...more }, mayDo(doer.actor))
  }
  const view = (id = ids[0] as string) => claimView(t.ledger.reader, id, NAMES)
  const states = () =>
    listClaims(t.ledger.reader, { ...everything, offset: 0, limit: 10 }, NAMES).rows.map(
      ({ state, stepName }) => [state, stepName],
    )

  it('take the steps of the default procedure one after another, many at once, up to the batch', () => {
    expect(view()).toMatchObject({ state: 'drafted', stepName: '收到签字申请' })
    const plan = previewAct(
      t.ledger.reader,
      { act: 'complete', ids },
      mayDo(context().actor),
      context().actor,
    )
    expect(plan).toEqual({
      able: 3,
      amountFen: 900_000,
      becomes: [{ from: '草稿', to: '已收件，待“村级审核”', count: 3 }],
      barred: [],
    })
    expect(act('complete')).toMatchObject({ done: 3, able: 3 })
    act('complete', ids.slice(0, 2), { note: '情况属实' })
    expect(states()).toEqual([
      ['received', '村级审核'],
      ['reviewing', '乡镇审核'],
      ['reviewing', '乡镇审核'],
    ])
    act('complete', ids.slice(0, 1))
    act('complete', ids.slice(0, 1))
    expect(view()).toMatchObject({ state: 'reviewed', stepName: '编入批次' })
    expect(view().steps.map(({ name, state }) => [name, state])).toEqual([
      ['收到签字申请', 'done'],
      ['村级审核', 'done'],
      ['乡镇审核', 'done'],
      ['县级复核', 'done'],
      ['编入批次', 'now'],
      ['公示', 'later'],
      ['审批', 'later'],
      ['送财政', 'later'],
      ['发放', 'later'],
    ])
    expect(view().events.map(({ label, note, by }) => [label, note, by])).toEqual([
      ['收到签字申请', '', '木果'],
      ['村级审核', '情况属实', '木果'],
      ['乡镇审核', '', '木果'],
      ['县级复核', '', '木果'],
    ])
  })

  it('leave out those for whom it is not possible, and say why', () => {
    act('complete', ids.slice(0, 1))
    expect(act('complete', ids, { step: 'paper' })).toMatchObject({
      done: 2,
      barred: [{ reason: '当前在“村级审核”，不在所选的一步', count: 1, numbers: ['JH16-2022-7F3A-000001'] }],
    })
    for (let i = 0; i < 3; i++) act('complete')
    expect(states().map(([state]) => state)).toEqual(['reviewed', 'reviewed', 'reviewed'])
    expect(() => act('complete', ids, { step: 'county' })).toThrow('所选申领都不能这样办理')
  })

  it('are refused and sent back only by whom the step is for', () => {
    for (let i = 0; i < 3; i++) act('complete')
    expect(view().stepName).toBe('县级复核')
    const words = { note: '合同未到期', clause: '（四）' }
    for (const what of ['refuse', 'send-back'] as const) {
      expect(() => act(what, ids, words, 'clerk')).toThrow('“县级复核”需要更高的权限')
      expect(
        previewAct(t.ledger.reader, { act: what, ids }, mayDo(context('clerk').actor), context().actor),
      ).toMatchObject({ able: 0, barred: [{ reason: '“县级复核”需要更高的权限', count: 3 }] })
    }
    // To stop something that looks wrong is everybody's.
    expect(act('hold', ids.slice(2), { note: '待核' }, 'clerk').done).toBe(1)
    expect(act('send-back', ids.slice(0, 1), words, 'reviewer').done).toBe(1)
    expect(act('send-back', ids.slice(0, 1), words, 'clerk').done).toBe(1)
    expect(act('refuse', ids.slice(1, 2), words, 'reviewer').done).toBe(1)
  })

  it('ask the role that the office gave a step', () => {
    act('complete')
    act('complete')
    act('complete')
    expect(() => act('complete', ids, {}, 'clerk')).toThrow('“县级复核”需要更高的权限')
    expect(act('complete', ids, {}, 'reviewer').done).toBe(3)
  })

  it('stand still while held; a release names who and why', () => {
    const [first = ''] = ids
    expect(() => act('hold', [first])).toThrow('请写明原因')
    act('hold', [first], { note: '电话核实不属实' })
    const [hold] = view().openHolds
    expect(hold).toMatchObject({ checkName: '人工暂缓', reason: '电话核实不属实', heldBy: '木果' })
    expect(act('complete')).toMatchObject({ done: 2, barred: [{ reason: '正在暂缓，先解除暂缓', count: 1 }] })
    const release = (id: string) =>
      t.ledger.write(make.by, (tx) => releaseHolds(tx, [id], '家属已说明', '依洛'))
    release(hold?.id ?? '')
    expect(() => release(hold?.id ?? '')).toThrow('已由别人解除')
    expect(
      view()
        .events.slice(-2)
        .map(({ label, note, by }) => [label, note, by]),
    ).toEqual([
      ['暂缓', '电话核实不属实', '木果'],
      ['解除暂缓', '家属已说明', '依洛'],
    ])
    expect(act('complete', [first]).done).toBe(1)
  })

  it('are released together, whatever holds them; where nothing holds, that is said', () => {
    const [first = '', second = ''] = ids
    act('hold', [first, second], { note: '电话核实' })
    act('hold', [first], { note: '卡号不符' })
    expect(openHoldsOf(t.ledger.reader, ids)).toHaveLength(3)
    t.ledger.write(make.by, (tx) => releaseHolds(tx, openHoldsOf(tx, ids), '都已证实', '依洛'))
    expect(view().openHolds).toEqual([])
    expect(act('complete').done).toBe(3)
    expect(() => openHoldsOf(t.ledger.reader, ids)).toThrow('所选申领都没有暂缓')
  })

  it('drafted before procedures were kept are found at the step they wait at', () => {
    const at = (step: string) => claimTotals(t.ledger.reader, claimsFilter.parse({ step })).count
    expect([at('paper'), at('village')]).toEqual([3, 0])
    act('complete', ids.slice(0, 1))
    expect([at('paper'), at('village')]).toEqual([2, 1])
  })

  it('go back one step with a reason', () => {
    act('complete')
    act('complete')
    act('send-back', ids.slice(0, 1), { note: '表上没有手印' })
    expect(view()).toMatchObject({ state: 'received', stepName: '村级审核' })
    expect(view().events.at(-1)).toMatchObject({ label: '退回“村级审核”', note: '表上没有手印' })
    act('send-back', ids.slice(0, 1), { note: '重新交件' })
    expect(() => act('send-back', ids.slice(0, 1), { note: '再退' })).toThrow('已在第一步')
  })

  it('are refused with a clause; the entitlement is free again', () => {
    const key = `k:JH16-2022-7F3A-000001`
    const taken = () =>
      t.ledger.reader
        .prepare('SELECT 1 FROM claim_entitlements WHERE entitlement_key = ? AND deleted_at IS NULL')
        .get(key) !== undefined
    expect(taken()).toBe(true)
    expect(() => act('refuse', ids.slice(0, 1), { note: '不在本省参保' })).toThrow('依据的条款')
    act('refuse', ids.slice(0, 1), { note: '不在本省参保', clause: '（四）', condition: 'insured' })
    expect(taken()).toBe(false)
    expect(view()).toMatchObject({ state: 'refused', stepName: null })
    expect(view().events.at(-1)).toMatchObject({ label: '不予通过', note: '（四）：不在本省参保' })
    expect(() => act('complete', ids.slice(0, 1))).toThrow('已办结')
  })

  it('can be undone as one action', () => {
    act('complete')
    const done = act('complete')
    t.ledger.undo(done.txId ?? '', '木果')
    expect(states()).toEqual(Array.from({ length: 3 }, () => ['received', '村级审核']))
    expect(view().events.map(({ label }) => label)).toEqual(['收到签字申请'])
  })

  it('follow the procedure of their day, with terms in working days of the office calendar', () => {
    const steps: ProcedureStep[] = [
      { id: 'a', kind: 'paper', name: '收件', role: 'clerk' },
      {
        id: 'b',
        kind: 'opinion',
        level: 'county',
        name: '县里看',
        role: 'clerk',
        days: { count: 2, kind: 'working' },
      },
      { id: 'c', kind: 'batch', name: '编批', role: 'clerk' },
      { id: 'd', kind: 'payment', name: '发钱', role: 'clerk' },
    ]
    const save = (procedure: readonly ProcedureStep[], from: string) =>
      t.ledger.write(make.by, (tx) =>
        saveProcedure(
          tx,
          { benefit: 'JH-16', from, steps: [...procedure] as never, note: '县发〔2022〕3号' },
          NAMES,
          '木果',
        ),
      )
    expect(() => save([...steps].reverse(), '2022-01-01')).toThrow('第 1 步“发钱”：发放应在编批之后')
    save(steps, '2022-01-01')
    save(steps.slice(0, 1).concat(steps.slice(2)), '2022-07-01')
    // 2022-06-30 is a Thursday; Friday is made a day off.
    t.ledger.write(make.by, (tx) =>
      saveCalendar(tx, { year: 2022, days: [{ date: '2022-07-01', kind: 'off', name: '本县调休' }] }),
    )
    act('complete')
    expect(view()).toMatchObject({ state: 'received', stepName: '县里看', dueOn: '2022-07-05' })
    const late = { ...everything, overdueOn: '2022-07-06', offset: 0, limit: 10 }
    expect(listClaims(t.ledger.reader, late, NAMES).total).toBe(3)
    expect(claimBoard(t.ledger.reader, everything, '2022-07-06')).toEqual([
      {
        state: 'received',
        count: 3,
        amountFen: 900_000,
        held: 0,
        overdue: 3,
        steps: [{ step: 'b', name: '县里看', count: 3 }],
      },
    ])
    expect(
      listProcedures(t.ledger.reader, NAMES).map(({ benefit, from, steps, claims }) => [
        benefit,
        from,
        steps.length,
        claims,
      ]),
    ).toEqual([
      ['*', null, 9, 0],
      ['JH-16', '2022-07-01', 3, 0],
      ['JH-16', '2022-01-01', 4, 3],
    ])
  })

  it('wait for the material that a step asks for, on paper or scanned', () => {
    t.ledger.write(make.by, (tx) => {
      saveMaterials(tx, { benefit: '*', items: [{ name: '身份证复印件', required: true }] }, NAMES)
      saveProcedure(
        tx,
        {
          benefit: '*',
          from: '2022-01-01',
          note: '',
          steps: [
            { id: 'a', kind: 'paper', name: '收件', role: 'clerk', material: ['身份证复印件'] },
            { id: 'c', kind: 'batch', name: '编批', role: 'clerk' },
            { id: 'd', kind: 'payment', name: '发钱', role: 'clerk' },
          ],
        },
        NAMES,
        '木果',
      )
    })
    const [first = ''] = ids
    expect(view().materials).toEqual([{ item: '身份证复印件', required: true, seenAt: null, files: 0 }])
    expect(() => act('complete')).toThrow('缺材料：身份证复印件')
    const mark = (seen: boolean) =>
      t.ledger.write(make.by, (tx) => markMaterial(tx, [first, first], '身份证复印件', seen, '木果')).result
    expect([mark(true), mark(true)]).toEqual([1, 0])
    expect(act('complete')).toMatchObject({ done: 1, barred: [{ reason: '缺材料：身份证复印件', count: 2 }] })
    expect(mark(false)).toBe(1)
    expect(view().materials[0]).toMatchObject({ seenAt: null })
  })
})

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { barsOf } from '../../../src/main/core/claims/batch/bars.ts'
import { findBatch } from '../../../src/main/core/claims/batch/batch-record.ts'
import { completeBatchStep } from '../../../src/main/core/claims/batch/batch-steps.ts'
import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import { roleGate } from '../../../src/main/core/claims/batch/role-gate.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { actOnClaims, previewAct } from '../../../src/main/core/claims/workflow/claim-acts.ts'
import { fourEyesBatchGate } from '../../../src/main/core/claims/workflow/four-eyes.ts'
import { saveProcedure } from '../../../src/main/core/claims/workflow/office-settings.ts'
import { mayDo } from '../../../src/main/core/claims/workflow/workflow-procedures.ts'
import { saveDeskRules } from '../../../src/main/core/security/desk-rules.ts'
import { addOfficer, removeOfficer } from '../../../src/main/core/security/officers.ts'
import type { Role } from '../../../src/shared/contract/procedure.ts'
import { DEFAULT_PROCEDURE } from '../../../src/shared/domain/claim-procedure.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { claimsDesk } from './claims-desk.ts'

const STAFF: readonly [string, Role][] = [
  ['阿木', 'admin'],
  ['沙马', 'clerk'],
  ['木果', 'reviewer'],
]

describe('whoever handled a claim does not review it', () => {
  let t: TestLedger
  let desk: ReturnType<typeof claimsDesk>
  let ids: string[]
  let officers: Map<string, string>
  beforeEach(async () => {
    t = await createTestLedger()
    desk = claimsDesk(t.ledger)
    ids = desk.claims(3)
    desk.write((tx) => {
      officers = new Map(STAFF.map(([name, role]) => [name, addOfficer(tx, name, role, '阿木')]))
      saveDeskRules(tx, { fourEyes: true })
    })
  })
  afterEach(() => t.cleanup())

  const by = (name: string) => {
    const role = STAFF.find(([known]) => known === name)?.[1] ?? 'viewer'
    const officerId = officers.get(name)
    return {
      ...desk.context(),
      actor: { name, role, ...(officerId === undefined ? {} : { officerId }) },
    }
  }
  const complete = (name: string, chosen: readonly string[] = ids) =>
    actOnClaims(by(name), { act: 'complete', ids: [...chosen], note: '' }, mayDo(by(name).actor))
  const preview = (name: string, chosen: readonly string[] = ids) =>
    previewAct(t.ledger.reader, { act: 'complete', ids: [...chosen] }, mayDo(by(name).actor), by(name).actor)

  it('a clerk gives no review at all; a reviewer only where another handled the claim', () => {
    complete('沙马')
    complete('木果', ids.slice(0, 1))
    complete('沙马', ids.slice(1))
    complete('沙马')
    expect(() => complete('沙马')).toThrow('“县级复核”需要更高的权限')
    const plan = preview('木果')
    expect(plan.able).toBe(2)
    expect(plan.barred).toEqual([
      {
        reason: expect.stringContaining('同一人不得既审核又复核'),
        count: 1,
        numbers: ['JH16-2022-7F3A-000001'],
      },
    ])
    expect(complete('木果').done).toBe(2)
    expect(() => complete('木果', ids.slice(0, 1))).toThrow('同一人不得既审核又复核')
    // Even an administrator is only one person, but this one had nothing to do with it.
    expect(complete('阿木', ids.slice(0, 1)).done).toBe(1)
  })

  it('a claim that was sent back is handled anew, and only the last one counts', () => {
    complete('沙马')
    complete('木果')
    complete('沙马')
    expect(preview('木果').able).toBe(0)
    const back = (name: string) =>
      actOnClaims(by(name), { act: 'send-back', ids, note: '重新核实' }, mayDo(by(name).actor))
    back('木果')
    back('木果')
    complete('沙马')
    complete('沙马')
    expect(preview('木果').able).toBe(3)
  })

  it('goes by officer, not by name: who took over a name may review, and the name stays in the story', () => {
    complete('沙马')
    complete('木果')
    complete('沙马')
    expect(preview('木果').able).toBe(0)
    const first = officers.get('木果') as string
    desk.write((tx) => {
      removeOfficer(tx, first, '调离')
      officers.set('木果', addOfficer(tx, '木果', 'reviewer', '阿木'))
    })
    expect(officers.get('木果')).not.toBe(first)
    expect(preview('木果').able).toBe(3)
    expect(claimView(t.ledger.reader, ids[0] as string, new Map()).events.map(({ by }) => by)).toEqual([
      '沙马',
      '木果',
      '沙马',
    ])
    // An act that came without an officer, as from before there was a list, goes by name as before.
    officers.delete('木果')
    expect(preview('木果').able).toBe(0)
  })

  it('does not concern an office that does not want it', () => {
    desk.write((tx) => saveDeskRules(tx, { fourEyes: false }))
    for (let i = 0; i < 3; i++) complete('木果')
    expect(preview('木果')).toMatchObject({ able: 3, barred: [] })
  })

  it('holds for the approval of a batch, and says how many claims are concerned', () => {
    const steps = DEFAULT_PROCEDURE.steps.filter(({ kind }) => kind !== 'publicity')
    t.ledger.write({ action: 'test', actor: '阿木' }, (tx) =>
      saveProcedure(
        tx,
        {
          benefit: 'JH-16',
          from: '2020-01-01',
          note: '',
          steps: steps.map((step) => ({ ...step, material: [] })),
        },
        new Map([['JH-16', '稳岗补贴']]),
        '阿木',
      ),
    )
    complete('阿木', ids.slice(0, 2))
    complete('沙马', ids.slice(2))
    complete('沙马')
    complete('沙马')
    complete('木果')
    const { batchId } = desk.write((tx) =>
      createBatch(by('沙马'), tx, {
        benefit: 'JH-16',
        fund: 'employment-promotion',
        budgetLineId: null,
        title: '',
        period: '2022',
        scope: null,
        ids,
      }),
    ).result
    const approve = (name: string) =>
      desk.write((tx) =>
        completeBatchStep(
          by(name),
          tx,
          { batchId, step: 'approval', note: '', overrule: '资金已到' },
          { mayDo: mayDo(by(name).actor), gate: fourEyesBatchGate(tx, by(name).actor) },
        ),
      ).result
    expect(() => approve('沙马')).toThrow('需要更高的权限')
    expect(roleGate(by('沙马').actor)(findBatch(t.ledger.reader, batchId))).toMatchObject([
      { code: 'role', severity: 'block', text: expect.stringContaining('“审批”需要“复核”以上的权限') },
    ])
    expect(roleGate(by('木果').actor)(findBatch(t.ledger.reader, batchId))).toEqual([])
    const bars = (name: string) =>
      barsOf(
        t.ledger.reader,
        findBatch(t.ledger.reader, batchId),
        fourEyesBatchGate(t.ledger.reader, by(name).actor),
      )
    expect(bars('阿木')).toContainEqual({
      code: 'four-eyes',
      severity: 'block',
      text: expect.stringContaining('其中 2 份由“阿木”经手审核过'),
      claims: 2,
    })
    expect(() => approve('阿木')).toThrow('请换人办理')
    expect(bars('木果').map(({ code }) => code)).not.toContain('four-eyes')
    expect(approve('木果')).toBe(3)
  })
})

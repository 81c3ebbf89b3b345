import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readAudit } from '../../../../../src/main/core/db/audit-list.ts'
import { readDeskRules, saveDeskRules } from '../../../../../src/main/core/security/desk-rules.ts'
import {
  addOfficer,
  changeRole,
  listOfficers,
  officersAtWork,
  removeOfficer,
} from '../../../../../src/main/core/security/officers.ts'
import { clearAdminPins, setPin, signIn } from '../../../../../src/main/core/security/sign-in.ts'
import { refuseForeignUndo } from '../../../../../src/main/core/security/undo-rights.ts'
import type { Role } from '../../../../../src/shared/contract/procedure.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'

const refusal = (code: string) => expect.objectContaining({ code })
const MINUTE = 60_000

describe('officers', () => {
  let t: TestLedger
  beforeEach(async () => {
    t = await createTestLedger()
  })
  afterEach(() => t.cleanup())

  const add = (name: string, role: Role) =>
    t.ledger.write({ action: 'officers.add', actor: '阿木' }, (tx) => addOfficer(tx, name, role, '阿木'))
      .result
  const demote = (id: string, role: Role) =>
    t.ledger.write({ action: 'officers.changeRole', actor: '阿木' }, (tx) => changeRole(tx, id, role))
  const remove = (id: string) =>
    t.ledger.write({ action: 'officers.remove', actor: '阿木' }, (tx) => removeOfficer(tx, id, '调离'))
  const admin = { name: '阿木', role: 'admin' } as const

  it('begin with an administrator, and no name stands twice among those at work', () => {
    expect(() => add('沙马', 'clerk')).toThrow(refusal('officers.first-admin'))
    expect(officersAtWork(t.ledger.reader)).toEqual([])
    const id = add('阿木', 'admin')
    expect(() => add('阿木', 'clerk')).toThrow(refusal('officers.same-name'))
    expect(officersAtWork(t.ledger.reader)).toEqual([{ id, name: '阿木', role: 'admin', hasPin: false }])
  })

  it('keep their last administrator, until there is another', () => {
    const first = add('阿木', 'admin')
    const second = add('沙马', 'reviewer')
    expect(() => demote(first, 'reviewer')).toThrow(refusal('officers.last-admin'))
    expect(() => remove(first)).toThrow(refusal('officers.last-admin'))
    demote(second, 'admin')
    demote(first, 'viewer')
    expect(() => remove(second)).toThrow(refusal('officers.last-admin'))
    remove(first)
    expect(
      listOfficers(t.ledger.reader).map(({ name, role, removed }) => [name, role, removed?.reason]),
    ).toEqual([
      ['沙马', 'admin', undefined],
      ['阿木', 'viewer', '调离'],
    ])
    expect(() => remove(first)).toThrow(refusal('officers.gone'))
    // The name is free again.
    expect(add('阿木', 'clerk')).not.toBe(first)
  })

  it('sign in with their PIN only; five wrong ones in a row begin a wait that grows, and outlives the program', async () => {
    const id = add('阿木', 'admin')
    await signIn(t.ledger, 0, { officerId: id })
    await setPin(t.ledger, 0, { id, pin: '2580' }, admin)
    await expect(signIn(t.ledger, 0, { officerId: id })).rejects.toThrow(refusal('session.pin-needed'))
    for (let i = 0; i < 4; i++)
      await expect(signIn(t.ledger, 0, { officerId: id, pin: '0000' })).rejects.toThrow(
        refusal('session.wrong-pin'),
      )
    await expect(signIn(t.ledger, 0, { officerId: id, pin: '0000' })).rejects.toThrow(refusal('session.wait'))
    const ledger = await t.reopen()
    // The right one does not help before the time has come.
    await expect(signIn(ledger, 29_999, { officerId: id, pin: '2580' })).rejects.toMatchObject({
      code: 'session.wait',
      message: expect.stringContaining('1 秒'),
    })
    await expect(signIn(ledger, 30_000, { officerId: id, pin: '1111' })).rejects.toMatchObject({
      code: 'session.wait',
      params: { seconds: 60 },
    })
    await expect(signIn(ledger, MINUTE, { officerId: id, pin: '2580' })).rejects.toThrow(
      refusal('session.wait'),
    )
    expect(await signIn(ledger, 2 * MINUTE, { officerId: id, pin: '2580' })).toMatchObject({ name: '阿木' })
    // Counted anew.
    await expect(signIn(ledger, 2 * MINUTE, { officerId: id, pin: '0' })).rejects.toThrow(
      refusal('session.wrong-pin'),
    )
    const told = readAudit(ledger.reader, { search: '', offset: 0, limit: 20 }).rows.map(
      ({ label, actor }) => [label, actor],
    )
    expect(told.filter(([label]) => label === '输错 PIN')).toHaveLength(7)
    expect(told[1]).toEqual(['换人', '阿木'])
  })

  it('change their own PIN with the present one; others are reset by an administrator alone', async () => {
    const id = add('阿木', 'admin')
    const other = add('沙马', 'clerk')
    const clerk = { name: '沙马', role: 'clerk', officerId: other } as const
    await expect(setPin(t.ledger, 0, { id, pin: '9999' }, clerk)).rejects.toThrow(
      refusal('officers.not-yours'),
    )
    await setPin(t.ledger, 0, { id: other, pin: '1234' }, admin)
    await expect(setPin(t.ledger, 0, { id: other, pin: '5678' }, clerk)).rejects.toThrow(
      refusal('session.pin-needed'),
    )
    await expect(setPin(t.ledger, 0, { id: other, pin: null, current: '0000' }, clerk)).rejects.toThrow(
      refusal('session.wrong-pin'),
    )
    await setPin(t.ledger, 0, { id: other, pin: '5678', current: '1234' }, clerk)
    await signIn(t.ledger, 0, { officerId: other, pin: '5678' })
    await setPin(t.ledger, 0, { id: other, pin: null }, admin)
    await signIn(t.ledger, 0, { officerId: other })
  })

  it('leave no trace of a PIN in what travels, and come back in with the recovery key', async () => {
    const id = add('阿木', 'admin')
    const clerk = add('沙马', 'clerk')
    await setPin(t.ledger, 0, { id, pin: '2580' }, admin)
    await setPin(t.ledger, 0, { id: clerk, pin: '2580' }, admin)
    const logged = t.ledger.reader.prepare<string>('SELECT fields FROM change_log').pluck().all().join(' ')
    expect(logged).toContain('阿木')
    expect(logged).not.toContain('scrypt')
    clearAdminPins(t.ledger, '阿木')
    expect(officersAtWork(t.ledger.reader).map(({ hasPin }) => hasPin)).toEqual([false, true])
  })

  it('are never undone; a clerk undoes only his own work, and never what took more than he may do', () => {
    const write = (action: string, actor: string) => t.ledger.write({ action, actor }, () => 0).txId
    const may = (txId: string, name: string, role: Role) =>
      refuseForeignUndo(t.ledger.reader, txId, { name, role })
    const admins = t.ledger.write({ action: 'officers.add', actor: '阿木' }, (tx) =>
      addOfficer(tx, '阿木', 'admin', '阿木'),
    ).txId
    expect(() => may(admins, '阿木', 'admin')).toThrow(refusal('officers.no-undo'))
    const his = write('people.update', '沙马')
    may(his, '沙马', 'clerk')
    may(his, '阿木', 'reviewer')
    expect(() => may(his, '木果', 'clerk')).toThrow(refusal('undo.not-yours'))
    expect(() => may(write('workflow.saveProcedure', '沙马'), '沙马', 'reviewer')).toThrow(
      refusal('role.too-low'),
    )
  })

  it('must be two where audit and review are to be kept apart', () => {
    const save = (fourEyes: boolean) =>
      t.ledger.write({ action: 'test', actor: '阿木' }, (tx) =>
        saveDeskRules(tx, { fourEyes, idleMinutes: 10 }),
      )
    add('阿木', 'admin')
    expect(() => save(true)).toThrow(refusal('officers.two-needed'))
    add('沙马', 'viewer')
    expect(() => save(true)).toThrow(refusal('officers.two-needed'))
    add('木果', 'clerk')
    save(true)
    expect(readDeskRules(t.ledger.reader)).toEqual({ fourEyes: true, idleMinutes: 10 })
  })
})

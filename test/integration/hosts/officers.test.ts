import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ended, HOSTS, type LedgerClient, REAL_THREAD, type RunningHost } from './hosts.ts'

const NEW = {
  name: '马边站',
  passphrase: 'a good passphrase',
  office: '马边驻金华站',
  county: '511133',
  officer: '阿木',
}
const WORK = { action: '登记人员', person: { name: '阿依', idNumber: '511133199001011233' } }

describe.each(HOSTS.map((host) => [host.name, host] as const))(
  'who is at the desk, over %s',
  (_name, host) => {
    let running: RunningHost
    let client: LedgerClient
    let path = ''
    const ids: Record<string, string> = {}

    beforeAll(async () => {
      running = await host.start(REAL_THREAD)
      client = running.client
      path = (await client.ledger.create(NEW)).state.ledger?.path ?? ''
    })
    afterAll(() => running.close())

    const at = (name: string, pin?: string) =>
      client.session.signIn({ officerId: ids[name] ?? '', ...(pin === undefined ? {} : { pin }) })

    test('one person is the administrator, as long as the ledger keeps no list', async () => {
      expect((await client.ledger.state()).ledger).toMatchObject({
        officer: '阿木',
        officerId: null,
        role: 'admin',
      })
      expect(await client.session.officers()).toEqual([])
      expect(await ended(client.officers.add({ name: '沙马', role: 'clerk' }))).toMatchObject({
        code: 'officers.first-admin',
      })
    })

    test('the first on the list acts at once, without a PIN; with two, somebody must be chosen', async () => {
      ids.阿木 = (await client.officers.add({ name: '阿木', role: 'admin' })).id
      expect((await client.ledger.state()).ledger).toMatchObject({ officer: '阿木', officerId: ids.阿木 })
      ids.沙马 = (await client.officers.add({ name: '沙马', role: 'clerk', pin: '2580' })).id
      expect((await client.ledger.state()).ledger).toMatchObject({ officer: '', officerId: null, role: null })
      expect(await ended(client.people.list({}))).toMatchObject({ code: 'session.sign-in' })
      expect(await ended(client.officers.add({ name: '木果', role: 'admin' }))).toMatchObject({
        code: 'session.sign-in',
      })
      expect((await client.session.officers()).map(({ name, hasPin }) => [name, hasPin])).toEqual([
        ['阿木', false],
        ['沙马', true],
      ])
    })

    test('a clerk works in his own name, and no further than his role', async () => {
      expect(await ended(at('沙马', '0000'))).toMatchObject({ end: 'refused', code: 'session.wrong-pin' })
      expect((await at('沙马', '2580')).ledger).toMatchObject({ officer: '沙马', role: 'clerk' })
      await client.people.create(WORK.person)
      expect((await client.audit.list({})).rows[0]).toMatchObject({ actor: '沙马', label: WORK.action })
      for (const call of [
        () => client.settings.save({ phone: '1' }),
        () => client.officers.add({ name: '木果', role: 'admin' }),
        () => client.officers.changeRole({ id: ids.沙马 ?? '', role: 'admin' }),
        () => client.officers.setPin({ id: ids.阿木 ?? '', pin: '1111' }),
        () => client.claims.release({ ids: ['x'], reason: '已核实' }),
        () => client.ledger.newRecoveryKey({ passphrase: NEW.passphrase }),
        () => client.ledger.changePassphrase({ passphrase: NEW.passphrase, newPassphrase: 'another one' }),
      ]) {
        const end = await ended(call())
        expect(end).toMatchObject({ end: 'refused' })
        expect(['role.too-low', 'officers.not-yours']).toContain(end.end === 'refused' && end.code)
      }
    })

    test('the desk changes hands while the ledger stays open', async () => {
      expect((await at('阿木')).ledger).toMatchObject({ officer: '阿木', role: 'admin', path })
      expect(await client.settings.save({ phone: '0579-1' })).toMatchObject({ phone: '0579-1' })
      expect((await client.audit.list({})).rows.slice(0, 2)).toMatchObject([
        { actor: '阿木', label: '保存单位设置' },
        { actor: '阿木', label: '换人' },
      ])
    })

    test('a role that is changed holds from the next call on; one who is removed is out', async () => {
      ids.木果 = (await client.officers.add({ name: '木果', role: 'admin' })).id
      await at('木果')
      await client.officers.changeRole({ id: ids.木果, role: 'viewer' })
      expect(await ended(client.people.create(WORK.person))).toMatchObject({ code: 'role.too-low' })
      expect((await client.ledger.state()).ledger).toMatchObject({ role: 'viewer' })
      await at('阿木')
      await client.officers.changeRole({ id: ids.木果, role: 'admin' })
      await at('木果')
      expect(await ended(client.officers.remove({ id: ids.木果, reason: '调离本站' }))).toMatchObject({
        end: 'answer',
      })
      expect(await ended(client.people.list({}))).toMatchObject({ code: 'session.sign-in' })
      expect(await ended(at('木果'))).toMatchObject({ code: 'officers.gone' })
    })

    test('a ledger that is opened again asks who is there', async () => {
      await client.ledger.lock()
      expect((await ended(client.session.officers())).end).toBe('locked')
      const { ledger } = await client.ledger.open({ path, passphrase: NEW.passphrase, officer: '谁' })
      expect(ledger).toMatchObject({ officer: '', role: null, idleMinutes: 0 })
      expect((await at('阿木')).ledger?.officer).toBe('阿木')
      await client.officers.saveRules({ idleMinutes: 15 })
      expect((await client.ledger.state()).ledger?.idleMinutes).toBe(15)
      expect(await client.settings.get()).toMatchObject({ officer: '阿木' })
    })
  },
)

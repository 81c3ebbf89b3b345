import { type Implementations, query, write } from '../procedure.ts'
import { readDeskRules, saveDeskRules } from './desk-rules.ts'
import { addOfficer, changeRole, listOfficers, removeOfficer } from './officers.ts'
import { hashPin } from './pin.ts'
import { setPin, storePin } from './sign-in.ts'

/** 人员与权限. */
export const officerProcedures: Implementations = {
  'officers.list': query('officers.list', ({ ledger }) => listOfficers(ledger)),
  'officers.add': write('officers.add', async ({ ledger, actor }, { name, role, pin }) => {
    const hash = pin === undefined ? null : await hashPin(pin)
    const { result } = ledger.write(
      { action: 'officers.add', actor: actor.name, params: { role, pin: hash !== null } },
      (tx) => {
        const id = addOfficer(tx, name, role, actor.name)
        if (hash !== null) storePin(tx, id, hash)
        return id
      },
    )
    return { id: result }
  }),
  'officers.changeRole': write('officers.changeRole', ({ ledger, actor }, { id, role }) => {
    ledger.write({ action: 'officers.changeRole', actor: actor.name, params: { officer: id, role } }, (tx) =>
      changeRole(tx, id, role),
    )
    return { id }
  }),
  'officers.setPin': write('officers.setPin', async ({ ledger, actor, now }, change) => {
    await setPin(ledger, now(), change, actor)
    return { id: change.id }
  }),
  'officers.remove': write('officers.remove', ({ ledger, actor }, { id, reason }) => {
    ledger.write({ action: 'officers.remove', actor: actor.name, params: { officer: id } }, (tx) => {
      removeOfficer(tx, id, reason)
      storePin(tx, id, null)
    })
    return { id }
  }),
  'officers.rules': query('officers.rules', ({ ledger }) => readDeskRules(ledger)),
  'officers.saveRules': write(
    'officers.saveRules',
    ({ ledger, actor }, input) =>
      ledger.write({ action: 'officers.saveRules', actor: actor.name }, (tx) => saveDeskRules(tx, input))
        .result,
  ),
}

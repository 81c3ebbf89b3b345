import { actOnClaims } from '../../../src/main/core/claims/workflow/claim-acts.ts'
import { mayDo } from '../../../src/main/core/claims/workflow/workflow-procedures.ts'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import type { WriteContext } from '../../../src/main/core/procedure.ts'
import { resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'

/** A desk at which claims are worked on; its day can be moved. */
export function claimsDesk(ledger: WriteLedger) {
  const make = smallLedger(ledger)
  const day = { today: TODAY }
  const context = (role: 'clerk' | 'reviewer' | 'admin' = 'admin'): WriteContext =>
    ({
      ledger,
      actor: { name: '木果', role },
      now: () => 0,
      today: () => day.today,
      newId: () => '',
      resources,
    }) as WriteContext
  return {
    make,
    context,
    /** what day it is at the desk */
    on: (date: string) => {
      day.today = date
    },
    /** One change, as a procedure makes it. */
    write: <T>(body: (tx: Parameters<Parameters<WriteLedger['write']>[1]>[0]) => T) =>
      ledger.write({ action: 'test', actor: '木果' }, body),
    /** Claims of JH-16 for as many people, 3000 yuan each, numbered on from `after`. */
    claims: (count: number, after = 0): string[] =>
      Array.from({ length: count }, (_, at) => at + after).map((i) =>
        make.claim(
          make.person(`阿依${i + 1}`, {
            homeCounty: '511133',
            homeTownshipText: i % 2 === 0 ? '民建镇' : '荣丁镇',
            homeVillage: '光明村',
            phone: `1390000${String(i).padStart(4, '0')}`,
            payeeAccount: `62299900000000${String(i).padStart(4, '0')}`,
            payeeBank: '农村信用社',
            payeeAccountKind: 'social-security-card',
          }),
          `JH16-2022-7F3A-${String(i + 1).padStart(6, '0')}`,
        ),
      ),
    /** Completes steps of the default procedure until the claims wait to be batched. */
    review: (ids: readonly string[]) => {
      for (let i = 0; i < 4; i++) {
        const doer = context()
        actOnClaims(doer, { act: 'complete', ids: [...ids], note: '' }, mayDo(doer.actor))
      }
    },
  }
}

import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { rentYears } from '../../../src/main/core/db/schema/index.ts'
import type { WriterJobContext } from '../../../src/main/core/procedure.ts'
import { resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'

/** A job's context on a real ledger, in this thread. */
export function jobContext(ledger: WriteLedger, extra: Partial<WriterJobContext> = {}): WriterJobContext {
  let ids = 0
  let clock = Date.UTC(2022, 5, 30)
  return {
    ledger,
    resources,
    actor: { name: '经办人', role: 'admin' },
    now: () => clock++,
    today: () => TODAY,
    newId: () => `RUN${String(++ids).padStart(23, '0')}`,
    progress: () => undefined,
    shouldStop: () => false,
    files: {
      open: () => Promise.reject(new Error('no file is asked for here')),
      put: () => Promise.reject(new Error('no file is made here')),
    },
    ...extra,
  }
}

const JANUARY_TO_MAY = 0b11111

/**
 * A county in which JH-16 has one person of each kind: 甲 may claim, 乙 lacks a month, of 丙 nothing is known about
 * insurance, 丁 comes from elsewhere; 戊 rented in Shaoxing in 2019.
 */
export function smallCounty(ledger: WriteLedger) {
  const make = smallLedger(ledger)
  const firm = make.employer('义乌锦程服饰有限公司', {
    kind: 'enterprise',
    county: '330782',
    isPrivate: true,
  })
  const worker = (name: string, idNumber: string, home: string, months: number | undefined) => {
    const id = make.person(name, { idNumber, homeCounty: home, categoriesKnown: true })
    make.category(id, 'poverty-lifted', '2014-12-31')
    make.spell(id, {
      employerId: firm,
      employerText: '义乌锦程服饰有限公司',
      county: '330782',
      fromDate: '2022-01-10',
      toState: 'open',
      organisedState: 'no',
      insuredKnown: months === undefined ? null : true,
    })
    if (months !== undefined) {
      make.insured(id, 2022, months, {
        employerId: firm,
        employerText: '义乌锦程服饰有限公司',
        county: '330782',
      })
    }
    return id
  }
  const eligible = worker('甲阿依', '511921199001010029', '511921', JANUARY_TO_MAY)
  const pending = worker('乙阿依', '511921199001010045', '511921', 0b110000)
  const unknown = worker('丙阿依', '511921199001010061', '511921', undefined)
  const elsewhere = worker('丁阿依', '440305199001010023', '440305', JANUARY_TO_MAY)
  const tenant = make.person('戊阿依', {
    idNumber: '513226199001010028',
    homeCounty: '513226',
    categoriesKnown: true,
  })
  make.category(tenant, 'poverty-lifted', '2014-12-31')
  make.spell(tenant, {
    employerText: '柯桥纺织厂',
    county: '330603',
    fromDate: '2019-03-15',
    toState: 'ended',
    toDate: '2019-09-10',
  })
  ledger.write(make.by, (tx) =>
    tx.insert(rentYears, { personId: tenant, year: 2019, months: 0b111_1111_1110 }),
  )
  return { make, firm, eligible, pending, unknown, elsewhere, tenant }
}

import fc from 'fast-check'
import type { ReadLedger, WriteLedger, WriteTx } from '../../../src/main/core/db/ledger.ts'
import {
  attachments,
  certificates,
  claimEntitlements,
  claims,
  decisions,
  grants,
  insuredYears,
  people,
  personCategories,
  serviceRecords,
  spells,
  spellYears,
} from '../../../src/main/core/db/schema/index.ts'
import { allTables, type SyncedTable } from '../../../src/main/core/db/tables.ts'
import { foldName } from '../../../src/shared/domain/person-name.ts'

const EMPLOYERS = ['甲厂', '乙厂', null]
const BENEFITS = ['JH-16', 'GZ-04']
const PERIODS = ['2021', '2022']

/** What stands on record for one person. */
export type Life = {
  readonly idNumber: string | null
  readonly phone: string | null
  readonly spells: readonly {
    employer: string | null
    from: string
    to: string | null
    state: 'open' | 'ended' | null
    years: readonly { year: number; wages: number | null; training: number | null }[]
  }[]
  readonly insured: readonly { employer: string | null; year: number; months: number }[]
  readonly categories: readonly { from: string; to: string | null }[]
  readonly certificates: readonly { grade: string; on: string | null }[]
  readonly visits: number
  readonly files: readonly string[]
  readonly claims: readonly { benefit: string; period: string; state: 'drafted' | 'paid' }[]
  readonly grants: readonly { benefit: string; period: string }[]
  readonly decisions: readonly { benefit: string; period: string }[]
}

const once = <T>(arbitrary: fc.Arbitrary<T>, key: (value: T) => string, most = 3) =>
  fc.uniqueArray(arbitrary, { selector: key, maxLength: most })
const used = fc.record({ benefit: fc.constantFrom(...BENEFITS), period: fc.constantFrom(...PERIODS) })

/** Lives that overlap often: few employers, years and benefits. */
export const life = (idNumbers: readonly (string | null)[]): fc.Arbitrary<Life> =>
  fc.record({
    idNumber: fc.constantFrom(...idNumbers),
    phone: fc.constantFrom(null, '13900000001', '13900000002'),
    spells: once(
      fc.record({
        employer: fc.constantFrom(...EMPLOYERS),
        from: fc.constantFrom('2021-01-01', '2022-03-01'),
        to: fc.constantFrom(null, '2022-05-31'),
        state: fc.constantFrom('open' as const, 'ended' as const, null),
        years: once(
          fc.record({
            year: fc.constantFrom(2021, 2022),
            wages: fc.constantFrom(null, 100_00, 200_00),
            training: fc.constantFrom(null, 3, 5),
          }),
          ({ year }) => String(year),
        ),
      }),
      ({ employer, from }) => `${employer} ${from}`,
    ),
    insured: once(
      fc.record({
        employer: fc.constantFrom(...EMPLOYERS),
        year: fc.constantFrom(2021, 2022),
        months: fc.integer({ min: 1, max: 4095 }),
      }),
      ({ employer, year }) => `${employer} ${year}`,
    ),
    categories: once(
      fc.record({
        from: fc.constantFrom('2014-01-01', '2019-01-01'),
        to: fc.constantFrom(null, '2020-12-31'),
      }),
      ({ from }) => from,
    ),
    certificates: fc.array(
      fc.record({ grade: fc.constantFrom('basic', 'advanced'), on: fc.constantFrom(null, '2021-06-01') }),
      { maxLength: 2 },
    ),
    visits: fc.nat(2),
    files: fc.uniqueArray(fc.constantFrom('a', 'b'), { maxLength: 2 }),
    claims: once(
      fc.record({
        benefit: fc.constantFrom(...BENEFITS),
        period: fc.constantFrom(...PERIODS),
        state: fc.constantFrom('drafted' as const, 'paid' as const),
      }),
      ({ benefit, period }) => `${benefit} ${period}`,
    ),
    grants: once(used, ({ benefit, period }) => `${benefit} ${period}`),
    decisions: once(used, ({ benefit, period }) => `${benefit} ${period}`),
  })

let serial = 0

/** Enters a life under a name; two of one ID number stand as after an exchange of files. Gives the person's id. */
export function enter(ledger: WriteLedger, name: string, said: Life): string {
  return ledger.write({ action: 'test', actor: 'U1' }, (tx) =>
    tx.allowingTwins(() => enterLife(tx, name, said)),
  ).result
}

function enterLife(tx: WriteTx, name: string, said: Life): string {
  const personId = tx.insert(people, {
    name,
    nameFolded: foldName(name),
    pinyin: 'jikeayi',
    initials: 'jkay',
    idNumber: said.idNumber,
    phone: said.phone,
  })
  const whom = said.idNumber ?? personId
  for (const { employer, from, to, state, years } of said.spells) {
    const spellId = tx.insert(spells, {
      personId,
      employerText: employer,
      county: '330702',
      fromDate: from,
      toState: state,
      toDate: state === 'ended' ? to : null,
      postKind: 'ordinary',
    })
    for (const { year, wages, training } of years)
      tx.insert(spellYears, { spellId, personId, year, wagesFen: wages, trainingMonths: training })
  }
  for (const { employer, year, months } of said.insured)
    tx.insert(insuredYears, { personId, employerText: employer, county: '330702', year, months })
  for (const { from, to } of said.categories)
    tx.insert(personCategories, { personId, category: 'poverty-lifted', fromDate: from, toDate: to })
  for (const { grade, on } of said.certificates) tx.insert(certificates, { personId, grade, onDate: on })
  for (let i = 0; i < said.visits; i += 1)
    tx.insert(serviceRecords, { personId, kind: 'visit', onDate: '2022-01-01' })
  for (const sha256 of said.files)
    tx.insert(attachments, {
      ownerKind: 'person',
      ownerId: personId,
      name: `${sha256}.pdf`,
      mime: 'application/pdf',
      size: 1,
      sha256,
      addedAt: tx.at,
      addedBy: 'U1',
    })
  const key = (benefit: string, period: string) => `${benefit}|${whom}|${period}`
  for (const { benefit, period, state } of said.claims) {
    serial += 1
    const claimId = tx.insert(claims, {
      number: `${benefit}-${serial}`,
      benefit,
      beneficiaryKind: 'person',
      beneficiaryId: personId,
      personId,
      period,
      state,
      amountFen: 100,
      asOf: '2022-06-30',
      packVersion: 'x@1',
      facts: '{}',
      trace: '{}',
      draftedAt: tx.at,
      draftedBy: 'U1',
    })
    tx.insert(claimEntitlements, { claimId, entitlementKey: key(benefit, period), period, amountFen: 100 })
  }
  const whose = { beneficiaryKind: 'person', beneficiaryId: personId, personId }
  for (const { benefit, period } of said.grants)
    tx.insert(grants, {
      benefit,
      ...whose,
      period,
      entitlementKey: key(benefit, period),
      amountFen: 100,
      grantedOn: '2022-01-01',
    })
  for (const { benefit, period } of said.decisions)
    tx.insert(decisions, {
      benefit,
      ...whose,
      period,
      entitlementKey: key(benefit, period),
      decision: 'approved',
      onDate: '2022-01-01',
      decidedBy: 'U1',
      documentNumber: '纪要 1 号',
    })
  return personId
}

/** Every living record of every synced table, as the file has it. */
export function everyLivingRow(ledger: Pick<ReadLedger, 'prepare'>): Record<string, unknown[]> {
  return Object.fromEntries(
    allTables()
      .filter(({ kind }) => kind === 'synced')
      .map(({ name }) => [
        name,
        ledger.prepare(`SELECT * FROM "${name}" WHERE deleted_at IS NULL ORDER BY id`).all(),
      ]),
  )
}

/** Marks every record as deleted, so that the next history starts from an empty book. */
export function clearBook(ledger: WriteLedger): void {
  ledger.write({ action: 'test', actor: 'U1' }, (tx) => {
    for (const { name, kind, table } of allTables()) {
      if (kind !== 'synced') continue
      const ids = tx
        .prepare<string>(`SELECT id FROM "${name}" WHERE deleted_at IS NULL`)
        .pluck()
        .all() as string[]
      for (const id of ids) tx.remove(table as SyncedTable, id, '测试')
    }
  })
}

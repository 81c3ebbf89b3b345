import { saveCheckSetting } from '../../../src/main/core/checks/check-settings.ts'
import type { CheckScope } from '../../../src/main/core/checks/check-world.ts'
import type { Finding } from '../../../src/main/core/checks/finding.ts'
import { type CheckOptions, runChecks } from '../../../src/main/core/checks/run-checks.ts'
import type { NewRow, WriteLedger, WriteTx } from '../../../src/main/core/db/ledger.ts'
import {
  attendance,
  batches,
  claimEntitlements,
  claims,
  comparisonEntries,
  comparisonLists,
  formLayouts,
  grants,
  households,
  objections,
  paymentFiles,
  payments,
  type people,
  publicLists,
  type spells,
} from '../../../src/main/core/db/schema/index.ts'
import type { CheckId, CheckLevel } from '../../../src/shared/domain/checks.ts'
import type { ComparisonKind } from '../../../src/shared/domain/claim-states.ts'
import { frozenFacts, frozenTrace, resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'

export type Extra<T extends { $inferInsert: object }> = Partial<T['$inferInsert']>

/** A ledger in which everything is as it should be, until a test makes one thing wrong. */
export function checksDesk(ledger: WriteLedger) {
  const make = smallLedger(ledger)
  let made = 0
  const write = <T>(body: (tx: WriteTx) => T): T =>
    ledger.write({ action: 'test', actor: '木果' }, body).result
  const next = () => {
    made += 1
    return String(made).padStart(4, '0')
  }
  const employer = (name = '锦禾针织有限公司', extra = {}) =>
    make.employer(name, { county: '330702', ...extra })

  /** Somebody of a household of their own who has worked in Jinhua since January and is still there. */
  const person = (name: string, extra: Extra<typeof people> = {}) => {
    const at = next()
    const householdId =
      extra.householdId ??
      write((tx) => tx.insert(households, { code: `H${at}`, source: 'entry' } as NewRow<typeof households>))
    const id = make.person(name, {
      idNumber: `51113319900101${at}`,
      birthDate: '1990-01-01',
      sex: 'female',
      homeCounty: '511133',
      phone: `1390000${at}`,
      payeeAccount: `622999000000000${at}`,
      householdId,
      ...extra,
    })
    make.category(id, 'poverty-lifted', '2014-01-01')
    return { id, householdId: householdId as string }
  }

  /** A claim for 3000 yuan of JH-16 that rests on a spell; each thing can be made otherwise. */
  const claim = (
    personId: string,
    spellId: string | null,
    extra: Extra<typeof claims> & { work?: object; categories?: string[]; conditions?: object[] } = {},
  ) => {
    const { work, categories, conditions, ...columns } = extra
    const facts = frozenFacts('阿依')
    return make.claim(personId, `JH16-2022-7F3A-${next()}`, {
      facts: JSON.stringify({
        ...facts,
        person: { ...facts.person, categories: categories ?? ['poverty-lifted'] },
        work:
          spellId === null ? null : { ...facts.work, spellId, county: '330702', employerId: null, ...work },
      }),
      trace: JSON.stringify({ ...frozenTrace(), conditions: conditions ?? [] }),
      ...columns,
    } as never)
  }

  const spell = (personId: string, extra: Extra<typeof spells> = {}) =>
    make.spell(personId, {
      county: '330702',
      fromDate: '2022-01-10',
      toState: 'open',
      employerText: '锦禾针织有限公司',
      ...extra,
    })

  /** A person, their work, and a claim that nothing is wrong with. */
  const honest = (name = '阿依', extra: Parameters<typeof claim>[2] = {}) => {
    const who = person(name)
    const spellId = spell(who.id)
    return { ...who, spellId, claimId: claim(who.id, spellId, extra) }
  }

  const post = (personId: string, extra: Extra<typeof spells> = {}) =>
    spell(personId, {
      postKind: 'public-welfare',
      county: '520221',
      employerText: '民建镇人民政府',
      contractState: 'yes',
      contractFrom: '2022-01-01',
      contractTo: '2022-12-31',
      accidentState: 'yes',
      accidentFrom: '2022-01-01',
      accidentTo: '2022-12-31',
      fromDate: '2022-01-01',
      toState: 'ended',
      toDate: '2022-12-31',
      ...extra,
    })

  /** A claim for months in a post. */
  const postClaim = (personId: string, spellId: string, months: readonly string[]) => {
    const id = claim(personId, spellId, {
      benefit: 'GZ-21',
      period: months.join(','),
      months: months.length,
      work: { county: '520221' },
    })
    write((tx) => {
      for (const period of months)
        tx.insert(claimEntitlements, {
          claimId: id,
          entitlementKey: `GZ-21|${personId}|${period}`,
          period,
          amountFen: 0,
          source: 'entry',
        })
    })
    return id
  }

  const batch = (claimIds: readonly string[], extra: Extra<typeof batches> = {}) => {
    const number = `PC-2022-7F3A-${next()}`
    return write((tx) => {
      const id = tx.insert(batches, {
        number,
        title: `2022年稳岗补贴 ${number}`,
        benefit: 'JH-16',
        fund: 'employment-promotion',
        budgetLineId: null,
        period: '2022',
        scope: null,
        state: 'open',
        step: 'publicity',
        procedureId: 'default',
        statedCount: null,
        statedFen: null,
        createdAt: tx.at,
        createdBy: '木果',
        lockedAt: null,
        source: 'entry',
        ...extra,
      })
      for (const claimId of claimIds)
        tx.update(claims, claimId, {
          batchId: id,
          state: 'batched',
          step: 'publicity',
          procedureId: 'default',
        })
      return id
    })
  }
  const posted = (batchId: string, extra: Extra<typeof publicLists> = {}) =>
    write((tx) =>
      tx.insert(publicLists, {
        batchId,
        step: 'publicity',
        level: 'county',
        place: '县人社局公示栏',
        fromDate: '2022-06-13',
        toDate: '2022-06-17',
        days: 5,
        dayKind: 'working',
        phone: '0833-4521234',
        statedCount: 1,
        statedFen: 300_000,
        postedBy: '木果',
        clearedAt: '2022-06-18T02:00:00.000Z',
        clearedBy: '木果',
        source: 'entry',
        ...extra,
      }),
    )

  const objection = (publicListId: string, extra: Extra<typeof objections> = {}) =>
    write((tx) =>
      tx.insert(objections, {
        publicListId,
        claimId: null,
        receivedOn: '2022-06-14',
        raisedBy: '匿名',
        phone: null,
        content: '没有在外务工',
        result: null,
        resolution: null,
        resolvedOn: null,
        resolvedBy: null,
        source: 'entry',
        ...extra,
      }),
    )

  const grant = (personId: string, extra: Extra<typeof grants> = {}) =>
    write((tx) =>
      tx.insert(grants, {
        benefit: 'JH-16',
        beneficiaryKind: 'person',
        beneficiaryId: personId,
        personId,
        period: null,
        entitlementKey: `grant:${next()}`,
        amountFen: 300_000,
        months: null,
        grantedOn: '2021-03-01',
        source: 'entry',
        ...extra,
      }),
    )

  const listed = (kind: ComparisonKind, idNumber: string, name = '阿依') =>
    write((tx) => {
      const listId = tx.insert(comparisonLists, {
        kind,
        name: '比对名单',
        givenBy: '县民政局',
        asOf: '2022-05-31',
        fileId: null,
        rowCount: 1,
        importedAt: tx.at,
        importedBy: '木果',
        source: 'entry',
      })
      tx.local(comparisonEntries).insertMany([{ listId, row: 2, idNumber, name, note: null }])
      return listId
    })

  const idNumberOf = (personId: string) =>
    ledger.reader.prepare<string>('SELECT id_number FROM people WHERE id = ?').pluck().get(personId) as string

  const attended = (personId: string, month: string, attendedDays: number) =>
    write((tx) =>
      tx.insert(attendance, {
        personId,
        employerId: null,
        month,
        attendedDays,
        requiredDays: 22,
        source: 'entry',
      }),
    )

  const paymentFile = (batchId: string, rowCount: number, amountFen: number) =>
    write((tx) =>
      tx.insert(paymentFiles, {
        batchId,
        number: `ZF-2022-7F3A-${next()}`,
        profile: '农信社',
        fileName: 'a.xlsx',
        fileId: 'f',
        sha256: 'x',
        rowCount,
        amountFen,
        madeAt: tx.at,
        madeBy: '木果',
        source: 'entry',
      }),
    )

  const payment = (paymentFileId: string, claimId: string, row: number, extra: Extra<typeof payments> = {}) =>
    write((tx) =>
      tx.insert(payments, {
        paymentFileId,
        claimId,
        row,
        payeeName: '阿依',
        payeeIdNumber: null,
        account: '6229990000000000001',
        bank: null,
        amountFen: 300_000,
        purpose: '稳岗补贴',
        state: 'sent',
        settledOn: null,
        returnReason: null,
        reissueOf: null,
        source: 'entry',
        ...extra,
      }),
    )

  const layout = (definition: string) =>
    write((tx) =>
      tx.insert(formLayouts, {
        name: '本县公示表',
        basedOn: 'public-list',
        definition,
        changedAt: tx.at,
        changedBy: '木果',
        source: 'entry',
      }),
    )

  const set = (check: CheckId, level: CheckLevel, parameters: Record<string, number> = {}) =>
    write((tx) => saveCheckSetting(tx, { check, level, parameters, reason: '县里规定' }, '木果'))

  const run = (scope: CheckScope = { kind: 'ledger' }, options: CheckOptions = {}): Finding[] =>
    runChecks({ resources, today: () => TODAY }, ledger.reader, scope, options).findings

  return {
    ledger,
    make,
    write,
    person,
    spell,
    claim,
    honest,
    employer,
    post,
    postClaim,
    batch,
    posted,
    objection,
    grant,
    listed,
    idNumberOf,
    attended,
    paymentFile,
    payment,
    layout,
    set,
    run,
  }
}
export type ChecksDesk = ReturnType<typeof checksDesk>

import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { attachments, dutyYears, pairings } from '../../../../../src/main/core/db/schema/index.ts'
import type { InputOf } from '../../../../../src/main/core/procedure.ts'
import { saveOffice } from '../../../../../src/main/core/registry/office.ts'
import { OfficeReading } from '../../../../../src/main/core/services/document-rows.ts'
import { listDuties, markDuties, saveDutyYear } from '../../../../../src/main/core/services/duties.ts'
import { listEvidence } from '../../../../../src/main/core/services/evidence-list.ts'
import { listFairs, removeFair, saveFair } from '../../../../../src/main/core/services/fairs.ts'
import { listFindings, listLimits } from '../../../../../src/main/core/services/limits.ts'
import { listRecords, saveRecord } from '../../../../../src/main/core/services/records.ts'
import {
  listReferralRows,
  listReferrals,
  saveReferral,
} from '../../../../../src/main/core/services/referrals.ts'
import { listSeekers, saveSeeker } from '../../../../../src/main/core/services/seekers.ts'
import { listVacancies, saveVacancy } from '../../../../../src/main/core/services/vacancies.ts'
import { createTestLedger, type TestLedger } from '../../../../fixtures/ledger.ts'
import { regions, resources, smallLedger, TODAY } from '../../../../fixtures/small-ledger.ts'

describe('服务与岗位 over a ledger', () => {
  let t: TestLedger
  let make: ReturnType<typeof smallLedger>
  beforeEach(async () => {
    t = await createTestLedger()
    make = smallLedger(t.ledger)
  })
  afterEach(() => t.cleanup())

  const office = (asOf = TODAY) => new OfficeReading({ resources }, t.ledger.reader, asOf)
  const duties = (year = 2022, doc?: string) => listDuties(office(), t.ledger.reader, { year, doc }, TODAY)
  const duty = (id: string, year = 2022) => {
    const found = duties(year).rows.find((row) => row.id === id)
    if (found === undefined) throw new Error(`no duty ${id}`)
    return found
  }
  const record = (input: Partial<InputOf<'services.saveRecord'>>) =>
    t.ledger.write(make.by, (tx) =>
      saveRecord(
        tx,
        {
          kind: 'visit',
          on: '2022-06-01',
          title: '走访光明村',
          county: null,
          partnerCounty: null,
          personId: null,
          employerId: null,
          heads: null,
          doneBy: null,
          note: null,
          ...input,
        },
        TODAY,
      ),
    ).result

  describe('the checklist', () => {
    it('has every duty of every document, none of them done in an empty ledger but the bookkeeping', () => {
      const { rows, documents } = duties()
      expect(rows).toHaveLength(116)
      expect(documents.map((one) => one.duties).reduce((sum, n) => sum + n, 0)).toBe(116)
      expect(rows.filter(({ state }) => state !== 'none')).toEqual([])
      make.person('甲')
      expect(
        duties()
          .rows.filter(({ state }) => state === 'evidenced')
          .map(({ id }) => id),
      ).toEqual(['SX-32'])
    })

    it('shows counted evidence with its last day, in the year asked for only', () => {
      record({ on: '2022-06-01' })
      record({ on: '2022-05-01' })
      expect(duty('ZJ-19')).toMatchObject({
        count: 2,
        lastOn: '2022-06-01',
        state: 'evidenced',
        countsText: '走访记录',
      })
      expect(duty('ZJ-19', 2021)).toMatchObject({ count: 0, lastOn: null, state: 'none' })
      const rows = listEvidence(
        office(),
        t.ledger.reader,
        { row: 'ZJ-19', year: 2022, which: 'met', offset: 0, limit: 10 },
        TODAY,
        regions,
      )
      expect(rows.total).toBe(2)
      expect(rows.rows[0]).toMatchObject({ kind: 'record', on: '2022-06-01', name: '走访光明村' })
      expect(() =>
        listEvidence(
          office(),
          t.ledger.reader,
          { row: 'ZJ-11', which: 'met', offset: 0, limit: 1 },
          TODAY,
          regions,
        ),
      ).toThrow(/附件/)
      expect(() =>
        listEvidence(
          office(),
          t.ledger.reader,
          { row: 'JH-16', which: 'met', offset: 0, limit: 1 },
          TODAY,
          regions,
        ),
      ).toThrow(/没有编号为 JH-16/)
    })

    it('counts the files attached to a duty for a year', () => {
      const file = {
        ownerKind: 'duty',
        name: '纪要.pdf',
        mime: 'application/pdf',
        size: 9,
        sha256: 'x',
        addedBy: '甲',
      }
      t.ledger.write(make.by, (tx) => {
        tx.insert(attachments, { ...file, ownerId: 'ZJ-11:2022', addedAt: '2022-03-01T16:30:00.000Z' })
        tx.insert(attachments, { ...file, ownerId: 'ZJ-11:2021', addedAt: '2021-03-01T16:30:00.000Z' })
        tx.insert(attachments, {
          ...file,
          ownerKind: 'claim',
          ownerId: 'ZJ-12:2022',
          addedAt: '2022-03-01T16:30:00.000Z',
        })
      })
      expect(duty('ZJ-11')).toMatchObject({ attachments: 1, state: 'evidenced', lastOn: '2022-03-02' })
      expect(duty('ZJ-12')).toMatchObject({ attachments: 0, state: 'none' })
    })

    it('keeps who answers for a duty by year, and why one does not apply', () => {
      const save = (input: Partial<InputOf<'duties.save'>>) =>
        t.ledger.write(make.by, (tx) =>
          saveDutyYear(tx, {
            duty: 'ZJ-13',
            year: 2022,
            applies: true,
            reason: null,
            responsible: '阿木',
            note: null,
            ...input,
          }),
        ).result
      const first = save({ note: '专班名单见附件' })
      expect(save({})).toBe(first)
      expect(duty('ZJ-13')).toMatchObject({ responsible: '阿木', note: null, state: 'none' })
      expect(() => save({ applies: false })).toThrow(/原因/)
      save({ applies: false, reason: '由省厅办理' })
      expect(duty('ZJ-13')).toMatchObject({ state: 'not-applicable', reason: '由省厅办理' })
      expect(duty('ZJ-13', 2021).state).toBe('none')
    })

    it('marks the duties of a document that does not concern the office at once, keeping what was said', () => {
      const ids = duties(2022, 'HLJ-2021').rows.map(({ id }) => id)
      t.ledger.write(make.by, (tx) =>
        tx.insert(dutyYears, { duty: 'HLJ-31', year: 2022, applies: true, note: '有' }),
      )
      const mark = (applies: boolean, reason: string | null) =>
        t.ledger.write(make.by, (tx) =>
          markDuties(tx, { duties: [...ids, 'HLJ-31'], year: 2022, applies, reason }),
        ).result
      expect(() => mark(false, null)).toThrow(/原因/)
      expect(mark(false, '本县不在黑龙江')).toBe(30)
      expect(duties(2022, 'HLJ-2021').rows.every(({ state }) => state === 'not-applicable')).toBe(true)
      expect(duty('HLJ-31').note).toBe('有')
      expect(mark(true, null)).toBe(30)
      expect(duty('HLJ-31')).toMatchObject({ state: 'none', reason: null })
    })

    it('says which documents concern the office: its own territory, and its partner’s', () => {
      const concerned = () =>
        duties()
          .documents.filter((one) => one.concerned)
          .map(({ id }) => id)
          .sort()
      t.ledger.write(make.by, (tx) => saveOffice(tx, { county: '511133' }))
      expect(concerned()).toEqual([])
      t.ledger.write(make.by, (tx) =>
        tx.insert(pairings, { eastCounty: '330602', westCounty: '511133', fromDate: '2018-01-01' }),
      )
      expect(concerned()).toEqual(['SX-2018', 'ZJ-2021'])
    })
  })

  describe('limits', () => {
    const post = (personId: string, employerText: string, extra: object = {}) =>
      make.spell(personId, {
        postKind: 'public-welfare',
        county: '522301',
        employerText,
        fromDate: '2022-01-01',
        toState: 'open',
        contractState: 'yes',
        contractFrom: '2022-01-01',
        contractTo: '2022-12-31',
        ...extra,
      })
    const findings = (asOf = TODAY) =>
      listFindings(office(asOf), t.ledger.reader, { asOf, offset: 0, rows: 50 }, regions)

    it('says of each limit what holds it', () => {
      const limits = listLimits(office(), t.ledger.reader, TODAY)
      expect(limits).toHaveLength(15)
      for (const { id, carriedText, checks } of limits)
        expect([id, (carriedText === null) === checks.length > 0]).toEqual([id, true])
    })

    it('finds who holds two posts, and whose contract is too long', () => {
      const fine = make.person('没问题', { homeCounty: '522301' })
      post(fine, '护林队')
      const twice = make.person('两个岗', { homeCounty: '522301', idNumber: '522301199001010025' })
      post(twice, '护林队')
      post(twice, '保洁队')
      const long = make.person('协议长', { homeCounty: '522301' })
      post(long, '护林队', { contractTo: '2023-01-01' })
      const { total, rows } = findings()
      expect(rows.map(({ limit, personName, certainty }) => [limit, personName, certainty])).toEqual([
        ['GZ-22', '两个岗', 'certain'],
        ['GZ-23', '协议长', 'certain'],
      ])
      expect(total).toBe(2)
      expect(rows[0]).toMatchObject({
        clause: '（十三）',
        monthsText: '2022-01 至 2022-06',
        posts: [{ employer: '护林队' }, { employer: '保洁队' }],
        says: '2022-01-01 至 2022-06-30 同时在“护林队”和“保洁队”的公益性岗位，只能保留一个。',
      })
      expect(rows[0]?.idMasked).toMatch(/^522301\*{8}0025$/)
      const [twoPosts] = listLimits(office(), t.ledger.reader, TODAY).filter(({ id }) => id === 'GZ-22')
      expect(twoPosts?.checks).toMatchObject([{ certain: 1, possible: 0 }])
      // Before the document, nothing of it was forbidden.
      expect(findings('2021-05-03').total).toBe(0)
    })

    it('judges a post by the document of its place, and doubts where the place is not known', () => {
      const heilongjiang = make.person('龙江', { homeCounty: '232700' })
      post(heilongjiang, '护林队', { county: '232721', contractTo: '2023-06-30' })
      post(make.person('四川'), '护林队', { county: '511133', contractTo: '2023-06-30' })
      post(make.person('不详'), '护林队', { county: null, contractTo: '2023-06-30' })
      expect(
        findings().rows.map(({ limit, personName, certainty }) => [limit, personName, certainty]),
      ).toEqual([
        ['HLJ-15', '龙江', 'certain'],
        ['GZ-23', '不详', 'possible'],
        ['HLJ-15', '不详', 'possible'],
      ])
    })
  })

  describe('records', () => {
    it('are found by kind, year and name, the latest first', () => {
      const personId = make.person('吉克阿依', { homeCounty: '511133' })
      record({ kind: 'follow-up', on: '2022-02-01', personId, title: null, heads: null })
      record({ kind: 'follow-up', on: '2022-04-01', personId, note: '在岗' })
      record({ on: '2021-04-01' })
      const list = (filter: object) =>
        listRecords(t.ledger.reader, { search: '', offset: 0, limit: 10, ...filter }, regions)
      expect(list({}).total).toBe(3)
      expect(list({ year: 2022 }).rows.map(({ on }) => on)).toEqual(['2022-04-01', '2022-02-01'])
      expect(list({ search: '阿依' }).total).toBe(2)
      expect(list({ search: 'jike' }).total).toBe(2)
      expect(list({ kind: 'visit' }).rows[0]).toMatchObject({ title: '走访光明村', person: null })
      expect(list({ personId }).rows[0]?.person).toEqual({ id: personId, name: '吉克阿依' })
    })

    it('are refused where they say nothing, or something that has not happened', () => {
      expect(() => record({ kind: 'match' })).toThrow(/请选择人员/)
      expect(() => record({ on: '2022-07-01' })).toThrow(/今天之后/)
      expect(() => record({ title: null })).toThrow(/写明/)
      expect(() => record({ personId: 'nobody' })).toThrow(/没有这个人/)
    })
  })

  describe('job seekers, vacancies and fairs', () => {
    it('a person is looking once at a time', () => {
      const personId = make.person('求职', { homeCounty: '511133' })
      const seek = (from: string, to: string | null, id?: string) =>
        t.ledger.write(make.by, (tx) =>
          saveSeeker(tx, {
            ...(id === undefined ? {} : { id }),
            personId,
            from,
            to,
            skill: null,
            wish: '缝纫',
            wishCounty: null,
            wageFen: null,
            note: null,
          }),
        ).result
      const first = seek('2022-01-01', null)
      expect(() => seek('2022-03-01', null)).toThrow(/已登记求职/)
      seek('2022-01-01', '2022-02-28', first)
      seek('2022-03-01', null)
      expect(() => seek('2022-05-01', '2022-04-01')).toThrow(/早于/)
      const list = (open: boolean) =>
        listSeekers(t.ledger.reader, { open, search: '', offset: 0, limit: 10 }, regions)
      expect([list(false).total, list(true).total]).toEqual([2, 1])
    })

    it('a vacancy names its employer and sound wages', () => {
      const employerId = make.employer('柯桥纺织厂')
      const offer = (extra: Partial<InputOf<'services.saveVacancy'>>) =>
        t.ledger.write(make.by, (tx) =>
          saveVacancy(tx, {
            employerId: null,
            employerText: '',
            title: '挡车工',
            heads: 20,
            postKind: 'ordinary',
            county: '330603',
            wageFromFen: null,
            wageToFen: null,
            from: '2022-02-01',
            to: null,
            education: null,
            suitable: null,
            terms: null,
            phone: null,
            ...extra,
          }),
        ).result
      expect(() => offer({})).toThrow(/用人单位/)
      expect(() => offer({ employerId, wageFromFen: 5000, wageToFen: 4000 })).toThrow(/高限低于低限/)
      offer({ employerId })
      expect(
        listVacancies(t.ledger.reader, { search: '纺织', offset: 0, limit: 10 }, regions).rows[0],
      ).toMatchObject({ employerText: '柯桥纺织厂', heads: 20, countyName: '浙江省绍兴市柯桥区' })
    })

    it('a fair keeps the employers that attended, and goes with them', () => {
      const [one, two] = [make.employer('甲厂'), make.employer('乙厂')] as [string, string]
      const save = (employers: string[], id?: string) =>
        t.ledger.write(make.by, (tx) =>
          saveFair(tx, {
            ...(id === undefined ? {} : { id }),
            name: '春风行动',
            county: '511133',
            on: '2022-03-01',
            organiserCounty: null,
            online: false,
            posts: 300,
            visitors: 120,
            intents: 20,
            note: null,
            employers,
          }),
        ).result
      const id = save([one])
      save([two], id)
      const list = () => listFairs(t.ledger.reader, { offset: 0, limit: 10 }, regions)
      expect(list().rows[0]).toMatchObject({ online: false, employers: [{ id: two, name: '乙厂' }] })
      t.ledger.write(make.by, (tx) => removeFair(tx, id, '登错了'))
      expect(list().total).toBe(0)
      expect(t.ledger.reader.prepare('SELECT id FROM fair_employers WHERE deleted_at IS NULL').all()).toEqual(
        [],
      )
    })
  })

  describe('referrals', () => {
    const refer = (input: Partial<InputOf<'services.saveReferral'>>) =>
      t.ledger.write(make.by, (tx) =>
        saveReferral(tx, office().packs, {
          benefit: 'GZ-31',
          personId: null,
          employerId: null,
          on: '2022-05-01',
          office: '县社保局',
          result: 'waiting',
          resultOn: null,
          amountFen: null,
          doneBy: '阿木',
          note: null,
          ...input,
        }),
      ).result

    it('every referral row is there, with what was recorded under it', () => {
      const personId = make.person('失业')
      const employerId = make.employer('用工企业')
      refer({ personId })
      refer({ personId, result: 'granted', resultOn: '2022-06-01', amountFen: 80_000 })
      refer({ personId, on: '2021-05-01', result: 'refused' })
      refer({ benefit: 'GZ-10', employerId })
      const rows = listReferralRows(office().packs, t.ledger.reader, 2022)
      expect(rows).toHaveLength(20)
      const row = (id: string) => rows.find((one) => one.id === id)
      expect(row('GZ-31')).toMatchObject({ count: 2, waiting: 1, granted: 1, refused: 0, amountFen: 80_000 })
      expect(row('GZ-10')).toMatchObject({ beneficiary: 'employer', count: 1 })
      expect(row('HLJ-04')).toMatchObject({ count: 0, lastOn: null })
      expect(
        listReferralRows(office().packs, t.ledger.reader, undefined).find(({ id }) => id === 'GZ-31')?.count,
      ).toBe(3)
      const list = listReferrals(t.ledger.reader, {
        benefit: 'GZ-31',
        result: 'granted',
        offset: 0,
        limit: 5,
      })
      expect(list).toMatchObject({ total: 1, rows: [{ person: { name: '失业' }, amountFen: 80_000 }] })
    })

    it('are refused for the wrong kind of row, of applicant or of result', () => {
      const personId = make.person('失业')
      const employerId = make.employer('用工企业')
      expect(() => refer({ benefit: 'JH-16', personId })).toThrow(/没有编号为 JH-16/)
      expect(() => refer({ employerId })).toThrow(/转介个人|转介人|只选择一个/)
      expect(() => refer({ benefit: 'GZ-10', personId })).toThrow(/只选择一个/)
      expect(() => refer({ personId, amountFen: 100 })).toThrow(/办理中/)
      expect(() => refer({ personId, result: 'granted', resultOn: '2022-04-01' })).toThrow(/早于/)
    })
  })
})

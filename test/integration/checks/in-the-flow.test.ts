import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import {
  batchingChecks,
  checkBatchGate,
  checkGate,
  openHoldsOfChecks,
  refuseBlocked,
} from '../../../src/main/core/checks/check-gates.ts'
import { checkCatalogue } from '../../../src/main/core/checks/check-settings.ts'
import {
  importComparisonList,
  listComparisonLists,
  openComparisonList,
  refuseListUndo,
  removeComparisonList,
} from '../../../src/main/core/checks/comparison-lists.ts'
import { viewFindings } from '../../../src/main/core/checks/finding-views.ts'
import { releaseFinding } from '../../../src/main/core/checks/release-finding.ts'
import { barsOf } from '../../../src/main/core/claims/batch/bars.ts'
import { findBatch } from '../../../src/main/core/claims/batch/batch-record.ts'
import { createBatch } from '../../../src/main/core/claims/batch/compose.ts'
import { claimView } from '../../../src/main/core/claims/claim-view.ts'
import { actOnClaims } from '../../../src/main/core/claims/workflow/claim-acts.ts'
import { releaseHolds } from '../../../src/main/core/claims/workflow/holds.ts'
import type { InputOf, WriteContext, WriterJobContext } from '../../../src/main/core/procedure.ts'
import {
  CHECK_IDS,
  CHECK_LEVELS,
  checkSpec,
  mayBeSet,
  severityOf,
} from '../../../src/shared/domain/checks.ts'
import { COMPARISON_KINDS } from '../../../src/shared/domain/claim-states.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, TODAY } from '../../fixtures/small-ledger.ts'
import { type ChecksDesk, checksDesk } from './checks-desk.ts'

describe('checks in the way of money', () => {
  let t: TestLedger
  let desk: ChecksDesk
  beforeEach(async () => {
    t = await createTestLedger()
    desk = checksDesk(t.ledger)
  })
  afterEach(() => t.cleanup())

  const context = () =>
    ({
      ledger: t.ledger,
      actor: { name: '木果', role: 'admin' },
      now: () => 0,
      today: () => TODAY,
      newId: () => '',
      resources,
    }) as unknown as WriteContext
  const step = (ids: string[]) =>
    actOnClaims(
      context(),
      { act: 'complete', ids, note: '' } as never,
      () => true,
      (ledger) => checkGate(context(), ledger),
    )
  const batchOf = (ids: string[]) =>
    desk.write((tx) =>
      createBatch(
        context(),
        tx,
        {
          benefit: 'JH-16',
          fund: 'employment-promotion',
          budgetLineId: null,
          title: '',
          period: '2022',
          scope: null,
          ids,
        },
        batchingChecks(context(), tx),
      ),
    )
  const bars = (batchId: string) =>
    barsOf(t.ledger.reader, findBatch(t.ledger.reader, batchId), checkBatchGate(context(), t.ledger.reader))
  const holds = () =>
    t.ledger.reader
      .prepare<{ id: string; claimId: string; check: string; releasedAt: string | null }>(
        'SELECT id, claim_id AS claimId, check_id AS "check", released_at AS releasedAt FROM claim_holds',
      )
      .all()

  it('lets village and township work, and bars a blocked claim at the county’s opinion by the name of the check', () => {
    const good = desk.honest('阿依').claimId
    const wrong = desk.honest('阿呷', { qualifyingOn: '2021-09-09' }).claimId
    for (const done of [2, 2, 2]) expect(step([good, wrong]).done).toBe(done)
    const plan = step([good, wrong])
    expect(plan.done).toBe(1)
    expect(plan.barred).toMatchObject([{ reason: '核对不通过：不在文件期限内', count: 1 }])
    expect(() => step([wrong])).toThrow('核对不通过')
  })

  it('lets a person release a doubt with a reason, held or not, and never what must be corrected', () => {
    const held = desk.honest('阿依')
    const open = desk.honest('阿呷')
    const blocked = desk.honest('阿普', { qualifyingOn: '2021-09-09' })
    for (const one of [held, open]) desk.listed('deaths', desk.idNumberOf(one.id), '同名')
    desk.write((tx) => {
      openHoldsOfChecks(context(), tx, { kind: 'claims', ids: [held.claimId] }, '木果')
    })
    const found = (claimId: string) =>
      viewFindings(
        t.ledger.reader,
        desk.run({ kind: 'claims', ids: [claimId] }).filter((one) => one.claimId === claimId),
      )
    const release = (claimId: string, more: Partial<InputOf<'checks.release'>> = {}) => {
      const [first] = found(claimId)
      const { check = 'said-to-be-dead', evidence = '' } = first ?? {}
      return desk.write((tx) =>
        releaseFinding(context(), tx, { claimId, check, evidence, reason: '当面见到本人', ...more }, '依洛'),
      )
    }
    expect(found(held.claimId)).toMatchObject([{ severity: 'hold', hold: { releasedAt: null } }])
    expect(found(open.claimId)).toMatchObject([{ severity: 'hold', hold: null }])
    for (const { claimId } of [held, open]) {
      release(claimId)
      expect(found(claimId)).toMatchObject([
        { hold: { releasedBy: '依洛', releaseReason: '当面见到本人', releasedAt: expect.any(String) } },
      ])
      expect(() => release(claimId)).toThrow('已由别人核实放行')
    }
    // The one that nobody had held is told whole as well: what was found, and who found it right.
    expect(
      claimView(t.ledger.reader, open.claimId, new Map()).events.map(({ kind, by, note }) => [
        kind,
        by,
        note,
      ]),
    ).toEqual([
      ['held', '依洛', expect.stringContaining('死亡人员名单')],
      ['released', '依洛', '当面见到本人'],
    ])
    expect(() => release(blocked.claimId)).toThrow('不能由人放行，要先改正资料')
    expect(() => release(open.claimId, { evidence: 'deaths:别处:2020-01-01' })).toThrow('已经没有了')
  })

  it('keeps blocked claims out of a batch and holds doubtful ones in it, until a person has decided', () => {
    const good = desk.honest('阿依')
    const doubtful = desk.honest('阿呷')
    const blocked = desk.honest('阿普')
    desk.listed('deaths', desk.idNumberOf(doubtful.id), '阿呷')
    const ids = [good.claimId, doubtful.claimId, blocked.claimId]
    for (let i = 0; i < 4; i++) step(ids)
    desk.grant(blocked.id)
    const made = batchOf(ids)
    expect([made.able, made.barred]).toMatchObject([2, [{ reason: '核对不通过：不是首次', count: 1 }]])
    expect(holds()).toMatchObject([{ claimId: doubtful.claimId, check: 'said-to-be-dead', releasedAt: null }])
    expect(bars(made.batchId).map(({ code, severity }) => [code, severity])).toEqual([['held', 'block']])
    desk.write((tx) => releaseHolds(tx, [holds()[0]?.id as string], '当面见到本人', '木果'))
    expect(bars(made.batchId)).toEqual([])
    // What was decided is not asked again.
    expect(
      desk.write((tx) => openHoldsOfChecks(context(), tx, { kind: 'batch', id: made.batchId }, '木果')),
    ).toBe(0)
  })

  it('bars a batch and its payment file for what was found since, not for what a person can overrule', () => {
    const { id, claimId } = desk.honest()
    const batchId = desk.batch([claimId])
    expect(bars(batchId)).toEqual([])
    desk.listed('public-servants', desk.idNumberOf(id))
    expect(bars(batchId).map(({ code, severity, claims }) => [code, severity, claims])).toEqual([
      ['paid-from-public-purse', 'hold', 1],
    ])
    const batch = () => findBatch(t.ledger.reader, batchId)
    expect(() => refuseBlocked(context(), t.ledger.reader, batch())).not.toThrow()
    desk.grant(id)
    expect(bars(batchId).map(({ code, severity }) => [code, severity])).toContainEqual([
      'not-first-time',
      'block',
    ])
    expect(() => refuseBlocked(context(), t.ledger.reader, batch())).toThrow('还不能发放：不是首次')
  })

  it('says a stated total that is wrong once', () => {
    const batchId = desk.batch([desk.honest().claimId], { statedCount: 2 })
    expect(bars(batchId).map(({ code }) => code)).toEqual(['stated-count'])
  })

  it('finds of some claims and of a batch just what it finds of them in the whole ledger', () => {
    const a = desk.honest('阿依')
    const b = desk.honest('阿呷', { qualifyingOn: '2021-09-09' })
    desk.listed('deaths', desk.idNumberOf(a.id))
    desk.person('阿普', { payeeAccount: accountOf(desk, a.id) })
    const batchId = desk.batch([a.claimId, b.claimId], { fund: 'rural-revitalisation' })
    const whole = desk.run()
    const of = (ids: readonly string[]) => whole.filter(({ claimId }) => ids.includes(claimId ?? ''))
    expect(of([a.claimId]).map(({ check }) => check)).toEqual([
      'said-to-be-dead',
      'account-across-households',
    ])
    for (const ids of [[a.claimId], [b.claimId], [a.claimId, b.claimId]])
      expect(desk.run({ kind: 'claims', ids }).filter(({ claimId }) => claimId !== null)).toEqual(of(ids))
    expect(desk.run({ kind: 'batch', id: batchId })).toEqual(whole.filter((one) => one.batchId === batchId))
  })
})

function accountOf(desk: ChecksDesk, personId: string): string {
  return desk.ledger.reader
    .prepare<string>('SELECT payee_account FROM people WHERE id = ?')
    .pluck()
    .get(personId) as string
}

describe('comparison lists', () => {
  let t: TestLedger
  let desk: ChecksDesk
  beforeEach(async () => {
    t = await createTestLedger()
    desk = checksDesk(t.ledger)
  })
  afterEach(() => t.cleanup())

  const take = (
    text: string,
    kind: (typeof COMPARISON_KINDS)[number] = 'deaths',
    replaces?: { id: string; reason: string },
  ) =>
    importComparisonList(
      {
        ledger: t.ledger,
        actor: { name: '木果', role: 'admin' },
        now: () => 0,
        progress: () => undefined,
        shouldStop: () => false,
        files: { open: async () => ({ name: '名单.csv', bytes: new TextEncoder().encode(text) }) },
      } as unknown as WriterJobContext,
      {
        token: 't',
        kind,
        name: '',
        givenBy: '县民政局',
        asOf: '2022-05-31',
        ...(replaces === undefined ? {} : { replaces }),
      },
    )

  it('never refuse anybody, whichever list it is and however grave the office would have it', () => {
    const kinds = ['said-to-be-dead', 'paid-from-public-purse', 'cadre-family-in-post'] as const
    fc.assert(
      fc.property(fc.constantFrom(...kinds), fc.constantFrom(...CHECK_LEVELS), (check, level) => {
        if (mayBeSet(check, level)) {
          for (const certainty of ['certain', 'possible'] as const)
            expect(severityOf(level, certainty)).not.toBe('block')
        } else expect(() => desk.set(check, level)).toThrow('不能')
      }),
    )
    const { id } = desk.honest()
    desk.post(id)
    for (const kind of COMPARISON_KINDS) desk.listed(kind, desk.idNumberOf(id))
    const found = desk.run({ kind: 'ledger' }, { only: [...kinds] })
    expect(found.length).toBeGreaterThanOrEqual(3)
    expect(found.filter(({ severity }) => severity === 'block')).toEqual([])
  })

  it('are read under titles and any usual header; rows without a usable ID number are named', async () => {
    const { id } = desk.person('阿依', { idNumber: '51113319900101002X' })
    desk.claim(id, desk.spell(id))
    const done = await take(
      '2022年5月死亡人员名单,,\n序号,姓名（死者）,公民身份号码\n1,阿依,51113319900101002X\n2,木果,5111\n3,,\n',
    )
    expect(done).toMatchObject({ rows: 1, matches: 1, refused: 1, refusedRows: [{ row: 4 }] })
    expect(desk.run({ kind: 'ledger' }, { only: ['said-to-be-dead'] })).toHaveLength(1)
    desk.write((tx) => removeComparisonList(tx, done.id, '名单有误'))
    expect(desk.run({ kind: 'ledger' }, { only: ['said-to-be-dead'] })).toEqual([])
    expect(() => desk.write((tx) => removeComparisonList(tx, done.id, '名单有误'))).toThrow('已经移除')
  })

  it('keep their file as it came; one that takes another’s place leaves nothing of the older', async () => {
    const text = '姓名,身份证号\n阿依,51113319900101002X\n'
    const first = await take(text)
    expect(listComparisonLists(t.ledger.reader)).toMatchObject([{ fileName: '名单.csv', rowCount: 1 }])
    const file = await openComparisonList(t.ledger.reader, first.id)
    expect(new TextDecoder().decode(file.bytes)).toBe(text)
    expect([file.name, file.mime]).toEqual(['名单.csv', 'text/csv'])
    const files = () => t.ledger.reader.prepare('SELECT count(*) FROM files').pluck().get()
    expect(files()).toBe(1)
    const second = await take('姓名,身份证号\n木果,511133199001010011\n', 'deaths', {
      id: first.id,
      reason: '民政局更正',
    })
    expect(listComparisonLists(t.ledger.reader).map(({ id }) => id)).toEqual([second.id])
    expect(files()).toBe(1)
    expect(
      t.ledger.reader
        .prepare('SELECT deleted_reason FROM comparison_lists WHERE id = ?')
        .pluck()
        .get(first.id),
    ).toBe('换成“名单”：民政局更正')
    await expect(openComparisonList(t.ledger.reader, first.id)).rejects.toThrow('已经移除')
    // What cannot be read takes nobody's place.
    await expect(take('姓名\n阿依\n', 'deaths', { id: second.id, reason: '又更正' })).rejects.toThrow()
    expect(listComparisonLists(t.ledger.reader)).toHaveLength(1)
    desk.write((tx) => removeComparisonList(tx, second.id, '用完了'))
    expect(files()).toBe(0)
    expect(t.ledger.reader.prepare('SELECT count(*) FROM comparison_entries').pluck().get()).toBe(0)
    expect(() => refuseListUndo(t.ledger.reader, second.txId)).toThrow('不能撤销')
  })

  it('without a column of ID numbers, or without one that is right, leave nothing behind', async () => {
    await expect(take('姓名,备注\n阿依,\n')).rejects.toThrow('没有找到写着“身份证号”的列标题')
    await expect(take('姓名,身份证号\n阿依,123\n')).rejects.toThrow('没有一行有正确的身份证号')
    expect(t.ledger.reader.prepare('SELECT * FROM comparison_lists').all()).toEqual([])
  })
})

describe('the office’s own settings', () => {
  it('make a check stricter or milder only within its bounds, with reason and name', async () => {
    const t = await createTestLedger()
    try {
      const desk = checksDesk(t.ledger)
      desk.person('阿依', { birthDate: '1960-01-01' })
      const { id } = desk.person('阿呷', { birthDate: '1960-01-01' })
      desk.claim(id, desk.spell(id))
      const look = () =>
        desk.run({ kind: 'ledger' }, { only: ['age-outside-limits'] }).map(({ severity }) => severity)
      expect(look()).toEqual(['hold'])
      desk.set('age-outside-limits', 'block')
      expect(look()).toEqual(['block'])
      desk.set('age-outside-limits', 'block', { mostWomen: 62 })
      expect(look()).toEqual([])
      desk.set('age-outside-limits', 'off', { mostWomen: 60 })
      expect(look()).toEqual([])
      expect(() => desk.set('age-outside-limits', 'hold', { mostWomen: 121 })).toThrow('应在 0 至 120 之间')
      expect(() => desk.set('entitlement-twice', 'off')).toThrow('硬性要求，只能是“不能办理”')
      expect(() => desk.set('said-to-be-dead', 'block')).toThrow('一律由人决定')
      const changed = checkCatalogue(t.ledger.reader).filter((one) => one.changed !== null)
      expect(changed).toMatchObject([
        { check: 'age-outside-limits', level: 'off', changed: { by: '木果', reason: '县里规定' } },
      ])
    } finally {
      t.cleanup()
    }
  })

  it('number the checks 1 to 28, and leave no block that the law asks for to be switched off', () => {
    expect(CHECK_IDS.map((check) => checkSpec(check).number)).toEqual(
      Array.from({ length: 28 }, (_, i) => i + 1),
    )
    for (const check of CHECK_IDS) {
      if (checkSpec(check).level === 'block') expect(mayBeSet(check, 'off')).toBe(false)
    }
  })
})

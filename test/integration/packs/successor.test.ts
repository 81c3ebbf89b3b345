import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openLedgerForReading } from '../../../src/main/core/db/ledger.ts'
import { evaluateLedger } from '../../../src/main/core/entitlements/evaluate.ts'
import { packsInForce, packsOf } from '../../../src/main/core/entitlements/packs.ts'
import { activatePack, deactivatePack } from '../../../src/main/core/packs/activations.ts'
import { installPack } from '../../../src/main/core/packs/install.ts'
import { packsOverview } from '../../../src/main/core/packs/overview.ts'
import { previewPack } from '../../../src/main/core/packs/preview.ts'
import type { ReaderJobContext } from '../../../src/main/core/procedure.ts'
import { backupLedger } from '../../../src/main/core/security/backup.ts'
import type { PackPreview } from '../../../src/shared/contract/packs.ts'
import { formatDate } from '../../../src/shared/domain/dates.ts'
import { OUTCOMES, type Outcome } from '../../../src/shared/domain/policy.ts'
import { createTestLedger, PASSPHRASE, type TestLedger } from '../../fixtures/ledger.ts'
import { resources } from '../../fixtures/small-ledger.ts'
import { drawn, successorCounty, successorPack } from '../../fixtures/successor-county.ts'
import { jobContext } from '../entitlements/entitlement-desk.ts'

const context = { resources }
const DAY = '2026-06-30'
const ALL = { packId: '', asOf: DAY, filter: {} }

describe('an invented successor of HLJ-2021, in force from 2025-07-01', () => {
  let t: TestLedger
  let packId: string
  let installation: string
  const by = { action: 'test', actor: '审核人' }

  beforeEach(async () => {
    t = await createTestLedger()
    successorCounty(t.ledger, 160, drawn(7))
    const installed = t.ledger.write(by, (tx) =>
      installPack(
        context,
        tx,
        { name: 'HLJ-2026.llpack', bytes: successorPack(), acceptReason: '虚构示例，仅供测试' },
        '审核人',
      ),
    )
    packId = installed.result
    installation = installed.txId
  })
  afterEach(() => t.cleanup())

  const activate = (from: string) =>
    t.ledger.write(by, (tx) =>
      activatePack(context, tx, { id: packId, from, reason: '新文件施行' }, '审核人'),
    )
  const goBack = () =>
    t.ledger.write(by, (tx) => deactivatePack(context, tx, { id: packId, reason: '文号有误' }, '审核人'))
  const preview = (asOf = DAY, filter: Partial<PackPreview['rows'][number]> = {}) =>
    previewPack(
      { ...jobContext(t.ledger), ledger: t.ledger.reader } as unknown as ReaderJobContext,
      { packId, asOf, filter } as typeof ALL,
    )
  /** Everything that a calculation stores and counts, as one text. */
  const stored = async (asOf = DAY) => {
    const run = await evaluateLedger(jobContext(t.ledger), { asOf, benefits: [] })
    return JSON.stringify([
      run.packVersions,
      run.counts,
      t.ledger.reader.prepare('SELECT * FROM evaluation_results ORDER BY seq').all(),
    ])
  }
  const documents = (asOf: string) =>
    packsOf(context, t.ledger.reader, asOf).documents.map(
      (one) => `${one.id} ${formatDate(one.inForce.from)} ${formatDate(one.inForce.to)}`,
    )

  it('changes nothing by being installed', async () => {
    const before = await stored()
    t.ledger.write(by, (tx) =>
      installPack(
        context,
        tx,
        {
          name: '另一份.llpack',
          bytes: successorPack(undefined, '2026-01-07'),
          acceptReason: '虚构示例，仅供测试',
        },
        '审核人',
      ),
    )
    expect(await stored()).toBe(before)
    expect(packsInForce(t.ledger.reader, DAY)).toEqual([])
  })

  it('counts from its day on, ends what it supersedes, and leaves earlier days as they were', async () => {
    const early = await stored('2026-02-28')
    activate('2026-03-01')
    expect(documents('2026-02-28')).not.toContainEqual(expect.stringContaining('HLJ-2026'))
    expect(documents('2026-03-01')).toContain('HLJ-2021 2021-09-09 2025-06-30')
    expect(documents('2026-03-01')).toContain('HLJ-2026 2025-07-01 2030-12-31')
    expect(await stored('2026-02-28')).toBe(early)
    expect(await stored('2026-03-01')).not.toBe(await stored('2026-02-28'))
    expect(packsOverview(context, t.ledger.reader, '2026-03-01').documents).toContainEqual(
      expect.objectContaining({ id: 'HLJ-2021', endedBy: 'HLJ-2026', packId: null }),
    )
  })

  it('previews exactly the people that a comparison of both calculations finds', async () => {
    const before = await paid(t, (await evaluateLedger(jobContext(t.ledger), { asOf: DAY, benefits: [] })).id)
    const shown = await preview()
    activate('2026-01-01')
    const after = await paid(t, (await evaluateLedger(jobContext(t.ledger), { asOf: DAY, benefits: [] })).id)
    const expected = differences(before, after)
    expect(new Set(expected.map(({ change }) => change))).toEqual(
      new Set(['lose', 'less', 'gain', 'more', 'other']),
    )
    expect(shown.matching).toBe(expected.length)
    expect(
      shown.rows
        .map((row) =>
          [
            row.change,
            row.use,
            row.beneficiaryId,
            row.personId,
            row.period,
            row.beforeFen,
            row.afterFen,
          ].join('|'),
        )
        .sort(),
    ).toEqual(expected.map((one) => one.text).sort())
    const sum = (entries: Map<string, Paid>) => [...entries.values()].reduce((all, one) => all + one.fen, 0)
    expect(shown.totals.beforeFen).toBe(sum(before))
    expect(shown.totals.afterFen).toBe(sum(after))
    for (const part of [shown.benefits, shown.counties])
      expect(part.reduce((all, one) => all + one.afterFen - one.beforeFen, 0)).toBe(sum(after) - sum(before))
    expect(shown.funds.reduce((all, one) => all + one.beforeFen, 0)).toBe(sum(before))
    expect(shown.funds.reduce((all, one) => all + one.afterFen, 0)).toBe(sum(after))
  })

  it('names what is new and what is dropped, and why a case changes', async () => {
    const shown = await preview()
    const status = Object.fromEntries(shown.benefits.map((one) => [one.use, [one.status, one.ids.join()]]))
    expect(status).toMatchObject({
      'HLJ-01': ['dropped', 'HLJ-01'],
      'HLJ-02': ['kept', 'HLJ-02,HLJ-102'],
      'HLJ-08': ['kept', 'HLJ-08,HLJ-108'],
      'HLJ-122': ['new', 'HLJ-122'],
    })
    const reasons = (change: string, use: string) =>
      new Set(shown.rows.filter((row) => row.change === change && row.use === use).map((row) => row.reason))
    expect(reasons('lose', 'HLJ-01')).toEqual(new Set(['这一项取消']))
    expect(reasons('gain', 'HLJ-122')).toEqual(new Set(['新增的项目']))
    expect(reasons('less', 'HLJ-08')).toEqual(new Set(['改按 HLJ-108 计算']))
    expect(reasons('gain', 'HLJ-02')).toEqual(
      new Set(['原来不符合：稳定就业', '原来不符合：文件有效期', '现在的文件不含 2026']),
    )
  })

  it('gives only the rows that are asked for, with the sums of all', async () => {
    const all = await preview()
    const some = await preview(DAY, { change: 'lose', use: 'HLJ-01' })
    expect(some.rows).toEqual(
      all.rows
        .filter((row) => row.change === 'lose' && row.use === 'HLJ-01')
        .map((row, i) => ({ ...row, key: row.key.replace(/^\d+/, String(i)) })),
    )
    expect(some.rows.length).toBeGreaterThan(0)
    expect(some.totals).toEqual(all.totals)
  })

  it('goes back byte for byte, and previews that as the opposite', async () => {
    const before = await stored()
    const forth = await preview()
    activate('2026-01-01')
    expect(await stored()).not.toBe(before)
    const back = await preview()
    expect(back.back).toBe(true)
    expect([back.totals.beforeFen, back.totals.afterFen]).toEqual([
      forth.totals.afterFen,
      forth.totals.beforeFen,
    ])
    expect([back.totals.gain, back.totals.more]).toEqual([forth.totals.lose, forth.totals.less])
    goBack()
    expect(await stored()).toBe(before)
    expect(packsOverview(context, t.ledger.reader, DAY).activations).toMatchObject([
      { from: '2026-01-01', reason: '新文件施行', withdrawnReason: '文号有误', withdrawnBy: '审核人' },
    ])
  })

  it('is taken back by an undo of the activation as well, and cannot be undone away while it is activated', async () => {
    const before = await stored()
    const { txId } = activate('2026-01-01')
    await stored()
    expect(() => t.ledger.undo(installation, '审核人')).toThrow('用到了这次录入的记录（installed_packs）')
    t.ledger.undo(txId, '审核人')
    expect(await stored()).toBe(before)
  })

  it('is in a backup, with its activation', async () => {
    activate('2026-01-01')
    const expected = documents(DAY)
    const copy = join(t.folder, 'copy.ledger')
    await backupLedger(t.ledger, copy)
    const reader = await openLedgerForReading({
      path: copy,
      secret: { passphrase: PASSPHRASE },
      now: () => Date.UTC(2026, 5, 30),
    })
    expect(
      packsOf(context, reader, DAY).documents.map(
        (one) => `${one.id} ${formatDate(one.inForce.from)} ${formatDate(one.inForce.to)}`,
      ),
    ).toEqual(expected)
    reader.close()
  })

  it('is not forgotten by a transaction that came to nothing', () => {
    const failing = () =>
      t.ledger.write(by, (tx) => {
        activatePack(context, tx, { id: packId, from: '2026-01-01', reason: '新文件施行' }, '审核人')
        expect(packsInForce(tx, DAY)).toEqual([packId])
        throw new Error('power cut')
      })
    expect(failing).toThrow('power cut')
    expect(packsInForce(t.ledger.reader, DAY)).toEqual([])
    activate('2026-07-01')
    expect(packsInForce(t.ledger.reader, DAY)).toEqual([])
    expect(packsInForce(t.ledger.reader, '2026-07-01')).toEqual([packId])
  })
})

type Paid = { use: string; beneficiary: string; person: string; period: string; fen: number; rank: number }

/** The best stored answer of each entitlement, straight from the stored results. */
async function paid(t: TestLedger, runId: string): Promise<Map<string, Paid>> {
  expect(runId).not.toBe('')
  const uses: Readonly<Record<string, string>> = {
    'HLJ-102': 'HLJ-02',
    'HLJ-108': 'HLJ-08',
    'HLJ-06': 'HLJ.production',
    'HLJ-07': 'HLJ.production',
    'GZ-05': 'GZ.job-seeking',
    'GZ-06': 'GZ.job-seeking',
    'JH-03': 'JH.agent-service',
    'JH-15': 'JH.agent-service',
  }
  const best = new Map<string, Paid>()
  for (const row of t.ledger.reader
    .prepare<{
      benefit: string
      outcome: Outcome
      beneficiary: string
      person: string | null
      period: string | null
      amount: number | null
    }>(
      `SELECT benefit, outcome, beneficiary_id AS beneficiary, person_id AS person, period, amount_fen AS amount
       FROM evaluation_results WHERE outcome <> 'ineligible'`,
    )
    .all()) {
    const payable = row.outcome === 'eligible' || row.outcome === 'discretionary'
    const one: Paid = {
      use: uses[row.benefit] ?? row.benefit,
      beneficiary: row.beneficiary,
      person: row.person ?? '',
      period: row.period ?? '',
      fen: payable ? (row.amount ?? 0) : 0,
      rank: OUTCOMES.indexOf(row.outcome),
    }
    const key = [one.use, one.beneficiary, one.person, one.period].join('|')
    const other = best.get(key)
    if (other === undefined || one.fen > other.fen || (one.fen === other.fen && one.rank > other.rank))
      best.set(key, one)
  }
  return best
}

function differences(
  before: Map<string, Paid>,
  after: Map<string, Paid>,
): { change: string; text: string }[] {
  const payable = (one: Paid | undefined) =>
    one !== undefined && one.rank >= OUTCOMES.indexOf('discretionary')
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((key) => {
    const [b, a] = [before.get(key), after.get(key)]
    const some = (a ?? b) as Paid
    let change: string | undefined
    if (payable(b) && !payable(a)) change = 'lose'
    else if (!payable(b) && payable(a)) change = 'gain'
    else if (payable(b) && payable(a) && b?.fen !== a?.fen)
      change = (a?.fen ?? 0) > (b?.fen ?? 0) ? 'more' : 'less'
    else if (b?.rank !== a?.rank) change = 'other'
    if (change === undefined) return []
    const text = [
      change,
      some.use,
      some.beneficiary,
      some.person,
      some.period,
      b?.fen ?? 0,
      a?.fen ?? 0,
    ].join('|')
    return [{ change, text }]
  })
}

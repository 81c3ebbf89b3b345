import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openLedger, type WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { people } from '../../../src/main/core/db/schema/index.ts'
import { ledgerTables } from '../../../src/main/core/entitlements/ledger-tables.ts'
import { PersonViewReader } from '../../../src/main/core/entitlements/person-views.ts'
import { openWorkbook } from '../../../src/main/core/exchange/workbook/workbook-reader.ts'
import { createEngine, type Engine } from '../../../src/main/core/policy/engine.ts'
import type { PersonView } from '../../../src/main/core/policy/facts.ts'
import { entitlementKey } from '../../../src/main/core/policy/grants.ts'
import { folderReader, loadPacks } from '../../../src/main/core/policy/pack-load.ts'
import { Cancelled } from '../../../src/main/core/procedure.ts'
import { exportScenario } from '../../../src/main/core/scenarios/export-scenario.ts'
import {
  keepScenario,
  keptScenario,
  listKept,
  removeScenario,
  renameScenario,
  storeScenario,
} from '../../../src/main/core/scenarios/kept-scenarios.ts'
import { runScenario } from '../../../src/main/core/scenarios/run-scenario.ts'
import { type Scenario, type ScenarioInput, scenarioInput } from '../../../src/shared/contract/scenarios.ts'
import { formatYuan } from '../../../src/shared/domain/money.ts'
import { OUTCOMES } from '../../../src/shared/domain/policy.ts'
import { MOVE_TEXT } from '../../../src/shared/text/scenario.ts'
import { copyOfLargeLedger, type LedgerCopy } from '../../bench/ledger-copy.ts'
import { resources } from '../../fixtures/small-ledger.ts'

const PEOPLE = 900
const DAY = '2022-06-30'

let copy: LedgerCopy
let ledger: WriteLedger
let views: PersonView[]
let clock = Date.UTC(2022, 5, 30)

beforeAll(async () => {
  copy = await copyOfLargeLedger(PEOPLE)
  ledger = await openLedger({
    path: copy.path,
    secret: { passphrase: copy.passphrase },
    now: () => clock++,
    check: 'never',
  })
  const reader = new PersonViewReader(ledger.reader)
  views = reader.split(500).flatMap(([first, last]) => reader.range(first, last))
}, 120_000)
afterAll(() => {
  ledger.close()
  copy.remove()
})

const context = (shouldStop = () => false) => ({
  resources,
  now: () => clock++,
  progress: () => undefined,
  shouldStop,
})
const scenario = (input: Partial<ScenarioInput> & { benefits: string[] }): Scenario =>
  scenarioInput.parse({ baseDay: DAY, asOf: DAY, ...input })
const run = (input: Partial<ScenarioInput> & { benefits: string[] }) =>
  runScenario(context(), ledger.reader, scenario(input))

/** The plain way: every person asked, every entitlement once, no gate, no index, no memory. */
function plainly(engine: Engine, benefit: string, day: string) {
  const decided = engine.run(ledgerTables(ledger.reader), day, [benefit])
  const due = new Map<string, { whom: string; fen: number }>()
  const outcomes = new Map<string, number>()
  const take = (result: Parameters<Parameters<typeof decided.person>[1]>[0], view: PersonView | null) => {
    const outcome = OUTCOMES[result.outcome]!
    if (outcome !== 'ineligible') outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1)
    if (outcome !== 'eligible' && outcome !== 'discretionary') return
    const answer = decided.evaluate(view, {
      benefit,
      beneficiary: result.beneficiary ?? undefined,
      for: result.person ?? undefined,
      period:
        result.row.unit === 'person-month'
          ? undefined
          : result.year > 0
            ? String(result.year)
            : (result.period ?? undefined),
    })
    const whom = view?.id ?? result.beneficiary ?? ''
    const parts =
      answer.monthsPayable.length > 0
        ? answer.monthsPayable
        : [
            {
              period: result.year > 0 ? String(result.year) : (result.period ?? undefined),
              amountFen: answer.amountFen ?? 0,
            },
          ]
    for (const part of parts) {
      const key = entitlementKey(
        result.row,
        result.beneficiary ?? '',
        result.person ?? undefined,
        part.period,
      )
      due.set(key, { whom, fen: Math.max(part.amountFen, due.get(key)?.fen ?? 0) })
    }
  }
  // Heads are counted before anybody is asked again.
  for (const view of views) decided.person(view, (result) => take({ ...result }, view))
  decided.finish((result) => take({ ...result }, null))
  return {
    people: new Set([...due.values()].map(({ whom }) => whom)).size,
    amountFen: [...due.values()].reduce((sum, { fen }) => sum + fen, 0),
    entitlements: due.size,
    outcomes: Object.fromEntries([...outcomes].sort()),
  }
}

const engineOf = (edit: (text: string) => string = (text) => text) => {
  const reader = folderReader(join(resources, 'policies'))
  return createEngine(loadPacks({ ...reader, text: (document, file) => edit(reader.text(document, file)) }))
}

function numbers(side: ReturnType<typeof run>['base']) {
  const { people, amountFen, entitlements, outcomes } = side
  return {
    people,
    amountFen,
    entitlements,
    outcomes: Object.fromEntries(outcomes.map(({ outcome, count }) => [outcome, count] as const).sort()),
  }
}

describe('a scenario over a ledger', () => {
  it('without changes is the same on both sides, and what asking everybody plainly gives, for every benefit', () => {
    const engine = engineOf()
    let dueAnywhere = 0
    for (const { id } of engine.rows) {
      const result = run({ benefits: [id] })
      expect({ ...result.changed, asOf: '' }, id).toEqual({ ...result.base, asOf: '' })
      expect(
        result.moved.every(({ total }) => total === 0),
        id,
      ).toBe(true)
      expect(numbers(result.base), id).toEqual(plainly(engine, id, DAY))
      if (result.base.people > 0) dueAnywhere += 1
    }
    expect(dueAnywhere).toBeGreaterThan(8)
  }, 300_000)

  it('gives what a pack written otherwise gives', () => {
    const longer = engineOf((text) =>
      text
        .replace(
          'insured: { months: [{ from: 2021-09-10, value: 3 }], consecutive: true, over: spell }',
          'insured: { months: [{ from: 2021-09-10, value: 5 }], consecutive: true, over: spell }',
        )
        .replace(
          'yuan: [{ from: 2021-09-10, value: 3000 }]',
          'yuan: [{ from: 2021-09-10, value: 3000 }, { from: 2022-01-01, value: 3500.5 }]',
        ),
    )
    const result = run({
      benefits: ['JH-16'],
      changes: [
        { kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 5 },
        { kind: 'amount', benefit: 'JH-16', amountFen: 350_050, from: '2022-01-01' },
      ],
    })
    expect(numbers(result.changed)).toEqual(plainly(longer, 'JH-16', DAY))
    expect(result.changed.people).toBeLessThan(result.base.people)
    const lost = result.moved.find(({ move }) => move === 'lost')!
    expect(lost.total).toBe(result.base.people - result.changed.people)
    expect(lost.rows[0]).toMatchObject({
      benefit: 'JH-16',
      base: { outcome: 'eligible', amountFen: 300_000 },
    })
    expect(result.moved.reduce((sum, { amountFen }) => sum + amountFen, 0)).toBe(
      result.changed.amountFen - result.base.amountFen,
    )
  })

  it('adds up: counties, months and benefits each come to the sums', () => {
    for (const benefit of ['JH-16', 'SX-08', 'JH-03', 'HLJ-02']) {
      const result = run({ benefits: [benefit], asOf: '2021-12-31' })
      for (const name of ['base', 'changed'] as const) {
        const side = result[name]
        const sum = (list: readonly Record<typeof name, { amountFen: number }>[]) =>
          list.reduce((total, line) => total + line[name].amountFen, 0)
        expect(sum(result.homeCounties), `${benefit} ${name}`).toBe(side.amountFen)
        expect(sum(result.workCounties), `${benefit} ${name}`).toBe(side.amountFen)
        expect(sum(result.months), `${benefit} ${name}`).toBe(side.amountFen)
        expect(result.homeCounties.reduce((total, line) => total + line[name].people, 0)).toBe(side.people)
      }
    }
  })

  it('another day is compared with the day in force', () => {
    const engine = engineOf()
    const result = run({ benefits: ['JH-16'], asOf: '2022-12-31' })
    expect(numbers(result.base)).toEqual(plainly(engine, 'JH-16', DAY))
    expect(numbers(result.changed)).toEqual(plainly(engine, 'JH-16', '2022-12-31'))
    expect(result.changed.people).toBeGreaterThan(result.base.people)
  })

  it('a reading reaches every benefit that rests on it, and only these are in the sums', () => {
    const result = run({
      benefits: ['HLJ-02'],
      changes: [{ kind: 'parameter', parameter: 'HLJ-02.gap-days', value: 30 }],
    })
    expect(result.benefits.map(({ benefit, why }) => [benefit, why])).toEqual([
      ['HLJ-02', 'chosen'],
      ['HLJ-06', 'changed'],
      ['HLJ-07', 'changed'],
    ])
    const shared = run({ benefits: ['JH-03'] })
    expect(shared.benefits.map(({ benefit, why }) => [benefit, why])).toEqual([
      ['JH-03', 'chosen'],
      ['JH-15', 'same-use'],
    ])
  })

  it('says what is left of a budget, and with which entitlement it is crossed', () => {
    const free = run({ benefits: ['JH-16'] })
    const budget = { amountFen: 300_000 * (free.base.people - 1), year: null, fund: null }
    const { budget: view } = run({ benefits: ['JH-16'], budget })
    expect(view?.base).toMatchObject({
      dueFen: free.base.amountFen,
      leftFen: -300_000,
      crossed: { nth: free.base.people, pending: false },
    })
  })

  it('leaves as a workbook whose sheets say what the screen says', async () => {
    const change = {
      benefits: ['JH-16'],
      asOf: '2022-12-31',
      budget: { amountFen: 1, year: null, fund: null },
    }
    const result = run(change)
    let saved: { name: string; bytes: Uint8Array } | undefined
    await exportScenario(
      {
        ...context(),
        today: () => DAY,
        newId: () => '1',
        actor: { name: '经办人', role: 'admin' },
        ledger: ledger.reader,
        commit: () => Promise.reject(new Error('nothing is written')),
        files: {
          open: () => Promise.reject(new Error('no file is asked for here')),
          put: async (name, mime, bytes) => {
            saved = { name, bytes }
            return { token: 'f1', name, mime, size: bytes.length }
          },
        },
      },
      { ...scenario(change), title: '年底' },
    )
    expect(saved?.name).toBe('情景测算_2022-12-31.xlsx')
    const book = await openWorkbook(saved?.bytes as Uint8Array)
    const sheets = new Map<string, (string | number | boolean | null)[][]>()
    for (const { name } of book.sheets) {
      const rows: (string | number | boolean | null)[][] = []
      for await (const batch of book.rows({ sheet: name }))
        for (const row of batch) rows.push([...row.values])
      sheets.set(name, rows)
    }
    book.close()
    expect([...sheets.keys()]).toEqual(['对比', '按户籍县', '按务工县', '按月', '变化名单'])
    const sums = sheets.get('对比') ?? []
    const line = (label: string) => sums.find(([first]) => first === label)?.slice(1)
    expect(sums[0]?.[0]).toBe('情景测算：年底（现在 2022-06-30，改后 2022-12-31）')
    expect(line('可领人数')).toEqual([String(result.base.people), String(result.changed.people)])
    expect(line('可领金额（元，含待研究决定）')).toEqual([
      formatYuan(result.base.amountFen),
      formatYuan(result.changed.amountFen),
    ])
    expect(line('结余（负数为缺口，元）')).toEqual([
      formatYuan(1 - result.base.amountFen),
      formatYuan(1 - result.changed.amountFen),
    ])
    // Title and head above; each county's sums below come to the whole.
    for (const name of ['按户籍县', '按务工县', '按月']) {
      const rows = (sheets.get(name) ?? []).slice(2)
      const sum = (column: number) => rows.reduce((total, row) => total + Number(row[column]), 0)
      expect([name, Math.round(sum(2) * 100), Math.round(sum(4) * 100)]).toEqual([
        name,
        result.base.amountFen,
        result.changed.amountFen,
      ])
    }
    const moved = (sheets.get('变化名单') ?? []).slice(2)
    // Half a year later nobody has lost it.
    expect(new Set(moved.map(([move]) => move))).toEqual(new Set([MOVE_TEXT.gained]))
    expect(moved).toHaveLength(result.changed.people - result.base.people)
    expect(moved.reduce((total, row) => total + Number(row[10]), 0) * 100).toBe(
      result.changed.amountFen - result.base.amountFen,
    )
  })

  it('stops where it is cancelled', () => {
    expect(() =>
      runScenario(
        context(() => true),
        ledger.reader,
        scenario({ benefits: ['JH-16'] }),
      ),
    ).toThrow(Cancelled)
  })

  it('is kept by name with the numbers of the day, renamed, and removed with a reason', async () => {
    const actor = { name: '经办人', role: 'admin' as const }
    const writing = { ...context(), ledger, actor, today: () => DAY, newId: () => 'unused' }
    const reading = {
      ...context(),
      ledger: ledger.reader,
      actor,
      today: () => DAY,
      newId: () => 'unused',
      files: { open: () => Promise.reject(new Error('none')), put: () => Promise.reject(new Error('none')) },
      commit: async <R>(_: string, payload: unknown) => storeScenario(writing, payload as never) as R,
    }
    const asked = scenario({
      benefits: ['JH-16'],
      changes: [{ kind: 'threshold', benefit: 'JH-16', threshold: 'insured.months', value: 4 }],
    })
    const { id } = await keepScenario(reading, { name: '四个月', note: '', scenario: asked })
    const result = run(asked)
    expect(listKept(ledger.reader)).toMatchObject([
      {
        id,
        name: '四个月',
        changes: ['JH-16 就业补贴 参保月数 3 → 4 个月'],
        changed: { people: result.changed.people },
      },
    ])
    const { moved: _, seconds: __, ...summary } = result
    expect(keptScenario(ledger.reader, id).summary).toMatchObject({ ...summary })
    await expect(keepScenario(reading, { name: '四个月', note: '', scenario: asked })).rejects.toMatchObject({
      code: 'scenario.name-taken',
    })
    renameScenario(writing, { id, name: '四个月（报）', note: '给局里看' })
    expect(keptScenario(ledger.reader, id).kept).toMatchObject({ name: '四个月（报）', note: '给局里看' })
    removeScenario(writing, { id, reason: '不再考虑' })
    expect(listKept(ledger.reader)).toEqual([])
    expect(() => removeScenario(writing, { id, reason: '再删' })).toThrow('已不在台账中')
  })

  it('what it remembers of the last run is forgotten when a fact changes', () => {
    const asked = {
      benefits: ['JH-16'],
      changes: [{ kind: 'amount' as const, benefit: 'JH-16', amountFen: 350_000 }],
    }
    const before = run(asked)
    const person = before.moved.find(({ move }) => move === 'more')?.rows[0]?.personId ?? ''
    ledger.write({ action: 'test', actor: 'U1' }, (tx) => tx.update(people, person, { homeCounty: '440305' }))
    const after = run(asked)
    expect(after.base.people).toBe(before.base.people - 1)
    expect(after.changed.amountFen).toBe(before.changed.amountFen - 350_000)
  })
})

import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { WriteLedger } from '../../../src/main/core/db/ledger.ts'
import { offerPairs } from '../../../src/main/core/duplicates/kept-pairs.ts'
import { duplicateProcedures, duplicateSteps } from '../../../src/main/core/duplicates/procedures.ts'
import type {
  Implementation,
  InputOf,
  OutputOf,
  ProcedureName,
  WriteContext,
} from '../../../src/main/core/procedure.ts'
import type { LookResult, MergeAllResult } from '../../../src/shared/contract/duplicates.ts'
import { idCheckDigit } from '../../../src/shared/domain/id-number.ts'
import { createTestLedger, type TestLedger } from '../../fixtures/ledger.ts'
import { resources, smallLedger, TODAY } from '../../fixtures/small-ledger.ts'
import { clearBook, enter, everyLivingRow, type Life } from './two-records.ts'

let book: TestLedger
let ledger: WriteLedger
let small: ReturnType<typeof smallLedger>
beforeAll(async () => {
  book = await createTestLedger()
  ledger = book.ledger
  small = smallLedger(ledger)
})
afterEach(() => clearBook(ledger))
afterAll(() => book.cleanup())

const id = (first17: string) => first17 + idCheckDigit(first17)
const ID = id('51113319850312004')

type Hooks = { shouldStop?: () => boolean; progress?: (step: string) => void }

/** Calls a procedure as its thread would. */
async function call<N extends ProcedureName>(
  name: N,
  input: unknown,
  hooks: Hooks = {},
): Promise<OutputOf<N>> {
  const implementation = duplicateProcedures[name] as Implementation
  const base = {
    actor: { name: '李芳', role: 'admin' as const },
    now: () => Date.parse('2022-06-30T01:00:00Z'),
    today: () => TODAY,
    newId: () => '',
    resources,
    progress: () => undefined,
    shouldStop: () => false,
    ...hooks,
  }
  const writing = { ...base, ledger } as unknown as WriteContext
  const commit = async (_: string, payload: never) => duplicateSteps['duplicates.keep'](writing, payload)
  const context = implementation.thread === 'writer' ? writing : { ...base, ledger: ledger.reader, commit }
  return (await (implementation.run as (context: unknown, input: unknown) => unknown)(
    context,
    input,
  )) as never
}
const look = async () => (await call('duplicates.look', { kinds: ['person'] })) as unknown as LookResult
const list = (input: Partial<InputOf<'duplicates.list'>> = {}) =>
  call('duplicates.list', { kind: 'person', state: 'open', offset: 0, limit: 100, ...input })

test('a look finds pairs with their reasons; a verdict takes a pair off the list for good, or until it is taken back', async () => {
  const first = small.person('吉克·阿依', {
    idNumber: ID,
    birthDate: '1985-03-12',
    homeTownshipText: '民建镇',
  })
  const second = small.person('吉克阿依', { birthDate: '1985-03-12', homeTownshipText: '民建镇' })
  small.person('沙马·木呷', { idNumber: id('51113319900704101') })
  expect((await list()).total).toBe(0)
  const looked = await look()
  expect(looked.kinds).toMatchObject([{ kind: 'person', records: 3, found: 1 }])
  const { rows } = await list()
  expect(rows).toMatchObject([
    {
      firstId: first,
      secondId: second,
      likelihood: 'possible',
      first: { title: '吉克·阿依', detail: expect.stringContaining('511133********') },
      verdict: null,
    },
  ])
  expect(rows[0]?.reasons.map(({ reason }) => reason).sort()).toEqual([
    'birth-same',
    'name-folded',
    'township-same',
  ])

  // The order in which the two are named does not matter.
  const pair = { kind: 'person', firstId: second, secondId: first }
  const { txId } = await call('duplicates.decide', { pairs: [pair], verdict: 'different', note: '堂姐妹' })
  expect((await list()).total).toBe(0)
  await look()
  expect((await list()).total).toBe(0)
  const decided = await list({ state: 'different' })
  expect(decided.rows[0]?.verdict).toMatchObject({ verdict: 'different', note: '堂姐妹', by: '李芳' })

  await call('duplicates.decide', { pairs: [pair], verdict: 'later', note: '' })
  expect((await list({ state: 'later' })).total).toBe(1)
  expect((await list({ state: 'different' })).total).toBe(0)
  await call('duplicates.decide', { pairs: [pair], verdict: 'open', note: '' })
  expect((await list()).total).toBe(1)
  expect(() => ledger.undo(txId, '李芳')).not.toThrow()
})

test('what was decided in another office counts where nobody has looked', async () => {
  const first = small.person('吉克·阿依', { idNumber: ID })
  const second = small.person('吉克阿依', { phone: '13900000001' })
  const pair = { kind: 'person', firstId: first, secondId: second }
  await call('duplicates.decide', { pairs: [pair], verdict: 'later', note: '' })
  const { rows } = await list({ state: 'later' })
  expect(rows).toHaveLength(1)
  expect(rows[0]?.reasons.map(({ reason }) => reason)).toEqual(['name-folded'])
})

test('two records that came together from two offices are offered at once', () => {
  const [a = '', b = ''] = twins('吉克·阿依', ID)
  const offered = () =>
    ledger.write({ action: 'test', actor: 'U1' }, (tx) => offerPairs(tx, 'person', [[b, a]])).result
  expect(offered()).toBe(1)
  expect(offered()).toBe(0)
})

test('side by side: what differs is said, also behind the mask', async () => {
  const firstId = small.person('吉克·阿依', { idNumber: ID, phone: '13900000001' })
  const secondId = small.person('吉克·阿依', { idNumber: id('51113319850312006'), note: '外出' })
  const { fields, score } = await call('duplicates.show', { kind: 'person', firstId, secondId })
  expect(score).toBeGreaterThanOrEqual(65)
  const field = (name: string) => fields.find((one) => one.field === name)
  expect(field('name')).toMatchObject({ label: '姓名', differs: false, first: '吉克·阿依' })
  expect(field('idNumber')).toMatchObject({
    differs: true,
    first: expect.stringMatching(/^511133\*{8}/),
    hint: '第 17、18 位不同',
  })
  expect(field('phone')).toMatchObject({ differs: false, second: null, usual: 'first' })
  expect(field('note')).toMatchObject({ first: null, usual: 'second' })
  await expect(call('duplicates.show', { kind: 'person', firstId, secondId: 'gone' })).rejects.toMatchObject({
    code: 'duplicates.gone',
  })
})

test('a merge does what its preview said, and the pair is settled', async () => {
  const keepId = small.person('吉克·阿依', { idNumber: ID, sex: 'female', birthDate: '1985-03-12' })
  const otherId = small.person('吉克阿依', { phone: '13900000001' })
  small.spell(otherId, { employerText: '甲厂', county: '330702' })
  const input = { kind: 'person', keepId, otherId, choices: {}, note: '本人来电' }
  const before = everyLivingRow(ledger.reader)
  const preview = await call('duplicates.preview', input)
  expect(everyLivingRow(ledger.reader)).toEqual(before)
  const { effects, txId } = await call('duplicates.merge', input)
  expect(effects).toEqual(preview)
  expect(effects).toMatchObject({ moved: [{ text: '务工经历', count: 1 }], fields: ['电话'] })
  expect(
    ledger.reader
      .prepare('SELECT verdict, note, score > 0 AS scored FROM duplicate_verdicts WHERE deleted_at IS NULL')
      .all(),
  ).toEqual([{ verdict: 'merged', note: '本人来电', scored: 1 }])
  ledger.undo(txId, '李芳')
  expect(everyLivingRow(ledger.reader)).toEqual(before)
})

test('everybody of one number and one name at once: seen before, one transaction, taken back whole', async () => {
  const claim = { benefit: 'JH-16', period: '2022', state: 'drafted' as const }
  for (let i = 0; i < 5; i += 1) twins(`王明${'一二三四五'[i]}`, id(`5111331985031201${i}`), [claim])
  // One number under two names is left to a person, and so is what somebody put off.
  twins('吉克·阿依', ID, [], '沙马·木呷')
  const [a = '', b = ''] = twins('海来·古丽', id('51113319900101001'))
  const later = { pairs: [{ kind: 'person', firstId: a, secondId: b }], verdict: 'later', note: '' }
  await call('duplicates.decide', later)
  // Three records of one person become one.
  const third = enter(ledger, '王明一', { ...NOTHING, idNumber: id('51113319850312010') })
  const before = everyLivingRow(ledger.reader)

  const seen = (await call('duplicates.mergeAll', { dryRun: true })) as unknown as MergeAllResult
  expect(seen).toMatchObject({ merged: 6, txId: null })
  expect(seen.effects.holds).toHaveLength(10)
  expect(everyLivingRow(ledger.reader)).toEqual(before)

  const stopped = call('duplicates.mergeAll', { dryRun: false }, { shouldStop: () => true })
  await expect(stopped).rejects.toMatchObject({ name: 'Cancelled' })
  expect(everyLivingRow(ledger.reader)).toEqual(before)

  const done = (await call('duplicates.mergeAll', { dryRun: false })) as unknown as MergeAllResult
  expect(done).toMatchObject({ merged: 6, effects: seen.effects })
  const [left] = ledger.reader
    .prepare<{ n: number }>("SELECT count(*) AS n FROM people WHERE deleted_at IS NULL AND name LIKE '王明%'")
    .all()
  expect(left?.n).toBe(5)
  expect(
    ledger.reader.prepare('SELECT 1 FROM people WHERE id = ? AND deleted_at IS NULL').get(third),
  ).toBeUndefined()
  const [summary] = await call('duplicates.summary', {})
  expect(summary?.sameNumberAndName).toBe(0)
  const again = (await call('duplicates.mergeAll', { dryRun: false })) as unknown as MergeAllResult
  expect(again).toMatchObject({ merged: 0, txId: null })

  ledger.undo(done.txId ?? '', '李芳')
  expect(everyLivingRow(ledger.reader)).toEqual(before)
})

test('a look can be ended, and leaves what was known', async () => {
  small.person('吉克·阿依', { idNumber: ID })
  await look()
  let steps = 0
  const stopped = call(
    'duplicates.look',
    { kinds: ['person'] },
    { shouldStop: () => steps > 2, progress: () => (steps += 1) },
  )
  await expect(stopped).rejects.toMatchObject({ name: 'Cancelled' })
  const [summary] = await call('duplicates.summary', {})
  expect(summary?.look?.records).toBe(1)
})

const NOTHING: Life = {
  idNumber: null,
  phone: null,
  spells: [],
  insured: [],
  categories: [],
  certificates: [],
  visits: 0,
  files: [],
  claims: [],
  grants: [],
  decisions: [],
}

/** Two living records with one ID number. */
function twins(name: string, idNumber: string, claims: Life['claims'] = [], otherName = name): string[] {
  return [name, otherName].map((one) => enter(ledger, one, { ...NOTHING, idNumber, claims }))
}

/** 启用前看影响: everybody decided under the documents in force and under the other set, side by side. */
import type { PackChangeRow, PackPreview } from '../../../shared/contract/packs.ts'
import { formatDate } from '../../../shared/domain/dates.ts'
import { maskId } from '../../../shared/domain/id-number.ts'
import { conditionsOfMask, OUTCOMES, type Outcome } from '../../../shared/domain/policy.ts'
import { CONDITION_TEXT, FUND_TEXT, OUTCOME_TEXT } from '../../../shared/text/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { engineWith, ledgerEngine } from '../entitlements/ledger-engine.ts'
import { ledgerTables } from '../entitlements/ledger-tables.ts'
import { packsInForce } from '../entitlements/packs.ts'
import { PersonViewReader } from '../entitlements/person-views.ts'
import { reasonText } from '../entitlements/results-list.ts'
import type { Engine, HotResult, Run } from '../policy/engine.ts'
import { NEVER, type PersonView, type Tables } from '../policy/facts.ts'
import { Cancelled, type InputOf, type ReaderJobContext, type Surroundings } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { type Answer, type Case, ChangeBook, noSums, Side } from './changes.ts'
import { isSuperseded } from './in-force.ts'
import { requirePack } from './install.ts'

/** People that are read and decided at once. */
const RANGE = 1000
/** Rows that a screen is given; the workbook has them all. */
const MOST_ROWS = 2000

export type Sides = { before: Engine; after: Engine; back: boolean }

/**
 * The two sets that a preview compares: what is in force on the day, and the same with the pack, or without it where it
 * is in force. @throws Refusal `pack.gone`, `policy.pack`, `policy.parameter`
 */
export function sidesOf(
  context: Pick<Surroundings, 'resources'>,
  ledger: Pick<ReadLedger, 'prepare'>,
  packId: string,
  asOf: string,
): Sides {
  requirePack(ledger, packId)
  const now = packsInForce(ledger, asOf)
  const back = now.includes(packId)
  const other = back ? now.filter((id) => id !== packId) : [...now, packId]
  return { before: ledgerEngine(context, ledger, asOf), after: engineWith(context, ledger, other), back }
}

/** Who gains and who loses, by benefit, fund and county, with the first cases. @throws Refusal as `sidesOf`, Cancelled */
export async function previewPack(
  context: ReaderJobContext,
  input: InputOf<'packs.preview'>,
): Promise<PackPreview> {
  const startedAt = context.now()
  const sides = sidesOf(context, context.ledger, input.packId, input.asOf)
  const { book, people } = decideBoth(context, sides, input, MOST_ROWS)
  const uses = usesOf(sides)
  const regions = regionsOf(context)
  return {
    packId: input.packId,
    asOf: input.asOf,
    back: sides.back,
    peopleCount: people,
    totals: book.totals,
    people: book.people,
    bodies: book.bodies(),
    benefits: [...uses]
      .map(([use, about]) => ({ use, ...about, ...(book.byUse.get(use) ?? noSums()) }))
      .filter((one) => one.status !== 'kept' || isTouched(one)),
    funds: [...book.byFund]
      .filter(([, sums]) => sums.beforeFen > 0 || sums.afterFen > 0)
      .map(([funds, sums]) => ({ fund: fundText(funds), ...sums })),
    counties: [...book.byCounty]
      .filter(([, sums]) => isTouched(sums))
      .map(([county, sums]) => ({
        county,
        name: county === '' ? '未登记' : (regions.name(county) ?? county),
        ...sums,
      }))
      .sort((a, b) => a.county.localeCompare(b.county, 'en')),
    matching: book.matching,
    rows: caseRows(context, context.ledger, book.cases(), uses),
    seconds: (context.now() - startedAt) / 1000,
  }
}

/** Reads everybody once and decides them under both sets. */
export function decideBoth(
  context: ReaderJobContext,
  sides: Sides,
  input: InputOf<'packs.preview'>,
  most: number,
): { book: ChangeBook; people: number } {
  const { ledger } = context
  const { change, use, county } = input.filter
  const book = new ChangeBook(
    most,
    (one) =>
      (change === undefined || one.change === change) &&
      (use === undefined || one.use === use) &&
      (county === undefined || one.county === county),
  )
  const people = ledger.snapshot(() => {
    const tables = ledgerTables(ledger)
    const before = new Decided(sides.before.run(tables, input.asOf))
    const after = new Decided(sides.after.run(tables, input.asOf))
    const reader = new PersonViewReader(ledger, { sources: false })
    const total =
      ledger.prepare<{ n: number }>('SELECT count(*) AS n FROM people WHERE deleted_at IS NULL').get()?.n ?? 0
    let done = 0
    context.progress('比较新旧文件', 0, total, '人')
    for (const [first, last] of reader.split(RANGE)) {
      if (context.shouldStop()) throw new Cancelled()
      for (const view of reader.range(first, last)) {
        before.run.person(view, before.begin(view))
        after.run.person(view, after.begin(view))
        book.compare(before.side, after.side, view.home ?? '')
        done += 1
      }
      context.progress('比较新旧文件', done, total, '人')
    }
    compareBodies(book, before, after, tables)
    return done
  })
  return { book, people }
}

class Decided {
  readonly run: Run
  readonly side: Side
  private readonly sink: (result: HotResult) => void

  constructor(run: Run) {
    this.run = run
    this.side = new Side(run)
    this.sink = (result) => this.side.add(result)
  }

  begin(view: PersonView): (result: HotResult) => void {
    this.side.begin(view)
    return this.sink
  }

  /** What bodies get for themselves, each with answers of its own. */
  bodies(): Map<string, Side> {
    const sides = new Map<string, Side>()
    this.run.finish((result) => {
      const id = result.beneficiary ?? ''
      let side = sides.get(id)
      if (side === undefined) {
        side = new Side(this.run)
        sides.set(id, side)
      }
      side.add(result)
    })
    return sides
  }
}

function compareBodies(book: ChangeBook, before: Decided, after: Decided, tables: Tables): void {
  const old = before.bodies()
  const fresh = after.bodies()
  for (const id of new Set([...old.keys(), ...fresh.keys()])) {
    const county =
      tables.employers.get(id)?.county ?? tables.schools.get(id)?.county ?? tables.stations.get(id)?.county
    book.compare(old.get(id) ?? new Side(before.run), fresh.get(id) ?? new Side(after.run), county ?? '')
  }
}

type Use = { ids: string[]; name: string; status: 'kept' | 'new' | 'dropped' }

/** Every use of either side, in the order of the documents, under the name of its newest row. */
export function usesOf({ before, after }: Sides): Map<string, Use> {
  const uses = new Map<string, Use>()
  for (const engine of [before, after])
    for (const row of engine.rows) {
      const use = uses.get(row.use)
      if (use === undefined) uses.set(row.use, { ids: [row.id], name: row.spec.name, status: 'kept' })
      else {
        if (!use.ids.includes(row.id)) use.ids.push(row.id)
        use.name = row.spec.name
      }
    }
  const old = currentUses(before)
  const fresh = currentUses(after)
  for (const [id, use] of uses) {
    if (!old.has(id) && fresh.has(id)) use.status = 'new'
    if (old.has(id) && !fresh.has(id)) use.status = 'dropped'
  }
  return uses
}

/** Uses of documents that no other one has ended. */
function currentUses(engine: Engine): Set<string> {
  const { documents } = engine.packs
  return new Set(engine.rows.filter((row) => !isSuperseded(row.document, documents)).map((row) => row.use))
}

/** Cases as a clerk reads them. */
export function caseRows(
  context: Pick<Surroundings, 'resources'>,
  ledger: Pick<ReadLedger, 'prepare'>,
  cases: readonly Case[],
  uses: ReadonlyMap<string, Use>,
): PackChangeRow[] {
  const regions = regionsOf(context)
  const person = ledger.prepare<{ name: string; idNumber: string | null }>(
    'SELECT name, id_number AS idNumber FROM people WHERE id = ?',
  )
  const bodyNames = Object.fromEntries(
    Object.entries(TABLE_OF).map(([kind, table]) => [
      kind,
      ledger.prepare<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`),
    ]),
  )
  return cases.map((one, i) => {
    const who = one.person === null ? undefined : person.get(one.person)
    const use = uses.get(one.use)
    const county = one.county === '' ? '' : (regions.name(one.county) ?? one.county)
    return {
      key: `${i} ${one.use} ${one.beneficiary} ${one.person ?? ''} ${one.period ?? ''}`,
      change: one.change,
      use: one.use,
      benefitBefore: one.before?.row.id ?? null,
      benefitAfter: one.after?.row.id ?? null,
      benefitName: (one.after ?? one.before)?.row.spec.name ?? use?.name ?? one.use,
      beneficiaryKind: one.kind,
      beneficiaryId: one.beneficiary,
      beneficiaryName:
        one.kind === 'person'
          ? (who?.name ?? '')
          : one.beneficiary === ''
            ? '还不知道'
            : (bodyNames[one.kind]?.get(one.beneficiary)?.name ?? ''),
      personId: one.person,
      personName: who?.name ?? null,
      idMasked: who === undefined || who.idNumber === null ? null : maskId(who.idNumber),
      countyText: county,
      period: one.period,
      outcomeBefore: outcomeOf(one.before),
      outcomeAfter: outcomeOf(one.after),
      beforeFen: one.before?.fen ?? 0,
      afterFen: one.after?.fen ?? 0,
      reason: reasonOf(one, use?.status ?? 'kept'),
    }
  })
}

const TABLE_OF = { employer: 'employers', agent: 'agents', school: 'schools', station: 'stations' } as const

function outcomeOf(answer: Answer | undefined): Outcome {
  return answer === undefined ? 'ineligible' : (OUTCOMES[answer.outcome] as Outcome)
}

/** One short phrase: why this case changes. */
function reasonOf(one: Case, status: Use['status']): string {
  const { before, after } = one
  if (before !== undefined && after !== undefined) {
    if (one.change === 'more' || one.change === 'less')
      return before.row.id === after.row.id ? '标准不同' : `改按 ${after.row.id} 计算`
    const told = tell(after)
    return told === ''
      ? `由“${OUTCOME_TEXT[outcomeOf(before)]}”变为“${OUTCOME_TEXT[outcomeOf(after)]}”`
      : told
  }
  const failed = conditionsOfMask(one.failed ?? 0)
    .map((id) => CONDITION_TEXT[id])
    .join('、')
  if (after === undefined) {
    if (status === 'dropped') return '这一项取消'
    if (one.failed === undefined) return outside('换后的文件', one.period)
    return failed === '' ? '不再符合' : `不再符合：${failed}`
  }
  const why =
    status === 'new'
      ? '新增的项目'
      : one.failed === undefined
        ? outside('现在的文件', one.period)
        : failed === ''
          ? '原来不符合'
          : `原来不符合：${failed}`
  return [why, tell(after)].filter((part) => part !== '').join('；')
}

/** A document that does not ask at all: its years are over, or it has nothing for this period. */
function outside(documents: string, period: string | null): string {
  return period === null ? `${documents}管不到` : `${documents}不含 ${period}`
}

function tell(answer: Answer): string {
  return reasonText({
    outcome: outcomeOf(answer),
    mask: answer.unknown,
    on: answer.on >= NEVER ? null : formatDate(answer.on),
  })
}

/** 对口帮扶资金 或 就业专项资金: where the clause names several, the office chooses one for a batch. */
export function fundText(funds: string): string {
  return funds
    .split(' ')
    .map((fund) => FUND_TEXT[fund as keyof typeof FUND_TEXT])
    .join('或')
}

function isTouched(sums: PackPreview['totals']): boolean {
  return sums.beforeFen !== sums.afterFen || sums.gain + sums.lose + sums.more + sums.less + sums.other > 0
}

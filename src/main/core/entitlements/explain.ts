import type { Explanation } from '../../../shared/contract/policy.ts'
import { dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { CONDITION_TEXT, FUND_TEXT } from '../../../shared/text/policy.ts'
import type { ReadLedger } from '../db/ledger.ts'
import { amountText } from '../policy/amount-text.ts'
import type { Engine, Notice, Result, Run } from '../policy/engine.ts'
import { BEFORE, NEVER, type PersonView } from '../policy/facts.ts'
import { isForPerson } from '../policy/grants.ts'
import { type ConditionTrace, stateOf } from '../policy/weighing.ts'
import type { InputOf, Surroundings } from '../procedure.ts'
import { regionsOf } from '../registry/region-procedures.ts'
import { sourceTexts } from '../registry/source-text.ts'
import { conditionTexts, type ReadAs } from './condition-texts.ts'
import { unknownBenefit } from './evaluate.ts'
import { type FactWords, factWords } from './fact-words.ts'
import { ledgerEngine } from './ledger-engine.ts'
import { PersonViewReader } from './person-views.ts'
import { valuesInForce } from './readings.ts'
import { tablesOfBody, tablesOfPerson } from './tables-of-few.ts'
import { verdict } from './verdict.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Turns answers of the calculation into what a clerk reads. Holds what several explanations of one day share. */
export class Explainer {
  private readonly engine: Engine
  private readonly words: FactWords
  private readonly source: (source: string | null) => string | null
  private readonly readAs: ReadAs
  private readonly asOf: string
  private readonly ledger: Reading
  private readonly context: Pick<Surroundings, 'resources'>

  /** `engine`: another set of documents than those in force on the day. */
  constructor(
    context: Pick<Surroundings, 'resources'>,
    ledger: Reading,
    asOf: string,
    engine: Engine = ledgerEngine(context, ledger, asOf),
  ) {
    this.context = context
    this.engine = engine
    this.readAs = valuesInForce(this.engine.packs, ledger)
    this.words = factWords(ledger, regionsOf(context))
    this.source = sourceTexts(ledger)
    this.asOf = asOf
    this.ledger = ledger
  }

  explain(result: Result, standard: Explanation['standard'] = this.standardOf(result)): Explanation {
    const { row } = result
    const { document, spec } = row
    const asks = conditionTexts(spec, document, this.readAs, regionsOf(this.context))
    const conditions = result.conditions.map((trace) =>
      this.condition(withoutOthersDelay(trace, result), asks, spec.clause),
    )
    const missing = result.missing.map((path) => ({
      path,
      label: this.words.label(path),
      fix: this.words.fix(path),
    }))
    const explanation: Omit<Explanation, 'verdict'> = {
      benefit: row.id,
      benefitName: spec.name,
      doc: document.id,
      docTitle: document.title,
      docNumber: document.number,
      clause: spec.clause,
      wording: spec.wording,
      packVersion: document.version,
      asOf: this.asOf,
      beneficiaryKind: result.beneficiary.kind,
      beneficiaryId: result.beneficiary.id,
      beneficiaryName: this.nameOf(result),
      personId: result.for ?? null,
      personName: result.for === undefined ? null : this.personName(result.for),
      period: result.period ?? null,
      outcome: result.outcome,
      amountFen: result.amountFen ?? null,
      amountText: amountText(spec),
      months: result.months ?? null,
      on: result.on ?? null,
      qualifyingOn: result.qualifyingOn ?? null,
      conditions,
      missing,
      notices: result.notices.map((notice) => noticeText(notice, this.engine)),
      delegatedTo: result.delegatedTo ?? null,
      standard,
      funds: spec.fund.map((fund) => FUND_TEXT[fund]),
    }
    return { ...explanation, verdict: verdict(explanation, result.conditions) }
  }

  private condition(
    trace: ConditionTrace,
    asks: ReturnType<typeof conditionTexts>,
    clause: string,
  ): Explanation['conditions'][number] {
    const state = stateOf(trace.lo, trace.day, dayOf(this.asOf))
    const known = trace.day > BEFORE && trace.day < NEVER
    const found = trace.facts.map((fact) => ({
      path: fact.path,
      label: this.words.label(fact.path),
      value: this.words.value(fact.path, fact.value),
      source: this.source(fact.source ?? null),
    }))
    return {
      id: trace.id,
      label: CONDITION_TEXT[trace.id],
      state,
      on: known ? formatDate(trace.day) : null,
      asks: asks.get(trace.id) ?? CONDITION_TEXT[trace.id],
      says: this.says(trace, state, found),
      found,
      clause,
    }
  }

  private says(
    trace: ConditionTrace,
    state: Explanation['conditions'][number]['state'],
    found: readonly { label: string; value: string }[],
  ): string {
    if (state === 'unknown') {
      const missing = trace.missing.map((path) => this.words.label(path))
      return missing.length === 0 ? '缺少判断所需的信息' : `缺：${missing.join('、')}`
    }
    if (state === 'not-yet') {
      const short = trace.short === undefined ? '' : `还差 ${trace.short} 个月，`
      return trace.day >= NEVER ? '尚未满足' : `${short}最早 ${formatDate(trace.day)} 满足`
    }
    const facts = found.map(({ label, value }) => `${label.replace(/^.*：/, '')} ${value}`).join('；')
    if (state === 'met') return facts === '' ? '满足' : facts
    return facts === '' ? '不满足' : `不满足：${facts}`
  }

  private nameOf(result: Result): string {
    const { kind, id } = result.beneficiary
    if (id === '') return ''
    if (kind === 'person') return this.personName(id) ?? ''
    const table = { employer: 'employers', agent: 'agents', school: 'schools', station: 'stations' }[kind]
    return this.ledger.prepare<{ name: string }>(`SELECT name FROM ${table} WHERE id = ?`).get(id)?.name ?? ''
  }

  private personName(id: string): string | null {
    return this.ledger.prepare<{ name: string }>('SELECT name FROM people WHERE id = ?').get(id)?.name ?? null
  }

  private standardOf(result: Result): Explanation['standard'] {
    const found = result.row.amount.standard?.(dayOf(result.qualifyingOn ?? this.asOf))
    return found === undefined ? null : { amountFen: found.amountFen ?? null, document: found.document ?? '' }
  }
}

/**
 * Category and in-force are judged on the day on which the other conditions are met, and so wait with them. Where they
 * do not delay anything themselves, an explanation shows them as met: a clerk looks for what is really lacking.
 */
function withoutOthersDelay(trace: ConditionTrace, result: Result): ConditionTrace {
  if (trace.id !== 'category' && trace.id !== 'in-force') return trace
  const latest = Math.max(
    ...result.conditions.filter(({ id }) => id !== 'category' && id !== 'in-force').map(({ day }) => day),
  )
  const own = result.outcome === 'pending' && trace.lo < NEVER && trace.day < NEVER && trace.day > latest
  return own || result.outcome !== 'pending' ? trace : { ...trace, lo: BEFORE, day: BEFORE }
}

/**
 * Explains one benefit for one person, or for a body paid for itself: one explanation for each payee concerned (the
 * agents and employers of the person's own work). Computed afresh from the ledger as it is, from what the question
 * concerns and nothing else.
 * @throws Refusal `policy.unknown-benefit`, `people.not-found`, `policy.whom`
 */
export function explainFromLedger(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  input: InputOf<'policy.explain'>,
  engine: Engine = ledgerEngine(context, ledger, input.asOf),
): Explanation[] {
  const row = engine.row(input.benefit)
  if (row === undefined) throw unknownBenefit(input.benefit)
  const explainer = new Explainer(context, ledger, input.asOf, engine)
  if (!isForPerson(row)) {
    if (input.beneficiaryId === undefined)
      throw new Refusal('policy.whom', `${row.id} 是给单位的，请说明是哪个单位。`, { benefit: row.id })
    const tables = tablesOfBody(ledger, row.beneficiary, input.beneficiaryId)
    const run = engine.run(tables, input.asOf, [row.id])
    if (row.each === 'headcount') collectHeads(ledger, run, input.beneficiaryId)
    return [
      explainer.explain(
        run.evaluate(null, { benefit: row.id, beneficiary: input.beneficiaryId, period: input.period }),
      ),
    ]
  }
  const view = requirePerson(ledger, input.personId)
  const run = engine.run(tablesOfPerson(ledger), input.asOf, [row.id])
  return payeesOf(run, row.id, view, input.beneficiaryId).map((beneficiary) =>
    explainer.explain(
      run.evaluate(view, { benefit: row.id, beneficiary, for: view.id, period: input.period }),
    ),
  )
}

/**
 * Explains every benefit that is granted for people, for one person and each payee concerned, in the order of the
 * documents.
 * @throws Refusal `people.not-found`
 */
export function explainPerson(
  context: Pick<Surroundings, 'resources'>,
  ledger: Reading,
  input: { personId: string; asOf: string },
  engine: Engine = ledgerEngine(context, ledger, input.asOf),
): Explanation[] {
  const view = requirePerson(ledger, input.personId)
  const explainer = new Explainer(context, ledger, input.asOf, engine)
  const run = engine.run(tablesOfPerson(ledger), input.asOf)
  const payees = new Map<string, Set<string | undefined>>()
  run.decide(view, (result) => {
    const known = payees.get(result.row.id) ?? new Set()
    payees.set(result.row.id, known.add(result.beneficiary ?? undefined))
  })
  return engine.rows
    .filter((row) => isForPerson(row))
    .flatMap((row) =>
      [...(payees.get(row.id) ?? [undefined])].map((beneficiary) =>
        explainer.explain(run.evaluate(view, { benefit: row.id, beneficiary, for: view.id })),
      ),
    )
}

function requirePerson(ledger: Reading, id: string | undefined): PersonView {
  const view = id === undefined ? undefined : new PersonViewReader(ledger).one(id)
  if (view === undefined) throw new Refusal('people.not-found', '台账中没有这个人，可能已被删除或撤销导入。')
  return view
}

/** Who would be paid for this person: as the hot path finds them. */
function payeesOf(
  run: Run,
  benefit: string,
  view: PersonView,
  asked: string | undefined,
): (string | undefined)[] {
  if (asked !== undefined && asked !== '') return [asked]
  const payees = new Set<string | undefined>()
  run.decide(view, (result) => {
    if (result.row.id === benefit) payees.add(result.beneficiary ?? undefined)
  })
  return payees.size === 0 ? [undefined] : [...payees]
}

/** Counts the heads of one employer: only people who worked there can be one. */
export function collectHeads(ledger: Reading, run: Run, employer: string): void {
  const people = ledger
    .prepare<string>('SELECT DISTINCT person_id FROM spells WHERE employer_id = ? AND deleted_at IS NULL')
    .pluck()
    .all(employer) as string[]
  const reader = new PersonViewReader(ledger)
  for (let at = 0; at < people.length; at += 5000)
    for (const view of reader.those(people.slice(at, at + 5000))) run.collect(view, true)
}

/** Counts the heads of all employers. */
export function collectEverybody(ledger: Reading, run: Run): void {
  const reader = new PersonViewReader(ledger)
  for (const [first, last] of reader.split(5000))
    for (const view of reader.range(first, last)) run.collect(view, true)
}

function noticeText(notice: Notice, engine: Engine): string {
  if (notice.code === 'claim-window-not-stated') return '文件没有写明兑现截止时间，逾期与否请办公室确认。'
  const names = notice.benefits.map((id) => `${id} ${engine.row(id)?.spec.name ?? ''}`.trim())
  return `同一年度、同一用途，另一方文件也给予：${names.join('、')}。文件既未允许也未禁止同时享受，请办公室确认。`
}

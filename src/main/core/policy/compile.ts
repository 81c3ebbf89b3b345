/** Packs, parameters and the office's standards → rows that the evaluators read. */
import { CATEGORIES } from '../../../shared/domain/categories.ts'
import { dayOf, parseDate } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { Dated } from './dated.ts'
import type { FrameReferral } from './delegation.ts'
import { BEFORE, NEVER } from './facts.ts'
import { isEvaluated, type PackDocument, type PackReferral, type PackRow, type PackSet } from './pack.ts'
import { placeOfDocument } from './place-of-document.ts'
import { RegionIndex, type RegionRule } from './regions.ts'
import type { AmountRule, Delegate, Row } from './row.ts'
import { checkCeiling, entered, type Standard, standardInForce, standardOn } from './standards.ts'
import { BIT } from './weighing.ts'

export type ParameterValue = number | string | boolean | readonly string[]

export interface CompileOptions {
  readonly standards: readonly Standard[]
  /** values that the office set instead of a pack's readings, by parameter id */
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

export interface Compiled {
  readonly rows: readonly Row[]
  /** referrals that a local document takes over (ZJ-06, ZJ-07) */
  readonly frames: readonly FrameReferral[]
  readonly regions: RegionIndex
  /** benefit → use, for grants of every row */
  readonly uses: ReadonlyMap<string, string>
  /** standards that were refused, with the reason; they count as not entered */
  readonly refused: readonly { readonly key: string; readonly refusal: Refusal }[]
}

/** A dated list of a pack with its texts read; `scale` turns yuan into fen. */
export function datedOf(
  list: readonly { from: string; to?: string | undefined; value: number }[],
  scale: number,
): Dated<number> {
  return new Dated(
    list.map((entry, i) => ({
      from: dayOf(entry.from),
      to:
        entry.to !== undefined
          ? dayOf(entry.to)
          : list[i + 1] === undefined
            ? NEVER
            : dayOf((list[i + 1] as { from: string }).from) - 1,
      value: Math.round(entry.value * scale),
    })),
  )
}

/** Ceiling of a row's standard, where the clause sets one. */
export function ceilingOf(row: PackRow): Dated<number> | undefined {
  const amount = row.amount
  if (amount.kind !== 'standard' && amount.kind !== 'attendance-share') return undefined
  return amount.ceiling === undefined ? undefined : datedOf(amount.ceiling, 100)
}

/**
 * Compiles every evaluated row.
 * @throws Refusal `policy.parameter` when a parameter's value does not fit what it replaces
 */
export function compile(packs: PackSet, options: CompileOptions): Compiled {
  const compiler = new Compiler(packs, options)
  const rows: Row[] = []
  const frames: FrameReferral[] = []
  const uses = new Map<string, string>()
  for (const document of packs.documents) {
    for (const row of document.rows) {
      if (row.treatment === 'referral' && row.delegatesTo.length > 0) frames.push(compiler.frame(row))
      if (!isEvaluated(row)) continue
      rows.push(compiler.row(rows.length, document, row))
      uses.set(row.id, row.use ?? row.id)
    }
  }
  return { rows, frames, uses, regions: compiler.regions, refused: compiler.refused }
}

class Compiler {
  readonly refused: { key: string; refusal: Refusal }[] = []
  private readonly packs: PackSet
  private readonly options: CompileOptions
  readonly regions = new RegionIndex()
  private readonly rules = new Map<string, RegionRule>()

  constructor(packs: PackSet, options: CompileOptions) {
    this.packs = packs
    this.options = options
  }

  row(index: number, document: PackDocument, spec: PackRow): Row {
    const ask = spec.conditions
    const start = this.start(document)
    const until = ask.year !== undefined && 'until' in ask.year ? dayOf(ask.year.until) : NEVER
    const unchecked = spec.inForce === 'unchecked'
    const home = this.place(document, ask.home)
    const workplace = this.place(document, ask.workplace)
    const partner = this.place(document, ask.partner)
    let mask = 0
    for (const category of ask.category ?? []) mask |= 1 << CATEGORIES.indexOf(category)
    return {
      index,
      id: spec.id,
      document,
      spec,
      beneficiary: spec.beneficiary,
      unit: spec.unit,
      each: spec.each,
      nature: spec.nature,
      side: document.side,
      use: spec.use ?? spec.id,
      terms: {
        categoryMask: mask,
        start: unchecked ? BEFORE : start,
        end: unchecked ? NEVER - 1 : Math.min(document.inForce.to, until),
        windowEnd: document.claimUntil ?? NEVER,
        discretionary: spec.strength === 'discretionary',
        lateBit: BIT['in-force'],
      },
      home: home?.rule ?? null,
      homeStandard: home?.standard ?? '',
      workplace: workplace?.rule ?? null,
      partner: partner?.rule ?? null,
      partnerStandard: partner?.standard ?? '',
      kinds:
        ask.kind === undefined
          ? null
          : new Set(
              Array.isArray(ask.kind) ? ask.kind : this.texts((ask.kind as { parameter: string }).parameter),
            ),
      recognised: ask.recognised ?? [],
      insuredMonths: ask.insured === undefined ? null : this.threshold(ask.insured.months),
      stableMonths: ask.stable === undefined ? null : this.threshold(ask.stable.months),
      gapDays: ask.stable === undefined ? 0 : this.threshold(ask.stable.gapDays).at(start),
      contractMonths: ask.contract === undefined ? null : this.threshold(ask.contract.months),
      newMoveMonths: ask.first?.by === 'new-move' ? this.threshold(ask.first.months).at(start) : 0,
      heads: ask.headcount === undefined ? null : this.threshold(ask.headcount.heads),
      most: spec.most === undefined ? 0 : this.threshold(spec.most).at(start),
      onlyPost: ask.post !== undefined && 'only' in ask.post ? ask.post.only : '',
      notPost: ask.post !== undefined && 'not' in ask.post ? ask.post.not : '',
      onlyYear: this.onlyYear(ask.year),
      since: ask.first?.by === 'spell' ? dayOf(ask.first.since) : BEFORE,
      wageLine: ask.wages === undefined ? null : this.line(ask.wages.atLeast),
      wageLineId: ask.wages?.atLeast ?? '',
      grade: ask.certificate?.by === 'grade' ? ask.certificate.grade : '',
      enrolmentKind: ask.enrolled?.kind ?? '',
      perFair: ask.fair !== undefined && this.text(ask.fair.per.parameter) === 'fair',
      countLasting:
        ask.headcount?.count !== undefined && this.text(ask.headcount.count.parameter) === 'lasted',
      amount: this.amount(spec),
      delegates: spec.delegatesTo.map((id) => this.delegate(id)),
    }
  }

  private start(document: PackDocument): number {
    const set = this.options.parameters[`${document.id}.inForce.from`]
    if (set === undefined) return document.inForce.from
    const day = typeof set === 'string' ? parseDate(set) : undefined
    if (day === undefined || day > document.inForce.to)
      throw misfit(`${document.id}.inForce.from`, '不晚于文件终止日的日期 YYYY-MM-DD')
    return day
  }

  private onlyYear(year: PackRow['conditions']['year']): number {
    if (year === undefined || !('only' in year)) return 0
    return typeof year.only === 'number' ? year.only : this.number(year.only.parameter)
  }

  private value(id: string): unknown {
    return this.options.parameters[id] ?? this.packs.parameters.get(id)?.value
  }

  private number(id: string): number {
    const value = this.value(id)
    if (typeof value !== 'number' || !Number.isInteger(value) || value <= 0) throw misfit(id, '正整数')
    return value
  }

  private text(id: string): string {
    const value = this.value(id)
    const choices = this.packs.parameters.get(id)?.choices
    if (typeof value !== 'string' || (choices !== undefined && !choices.includes(value))) {
      throw misfit(id, choices === undefined ? '文字' : choices.join('、'))
    }
    return value
  }

  private texts(id: string): string[] {
    const value = this.value(id)
    if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw misfit(id, '代码列表')
    return value as string[]
  }

  private threshold(
    spec: { parameter: string } | { from: string; to?: string | undefined; value: number }[],
  ): Dated<number> {
    if (Array.isArray(spec)) return datedOf(spec, 1)
    return new Dated([{ from: BEFORE, to: NEVER, value: this.number(spec.parameter) }])
  }

  private place(
    document: PackDocument,
    name: string | undefined,
  ): { rule: RegionRule; standard: string } | undefined {
    if (name === undefined) return undefined
    const spec = document.places[name]
    if (spec === undefined) throw new Error(`place ${name} was not checked on load`)
    const standard = spec.open?.standard ?? ''
    const key = `${document.id}|${name}`
    let rule = this.rules.get(key)
    if (rule === undefined) {
      rule = this.regions.add(placeOfDocument(document, name, (id) => this.texts(id), this.options.standards))
      this.rules.set(key, rule)
    }
    return { rule, standard }
  }

  private line(key: string): ReadonlyMap<number, number> | null {
    const years = new Map<number, number>()
    for (const standard of this.options.standards) {
      if (standard.key === key) for (const [year, fen] of standard.byYear ?? []) years.set(year, fen)
    }
    return years
  }

  private amount(spec: PackRow): AmountRule {
    const amount = spec.amount
    if (amount.kind !== 'standard' && amount.kind !== 'attendance-share') {
      const yuan = datedOf(amount.yuan, 100)
      return { kind: amount.kind, on: (day) => yuan.at(day) }
    }
    const ceiling = ceilingOf(spec)
    const standards = entered(this.options.standards, spec.id).filter((standard) => {
      try {
        checkCeiling(standard, ceiling, spec.clause)
        return true
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
        this.refused.push({ key: standard.key, refusal: error })
        return false
      }
    })
    return {
      kind: amount.kind,
      on: (day) => standardOn(standards, day),
      standard: (day) => standardInForce(standards, day),
    }
  }

  frame({ id, name, beneficiary, delegatesTo }: PackReferral): FrameReferral {
    return { id, name, beneficiary, delegates: delegatesTo.map((local) => this.delegate(local)) }
  }

  private delegate(id: string): Delegate {
    const document = this.packs.documents.find((other) => other.rows.some((row) => row.id === id))
    if (document === undefined) throw new Error(`row ${id} was not checked on load`)
    const key = `${document.id}|`
    const territory =
      this.rules.get(key) ??
      this.regions.add({ within: [document.territory.prefix], outside: false, open: [], chosen: undefined })
    this.rules.set(key, territory)
    return {
      row: id,
      territory,
      from: this.start(document),
      to: document.inForce.to,
    }
  }
}

function misfit(id: string, wanted: string): Refusal {
  return new Refusal('policy.parameter', `参数 ${id} 的值不合适：应为${wanted}。`, { parameter: id })
}

/**
 * A pack set changed in thought: amounts, thresholds, readings, local standards and dates of documents, for 情景测算. What
 * comes out passed the same checks as a pack that is loaded; nothing that was given is touched.
 */
import { dayOf, formatDate, parseDate } from '../../../shared/domain/dates.ts'
import { Refusal } from '../../../shared/domain/refusal.ts'
import { type DocumentDate, THRESHOLDS, type Threshold } from '../../../shared/domain/scenario.ts'
import { DOCUMENT_DATE_TEXT, THRESHOLD_TEXT } from '../../../shared/text/scenario.ts'
import {
  parameterMisfit,
  valueRefusal,
  valueText,
  wantCounties,
  wantMoney,
  wantWhole,
  wantYears,
} from './changed-values.ts'
import { ceilingOf, type ParameterValue } from './compile.ts'
import { isEvaluated, type PackDocument, type PackParameter, type PackRow, type PackSet } from './pack.ts'
import { checkRow } from './pack-rules.ts'
import { checkCeiling, type Standard } from './standards.ts'
import { fromDay, putThreshold, thresholdOf, wholeTime } from './thresholds.ts'

/** One thing that is otherwise. `from`: from that day on; without it, for the whole time of the document. */
export type PackChange =
  | {
      readonly kind: 'amount'
      readonly benefit: string
      readonly amountFen: number
      readonly from?: string | undefined
    }
  | {
      readonly kind: 'ceiling'
      readonly benefit: string
      readonly amountFen: number
      readonly from?: string | undefined
    }
  | {
      readonly kind: 'threshold'
      readonly benefit: string
      readonly threshold: Threshold
      readonly value: number
      readonly from?: string | undefined
    }
  | {
      readonly kind: 'parameter'
      readonly parameter: string
      readonly value: number | string | readonly string[]
    }
  | {
      readonly kind: 'standard'
      readonly key: string
      readonly byYear?: Readonly<Record<string, number>> | undefined
      readonly codes?: readonly string[] | undefined
    }
  | {
      readonly kind: 'document'
      readonly document: string
      readonly date: DocumentDate
      readonly value: string
    }

/** Packs with what the office decided: what an engine is compiled from. */
export interface Rules {
  readonly packs: PackSet
  readonly standards: readonly Standard[]
  readonly parameters: Readonly<Record<string, ParameterValue>>
}

/** Stands for the number of a local document, since a standard without one does not count. */
const IN_THOUGHT = '情景测算'

/**
 * The rules with these changes.
 * @throws Refusal `scenario.unknown` where nothing has that name, `scenario.value` where a value cannot be,
 *   `policy.standard-over-ceiling`
 */
export function applyChanges(rules: Rules, changes: readonly PackChange[]): Rules {
  let changed = rules
  // Ceilings first: a standard is then held against the changed one, whichever was written first.
  for (const change of changes) if (change.kind !== 'amount') changed = applied(changed, change)
  for (const change of changes) if (change.kind === 'amount') changed = applied(changed, change)
  checkRules(changed, rules.packs, changes)
  return changed
}

function applied(rules: Rules, change: PackChange): Rules {
  switch (change.kind) {
    case 'amount':
      return withAmount(rules, change)
    case 'ceiling':
      return withCeiling(rules, change)
    case 'threshold':
      return withThreshold(rules, change)
    case 'parameter':
      return withParameter(rules, change.parameter, change.value)
    case 'standard':
      return withNamedStandard(rules, change)
    case 'document':
      return withDocumentDate(rules, change)
  }
}

/** The evaluated row of that id with its document. @throws Refusal `scenario.unknown` */
export function benefitIn(packs: PackSet, id: string): { document: PackDocument; row: PackRow } {
  for (const document of packs.documents)
    for (const row of document.rows) if (row.id === id && isEvaluated(row)) return { document, row }
  throw new Refusal(
    'scenario.unknown',
    `政策库中没有可测算的“${id}”。请核对编号（如 JH-16），或用 liaison policy list 查看。`,
    { key: id },
  )
}

function withAmount(rules: Rules, change: Extract<PackChange, { kind: 'amount' }>): Rules {
  const { document, row } = benefitIn(rules.packs, change.benefit)
  wantMoney(change.amountFen, `${row.id} ${row.name}的金额`)
  if ('yuan' in row.amount) {
    const yuan = fromDay(row.amount.yuan, change.amountFen / 100, change.from, document)
    return withRow(rules, document, { ...row, amount: { ...row.amount, yuan } })
  }
  const standard: Standard = {
    key: row.id,
    amountFen: change.amountFen,
    document: IN_THOUGHT,
    from: change.from === undefined ? undefined : dayOf(change.from),
  }
  checkCeiling(standard, ceilingOf(row), row.clause)
  // Without a day it stands instead of all that the office entered; with one, beside them, and beginning last it wins.
  const others = rules.standards.filter(({ key, from }) => {
    if (key !== row.id) return true
    return standard.from !== undefined && (from === undefined || from < standard.from)
  })
  return { ...rules, standards: [...others, standard] }
}

function withCeiling(rules: Rules, change: Extract<PackChange, { kind: 'ceiling' }>): Rules {
  const { document, row } = benefitIn(rules.packs, change.benefit)
  wantMoney(change.amountFen, `${row.id} ${row.name}的上限`)
  if (!('ceiling' in row.amount) || row.amount.ceiling === undefined)
    throw new Refusal(
      'scenario.unknown',
      `${row.id} ${row.name}没有上限可改：${'yuan' in row.amount ? '文件写明了金额，请改金额' : '文件没有规定上限'}。`,
      { key: `${row.id}.ceiling` },
    )
  const ceiling = fromDay(row.amount.ceiling, change.amountFen / 100, change.from, document)
  return withRow(rules, document, { ...row, amount: { ...row.amount, ceiling } })
}

function withThreshold(rules: Rules, change: Extract<PackChange, { kind: 'threshold' }>): Rules {
  const { document, row } = benefitIn(rules.packs, change.benefit)
  const now = thresholdOf(row, change.threshold)
  const name = THRESHOLD_TEXT[change.threshold]
  if (now === undefined) {
    const has = THRESHOLDS.filter((one) => thresholdOf(row, one) !== undefined)
    throw new Refusal(
      'scenario.unknown',
      `${row.id} ${row.name}没有“${name}”这个条件。${has.length === 0 ? '这一条没有数字门槛可改' : `可以改的是：${has.map((one) => `${THRESHOLD_TEXT[one]}（${one}）`).join('、')}`}。`,
      { key: `${row.id}.${change.threshold}` },
    )
  }
  wantWhole(change.value, `${row.id} ${row.name}的${name}`)
  // A threshold that rests on a reading is changed for this benefit alone.
  const before = 'parameter' in now ? wholeTime(document, Number(parameterValue(rules, now.parameter))) : now
  const value = fromDay(before, change.value, change.from, document)
  return withRow(rules, document, putThreshold(row, change.threshold, value))
}

/** The value of a reading: what the office decided, else what the pack says. */
export function parameterValue(rules: Rules, id: string): ParameterValue | undefined {
  return rules.parameters[id] ?? rules.packs.parameters.get(id)?.value
}

function withParameter(rules: Rules, id: string, value: number | string | readonly string[]): Rules {
  const parameter = rules.packs.parameters.get(id)
  if (parameter === undefined)
    throw new Refusal('scenario.unknown', `政策包里没有“${id}”这条口径，请核对编号（如 SX-02.gap-days）。`, {
      key: id,
    })
  const misfit = parameterMisfit(parameter, value)
  if (misfit !== undefined) throw valueRefusal(`${id} ${parameter.name}`, valueText(value), misfit)
  const put: PackParameter = { ...parameter, value: Array.isArray(value) ? [...value] : (value as never) }
  return {
    ...rules,
    packs: {
      ...rules.packs,
      documents: rules.packs.documents.map((document) =>
        document.parameters.includes(parameter)
          ? { ...document, parameters: document.parameters.map((one) => (one === parameter ? put : one)) }
          : document,
      ),
      parameters: new Map([...rules.packs.parameters, [id, put]]),
    },
    parameters: { ...rules.parameters, [id]: value },
  }
}

function withNamedStandard(rules: Rules, change: Extract<PackChange, { kind: 'standard' }>): Rules {
  const named = namedStandards(rules.packs).get(change.key)
  if (named === undefined)
    throw new Refusal('scenario.unknown', `没有条款等待“${change.key}”这个当地标准，请核对编号。`, {
      key: change.key,
    })
  const standard: Standard =
    named === 'counties'
      ? { key: change.key, document: IN_THOUGHT, codes: wantCounties(change.key, change.codes) }
      : { key: change.key, document: IN_THOUGHT, byYear: wantYears(change.key, change.byYear) }
  // A list replaces the office's list; sums by year are put over the office's.
  const others =
    named === 'counties' ? rules.standards.filter(({ key }) => key !== change.key) : rules.standards
  return { ...rules, standards: [...others, standard] }
}

/** Named values that conditions wait for: lists of counties, and lines by year. */
export function namedStandards(packs: PackSet): Map<string, 'counties' | 'years'> {
  const named = new Map<string, 'counties' | 'years'>()
  for (const document of packs.documents) {
    for (const place of Object.values(document.places))
      if (place.open) named.set(place.open.standard, 'counties')
    for (const row of document.rows)
      if (isEvaluated(row) && row.conditions.wages) named.set(row.conditions.wages.atLeast, 'years')
  }
  return named
}

function withDocumentDate(rules: Rules, change: Extract<PackChange, { kind: 'document' }>): Rules {
  const document = rules.packs.documents.find(({ id }) => id === change.document)
  if (document === undefined)
    throw new Refusal(
      'scenario.unknown',
      `政策库中没有文件“${change.document}”，请核对编号（如 JH-2021）。`,
      {
        key: change.document,
      },
    )
  const day = parseDate(change.value)
  const name = `${document.id} 的${DOCUMENT_DATE_TEXT[change.date]}`
  if (day === undefined) throw valueRefusal(name, change.value, '应为存在的日期 YYYY-MM-DD')
  const put: PackDocument =
    change.date === 'to'
      ? { ...document, inForce: { ...document.inForce, to: day } }
      : { ...document, claimUntil: day, claimWindow: { until: change.value } }
  if (put.inForce.to < put.inForce.from)
    throw valueRefusal(name, change.value, `早于文件起始日 ${formatDate(put.inForce.from)}`)
  // A document whose life is made longer keeps its claim window open at least as long.
  const claimUntil =
    change.date === 'to' && put.claimUntil !== undefined ? Math.max(put.claimUntil, day) : put.claimUntil
  if (claimUntil !== undefined && claimUntil < put.inForce.to)
    throw valueRefusal(name, change.value, `早于文件终止日 ${formatDate(put.inForce.to)}`)
  return withDocument(rules, document, { ...put, claimUntil })
}

function withDocument(rules: Rules, before: PackDocument, after: PackDocument): Rules {
  const documents = rules.packs.documents.map((one) => (one === before ? after : one))
  return { ...rules, packs: { ...rules.packs, documents } }
}

function withRow(rules: Rules, document: PackDocument, row: PackRow): Rules {
  const rows = document.rows.map((one) => (one.id === row.id ? row : one))
  return withDocument(rules, document, { ...document, rows })
}

/** The checks of a pack that is loaded, on every row that the changes may have touched. */
function checkRules(rules: Rules, before: PackSet, changes: readonly PackChange[]): void {
  if (changes.length === 0) return
  const readings = new Set(
    changes.flatMap((change) => (change.kind === 'parameter' ? [change.parameter] : [])),
  )
  for (const document of rules.packs.documents) {
    const known = before.documents.find(({ id }) => id === document.id)
    for (const row of document.rows) {
      if (!isEvaluated(row)) continue
      const touched =
        known === undefined ||
        known.inForce.to !== document.inForce.to ||
        !known.rows.includes(row) ||
        (readings.size > 0 && [...readings].some((id) => restsOn(row, document, id)))
      if (touched)
        checkRow(row, document, rules.packs.parameters, (_, what) => {
          throw valueRefusal(`${row.id} ${row.name}这样改`, '', what.replace(/，请改正$/, ''))
        })
    }
  }
}

/** Whether a row's conditions, or the places that they name, use a reading. */
export function restsOn(row: PackRow, document: PackDocument, parameter: string): boolean {
  const { home, workplace, partner } = row.conditions
  const places = [home, workplace, partner].map((name) =>
    name === undefined ? undefined : document.places[name],
  )
  return JSON.stringify([row.conditions, row.most, places]).includes(JSON.stringify({ parameter }))
}

/** What a row must ask so that it can be evaluated, and what it cannot ask because it could never be met. */
import { formatDate, parseDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { datedOf } from './compile.ts'
import { checkDated } from './dated-check.ts'
import type { Each, PackAnyRow, PackConditions, PackDocument, PackParameter, PackRow } from './pack.ts'
import { checkDuty, checkLimit, checkTarget } from './plain-row-rules.ts'

type Say = (key: readonly PropertyKey[], what: string) => void
type ConditionKey = keyof PackConditions

/** What each kind of evaluation needs, and what else it can take. */
const SHAPES: Readonly<Record<Each, { needs: readonly ConditionKey[]; takes: readonly ConditionKey[] }>> = {
  person: { needs: [], takes: ['category', 'home'] },
  'territory-work': { needs: ['workplace', 'insured'], takes: ['category', 'home', 'first'] },
  spell: {
    needs: [],
    takes: ['category', 'home', 'workplace', 'first', 'insured', 'contract', 'organised', 'filing', 'kind'],
  },
  'first-insured-spell': {
    needs: ['workplace', 'first', 'insured'],
    takes: ['category', 'home', 'organised', 'filing', 'kind', 'certificate'],
  },
  'first-organised-spell': { needs: ['workplace', 'first', 'organised'], takes: ['category', 'home'] },
  chain: { needs: ['workplace', 'stable'], takes: ['category', 'home', 'first'] },
  'employer-spell': { needs: ['workplace'], takes: ['category', 'home', 'kind'] },
  'year-chain': { needs: ['workplace', 'stable'], takes: ['category', 'home', 'post', 'year', 'production'] },
  'year-wages': { needs: ['workplace', 'wages'], takes: ['category', 'home', 'kind', 'year'] },
  'rent-month': { needs: ['workplace', 'rent'], takes: ['category', 'home', 'first', 'year'] },
  'post-month': { needs: ['workplace', 'post'], takes: ['category', 'home', 'first', 'kind', 'year'] },
  'insured-month': { needs: ['workplace', 'insured'], takes: ['category', 'home', 'first', 'kind', 'year'] },
  'training-month': { needs: ['workplace', 'training'], takes: ['category', 'home', 'kind', 'year'] },
  'attendance-month': { needs: ['workplace', 'post', 'attended'], takes: ['category', 'home', 'year'] },
  certificate: { needs: ['workplace', 'certificate', 'first'], takes: ['category', 'home'] },
  course: { needs: ['attended'], takes: ['category', 'home', 'workplace'] },
  enrolment: { needs: ['enrolled'], takes: ['category', 'home', 'workplace', 'partner', 'kind'] },
  employer: { needs: ['workplace', 'recognised'], takes: ['kind'] },
  headcount: {
    needs: ['workplace', 'recognised', 'headcount', 'category', 'first'],
    takes: ['home', 'kind'],
  },
  fair: { needs: ['workplace', 'partner', 'fair'], takes: ['kind'] },
  'school-year': { needs: ['workplace', 'partner', 'headcount'], takes: [] },
  station: { needs: [], takes: ['partner', 'workplace'] },
}

/** How `first` must be read for each kind of evaluation. */
const FIRST_BY: Partial<Record<Each, string>> = {
  'territory-work': 'spell',
  spell: 'spell',
  'first-insured-spell': 'insurance',
  'first-organised-spell': 'organised',
  'rent-month': 'spell',
  'post-month': 'spell',
  'insured-month': 'spell',
  certificate: 'spell',
  headcount: 'spell',
}

const WHOLE_YEAR_MONTHS = 12

/** Tells through `say` everything about one row that cannot be right. */
export function checkRow(
  row: PackAnyRow,
  document: PackDocument,
  parameters: ReadonlyMap<string, PackParameter>,
  say: Say,
): void {
  if (!row.id.startsWith(`${document.id.split('-')[0]}-`))
    say(['id'], `编号应以 ${document.id.split('-')[0]}- 开头`)
  if (row.treatment === 'target' && typeof row.period === 'object' && 'parameter' in row.period) {
    needParameter(row.period.parameter, ['period'], parameters, say)
  }
  if (row.treatment === 'target') checkTarget(row, document, say)
  if (row.treatment === 'limit') checkLimit(row, document, say)
  if (row.treatment === 'duty') checkDuty(row, say)
  if (row.treatment !== 'computed' && row.treatment !== 'needs-standard') return
  checkShape(row, say)
  checkReferences(row, document, parameters, say)
  checkAmount(row, document, say)
  checkPossible(row, document, parameters, say)
}

function checkShape(row: PackRow, say: Say): void {
  const shape = SHAPES[row.each]
  const asked = Object.keys(row.conditions) as ConditionKey[]
  for (const key of shape.needs)
    if (!asked.includes(key)) say(['conditions'], `each: ${row.each} 必须有条件 ${key}，请补上`)
  for (const key of asked) {
    if (!shape.needs.includes(key) && !shape.takes.includes(key)) {
      say(['conditions', key], `each: ${row.each} 用不到条件 ${key}，请删去或换一种 each`)
    }
  }
  const first = row.conditions.first
  const wanted = FIRST_BY[row.each]
  if (first !== undefined && row.conditions.workplace === undefined)
    say(['conditions', 'first'], '首次就业要说明是在哪里首次，请补上条件 workplace')
  if (first !== undefined && wanted !== undefined && first.by !== wanted)
    say(['conditions', 'first', 'by'], `each: ${row.each} 的 first 应为 by: ${wanted}`)
  const person = row.unit.startsWith('person-')
  const body = ['employer', 'headcount', 'fair', 'school-year', 'station'].includes(row.each)
  if (person === body) say(['unit'], `each: ${row.each} 与 unit: ${row.unit} 不相配，请改正其中一个`)
  if ((row.treatment === 'needs-standard') !== (standardOnly(row) && ceilingless(row))) {
    say(
      ['treatment'],
      row.treatment === 'needs-standard'
        ? 'needs-standard 的条款不能带金额'
        : '文中没有金额的条款应为 needs-standard',
    )
  }
}

function standardOnly(row: PackRow): boolean {
  return row.amount.kind === 'standard' || row.amount.kind === 'attendance-share'
}

function ceilingless(row: PackRow): boolean {
  return !('ceiling' in row.amount) || row.amount.ceiling === undefined
}

function checkReferences(
  row: PackRow,
  document: PackDocument,
  parameters: ReadonlyMap<string, PackParameter>,
  say: Say,
): void {
  const ask = row.conditions
  for (const key of ['home', 'workplace', 'partner'] as const) {
    const place = ask[key]
    if (place !== undefined && document.places[place] === undefined) {
      say(['conditions', key], `document.yaml 的 places 中没有 ${place}，请补上或改正`)
    }
  }
  const walk = (value: unknown, path: PropertyKey[]): void => {
    if (typeof value !== 'object' || value === null) return
    for (const [key, inner] of Object.entries(value)) {
      if (key === 'parameter' && typeof inner === 'string') needParameter(inner, path, parameters, say)
      else walk(inner, [...path, key])
    }
  }
  walk(ask, ['conditions'])
  walk(row.most, ['most'])
}

function needParameter(
  id: string,
  path: readonly PropertyKey[],
  parameters: ReadonlyMap<string, PackParameter>,
  say: Say,
): void {
  if (!parameters.has(id)) say(path, `没有参数 ${id}，请在 document.yaml 的 parameters 中写上`)
}

function checkAmount(row: PackRow, document: PackDocument, say: Say): void {
  const amount = row.amount
  const dates = { from: document.inForce.from, to: document.inForce.to }
  const key = 'yuan' in amount ? 'yuan' : 'ceiling'
  const list = 'yuan' in amount ? amount.yuan : amount.ceiling
  if (list !== undefined) {
    checkDated(list, dates, (i, part, what) => say(['amount', key, i, part], what))
    list.forEach((entry, i) => {
      if (entry.value <= 0) say(['amount', key, i, 'value'], '金额应大于 0')
    })
  }
  if (amount.kind === 'fixed' && amount.ceiling !== undefined) {
    checkDated(amount.ceiling, dates, (i, part, what) => say(['amount', 'ceiling', i, part], what))
    checkUnderCeiling(amount.yuan, amount.ceiling, say)
  }
  for (const [path, threshold] of thresholds(row)) {
    if (Array.isArray(threshold))
      checkDated(threshold, dates, (i, part, what) => say([...path, i, part], what))
  }
}

type DatedYuan = readonly { from: string; to?: string | undefined; value: number }[]

/** No amount may lie over a ceiling that holds on some of its days. */
function checkUnderCeiling(yuan: DatedYuan, ceiling: DatedYuan, say: Say): void {
  const amounts = datedOf(yuan, 100).entries
  const limits = datedOf(ceiling, 100).entries
  amounts.forEach((amount, i) => {
    const limit = limits.find(
      (one) => one.from <= amount.to && one.to >= amount.from && one.value < amount.value,
    )
    if (limit === undefined) return
    say(
      ['amount', 'yuan', i, 'value'],
      `${shortYuan(amount.value)} 元超过上限 ${shortYuan(limit.value)} 元（${formatDate(limit.from)}起），请改为不超过上限的金额`,
    )
  })
}

type Threshold =
  | { parameter: string }
  | { from: string; to?: string | undefined; value: number }[]
  | undefined

function thresholds(row: PackRow): [PropertyKey[], Threshold][] {
  const ask = row.conditions
  return [
    [['conditions', 'insured', 'months'], ask.insured?.months],
    [['conditions', 'stable', 'months'], ask.stable?.months],
    [['conditions', 'stable', 'gapDays'], ask.stable?.gapDays],
    [['conditions', 'contract', 'months'], ask.contract?.months],
    [['conditions', 'headcount', 'heads'], ask.headcount?.heads],
    [['conditions', 'first', 'months'], ask.first?.by === 'new-move' ? ask.first.months : undefined],
    [['most'], row.most],
  ]
}

/** Conditions that no day of the document can meet. */
function checkPossible(
  row: PackRow,
  document: PackDocument,
  parameters: ReadonlyMap<string, PackParameter>,
  say: Say,
): void {
  const ask = row.conditions
  const { from, to } = document.inForce
  if (row.each === 'year-chain') {
    const months = ask.stable?.months
    const list = Array.isArray(months)
      ? months.map((entry) => entry.value)
      : [Number(parameters.get(months?.parameter ?? '')?.value)]
    if (list.some((n) => n >= WHOLE_YEAR_MONTHS))
      say(['conditions', 'stable', 'months'], '一个日历年内不可能稳定 12 个月及以上，请改小')
  }
  if (ask.first?.by === 'spell' && (parseDate(ask.first.since) as number) > to) {
    say(['conditions', 'first', 'since'], `晚于文件终止日 ${formatDate(to)}，永远不会满足，请改正`)
  }
  if (ask.year !== undefined && 'until' in ask.year) {
    const until = parseDate(ask.year.until) as number
    if (until < from || until > to) say(['conditions', 'year', 'until'], '不在文件有效期之内，请改正')
  }
  if (ask.year !== undefined && 'only' in ask.year && typeof ask.year.only === 'number') {
    const years = [Number(formatDate(from).slice(0, 4)), Number(formatDate(to).slice(0, 4))] as const
    if (ask.year.only < years[0] || ask.year.only > years[1])
      say(['conditions', 'year', 'only'], '这一年文件不在有效期，永远不会满足，请改正')
  }
}

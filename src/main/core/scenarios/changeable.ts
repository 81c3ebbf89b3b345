import type { Changeable } from '../../../shared/contract/scenarios.ts'
import { type DayNumber, dayOf, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { THRESHOLDS } from '../../../shared/domain/scenario.ts'
import { NAMED_STANDARD_TEXT } from '../../../shared/text/policy.ts'
import { AGENT_KIND_TEXT, EMPLOYER_KIND_TEXT } from '../../../shared/text/registry.ts'
import {
  CHOICE_TEXT,
  DOCUMENT_DATE_TEXT,
  THRESHOLD_TEXT,
  THRESHOLD_UNIT,
} from '../../../shared/text/scenario.ts'
import { waitsFor } from '../policy/concerned.ts'
import { isEvaluated, type PackDocument, type PackParameter, type PackRow } from '../policy/pack.ts'
import { benefitIn, namedStandards, type Rules, restsOn } from '../policy/pack-change.ts'
import { thresholdOf } from '../policy/thresholds.ts'
import type { Regions } from '../registry/regions.ts'
import { codeWords, standardWords, valueWords } from './change-words.ts'
import {
  amountNow,
  ceilingNow,
  documentDateNow,
  parameterNow,
  standardNow,
  thresholdNow,
} from './values-now.ts'

/**
 * Everything about these benefits that a scenario can change, in the order in which a clerk thinks of it: money,
 * thresholds, readings, lists and lines of the office, dates of the document. @throws Refusal `scenario.unknown`
 */
export function changeableValues(
  rules: Rules,
  benefits: readonly string[],
  asOf: string,
  regions: Regions,
): Changeable[] {
  const day = dayOf(asOf)
  const found = new Map<string, Changeable>()
  const add = (value: Changeable) => {
    if (!found.has(value.key)) found.set(value.key, value)
  }
  const several = benefits.length > 1
  for (const id of benefits) {
    const { document, row } = benefitIn(rules.packs, id)
    const prefix = several ? `${id} ` : ''
    for (const value of moneyOf(rules, row, day, prefix)) add(value)
    for (const value of thresholdsOf(rules, row, day, prefix)) add(value)
    for (const parameter of readingsOf(row, document, rules)) add(reading(rules, parameter, row, regions))
    for (const [key, kind] of namedStandards(rules.packs))
      if (waitsFor(row, document, key)) add(named(rules, key, kind, row, regions))
  }
  for (const id of benefits) {
    const { document } = benefitIn(rules.packs, id)
    add(documentDate(rules, document, 'to'))
    if (document.claimUntil !== undefined) add(documentDate(rules, document, 'claimUntil'))
  }
  return [...found.values()]
}

function moneyOf(rules: Rules, row: PackRow, day: DayNumber, prefix: string): Changeable[] {
  const now = amountNow(rules, row.id, day)
  const ceiling = ceilingNow(rules, row.id, day)
  const words: Readonly<Record<PackRow['amount']['kind'], string>> = {
    fixed: '金额',
    standard: '当地标准',
    'actual-up-to': '据实最高',
    'per-attended-day': '每天金额',
    'per-head-above': '超出部分每人',
    'attendance-share': '月标准',
  }
  const amount: Changeable = {
    key: `${row.id}.amount`,
    kind: 'amount',
    target: row.id,
    part: '',
    label: `${prefix}${words[row.amount.kind]}`,
    unit: '元',
    input: 'money',
    value: now,
    valueText: now === null ? '未录入' : `${shortYuan(now)} 元`,
    choices: [],
    clause: row.clause,
    hint: ceiling === null ? '' : `不超过 ${shortYuan(ceiling)} 元`,
  }
  if (ceiling === null) return [amount]
  const top: Changeable = {
    ...amount,
    key: `${row.id}.ceiling`,
    kind: 'ceiling',
    label: `${prefix}文件规定的上限`,
    value: ceiling,
    valueText: `${shortYuan(ceiling)} 元`,
    hint: '改了上限，标准才能改得更高',
  }
  return [amount, top]
}

function thresholdsOf(rules: Rules, row: PackRow, day: DayNumber, prefix: string): Changeable[] {
  return THRESHOLDS.flatMap((threshold): Changeable[] => {
    const now = thresholdOf(row, threshold)
    // What rests on a reading is offered as that reading.
    if (now === undefined || 'parameter' in now) return []
    const value = thresholdNow(rules, row.id, threshold, day)
    const unit = threshold === 'most' ? mostUnit(row) : THRESHOLD_UNIT[threshold]
    return [
      {
        key: `${row.id}.${threshold}`,
        kind: 'threshold',
        target: row.id,
        part: threshold,
        label: `${prefix}${THRESHOLD_TEXT[threshold]}`,
        unit,
        input: 'whole',
        value,
        valueText: `${value ?? '未定'} ${unit}`.trim(),
        choices: [],
        clause: row.clause,
        hint: '',
      },
    ]
  })
}

function mostUnit(row: PackRow): string {
  return row.unit === 'person-month' ? '个月' : row.unit === 'person-year' ? '年' : '次'
}

function readingsOf(row: PackRow, document: PackDocument, rules: Rules): PackParameter[] {
  return [...rules.packs.parameters.values()].filter((parameter) => restsOn(row, document, parameter.id))
}

const PLACE_CODE = /^\d+$/

function reading(rules: Rules, parameter: PackParameter, row: PackRow, regions: Regions): Changeable {
  const now = parameterNow(rules, parameter.id) ?? parameter.value
  const list = Array.isArray(now) ? now : []
  const places = list.length > 0 && list.every((code) => PLACE_CODE.test(code))
  const kinds = row.beneficiary === 'agent' ? AGENT_KIND_TEXT : EMPLOYER_KIND_TEXT
  const others = rules.packs.documents.flatMap((document) =>
    document.rows
      .filter((one) => isEvaluated(one) && one.id !== row.id && restsOn(one, document, parameter.id))
      .map(({ id }) => id),
  )
  const isNumber = typeof now === 'number'
  const unit = isNumber ? (/months|月/.test(`${parameter.id}${parameter.name}`) ? '个月' : '') : ''
  return {
    key: parameter.id,
    kind: 'parameter',
    target: parameter.id,
    part: '',
    label: parameter.name,
    unit: isNumber && /days|天数/.test(`${parameter.id}${parameter.name}`) ? '天' : unit,
    input: isNumber ? 'whole' : places ? 'counties' : Array.isArray(now) ? 'several' : 'choice',
    value: typeof now === 'boolean' ? String(now) : Array.isArray(now) ? [...now] : (now as string | number),
    valueText: valueWords(now, regions),
    choices: places
      ? list.map((code) => ({ value: code, text: codeWords(code, regions) }))
      : Array.isArray(now)
        ? Object.entries(kinds).map(([value, text]) => ({ value, text }))
        : (parameter.choices ?? []).map((value) => ({ value, text: CHOICE_TEXT[value] ?? value })),
    clause: parameter.clause,
    hint: `${parameter.reading}${others.length === 0 ? '' : `改了也影响 ${others.join('、')}。`}`,
  }
}

function named(
  rules: Rules,
  key: string,
  kind: 'counties' | 'years',
  row: PackRow,
  regions: Regions,
): Changeable {
  const now = standardNow(rules, key)
  const codes = Array.isArray(now) ? [...(now as readonly string[])] : []
  return {
    key,
    kind: 'standard',
    target: key,
    part: '',
    label: NAMED_STANDARD_TEXT[key] ?? key,
    unit: kind === 'years' ? '元' : '',
    input: kind,
    value: kind === 'counties' ? (codes.length === 0 ? null : codes) : null,
    valueText: standardWords(now, regions),
    choices: codes.map((code) => ({ value: code, text: codeWords(code, regions) })),
    clause: row.clause,
    hint: '',
  }
}

function documentDate(rules: Rules, document: PackDocument, date: 'to' | 'claimUntil'): Changeable {
  const now = documentDateNow(rules, document.id, date)
  return {
    key: `${document.id}.${date}`,
    kind: 'document',
    target: document.id,
    part: date,
    label: DOCUMENT_DATE_TEXT[date],
    unit: '',
    input: 'day',
    value: now,
    valueText: now ?? '文件未写明',
    choices: [],
    clause: document.number ?? document.title,
    hint: date === 'to' ? `自 ${formatDate(document.inForce.from)} 起有效` : '',
  }
}

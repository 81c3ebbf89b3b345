import type { BenefitView, DocumentView } from '../../../shared/contract/policy.ts'
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { FUND_TEXT, GRANT_UNIT_TEXT } from '../../../shared/text/policy.ts'
import { isEvaluated, type PackDocument, type PackRow, type PackSet } from '../policy/pack.ts'
import type { Regions } from '../registry/regions.ts'
import { conditionTexts } from './condition-texts.ts'

/** 政策库: every loaded document with its evaluated rows, in our own words. */
export function policyLibrary(packs: PackSet, regions: Regions): DocumentView[] {
  return packs.documents.map((document) => ({
    id: document.id,
    title: document.title,
    number: document.number,
    issuers: document.issuers,
    issuedOn: document.issued,
    territory: document.territory.name,
    inForceFrom: formatDate(document.inForce.from),
    inForceTo: formatDate(document.inForce.to),
    assumptions: document.inForce.assumed.map(({ reason }) => reason),
    claimUntil: lastDay(document.claimUntil),
    relations: [
      ...document.implements.map((target) => ({ kind: '落实', target })),
      ...document.supersedes.map((target) => ({ kind: '取代', target })),
    ],
    version: document.version,
    benefits: document.rows
      .filter((row) => isEvaluated(row))
      .map((row) => benefitView(row, document, packs, regions)),
  }))
}

function lastDay(day: DayNumber | undefined): string | null {
  return day === undefined ? null : formatDate(day)
}

function benefitView(row: PackRow, document: PackDocument, packs: PackSet, regions: Regions): BenefitView {
  return {
    id: row.id,
    doc: document.id,
    name: row.name,
    nature: row.nature,
    beneficiary: row.beneficiary,
    per: GRANT_UNIT_TEXT[row.unit],
    clause: row.clause,
    wording: row.wording,
    strength: row.strength,
    treatment: row.treatment,
    amountText: amountText(row),
    amounts: amountHistory(row),
    unit: GRANT_UNIT_TEXT[row.unit],
    funds: row.fund.map((fund) => FUND_TEXT[fund]),
    conditions: [...conditionTexts(row, document, packs, regions)].map(([id, text]) => ({
      id,
      text,
      clause: row.clause,
    })),
    readings: [
      ...row.readings.map((text) => ({ key: '', text, value: '' })),
      ...document.parameters
        .filter((parameter) => restsOn(row, document, parameter.id))
        .map(({ id, reading, value }) => ({ key: id, text: reading, value: parameterText(value, regions) })),
    ],
  }
}

/** Whether a row's conditions, or the places that they name, use a parameter. */
function restsOn(row: PackRow, document: PackDocument, parameter: string): boolean {
  const { home, workplace, partner } = row.conditions
  const places = [home, workplace, partner].map((name) =>
    name === undefined ? undefined : document.places[name],
  )
  return JSON.stringify([row.conditions, places]).includes(JSON.stringify({ parameter }))
}

function parameterText(value: PackDocument['parameters'][number]['value'], regions: Regions): string {
  if (Array.isArray(value)) return value.map((item) => regions.fullName(item) ?? item).join('、')
  return value === true ? '是' : value === false ? '否' : String(value)
}

/** The amount as a clerk says it: 3000 元, 不超过 500 元（由当地定标准）. */
export function amountText(row: PackRow): string {
  const { amount } = row
  const latest = (entries: readonly { value: number }[] | undefined) => {
    const value = entries?.at(-1)?.value
    return value === undefined ? undefined : `${shortYuan(Math.round(value * 100))} 元`
  }
  switch (amount.kind) {
    case 'fixed':
      return `${latest(amount.yuan)}${unitSuffix(row)}`
    case 'actual-up-to':
      return `据实，最高 ${latest(amount.yuan)}${unitSuffix(row)}`
    case 'per-attended-day':
      return `每天 ${latest(amount.yuan)}`
    case 'per-head-above':
      return `超出部分每人 ${latest(amount.yuan)}`
    case 'standard':
    case 'attendance-share': {
      const ceiling = latest(amount.ceiling)
      return ceiling === undefined ? '由当地定标准' : `不超过 ${ceiling}（由当地定标准）`
    }
  }
}

function unitSuffix(row: PackRow): string {
  if (row.unit === 'person-month') return '/人·月'
  if (row.unit === 'person-year') return '/人·年'
  return row.unit.startsWith('person') ? '/人' : ''
}

function amountHistory(row: PackRow): BenefitView['amounts'] {
  const entries = 'yuan' in row.amount ? row.amount.yuan : (row.amount.ceiling ?? [])
  return entries.map((entry) => ({
    from: entry.from,
    to: entry.to ?? null,
    text: `${'yuan' in row.amount ? '' : '最高 '}${shortYuan(Math.round(entry.value * 100))} 元`,
    clause: row.clause,
  }))
}

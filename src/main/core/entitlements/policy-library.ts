import type { BenefitView, DocumentView } from '../../../shared/contract/policy.ts'
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { FUND_TEXT, GRANT_UNIT_TEXT } from '../../../shared/text/policy.ts'
import { amountText } from '../policy/amount-text.ts'
import { isEvaluated, type PackDocument, type PackRow, type PackSet } from '../policy/pack.ts'
import { listRows } from '../policy/row-list.ts'
import type { Regions } from '../registry/regions.ts'
import { conditionTexts } from './condition-texts.ts'

/** 政策库: every loaded document with all its rows, in our own words. */
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
    others: listRows(document)
      .filter(({ treatment }) => treatment !== 'computed' && treatment !== 'needs-standard')
      .map(({ document: _, beneficiary, ...row }) => row),
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

function amountHistory(row: PackRow): BenefitView['amounts'] {
  const entries = 'yuan' in row.amount ? row.amount.yuan : (row.amount.ceiling ?? [])
  return entries.map((entry) => ({
    from: entry.from,
    to: entry.to ?? null,
    text: `${'yuan' in row.amount ? '' : '最高 '}${shortYuan(Math.round(entry.value * 100))} 元`,
    clause: row.clause,
  }))
}

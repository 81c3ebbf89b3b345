import type { BenefitView, DocumentView, OtherRowView } from '../../../shared/contract/policy.ts'
import { type DayNumber, formatDate } from '../../../shared/domain/dates.ts'
import { shortYuan } from '../../../shared/domain/money.ts'
import { LIMIT_CHECK_TEXT } from '../../../shared/text/duties.ts'
import { BENEFICIARY_KIND_TEXT, FUND_TEXT, GRANT_UNIT_TEXT } from '../../../shared/text/policy.ts'
import { amountText } from '../policy/amount-text.ts'
import type { ParameterValue } from '../policy/compile.ts'
import {
  isEvaluated,
  type PackAnyRow,
  type PackDocument,
  type PackRow,
  type PackSet,
} from '../policy/pack.ts'
import { listRow, type RowListing } from '../policy/row-list.ts'
import type { Regions } from '../registry/regions.ts'
import type { SearchableClause } from '../registry/search-everything.ts'
import { conditionTexts, type ReadAs } from './condition-texts.ts'
import { readingPoints, valueText } from './reading-values.ts'
import { rowsRestingOn } from './readings.ts'

/**
 * 政策库: every document of a set of packs with all its rows, in our own words. `decided` holds the readings that this
 * office decided otherwise, by parameter id.
 */
export function policyLibrary(
  packs: PackSet,
  regions: Regions,
  decided: Readonly<Record<string, ParameterValue>> = {},
): DocumentView[] {
  const documentOf = new Map(packs.documents.flatMap(({ id, rows }) => rows.map((row) => [row.id, id])))
  return packs.documents.map((document) => {
    const first = decided[`${document.id}.inForce.from`]
    return {
      id: document.id,
      title: document.title,
      number: document.number,
      issuers: document.issuers,
      issuedOn: document.issued,
      territory: document.territory.name,
      side: document.side,
      inForceFrom: typeof first === 'string' ? first : formatDate(document.inForce.from),
      inForceTo: formatDate(document.inForce.to),
      assumptions: first === undefined ? document.inForce.assumed.map(({ reason }) => reason) : [],
      claimUntil: lastDay(document.claimUntil),
      relations: relationsOf(document, packs, documentOf),
      version: document.version,
      benefits: document.rows
        .filter((row) => isEvaluated(row))
        .map((row) => benefitView(row, document, { packs, regions, decided })),
      others: document.rows
        .filter((row) => !isEvaluated(row))
        .map((row) => otherRowView(row, listRow(row, document)))
        .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true })),
    }
  })
}

/** What a document carries out or replaces; carried-out rows of a frame stand beside their local ones. */
function relationsOf(
  document: PackDocument,
  packs: PackSet,
  documentOf: ReadonlyMap<string, string>,
): DocumentView['relations'] {
  const implemented = document.implements.map((target) => {
    const frame = packs.documents.find(({ id }) => id === target)
    const rows = (frame?.rows ?? []).flatMap((row) =>
      'delegatesTo' in row
        ? row.delegatesTo
            .filter((local) => documentOf.get(local) === document.id)
            .map((local) => ({ from: row.id, to: local }))
        : [],
    )
    return { kind: 'implements' as const, target, rows }
  })
  return [
    ...implemented,
    ...document.supersedes.map((target) => ({ kind: 'supersedes' as const, target, rows: [] })),
  ]
}

function otherRowView(row: PackAnyRow, listing: RowListing): OtherRowView {
  const { document: _, beneficiary, ...shown } = listing
  return {
    ...shown,
    whom:
      beneficiary !== null
        ? BENEFICIARY_KIND_TEXT[beneficiary]
        : row.treatment === 'target'
          ? row.holder
          : null,
    funds: row.treatment === 'referral' ? row.fund.map((fund) => FUND_TEXT[fund]) : [],
    amounts:
      row.treatment === 'limit'
        ? row.checks.flatMap(({ check, most }) =>
            most.map(({ from, to, value }) => ({
              from,
              to: to ?? null,
              text: `${LIMIT_CHECK_TEXT[check]}：最多 ${value}`,
            })),
          )
        : [],
  }
}

function lastDay(day: DayNumber | undefined): string | null {
  return day === undefined ? null : formatDate(day)
}

type Shown = {
  packs: PackSet
  regions: Regions
  decided: Readonly<Record<string, ParameterValue>>
}

function benefitView(row: PackRow, document: PackDocument, shown: Shown): BenefitView {
  const { packs, regions, decided } = shown
  const readAs: ReadAs = (key) =>
    decided[key] ?? (packs.parameters.get(key)?.value as ParameterValue | undefined)
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
    conditions: [...conditionTexts(row, document, readAs, regions)].map(([id, text]) => ({
      id,
      text,
      clause: row.clause,
    })),
    readings: [
      ...row.readings.map((text) => ({ key: '', text, value: '', decided: false })),
      ...readingPoints(document)
        .filter(({ key, kind }) => kind !== 'day' && rowsRestingOn(key, document).includes(row))
        .map(({ key, text, kind, shipped }) => ({
          key,
          text,
          value: valueText(kind, decided[key] ?? shipped, regions),
          decided: decided[key] !== undefined,
        })),
    ],
  }
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

/** Every row of a set of packs, for the search box at the top. */
export function searchableClauses(packs: PackSet): SearchableClause[] {
  return packs.documents.flatMap((document) =>
    document.rows.map(({ id, name, clause, wording }) => ({
      id,
      name,
      clause,
      wording,
      detail: `${document.id} ${clause}`,
    })),
  )
}

import type { BeneficiaryKind, RowTreatment } from '../../../shared/domain/policy.ts'
import {
  DUTY_COUNT_TEXT,
  LIMIT_CARRIER_TEXT,
  LIMIT_CHECK_TEXT,
  TARGET_MEASURE_TEXT,
} from '../../../shared/text/duties.ts'
import { GRANT_UNIT_TEXT } from '../../../shared/text/policy.ts'
import { amountText } from './amount-text.ts'
import {
  isEvaluated,
  type PackAnyRow,
  type PackDocument,
  type PackLimit,
  type PackSet,
  type PackTarget,
} from './pack.ts'

/** One row of a document, as it stands in a list of all rows. */
export interface RowListing {
  readonly id: string
  readonly document: string
  readonly clause: string
  readonly name: string
  /** our own wording */
  readonly wording: string
  readonly treatment: RowTreatment
  /** null: nobody is paid */
  readonly beneficiary: BeneficiaryKind | null
  /** what may be granted once, or what a target counts, in Chinese */
  readonly unit: string | null
  /** money, or a target's figure, as a clerk says it */
  readonly amountText: string | null
  /** what holds a limit, or is a duty's evidence, in Chinese */
  readonly followedBy: string | null
  /** how the text is read where it is silent; of evaluated rows without the parameters of their conditions */
  readonly readings: string[]
}

/** Every row of all documents, document by document. */
export function listAllRows(packs: PackSet): RowListing[] {
  return packs.documents.flatMap(listRows)
}

/** Every row of one document, in the order of the ids. */
export function listRows(document: PackDocument): RowListing[] {
  return document.rows
    .map((row) => listRow(row, document))
    .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
}

/** One row of a document. */
export function listRow(row: PackAnyRow, document: PackDocument): RowListing {
  return {
    id: row.id,
    document: document.id,
    clause: row.clause,
    name: row.name,
    wording: row.wording,
    treatment: row.treatment,
    beneficiary: 'beneficiary' in row ? row.beneficiary : null,
    unit: unitText(row),
    amountText: isEvaluated(row)
      ? amountText(row)
      : row.treatment === 'target'
        ? targetText(row, document)
        : null,
    followedBy: followedBy(row),
    readings: [...row.readings, ...parameterReadings(row, document)],
  }
}

/** Readings that a target's period and place rest on. */
function parameterReadings(row: PackAnyRow, document: PackDocument): string[] {
  if (row.treatment !== 'target') return []
  const home = row.home === undefined ? undefined : document.places[row.home]
  const text = JSON.stringify([row.period, home])
  return document.parameters
    .filter(({ id }) => text.includes(JSON.stringify({ parameter: id })))
    .map(({ reading }) => reading)
}

function unitText(row: PackAnyRow): string | null {
  if (isEvaluated(row)) return GRANT_UNIT_TEXT[row.unit]
  return row.treatment === 'target' ? row.unit : null
}

function followedBy(row: PackAnyRow): string | null {
  if (row.treatment === 'target') return `台账计数：${TARGET_MEASURE_TEXT[row.measure]}`
  if (row.treatment === 'limit') return limitText(row)
  if (row.treatment !== 'duty') return null
  return row.counts === undefined ? '附材料' : `台账计数：${DUTY_COUNT_TEXT[row.counts]}`
}

function limitText(row: PackLimit): string | null {
  if (row.carriedBy !== undefined) return LIMIT_CARRIER_TEXT[row.carriedBy]
  return row.checks.map(({ check }) => LIMIT_CHECK_TEXT[check]).join('；')
}

/** A target's figure as a clerk says it: 每年不少于 1 场. */
function targetText(row: PackTarget, document: PackDocument): string {
  const period = periodText(row, document)
  if (row.compare === 'steady') return `${period}保持稳定`
  if (row.parts.length > 0) {
    const parts = row.parts.map(({ measure, figure }) => `${TARGET_MEASURE_TEXT[measure]} ${figure} 次`)
    return `${period}每人${parts.join('、')}`
  }
  const least = row.compare === 'all' ? '都不少于' : '不少于'
  return `${period}${least} ${row.figure} ${row.unit}`
}

function periodText(row: PackTarget, document: PackDocument): string {
  const { period } = row
  if (period === 'every-year') return '每年'
  if (period === 'standing') return '常年'
  if ('year' in period) return `${period.year}年`
  if ('by' in period) return `到 ${period.by} `
  const months = document.parameters.find(({ id }) => id === period.parameter)?.value
  return `每 ${String(months)} 个月`
}

/** Rows of result lists of other systems read into facts. Nothing here knows the ledger. */
import { asClaimNumber } from '../../../shared/domain/claim-number.ts'
import { readIdNumber } from '../../../shared/domain/id-number.ts'
import { listNamed, type OutsideOutcome } from '../../../shared/domain/outside-results.ts'
import type { PersonWords } from '../registry/people.ts'
import { type FieldReaders, saysNone, saysNothing } from './field-readers.ts'
import type { ImportProfile } from './import-profiles.ts'
import { idNumberOfRow } from './person-of-row.ts'
import { said } from './roster-rows.ts'
import type { RowCells, RowNotes } from './row-cells.ts'

/** What a row says came of something that was handed in; `waiting`: nothing yet. */
export type RowAnswer = {
  readonly outcome: OutsideOutcome | 'waiting'
  /** null: the list has no day */
  readonly on: string | null
  readonly reason: string
  /** the cell of the result as written */
  readonly text: string
}

export type ClaimResultRow = {
  readonly notes: RowNotes
  readonly answer: RowAnswer
  /** null: the row has none */
  readonly number: string | null
  readonly idNumber: string | undefined
  readonly name: string
  /** as written */
  readonly benefit: string | undefined
  readonly period: string | undefined
  readonly amountFen: number | undefined
}

export type PersonResultRow = {
  readonly notes: RowNotes
  readonly answer: RowAnswer
  readonly idNumber: string
  readonly name: string
  /** 'YYYY-MM' of the spell's start */
  readonly fromMonth: string | undefined
  readonly employer: string | undefined
}

type Reading = {
  cells: RowCells
  read: FieldReaders
  words: PersonWords
  profile: ImportProfile
  fileName: string
}

/** A claim's result; undefined where the row was refused (the reason is in its notes). */
export function readClaimResult(
  { cells, read, words, profile, fileName }: Reading,
  scaleOf: (field: string) => number,
): ClaimResultRow | undefined {
  const written = cells.text('claimNumber')
  let number: string | null = null
  if (!saysNothing(written)) {
    number = asClaimNumber(written)
    if (number === null) cells.refuse('claim.number-format', 'claimNumber', { value: written })
  }
  const idNumber = number === null ? idNumberOfClaim(cells, words) : plainId(cells, words)
  const answer = readAnswer(cells, read, profile, fileName)
  const amountFen = read.fen(cells, 'amount', scaleOf('amount'))
  if (cells.notes.refused || answer === undefined) return undefined
  return {
    notes: cells.notes,
    answer,
    number,
    idNumber,
    name: cells.text('name'),
    benefit: said(cells.text('benefit')),
    period: periodOf(cells.text('period')),
    amountFen,
  }
}

/** A person's or spell's result; undefined where the row was refused. */
export function readPersonResult({
  cells,
  read,
  words,
  profile,
  fileName,
}: Reading): PersonResultRow | undefined {
  const idNumber = idNumberOfRow(cells, words)
  const answer = readAnswer(cells, read, profile, fileName)
  const fromMonth = cells.has('fromMonth')
    ? read.dayOrMonth(cells, 'fromMonth', 'first')?.slice(0, 7)
    : undefined
  if (cells.notes.refused || answer === undefined || idNumber === undefined) return undefined
  return {
    notes: cells.notes,
    answer,
    idNumber,
    name: cells.text('name'),
    fromMonth,
    employer: said(cells.text('employer')),
  }
}

/** The ID number is all that the row can be known by: what is wrong with it refuses the row. */
function idNumberOfClaim(cells: RowCells, words: PersonWords): string | undefined {
  return cells.notes.refused ? undefined : idNumberOfRow(cells, words)
}

/** Beside a claim's number the ID number only confirms it; one that is masked or at fault says nothing. */
function plainId(cells: RowCells, words: PersonWords): string | undefined {
  const text = cells.stored('idNumber')
  if (saysNothing(text) || text.includes('*')) return undefined
  const reading = readIdNumber(text, words)
  return reading.ok ? reading.value : undefined
}

function readAnswer(
  cells: RowCells,
  read: FieldReaders,
  profile: ImportProfile,
  fileName: string,
): RowAnswer | undefined {
  const list = listNamed(fileName)
  const ofList = list === 'success' ? 'accepted' : list === 'failure' ? 'rejected' : undefined
  const text = cells.text('result')
  const reason = cells.text('reason')
  const on = read.day(cells, 'answeredOn', { past: true }) ?? null
  if (saysNothing(text)) {
    // A whole list may write its reasons beside the failed rows and nothing beside the others.
    const blank = saysNothing(reason) || saysNone(reason)
    const outcome = ofList ?? (blank ? undefined : 'rejected')
    if (outcome !== undefined) return { outcome, on, reason: blank ? '' : reason, text }
    cells.refuse('result.none')
    return undefined
  }
  const outcome = profile.answerOf(text)
  if (outcome === undefined) {
    cells.refuse('result.unknown', 'result', { value: text })
    return undefined
  }
  const rejected = outcome === 'rejected'
  if (ofList !== undefined && outcome !== 'waiting' && rejected !== (ofList === 'rejected')) {
    cells.refuse('result.other-list', 'result', {
      value: text,
      list: ofList === 'rejected' ? '失败' : '成功',
    })
    return undefined
  }
  // "不通过：缺合同": the cell of the result may say why.
  const spoken = saysNothing(reason) ? text : reason
  return { outcome, on, reason: rejected ? spoken : saysNothing(reason) ? '' : reason, text }
}

/** 2022年度 and 2022 are one period, 2022年3月 and 2022-03, 2022年第1季度 and 2022Q1. */
function periodOf(text: string): string | undefined {
  const plain = text.normalize('NFKC').replace(/\s/gu, '')
  if (saysNothing(plain)) return undefined
  const quarter = /^(\d{4})年?第?([1-4一二三四])季度?$/u.exec(plain)
  if (quarter) return `${quarter[1]}Q${'一二三四'.indexOf(quarter[2] ?? '') + 1 || quarter[2]}`
  const month = /^(\d{4})(?:[-./年])?(0?[1-9]|1[0-2])月?$/u.exec(plain)
  if (month) return `${month[1]}-${(month[2] ?? '').padStart(2, '0')}`
  const year = /^(\d{4})年?度?$/u.exec(plain)
  return year ? year[1] : plain.toUpperCase()
}

import type { Fund } from '../../../shared/domain/policy.ts'
import type { ConcernedWhy } from '../../../shared/domain/scenario.ts'
import { isEvaluated, type PackDocument, type PackRow, type PackSet } from './pack.ts'
import { benefitIn, type PackChange, restsOn } from './pack-change.ts'

export interface Concerned {
  readonly document: PackDocument
  readonly row: PackRow
  readonly why: ConcernedWhy
  /** it belongs to what was asked, so its people and money are in the sums; the others only stand beside them */
  readonly counted: boolean
}

/**
 * The benefits that a scenario looks at: the chosen ones and those that a change reaches, which make the sums; those
 * that share their entitlement with one of these; frame rows that hand over to a document whose dates are moved; and,
 * for the budget of a fund, all that the fund pays. In the order of the documents. @throws Refusal `scenario.unknown`
 */
export function concernedBenefits(
  packs: PackSet,
  chosen: readonly string[],
  changes: readonly PackChange[],
  fund: Fund | null,
): Concerned[] {
  const why = new Map<PackRow, ConcernedWhy>()
  const add = (row: PackRow, reason: ConcernedWhy) => {
    if (!why.has(row)) why.set(row, reason)
  }
  for (const id of chosen) add(benefitIn(packs, id).row, 'chosen')
  const all = packs.documents.flatMap((document) =>
    document.rows.filter((row) => isEvaluated(row)).map((row) => ({ document, row })),
  )
  for (const { document, row } of all)
    if (changes.some((change) => reaches(change, row, document))) add(row, 'changed')
  const uses = new Set([...why.keys()].map((row) => row.use).filter((use) => use !== undefined))
  for (const { row } of all) if (row.use !== undefined && uses.has(row.use)) add(row, 'same-use')
  const moved = new Set(changes.flatMap((change) => (change.kind === 'document' ? [change.document] : [])))
  const handed = new Set(all.flatMap(({ document, row }) => (moved.has(document.id) ? [row.id] : [])))
  for (const { row } of all) if (row.delegatesTo.some((id) => handed.has(id))) add(row, 'delegates')
  if (fund !== null) for (const { row } of all) if (row.fund.includes(fund)) add(row, 'same-fund')
  return all.flatMap(({ document, row }) => {
    const reason = why.get(row)
    if (reason === undefined) return []
    return [{ document, row, why: reason, counted: reason === 'chosen' || reason === 'changed' }]
  })
}

function reaches(change: PackChange, row: PackRow, document: PackDocument): boolean {
  switch (change.kind) {
    case 'amount':
    case 'ceiling':
    case 'threshold':
      return change.benefit === row.id
    case 'parameter':
      return restsOn(row, document, change.parameter)
    case 'standard':
      return waitsFor(row, document, change.key)
    case 'document':
      // A document holds many benefits; those that were chosen are the question.
      return false
  }
}

/** Whether a row rests on a named standard: a line by year, or a list of counties. */
export function waitsFor(row: PackRow, document: PackDocument, key: string): boolean {
  const { home, workplace, partner, wages } = row.conditions
  if (wages?.atLeast === key) return true
  return [home, workplace, partner].some(
    (name) => name !== undefined && document.places[name]?.open?.standard === key,
  )
}

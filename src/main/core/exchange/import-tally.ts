/** Counts and findings of one import as it goes. */

import type { ImportResult } from '../../../shared/contract/imports.ts'
import { importReasonLabel } from '../../../shared/text/import-reasons.ts'
import type { RowNotes } from './row-cells.ts'

export type RowOutcome = 'new' | 'changed' | 'same' | 'refused'
export type Finding = ImportResult['findings'][number]
export type Change = ImportResult['changes'][number]

/** Findings and changes that an answer carries; all findings are in the ledger and in the error workbook. */
const SHOWN = 200

export class ImportTally {
  rows = 0
  readonly counts = { new: 0, changed: 0, same: 0, refused: 0 }
  warned = 0
  readonly first: Finding[] = []
  readonly changes: Change[] = []
  /** row → sentences, for the error workbook */
  readonly sentences = new Map<number, string>()
  readonly #reasons = new Map<string, number>()
  #pending: Finding[] = []

  /** Books one row with what was remarked on it. A row that was refused counts as that, whatever else was decided. */
  book(notes: RowNotes, outcome: RowOutcome): void {
    this.rows += 1
    this.counts[outcome] += 1
    if (notes.remarks.length === 0) return
    if (outcome !== 'refused') this.warned += 1
    // What was warned about a refused row is of no use to anybody: only why it was refused.
    const told = outcome === 'refused' ? notes.remarks.filter((r) => r.severity === 'refused') : notes.remarks
    for (const { severity, code, message } of told) {
      const finding = { row: notes.number, severity, code, message }
      this.#pending.push(finding)
      if (this.first.length < SHOWN) this.first.push(finding)
      this.#reasons.set(code, (this.#reasons.get(code) ?? 0) + 1)
    }
    const mark = outcome === 'refused' ? '未导入：' : '已导入，请留意：'
    this.sentences.set(notes.number, mark + told.map(({ message }) => message).join(' '))
  }

  change(change: Change): void {
    if (this.changes.length < SHOWN) this.changes.push(change)
  }

  get wantsChanges(): boolean {
    return this.changes.length < SHOWN
  }

  /** Findings since the last time, to be stored. */
  drain(): Finding[] {
    const drained = this.#pending
    this.#pending = []
    return drained
  }

  /** Reasons with their counts, most frequent first. */
  reasons(): ImportResult['reasons'] {
    return [...this.#reasons]
      .map(([code, count]) => ({ code, label: importReasonLabel(code), count }))
      .sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1))
  }
}

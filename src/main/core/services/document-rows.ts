/** Rows of one treatment with their document, for lists that go over all documents. */
import { Refusal } from '../../../shared/domain/refusal.ts'
import { asStandard, storedParameters, storedStandards } from '../entitlements/ledger-engine.ts'
import { packsOf } from '../entitlements/packs.ts'
import type { PackAnyRow, PackDocument, PackSet } from '../policy/pack.ts'
import { placeOfDocument } from '../policy/place-of-document.ts'
import { RegionRule } from '../policy/regions.ts'
import type { Surroundings } from '../procedure.ts'
import type { Reading } from './evidence.ts'

type Treatment = PackAnyRow['treatment']
export type RowOf<T extends Treatment> = Extract<PackAnyRow, { treatment: T }>

export interface RowInDocument<T extends Treatment> {
  readonly row: RowOf<T>
  readonly document: PackDocument
}

/** Every row of a treatment in force on a day, by document, in the order of the ids. `doc`: only of that document. */
export function rowsOf<T extends Treatment>(packs: PackSet, treatment: T, doc?: string): RowInDocument<T>[] {
  return packs.documents
    .filter((document) => doc === undefined || document.id === doc)
    .flatMap((document) =>
      document.rows
        .filter((row): row is RowOf<T> => row.treatment === treatment)
        .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
        .map((row) => ({ row, document })),
    )
}

/** @throws Refusal `policy.no-row` where no document in force has such a row */
export function findRow<T extends Treatment>(
  packs: PackSet,
  treatments: readonly T[],
  id: string,
): RowInDocument<T> {
  for (const document of packs.documents) {
    const row = document.rows.find((one) => one.id === id)
    if (row !== undefined && (treatments as readonly Treatment[]).includes(row.treatment))
      return { row: row as RowOf<T>, document }
  }
  throw new Refusal('policy.no-row', `政策库中没有编号为 ${id} 的这一类条款，请核对编号。`, { id })
}

/** How an office reads its documents: packs in force on a day, its own readings and standards. */
export class OfficeReading {
  readonly packs: PackSet
  private readonly ledger: Reading
  private parameters: Readonly<Record<string, unknown>> | undefined
  private readonly rules = new Map<string, RegionRule>()

  constructor(context: Pick<Surroundings, 'resources'>, ledger: Reading, asOf: string) {
    this.packs = packsOf(context, ledger, asOf)
    this.ledger = ledger
  }

  /** A whole number that is a reading of the text. */
  number(id: string): number {
    const value = this.parameter(id)
    if (typeof value !== 'number') throw new Error(`parameter ${id} is no number`)
    return value
  }

  /** A named place of a document, or its territory, as a rule about region codes. */
  place(document: PackDocument, name: string | undefined): RegionRule {
    const key = `${document.id}|${name ?? ''}`
    let rule = this.rules.get(key)
    if (rule === undefined) {
      const standards = storedStandards(this.ledger).map(asStandard)
      const spec = placeOfDocument(document, name, (id) => this.parameter(id) as readonly string[], standards)
      rule = new RegionRule(spec, 1)
      this.rules.set(key, rule)
    }
    return rule
  }

  private parameter(id: string): unknown {
    this.parameters ??= storedParameters(this.ledger)
    return this.parameters[id] ?? this.packs.parameters.get(id)?.value
  }
}

/** Employers or agents of the ledger by credit code and by folded name, kept in memory while an import runs. */
import type { WriteTx } from '../db/ledger.ts'
import { foldOrganisation } from '../registry/employers.ts'

export type KnownOrganisation = { id: string; name: string; creditCode: string | null }

export class KnownOrganisations {
  readonly #byCode = new Map<string, KnownOrganisation>()
  readonly #byName = new Map<string, KnownOrganisation[]>()

  constructor(tx: Pick<WriteTx, 'prepare'>, table: 'employers' | 'agents') {
    const all = tx.prepare<KnownOrganisation>(
      `SELECT id, name, credit_code AS creditCode FROM ${table} WHERE deleted_at IS NULL`,
    )
    for (const organisation of all.iterate()) this.add(organisation)
  }

  add(organisation: KnownOrganisation): void {
    if (organisation.creditCode !== null) this.#byCode.set(organisation.creditCode, organisation)
    const key = foldOrganisation(organisation.name)
    const named = this.#byName.get(key)
    if (named) named.push(organisation)
    else this.#byName.set(key, [organisation])
  }

  /** A record that got its credit code after it was added. */
  giveCode(id: string, name: string, creditCode: string): void {
    const found = this.named(name).find((each) => each.id === id)
    if (found === undefined) return
    found.creditCode = creditCode
    this.#byCode.set(creditCode, found)
  }

  withCode(creditCode: string): KnownOrganisation | undefined {
    return this.#byCode.get(creditCode)
  }

  /** All of that name but for brackets, blanks and width. */
  named(name: string): readonly KnownOrganisation[] {
    return this.#byName.get(foldOrganisation(name)) ?? []
  }

  /** The one that a list speaks of: by credit code, else by a name that only one has. */
  find(name: string | undefined, creditCode: string | undefined): KnownOrganisation | undefined {
    const byCode = creditCode === undefined ? undefined : this.withCode(creditCode)
    if (byCode) return byCode
    const named = name === undefined ? [] : this.named(name)
    const fitting = creditCode === undefined ? named : named.filter((each) => each.creditCode === null)
    return fitting.length === 1 ? fitting[0] : undefined
  }
}

import { DEFAULT_PROCEDURE, type Procedure } from '../../../../shared/domain/claim-procedure.ts'
import type { ReadLedger } from '../../db/ledger.ts'

type Reading = Pick<ReadLedger, 'prepare'>

/** Stands for the procedure that an office has before it writes one of its own. */
export const DEFAULT_PROCEDURE_ID = 'default'

export type OfficeProcedure = {
  readonly id: string
  /** benefit id, or `*` for all that have none of their own */
  readonly benefit: string
  readonly procedure: Procedure
}

const DEFAULT: OfficeProcedure = { id: DEFAULT_PROCEDURE_ID, benefit: '*', procedure: DEFAULT_PROCEDURE }

/**
 * 办理程序 of an office, read once for one piece of work. A claim keeps the procedure that it was drafted under, so
 * a change in the middle moves nobody; new drafts take the latest one that is in force.
 */
export class OfficeProcedures {
  private readonly ledger: Reading
  private readonly read = new Map<string, OfficeProcedure>([[DEFAULT_PROCEDURE_ID, DEFAULT]])

  constructor(ledger: Reading) {
    this.ledger = ledger
  }

  /** What a claim of this benefit drafted on this day follows: its own procedure before the general one. */
  of(benefit: string, on: string): OfficeProcedure {
    const id = this.ledger
      .prepare<string>(
        `SELECT id FROM procedures WHERE benefit IN (?, '*') AND from_date <= ? AND deleted_at IS NULL
         ORDER BY benefit = '*', from_date DESC, id DESC LIMIT 1`,
      )
      .pluck()
      .get(benefit, on) as string | undefined
    return id === undefined ? DEFAULT : this.byId(id)
  }

  /** Also one that was replaced or removed since: claims under way still follow it. */
  byId(id: string): OfficeProcedure {
    let known = this.read.get(id)
    if (known === undefined) {
      const row = this.ledger
        .prepare<{ benefit: string; steps: string }>('SELECT benefit, steps FROM procedures WHERE id = ?')
        .get(id)
      if (row === undefined) throw new Error(`no procedure ${id}`)
      known = { id, benefit: row.benefit, procedure: JSON.parse(row.steps) as Procedure }
      this.read.set(id, known)
    }
    return known
  }
}

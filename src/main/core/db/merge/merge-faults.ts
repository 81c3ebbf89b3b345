/** Why a merge is given up: nothing of it remains, and the bundle is refused. */

/** A change of a record that nobody has sent: something before it is missing. */
export class MissingRecord extends Error {
  readonly tbl: string
  readonly rowId: string
  constructor(tbl: string, rowId: string) {
    super(`${tbl} ${rowId} is changed, but was never sent`)
    this.tbl = tbl
    this.rowId = rowId
  }
}

/** A change in a shape that did not come with it. */
export class UnknownShape extends Error {
  readonly tbl: string
  readonly rowId: string
  constructor(tbl: string, rowId: string) {
    super(`${tbl} ${rowId} is written in a shape that did not come with it`)
    this.tbl = tbl
    this.rowId = rowId
  }
}

/** A change that says it was made after the clock that its sender signed. */
export class LaterThanClock extends Error {
  constructor(hlc: string, seen: string) {
    super(`a change of ${hlc} in a bundle of ${seen}`)
  }
}

import type { Store } from '../store/store.ts'
import type { Change } from './changes.ts'
import { lookUp } from './directories.ts'
import { ownerOf } from './owners.ts'

/** What came of each subject, until it is written; finds out where each record belongs. */
export class Groups {
  /** changes by subject: those that something came of lately, and those that nothing came of since the last `settled` */
  #recent = new Map<string, Change[]>()
  #earlier = new Map<string, Change[]>()
  /** the subject of each record that does not stand alone, for those that hang on it and for later bundles */
  readonly owners = new Map<string, string>()
  /** updates of records that were not seen in this bundle yet */
  #homeless: Change[] = []
  lines = 0
  characters = 0

  /** All that is held. */
  get bySubject(): Map<string, Change[]> {
    return new Map([...this.#earlier, ...this.#recent])
  }

  /** Takes out the subjects of which nothing has come since this was asked last. */
  settled(): Map<string, Change[]> {
    const settled = this.#earlier
    this.#earlier = this.#recent
    this.#recent = new Map()
    for (const changes of settled.values())
      for (const { line } of changes) {
        this.lines -= 1
        this.characters -= line.length
      }
    return settled
  }

  add(change: Change): void {
    this.lines += 1
    this.characters += change.line.length
    const owner = ownerOf(change)
    const home =
      owner.kind === 'subject' ? owner.id : this.owners.get(owner.kind === 'record' ? owner.id : change.rowId)
    if (home === undefined) this.#homeless.push(change)
    else this.#put(home, change)
  }

  /** Settles updates whose record came in an earlier bundle, and records that hang on such ones. */
  async houseTheHomeless(store: Store): Promise<void> {
    let waiting = this.#homeless
    this.#homeless = []
    const asked = (change: Change) => {
      const owner = ownerOf(change)
      return owner.kind === 'ask' ? change.rowId : owner.id
    }
    const known = await lookUp(store, waiting.map(asked))
    // A record may hang on one that hangs on another: as long as some find their home, others may.
    for (let found = true; found && waiting.length > 0; ) {
      const left: Change[] = []
      for (const change of waiting) {
        const home = this.owners.get(asked(change)) ?? known.get(asked(change))
        if (home === undefined) left.push(change)
        else this.#put(home, change)
      }
      found = left.length < waiting.length
      waiting = left
    }
    for (const change of waiting) this.#put(asked(change), change)
  }

  #put(subjectId: string, change: Change): void {
    if (change.rowId !== subjectId) this.owners.set(change.rowId, subjectId)
    let group = this.#recent.get(subjectId)
    if (group === undefined) {
      group = this.#earlier.get(subjectId) ?? []
      this.#earlier.delete(subjectId)
      this.#recent.set(subjectId, group)
    }
    group.push(change)
  }
}

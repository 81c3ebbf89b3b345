import { sql } from 'drizzle-orm'
import type { PersonKeys } from '../person-key.ts'
import { type Store, type StoreCell, slices } from '../store/store.ts'
import { type Change, changesIn, fold, type Shapes } from './changes.ts'

/** Under which person key each subject is kept. */
export class SubjectKeys {
  readonly #store: Store
  readonly #keys: PersonKeys
  readonly #shapes: Shapes

  constructor(store: Store, keys: PersonKeys, shapes: Shapes) {
    this.#store = store
    this.#keys = keys
    this.#shapes = shapes
  }

  /**
   * The person key of each subject; one whose ID number became known or was corrected is moved, with what is held of it.
   * @param leave told each key that a subject leaves, before it does
   */
  async assign(
    groups: ReadonlyMap<string, readonly Change[]>,
    leave: (key: string) => Promise<void>,
  ): Promise<Map<string, string>> {
    const store = this.#store
    const { subjects, histories } = store.tables
    const known = new Map<string, string>()
    for (const ids of slices([...groups.keys()])) {
      const rows = await store.all<{ subject_id: string; person_key: string }>(
        sql`SELECT subject_id, person_key FROM ${subjects} WHERE ${store.among(subjects.subject_id, ids)}`,
      )
      for (const { subject_id, person_key } of rows) known.set(subject_id, person_key)
    }
    const keyOf = new Map<string, string>()
    const newcomers: StoreCell[][] = []
    for (const [subjectId, changes] of groups) {
      const now = known.get(subjectId)
      const root = changes.filter(({ rowId }) => rowId === subjectId)
      if (now === undefined) {
        const key = this.#keyOfRoot(subjectId, root)
        keyOf.set(subjectId, key)
        newcomers.push([subjectId, key])
        continue
      }
      keyOf.set(subjectId, now)
      if (!root.some(({ fields }) => 'id_number' in fields || 'credit_code' in fields)) continue
      // Whichever is the later then, what is held or what came: it leads to the same key.
      if (this.#keyOfRoot(subjectId, root) === now) continue
      const held = await store.all<{ ordinal: number; part: number; lines: string }>(sql`
        SELECT ordinal, part, lines FROM ${histories}
        WHERE ${histories.person_key} = ${now} AND ${histories.subject_id} = ${subjectId}`)
      const before = held
        .flatMap(({ lines }) => changesIn(lines, this.#shapes))
        .filter(({ rowId }) => rowId === subjectId)
      const key = this.#keyOfRoot(subjectId, [...before, ...root])
      if (key === now) continue
      keyOf.set(subjectId, key)
      await leave(now)
      await this.#move(subjectId, now, key, held)
    }
    await store.insert('subjects', newcomers)
    return keyOf
  }

  #keyOfRoot(subjectId: string, changes: readonly Change[]): string {
    const [only] = changes
    if (only !== undefined && changes.length === 1) return this.#keys.of(only.tbl, subjectId, only.fields)
    const root = fold(changes, true).find(({ rowId }) => rowId === subjectId)
    return root === undefined ? this.#keys.ofRow(subjectId) : this.#keys.of(root.tbl, subjectId, root.fields)
  }

  /** By inserting and deleting: a cluster never changes the column that it spreads a table by. */
  async #move(
    subjectId: string,
    from: string,
    to: string,
    held: readonly { ordinal: number; part: number; lines: string }[],
  ): Promise<void> {
    const store = this.#store
    const { histories, subjects } = store.tables
    await store.run(sql`
      DELETE FROM ${histories} WHERE ${histories.person_key} = ${from} AND ${histories.subject_id} = ${subjectId}`)
    await store.insert(
      'histories',
      held.map(({ ordinal, part, lines }) => [to, subjectId, ordinal, part, lines]),
    )
    await store.run(
      sql`UPDATE ${subjects} SET person_key = ${to} WHERE ${subjects.subject_id} = ${subjectId}`,
    )
  }
}

/** Which rows of a list are chosen: some by id, or all that match except a few. */
export type Selection =
  | { mode: 'some'; ids: ReadonlySet<string> }
  | { mode: 'all'; except: ReadonlySet<string> }

export const NOTHING: Selection = { mode: 'some', ids: new Set() }
export const EVERYTHING: Selection = { mode: 'all', except: new Set() }

export function isSelected(selection: Selection, id: string): boolean {
  return selection.mode === 'some' ? selection.ids.has(id) : !selection.except.has(id)
}

/** How many of `total` matching rows are chosen. */
export function selectedCount(selection: Selection, total: number): number {
  return selection.mode === 'some' ? selection.ids.size : Math.max(0, total - selection.except.size)
}

/** Chooses or drops one row. */
export function withRow(selection: Selection, id: string, chosen: boolean): Selection {
  const listed = new Set(selection.mode === 'some' ? selection.ids : selection.except)
  if (chosen === (selection.mode === 'some')) listed.add(id)
  else listed.delete(id)
  return selection.mode === 'some' ? { mode: 'some', ids: listed } : { mode: 'all', except: listed }
}

export function withRows(selection: Selection, ids: readonly string[], chosen: boolean): Selection {
  return ids.reduce((before, id) => withRow(before, id, chosen), selection)
}

const STEP = 1000

/**
 * The ids that are chosen, fetched page by page where all but a few are.
 * Throws when the list changes its length meanwhile, so that nobody acts on rows they did not see.
 */
export async function selectedIds<R>(
  selection: Selection,
  fetchPage: (offset: number, limit: number) => Promise<{ total: number; rows: readonly R[] }>,
  idOf: (row: R) => string,
): Promise<string[]> {
  if (selection.mode === 'some') return [...selection.ids]
  const ids: string[] = []
  let total = Number.POSITIVE_INFINITY
  for (let offset = 0; offset < total; offset += STEP) {
    const page = await fetchPage(offset, STEP)
    if (offset > 0 && page.total !== total) throw new Error('the list changed while it was read')
    total = page.total
    for (const row of page.rows) {
      const id = idOf(row)
      if (!selection.except.has(id)) ids.push(id)
    }
  }
  return ids
}

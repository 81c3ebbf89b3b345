/** The most pages in one file: an office printer and its clerk lose track beyond that. */
export const pagesPerFile = 500

/** One file's share of the forms. */
export interface FormPart<Data> {
  /** The group's name, e.g. a village; with `part` it names the file. */
  readonly group: string
  /** From 1 within the group. */
  readonly part: number
  /** How many files the group takes. */
  readonly parts: number
  readonly people: readonly Data[]
}

/**
 * Splits forms into files: one group (a village) never shares a file with another, and no file has more than `limit`
 * pages. Groups come in the order of their first person, people keep theirs; files of a large group differ by at most
 * one page, so that no file holds a lone leaf.
 */
export function splitIntoParts<Data>(
  people: readonly Data[],
  groupOf: (data: Data) => string,
  limit: number = pagesPerFile,
): FormPart<Data>[] {
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`A file holds at least one page, not ${limit}`)
  const groups = Map.groupBy(people, groupOf)
  return [...groups].flatMap(([group, members]) => {
    const parts = Math.ceil(members.length / limit)
    return Array.from({ length: parts }, (_, index) => ({
      group,
      part: index + 1,
      parts,
      people: members.slice(
        Math.floor((index * members.length) / parts),
        Math.floor(((index + 1) * members.length) / parts),
      ),
    }))
  })
}

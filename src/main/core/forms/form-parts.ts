/** The most pages in one file: an office printer and its clerk lose track beyond that. */
export const pagesPerFile = 500

/**
 * Splits pages into files of at most `limit`, in their order; the files differ by at most one page, so that none holds a
 * lone leaf. Nothing makes no file.
 */
export function splitIntoParts<Page>(pages: readonly Page[], limit: number = pagesPerFile): Page[][] {
  if (!Number.isInteger(limit) || limit < 1) throw new Error(`A file holds at least one page, not ${limit}`)
  const parts = Math.ceil(pages.length / limit)
  return Array.from({ length: parts }, (_, index) =>
    pages.slice(Math.floor((index * pages.length) / parts), Math.floor(((index + 1) * pages.length) / parts)),
  )
}

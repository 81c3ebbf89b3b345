/**
 * Gives equal texts as one and the same. Every row that SQLite gives comes with texts of its own; a county's 200,000 people
 * work for a few hundred units from a few hundred days on.
 */
export function heldOnce(): <T extends string | null>(text: T) => T {
  const texts = new Map<string, string>()
  return <T extends string | null>(text: T): T => {
    if (text === null) return text
    const known = texts.get(text)
    if (known !== undefined) return known as T
    texts.set(text, text)
    return text
  }
}

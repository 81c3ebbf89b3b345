import { wordsOf } from './clauses.ts'

/** A text with the searched words marked. */
export function Marked({ text, search }: { text: string; search: string }) {
  const words = wordsOf(search).filter((word) => word.length > 0)
  if (words.length === 0) return <>{text}</>
  const parts: { text: string; hit: boolean; at: number }[] = []
  const lower = text.normalize('NFKC').toLowerCase()
  // Where folding changed the length, places in the folded text are not places in the text.
  if (lower.length !== text.length) return <>{text}</>
  let at = 0
  while (at < text.length) {
    const next = words
      .map((word) => ({ word, at: lower.indexOf(word, at) }))
      .filter((hit) => hit.at >= 0)
      .sort((a, b) => a.at - b.at || b.word.length - a.word.length)[0]
    if (next === undefined) break
    if (next.at > at) parts.push({ text: text.slice(at, next.at), hit: false, at })
    parts.push({ text: text.slice(next.at, next.at + next.word.length), hit: true, at: next.at })
    at = next.at + next.word.length
  }
  parts.push({ text: text.slice(at), hit: false, at })
  return (
    <>
      {parts.map((part) =>
        part.hit ? <mark key={part.at}>{part.text}</mark> : <span key={part.at}>{part.text}</span>,
      )}
    </>
  )
}

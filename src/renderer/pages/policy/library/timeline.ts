import type { DocumentView } from '../../../../shared/contract/policy.ts'

/** Where things stand on the picture of documents in time, in units of its view box. */
export type Bar = {
  document: DocumentView
  y: number
  from: number
  to: number
  /** end of the claim window, where it is later than the document */
  claims: number | null
  /** the first day is assumed */
  assumed: boolean
}
export type Ghost = { name: string; y: number; to: number; by: string }
export type Tie = { from: Bar; to: Bar; rows: number }
export type Timeline = {
  width: number
  height: number
  left: number
  years: readonly { year: number; x: number }[]
  bars: readonly Bar[]
  ghosts: readonly Ghost[]
  ties: readonly Tie[]
  today: number
}

const WIDTH = 1000
const LEFT = 12
/** room at the right for the words of what ties two documents */
const TIES = 210
const TOP = 26
const STEP = 44
const GHOST = 90

/** Lays the documents out in the order of their first day; one that carries out another stands right below it. */
export function timelineOf(documents: readonly DocumentView[], today: string): Timeline {
  const ordered = inOrder(documents)
  const days = ordered.flatMap((one) => [one.inForceFrom, one.inForceTo, one.claimUntil])
  const dated = [...days.filter((day): day is string => day !== null), today]
  const first = Math.min(...dated.map((day) => Number(day.slice(0, 4))))
  const last = Math.max(...dated.map((day) => Number(day.slice(0, 4)))) + 1
  const tied = ordered.some(({ relations }) => relations.some(({ kind }) => kind === 'implements'))
  const right = tied ? TIES : LEFT
  const x = (day: string): number => {
    const [year = first, month = 1, date = 1] = day.split('-').map(Number)
    const part = (Date.UTC(year, month - 1, date) - Date.UTC(year, 0, 1)) / 31_622_400_000
    return LEFT + ((year + part - first) / (last - first)) * (WIDTH - LEFT - right)
  }
  const bars = ordered.map((document, at): Bar => {
    const to = document.inForceTo === null ? WIDTH - right : x(document.inForceTo)
    return {
      document,
      y: TOP + at * STEP,
      from: document.inForceFrom === null ? LEFT : x(document.inForceFrom),
      to,
      claims: document.claimUntil === null ? null : Math.max(to, x(document.claimUntil)),
      assumed: document.assumptions.length > 0,
    }
  })
  const barOf = (id: string) => bars.find((bar) => bar.document.id === id)
  const ties = bars.flatMap((bar) =>
    bar.document.relations.flatMap(({ kind, target, rows }): Tie[] => {
      const frame = kind === 'implements' ? barOf(target) : undefined
      return frame === undefined ? [] : [{ from: frame, to: bar, rows: rows.length }]
    }),
  )
  const ghosts = bars.flatMap((bar) =>
    bar.document.relations
      .filter(({ kind, target }) => kind === 'supersedes' && barOf(target) === undefined)
      .map(({ target }): Ghost => ({ name: target, y: bar.y, to: bar.from, by: bar.document.id })),
  )
  return {
    width: WIDTH,
    height: TOP + ordered.length * STEP + 6,
    left: LEFT,
    years: Array.from({ length: last - first + 1 }, (_, i) => ({
      year: first + i,
      x: x(`${first + i}-01-01`),
    })),
    bars,
    ghosts,
    ties,
    today: x(today),
  }
}

/** Length of the stub of a document that is not in the library. */
export const GHOST_LENGTH = GHOST

function inOrder(documents: readonly DocumentView[]): DocumentView[] {
  const sorted = [...documents].sort((a, b) => (a.inForceFrom ?? '').localeCompare(b.inForceFrom ?? ''))
  const below = (id: string) =>
    sorted.filter((one) => one.relations.some(({ kind, target }) => kind === 'implements' && target === id))
  const known = new Set(sorted.map(({ id }) => id))
  const isBelow = (one: DocumentView) =>
    one.relations.some(({ kind, target }) => kind === 'implements' && known.has(target))
  return sorted.filter((one) => !isBelow(one)).flatMap((one) => [one, ...below(one.id)])
}

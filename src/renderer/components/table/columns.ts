import type { ReactNode } from 'react'
import { useState } from 'react'
import { keep, readKept } from '../../state/kept.ts'

export type Column<R> = {
  key: string
  title: string
  /** px; the least width where the column grows */
  width: number
  grow?: boolean
  align?: 'right'
  /** left out until the person asks for it */
  hidden?: boolean
  render: (row: R) => ReactNode
}

/** The chosen columns of a table, kept on this machine. The first one always shows. */
export function useColumns<R>(table: string, all: readonly Column<R>[]) {
  const [off, setOff] = useState<readonly string[]>(() =>
    readKept(
      `columns.${table}`,
      all.filter((column) => column.hidden).map((column) => column.key),
    ),
  )
  return {
    shown: all.filter((column, at) => at === 0 || !off.includes(column.key)),
    isShown: (key: string) => !off.includes(key),
    toggle(key: string) {
      const next = off.includes(key) ? off.filter((one) => one !== key) : [...off, key]
      setOff(next)
      keep(`columns.${table}`, next)
    },
  }
}

/** CSS grid columns: fixed widths, growing ones share what is left. */
export function gridTemplate<R>(columns: readonly Column<R>[], selectable: boolean): string {
  const tracks = columns.map((column) =>
    column.grow ? `minmax(${column.width}px, 1fr)` : `${column.width}px`,
  )
  if (!columns.some((column) => column.grow) && tracks.length > 0)
    tracks[tracks.length - 1] = `minmax(${columns[columns.length - 1]?.width ?? 80}px, 1fr)`
  return (selectable ? ['32px', ...tracks] : tracks).join(' ')
}

import { useSyncExternalStore } from 'react'
import type { Mode } from '../outcome-colours.ts'
import { keep, readKept } from './kept.ts'
import { createStore, useStore } from './store.ts'

export type Appearance = Mode | 'system'
const appearance = createStore<Appearance>(readKept<Appearance>('appearance', 'system'))
const systemDark = matchMedia('(prefers-color-scheme: dark)')

/** Light or dark as it is drawn now. */
export function useMode(): Mode {
  const chosen = useStore(appearance)
  const dark = useSyncExternalStore(
    (changed) => {
      systemDark.addEventListener('change', changed)
      return () => systemDark.removeEventListener('change', changed)
    },
    () => systemDark.matches,
  )
  return chosen === 'system' ? (dark ? 'dark' : 'light') : chosen
}

export function chooseAppearance(next: Appearance): void {
  appearance.set(next)
  keep('appearance', next)
}

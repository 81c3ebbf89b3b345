import { useEffect, useId } from 'react'
import { createStore, useStore } from './store.ts'

const dirty = createStore<ReadonlySet<string>>(new Set())

/** Says that this part of the screen holds changes that are not saved. */
export function useUnsaved(isDirty: boolean): void {
  const id = useId()
  useEffect(() => {
    if (!isDirty) return
    dirty.set((all) => new Set(all).add(id))
    return () => dirty.set((all) => new Set([...all].filter((one) => one !== id)))
  }, [id, isDirty])
}

export const hasUnsaved = () => dirty.get().size > 0
export const useHasUnsaved = () => useStore(dirty).size > 0

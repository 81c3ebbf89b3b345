import { type RefObject, useCallback, useEffect, useState } from 'react'
import type { TableHandle } from '../../../components/table/WindowTable.tsx'

/** The record that is open beside a list: another list closes it, and so does Esc, which goes back to the rows. */
export function useOpen<R>(table: RefObject<TableHandle | null>, listKey: string) {
  const [open, setOpen] = useState<R | null>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another filter is another list; its record is not open
  useEffect(() => setOpen(null), [listKey])
  const close = useCallback(() => {
    setOpen(null)
    table.current?.focus()
  }, [table])
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key === 'Escape' && !event.defaultPrevented && !document.querySelector('.ant-modal-wrap'))
        close()
    }
    window.addEventListener('keydown', onKey)
    return () => window.removeEventListener('keydown', onKey)
  }, [close])
  return { open, setOpen, close }
}

import { useVirtualizer } from '@tanstack/react-virtual'
import { Checkbox } from 'antd'
import {
  type ReactNode,
  type RefObject,
  useEffect,
  useId,
  useImperativeHandle,
  useRef,
  useState,
} from 'react'
import { Problem } from '../Problem.tsx'
import { type Column, gridTemplate } from './columns.ts'
import {
  EVERYTHING,
  isSelected,
  NOTHING,
  type Selection,
  selectedCount,
  withRow,
  withRows,
} from './selection.ts'
import type { Windows } from './windows.ts'

const ROW = 32

export type TableHandle = { focus(): void }

type Props<R> = {
  label: string
  columns: readonly Column<R>[]
  list: Windows<R>
  rowId: (row: R) => string
  /** shown in place of the rows when there is none */
  empty: ReactNode
  openId?: string | null
  /** Enter or a click; also called for each row that the arrows reach while a record is open */
  onOpen?: (row: R) => void
  /** double click: the full page */
  onOpenFull?: (row: R) => void
  selection?: Selection
  onSelect?: (selection: Selection) => void
  handle?: RefObject<TableHandle | null>
}

/** The table of all lists: 32 px rows, only what is visible is drawn and fetched, everything by keyboard. */
export function WindowTable<R>(props: Props<R>) {
  const { columns, list, rowId, openId, onOpen, onOpenFull, selection, onSelect } = props
  const scroller = useRef<HTMLDivElement>(null)
  const gridId = useId()
  const [cursor, setCursor] = useState(0)
  const [anchor, setAnchor] = useState(0)
  const total = list.total ?? 0
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    overscan: 12,
  })
  const visible = rows.getVirtualItems()
  const first = visible[0]?.index ?? 0
  const last = visible[visible.length - 1]?.index ?? 0
  const { show, filterKey } = list
  useEffect(() => show(first, last), [show, first, last])
  // biome-ignore lint/correctness/useExhaustiveDependencies: a changed filter is a new list, seen from its top
  useEffect(() => {
    scroller.current?.scrollTo({ top: 0 })
    setCursor(0)
    setAnchor(0)
  }, [filterKey])
  useImperativeHandle(props.handle, () => ({ focus: () => scroller.current?.focus() }), [])

  const cursorRow = list.row(cursor)
  const cursorId = cursorRow === undefined ? undefined : rowId(cursorRow)
  // While a record is open the panel follows the cursor, also when its row arrives late.
  const followed = useRef(false)
  useEffect(() => {
    if (followed.current && openId && cursorRow !== undefined && cursorId !== openId) onOpen?.(cursorRow)
    if (cursorRow !== undefined) followed.current = false
  }, [cursorRow, cursorId, openId, onOpen])

  const move = (to: number, shift: boolean) => {
    const next = Math.max(0, Math.min(total - 1, to))
    rows.scrollToIndex(next)
    setCursor(next)
    followed.current = true
    if (shift && selection && onSelect) onSelect(withRows(selection, idsBetween(anchor, next), true))
    else setAnchor(next)
  }
  const idsBetween = (a: number, b: number) => {
    const ids: string[] = []
    for (let i = Math.min(a, b); i <= Math.max(a, b); i++) {
      const row = list.row(i)
      if (row !== undefined) ids.push(rowId(row))
    }
    return ids
  }
  const pageRows = Math.max(1, Math.floor((scroller.current?.clientHeight ?? 480) / ROW) - 2)

  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.target !== scroller.current) return
    const to: Record<string, number> = {
      ArrowDown: cursor + 1,
      ArrowUp: cursor - 1,
      PageDown: cursor + pageRows,
      PageUp: cursor - pageRows,
      Home: 0,
      End: total - 1,
    }
    const target = to[event.key]
    if (target !== undefined) move(target, event.shiftKey)
    else if (event.key === 'Enter' && cursorRow !== undefined) onOpen?.(cursorRow)
    else if (event.key === ' ' && selection && onSelect && cursorId !== undefined)
      onSelect(withRow(selection, cursorId, !isSelected(selection, cursorId)))
    else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a' && onSelect)
      onSelect(EVERYTHING)
    else return
    event.preventDefault()
  }

  const template = gridTemplate(columns, selection !== undefined)
  const chosen = selection ? selectedCount(selection, total) : 0
  return (
    <div className="grid-table">
      <div className="grid-head" style={{ gridTemplateColumns: template }} aria-hidden="true">
        {selection && onSelect && (
          <span className="grid-check">
            <Checkbox
              aria-label="全选"
              checked={chosen > 0 && chosen === total}
              indeterminate={chosen > 0 && chosen < total}
              onChange={(event) => onSelect(event.target.checked ? EVERYTHING : NOTHING)}
            />
          </span>
        )}
        {columns.map((column) => (
          <span key={column.key} className={column.align === 'right' ? 'grid-right' : undefined}>
            {column.title}
          </span>
        ))}
      </div>
      {list.error ? <Problem error={list.error} retry={list.refetch} /> : null}
      {/* biome-ignore lint/a11y/useSemanticElements: a virtual list of 200,000 rows cannot be a table element */}
      <div
        ref={scroller}
        className={list.stale ? 'grid-scroll grid-stale' : 'grid-scroll'}
        role="grid"
        aria-label={props.label}
        aria-rowcount={total}
        aria-multiselectable={selection !== undefined}
        aria-activedescendant={cursorId === undefined ? undefined : `${gridId}-${cursor}`}
        tabIndex={0}
        onKeyDown={onKeyDown}
      >
        {list.total === 0 && !list.error && props.empty}
        <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
          {visible.map((item) => {
            const row = list.row(item.index)
            const id = row === undefined ? undefined : rowId(row)
            const marked = id !== undefined && selection !== undefined && isSelected(selection, id)
            const classes = ['grid-row']
            if (item.index === cursor) classes.push('grid-cursor')
            if (id !== undefined && id === openId) classes.push('grid-open')
            if (marked) classes.push('grid-marked')
            return (
              // biome-ignore lint/a11y/useSemanticElements: as the grid
              // biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled by the grid, which holds the focus
              <div
                key={item.index}
                id={`${gridId}-${item.index}`}
                role="row"
                tabIndex={-1}
                aria-rowindex={item.index + 1}
                aria-selected={selection ? marked : id === openId}
                className={classes.join(' ')}
                style={{ gridTemplateColumns: template, transform: `translateY(${item.start}px)` }}
                onClick={(event) => {
                  scroller.current?.focus({ preventScroll: true })
                  setCursor(item.index)
                  if (event.shiftKey && selection && onSelect) {
                    onSelect(withRows(selection, idsBetween(anchor, item.index), true))
                    return
                  }
                  setAnchor(item.index)
                  if (row !== undefined) onOpen?.(row)
                }}
                onDoubleClick={() => row !== undefined && onOpenFull?.(row)}
              >
                {row === undefined || id === undefined ? (
                  <span className="grid-waiting" style={{ gridColumn: '1 / -1' }} />
                ) : (
                  <>
                    {selection && onSelect && (
                      // biome-ignore lint/a11y/useKeyWithClickEvents: the space key does the same
                      // biome-ignore lint/a11y/noStaticElementInteractions: keeps a click on the box from opening the row
                      <span className="grid-check" onClick={(event) => event.stopPropagation()}>
                        <Checkbox
                          tabIndex={-1}
                          aria-label="选择这一行"
                          checked={marked}
                          onChange={(event) => {
                            setCursor(item.index)
                            const shift = event.nativeEvent.shiftKey
                            onSelect(
                              withRows(
                                selection,
                                shift ? idsBetween(anchor, item.index) : [id],
                                event.target.checked,
                              ),
                            )
                            if (!shift) setAnchor(item.index)
                          }}
                        />
                      </span>
                    )}
                    {columns.map((column) => (
                      // biome-ignore lint/a11y/useSemanticElements: as the grid
                      // biome-ignore lint/a11y/useFocusableInteractive: the grid holds the focus, its cells do not
                      <span
                        key={column.key}
                        role="gridcell"
                        className={column.align === 'right' ? 'grid-cell grid-right' : 'grid-cell'}
                      >
                        {column.render(row)}
                      </span>
                    ))}
                  </>
                )}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

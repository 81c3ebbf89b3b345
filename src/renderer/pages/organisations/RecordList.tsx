import { PlusOutlined } from '@ant-design/icons'
import { Button } from 'antd'
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { useLocation, useSearchParams } from 'react-router'
import { useAskLeave } from '../../components/ask.tsx'
import { SearchBox } from '../../components/SearchBox.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import type { Column } from '../../components/table/columns.ts'
import { type TableHandle, WindowTable } from '../../components/table/WindowTable.tsx'
import type { Windows } from '../../components/table/windows.ts'
import { count } from '../../components/values.tsx'
import { openOnReturn, rememberOpen } from '../../state/returning.ts'
import { hasUnsaved } from '../../state/unsaved.ts'

/** A searchable list with a form at its side: employers, agents, schools, stations, pairings. */
export function RecordList<R extends { id: string }>({
  label,
  unit,
  columns,
  list,
  titleOf,
  addLabel,
  form,
  empty,
  searchable = true,
  placeholder = '名称、拼音、首字母、信用代码',
  leading,
  filters,
}: {
  label: string
  unit: string
  columns: readonly Column<R>[]
  list: Windows<R>
  titleOf: (row: R) => string
  addLabel: string
  form: (row: R | null, done: () => void) => ReactNode
  empty: ReactNode
  searchable?: boolean
  /** what can be searched for */
  placeholder?: string
  /** before the search field */
  leading?: ReactNode
  /** beside the search field */
  filters?: ReactNode
}) {
  const [params, setParams] = useSearchParams()
  // Coming back from who stands behind a record shows it again.
  const { key } = useLocation()
  const place = `${label} ${key}`
  const [chosen, setChosenRow] = useState<R | null>(() => openOnReturn<R>(place))
  const setChosen = useCallback(
    (row: R | null) => {
      setChosenRow(row)
      rememberOpen(place, row)
    },
    [place],
  )
  const [adding, setAdding] = useState(false)
  const askLeave = useAskLeave()
  const table = useRef<TableHandle>(null)
  const wanted = params.get('open')
  const first = list.row(0)
  // A hit of the search box names one record; it is the first of what was found.
  useEffect(() => {
    if (wanted && first && !list.stale) {
      if (first.id === wanted) setChosen(first)
      setParams(
        (before) => {
          const next = new URLSearchParams(before)
          next.delete('open')
          return next
        },
        { replace: true },
      )
    }
  }, [wanted, first, list.stale, setParams, setChosen])

  const leave = useCallback(
    async (then: () => void) => {
      if (!hasUnsaved() || (await askLeave())) then()
    },
    [askLeave],
  )
  const close = useCallback(() => {
    setChosen(null)
    setAdding(false)
    table.current?.focus()
  }, [setChosen])
  const open = useCallback(
    (row: R) => {
      if (row.id !== chosen?.id || adding)
        void leave(() => {
          setAdding(false)
          setChosen(row)
        })
    },
    [chosen, adding, leave, setChosen],
  )
  return (
    <>
      <div className="toolbar">
        {leading}
        {searchable && (
          <SearchBox
            label={`查找${label}`}
            placeholder={placeholder}
            value={params.get('search') ?? ''}
            onChange={(text) =>
              setParams(
                (before) => {
                  const next = new URLSearchParams(before)
                  if (text) next.set('search', text)
                  else next.delete('search')
                  return next
                },
                { replace: true },
              )
            }
            onDown={() => table.current?.focus()}
          />
        )}
        {filters}
        <span className="quiet digits">{list.total === undefined ? '' : `${count(list.total)} ${unit}`}</span>
        <span className="spring" />
        <Button
          icon={<PlusOutlined />}
          onClick={() =>
            void leave(() => {
              setChosen(null)
              setAdding(true)
            })
          }
        >
          {addLabel}
        </Button>
      </div>
      <div className="list-area">
        <WindowTable
          label={label}
          handle={table}
          columns={columns}
          list={list}
          rowId={(row) => row.id}
          openId={chosen?.id ?? null}
          onOpen={open}
          empty={empty}
        />
        {(chosen || adding) && (
          <SidePanel
            key={chosen?.id ?? 'new'}
            title={chosen ? titleOf(chosen) : addLabel}
            onClose={() => void leave(close)}
            width={460}
          >
            {form(chosen, close)}
          </SidePanel>
        )}
      </div>
    </>
  )
}

import { Button } from 'antd'
import type { ReactNode } from 'react'
import { Link, useSearchParams } from 'react-router'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import type { Column } from '../../components/table/columns.ts'
import { useWindows, type WindowRequest } from '../../components/table/windows.ts'
import { Behind } from './Behind.tsx'
import { RecordList } from './RecordList.tsx'

/** Employers or agents: found by name, pinyin or credit code; the record, and above it who and what hangs on it. */
export function OrganisationList<R extends { id: string; name: string }>({
  label,
  short,
  columns,
  rows,
  teach,
  form,
}: {
  label: string
  /** the word for one of them: 单位, 机构 */
  short: string
  columns: readonly Column<R>[]
  rows: (input: { search: string; offset: number; limit: number }) => WindowRequest
  /** what belongs here, where there is none */
  teach: string
  form: (row: R | null, done: () => void) => ReactNode
}) {
  const [params] = useSearchParams()
  const search = params.get('search') ?? ''
  const list = useWindows<R>(search, (offset, limit) => rows({ search, offset, limit }))
  return (
    <RecordList<R>
      label={label}
      unit="家"
      columns={columns}
      list={list}
      titleOf={(row) => row.name}
      addLabel={`登记${short}`}
      empty={
        search ? (
          <EmptyTeach title={`没有找到这家${short}`}>可换名称的一部分、拼音首字母或信用代码。</EmptyTeach>
        ) : (
          <EmptyTeach
            title={`还没有${label}`}
            actions={
              <Link to="/exchange/import">
                <Button type="primary">导入{label}</Button>
              </Link>
            }
          >
            {teach}
          </EmptyTeach>
        )
      }
      form={(row, done) => (
        <>
          {row && <Behind id={row.id} />}
          {form(row, done)}
        </>
      )}
    />
  )
}

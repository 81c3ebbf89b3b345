import type { z } from 'zod'
import type { agentRow, employerRow } from '../../../shared/contract/registry.ts'
import type { Column } from '../../components/table/columns.ts'
import { count, Digits, Door, Known, Unknown } from '../../components/values.tsx'

type Organisation = z.infer<typeof employerRow> | z.infer<typeof agentRow>

/** The columns that employers and agents share; each list says its widths and what stands between. */
export const nameColumn = <R extends Organisation>(title: string, width: number): Column<R> => ({
  key: 'name',
  title,
  width,
  grow: true,
  render: (row) => <b title={row.name}>{row.name}</b>,
})

export const codeColumn = <R extends Organisation>(width: number): Column<R> => ({
  key: 'code',
  title: '统一社会信用代码',
  width,
  render: (row) => <Known>{row.creditCode && <Digits>{row.creditCode}</Digits>}</Known>,
})

export const kindColumn = <R extends Organisation>(
  width: number,
  text: (kind: NonNullable<R['kind']>) => string,
): Column<R> => ({
  key: 'kind',
  title: '类型',
  width,
  render: (row) => (row.kind ? text(row.kind as NonNullable<R['kind']>) : <Unknown />),
})

export const countyColumn = <R extends Organisation>(width: number): Column<R> => ({
  key: 'county',
  title: '所在县（区）',
  width,
  render: (row) => <Known>{row.countyName && <span title={row.countyName}>{row.countyName}</span>}</Known>,
})

/** How many people, as a door to them. */
export const headsColumn = <R extends Organisation>(
  title: string,
  width: number,
  to: (row: R) => string,
): Column<R> => ({
  key: 'heads',
  title,
  width,
  align: 'right',
  render: (row) =>
    row.headcount === 0 ? (
      <Digits>0</Digits>
    ) : (
      <Door to={to(row)} label={`${row.name} ${title} ${row.headcount} 人`}>
        {count(row.headcount)}
      </Door>
    ),
})

export const contactColumns = <R extends Organisation>(
  contact: number,
  phone: number,
): readonly Column<R>[] => [
  { key: 'contact', title: '联系人', width: contact, render: (row) => <Known>{row.contact}</Known> },
  {
    key: 'phone',
    title: '电话',
    width: phone,
    render: (row) => <Known>{row.phone && <Digits>{row.phone}</Digits>}</Known>,
  },
]

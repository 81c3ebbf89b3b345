import { useQuery } from '@tanstack/react-query'
import { Segmented, Skeleton } from 'antd'
import { useMemo, useState } from 'react'
import type { PackChangeRow, PackPreview } from '../../../../shared/contract/packs.ts'
import { PACK_CHANGE_TEXT } from '../../../../shared/text/packs.ts'
import { api } from '../../../api.ts'
import { ExplanationView } from '../../../components/explanation/ExplanationView.tsx'
import { OutcomeTag } from '../../../components/OutcomeTag.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { SidePanel } from '../../../components/SidePanel.tsx'
import type { Column } from '../../../components/table/columns.ts'
import { WindowTable } from '../../../components/table/WindowTable.tsx'
import type { Windows } from '../../../components/table/windows.ts'
import { IdNumber, Known, Money, Unknown } from '../../../components/values.tsx'

const COLUMNS: readonly Column<PackChangeRow>[] = [
  {
    key: 'change',
    title: '变化',
    width: 84,
    render: (row) => (
      <span className={row.change === 'lose' || row.change === 'less' ? 'bad' : ''}>
        {PACK_CHANGE_TEXT[row.change]}
      </span>
    ),
  },
  {
    key: 'who',
    title: '给谁',
    width: 130,
    render: (row) => (
      <span title={row.beneficiaryName}>
        {row.beneficiaryName === '' ? <Unknown /> : <b>{row.beneficiaryName}</b>}
      </span>
    ),
  },
  {
    key: 'person',
    title: '为谁',
    width: 72,
    render: (row) =>
      row.beneficiaryKind === 'person' || row.personId === null ? (
        <span className="faint">—</span>
      ) : (
        <Known>{row.personName}</Known>
      ),
  },
  {
    key: 'benefit',
    title: '项目',
    width: 210,
    render: (row) => (
      <span title={row.benefitName}>
        <span className="faint digits">
          {[...new Set([row.benefitBefore, row.benefitAfter])].filter((id) => id !== null).join(' → ')}
        </span>{' '}
        {row.benefitName}
      </span>
    ),
  },
  { key: 'period', title: '期间', width: 56, render: (row) => row.period ?? '' },
  {
    key: 'before',
    title: '现在',
    width: 110,
    render: (row) => <OutcomeTag outcome={row.outcomeBefore} />,
  },
  {
    key: 'beforeFen',
    title: '金额（元）',
    width: 84,
    align: 'right',
    render: (row) => (row.beforeFen === 0 ? '' : <Money fen={row.beforeFen} />),
  },
  { key: 'after', title: '以后', width: 110, render: (row) => <OutcomeTag outcome={row.outcomeAfter} /> },
  {
    key: 'afterFen',
    title: '金额（元）',
    width: 84,
    align: 'right',
    render: (row) => (row.afterFen === 0 ? '' : <Money fen={row.afterFen} />),
  },
  {
    key: 'reason',
    title: '原因',
    width: 150,
    grow: true,
    render: (row) => <span title={row.reason}>{row.reason}</span>,
  },
]

/** The cases of a preview; each opens why it is so today and why it would be so then. */
export function ChangedCases({
  packId,
  preview,
  rows,
  stale,
}: {
  packId: string
  preview: PackPreview
  rows: readonly PackChangeRow[]
  stale: boolean
}) {
  const [open, setOpen] = useState<PackChangeRow | null>(null)
  const list = useMemo<Windows<PackChangeRow>>(
    () => ({
      total: rows.length,
      row: (index) => rows[index],
      stale,
      error: null,
      refetch: () => undefined,
      show: () => undefined,
      filterKey: rows.map((row) => row.key).join(),
    }),
    [rows, stale],
  )
  return (
    <div className="list-area pack-cases">
      <WindowTable
        label="有变化的"
        columns={COLUMNS}
        list={list}
        rowId={(row) => row.key}
        openId={open?.key ?? null}
        onOpen={setOpen}
        empty={null}
      />
      {open && (
        <CasePanel
          key={open.key}
          packId={packId}
          preview={preview}
          row={open}
          onClose={() => setOpen(null)}
        />
      )}
    </div>
  )
}

function CasePanel({
  packId,
  preview,
  row,
  onClose,
}: {
  packId: string
  preview: PackPreview
  row: PackChangeRow
  onClose: () => void
}) {
  const [side, setSide] = useState<'before' | 'after'>('after')
  const use = preview.benefits.find((one) => one.use === row.use)
  // A side without an answer is asked by the benefit's row on that side: the first is the older one.
  const benefit =
    side === 'before'
      ? (row.benefitBefore ?? (use?.status === 'new' ? null : use?.ids.at(0)))
      : (row.benefitAfter ?? row.benefitBefore)
  const answer = useQuery({
    ...api.packs.explain.queryOptions({
      input: {
        packId,
        asOf: preview.asOf,
        side,
        benefit: benefit ?? '',
        ...(row.personId ? { personId: row.personId } : {}),
        ...(row.beneficiaryKind === 'person' || row.beneficiaryId === ''
          ? {}
          : { beneficiaryId: row.beneficiaryId }),
        ...(row.period ? { period: row.period } : {}),
      },
    }),
    enabled: benefit != null,
  })
  return (
    <SidePanel
      title={row.personName ?? row.beneficiaryName}
      subtitle={
        <>
          {row.idMasked && <IdNumber text={row.idMasked} />} {row.countyText}
        </>
      }
      onClose={onClose}
    >
      <div className="stack">
        <Segmented
          value={side}
          onChange={setSide}
          options={[
            { value: 'before', label: '按现在的文件' },
            { value: 'after', label: preview.back ? '按退回后的文件' : '按启用后的文件' },
          ]}
        />
        {benefit == null && <p className="quiet">现在的文件没有这一项。</p>}
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {benefit != null && answer.isPending && <Skeleton active />}
        {benefit != null &&
          answer.data?.map((one) => (
            <ExplanationView key={`${one.beneficiaryId}-${one.period ?? ''}`} explanation={one} />
          ))}
      </div>
    </SidePanel>
  )
}

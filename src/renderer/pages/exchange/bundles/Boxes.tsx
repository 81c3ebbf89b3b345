import { useQuery } from '@tanstack/react-query'
import { Segmented, Tag } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { InboxRow, OutboxRow, PartnerExchange } from '../../../../shared/contract/sync.ts'
import { WHOLE_BUNDLE } from '../../../../shared/domain/rejected-rows.ts'
import { BUNDLE_KIND_TEXT } from '../../../../shared/text/bundles.ts'
import { RECEIPT_TEXT, skewText, TAKEN_STATE_TEXT } from '../../../../shared/text/partner-exchange.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count, Moment, sizeText } from '../../../components/values.tsx'

/** 发件箱 and 收件箱 of one partner: every file, its number, its answer, what never came. */
export function Boxes({ partner }: { partner: PartnerExchange }) {
  const [box, setBox] = useState<'out' | 'in'>('out')
  const { ledgerId } = partner
  const out = useQuery({ ...api.sync.outbox.queryOptions({ input: { ledgerId } }), enabled: box === 'out' })
  const inn = useQuery({ ...api.sync.inbox.queryOptions({ input: { ledgerId } }), enabled: box === 'in' })
  return (
    <section className="card" aria-label={`与${partner.name}的文件`}>
      <div className="row spread" style={{ marginBottom: 10 }}>
        <h2 style={{ fontSize: 14 }}>与“{partner.name}”往来的文件</h2>
        <Segmented
          aria-label="看哪个箱子"
          size="small"
          value={box}
          options={[
            { value: 'out', label: '发件箱' },
            { value: 'in', label: '收件箱' },
          ]}
          onChange={setBox}
        />
      </div>
      <Problem error={box === 'out' ? out.error : inn.error} />
      {box === 'out' ? (
        <Outbox rows={out.data ?? []} />
      ) : (
        <Inbox rows={inn.data ?? []} missing={partner.received.missing} revoked={partner.revoked} />
      )}
    </section>
  )
}

const RECEIPT_COLOUR = {
  none: 'default',
  accepted: 'success',
  partial: 'warning',
  rejected: 'error',
} as const

function Outbox({ rows }: { rows: readonly OutboxRow[] }) {
  if (rows.length === 0) return <div className="quiet">还没有给对方发过文件。</div>
  return (
    <table className="plain-table" data-testid="outbox">
      <thead>
        <tr>
          <th>第几份</th>
          <th>类别</th>
          <th>做好的时间</th>
          <th className="right">改动</th>
          <th className="right">大小</th>
          <th>回执</th>
          <th>校验值</th>
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.id}>
            <td>第{row.sequence}份</td>
            <td>
              {BUNDLE_KIND_TEXT[row.kind]}
              {row.base > 0 && <span className="quiet">，接第{row.base}份</span>}
            </td>
            <td className="digits nowrap">
              <Moment at={row.madeAt} /> <span className="quiet">{row.madeBy}</span>
            </td>
            <td className="digits right">{count(row.entries)}</td>
            <td className="digits right nowrap">{sizeText(row.bytes)}</td>
            <td>
              {row.kind === 'receipt' ? (
                <span className="quiet">不用回执</span>
              ) : (
                <Tag color={RECEIPT_COLOUR[row.receipt]}>{RECEIPT_TEXT[row.receipt]}</Tag>
              )}
              {row.receiptAt !== null && (
                <span className="quiet digits">
                  <Moment at={row.receiptAt} />
                </span>
              )}
              <Rejected rows={row.rejected} />
            </td>
            <td className="digits quiet">{row.sha256.slice(0, 16)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

const STATE_COLOR = { applied: 'success', waiting: 'warning', refused: 'error' } as const

function Inbox({
  rows,
  missing,
  revoked,
}: {
  rows: readonly InboxRow[]
  missing: readonly number[]
  revoked: boolean
}) {
  if (rows.length === 0) return <div className="quiet">还没有收到过对方的文件。</div>
  const lines = [
    ...rows.map((row) => ({ sequence: row.sequence, row })),
    ...missing.map((sequence) => ({ sequence, row: undefined })),
  ].sort((a, b) => b.sequence - a.sequence)
  const waiting = rows.some(({ state }) => state === 'waiting')
  return (
    <table className="plain-table" data-testid="inbox">
      <thead>
        <tr>
          <th>第几份</th>
          <th>类别</th>
          <th>收到的时间</th>
          <th>结果</th>
          <th className="right">改动</th>
          <th className="right">新的</th>
          <th>留意</th>
          <th>回执</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ sequence, row }) =>
          row === undefined ? (
            <tr key={sequence} className="warn-text">
              <td>第{sequence}份</td>
              <td colSpan={7}>
                {waiting
                  ? `没有到。请对方把第${sequence}份再发一次，或发一份全量。`
                  : '没有到；后面收到的一份里已经有它的内容，不用补。'}
              </td>
            </tr>
          ) : (
            <tr key={row.id}>
              <td>第{row.sequence}份</td>
              <td>{BUNDLE_KIND_TEXT[row.kind]}</td>
              <td className="digits nowrap">
                <Moment at={row.receivedAt} /> <span className="quiet">{row.receivedBy}</span>
              </td>
              <td>
                <Tag color={STATE_COLOR[row.state]}>{TAKEN_STATE_TEXT[row.state]}</Tag>
              </td>
              <td className="digits right">{count(row.entries)}</td>
              <td className="digits right">{count(row.taken)}</td>
              <td>
                <Remarks row={row} />
              </td>
              <td className="quiet">{receiptText(row, revoked)}</td>
            </tr>
          ),
        )}
      </tbody>
    </table>
  )
}

/** When the sender learns what became of its file. */
function receiptText({ kind, receiptSentIn, state }: InboxRow, revoked: boolean): string {
  if (kind === 'receipt') return '不用回执'
  if (receiptSentIn !== null) return `在发出的第${receiptSentIn}份里`
  if (revoked) return '对方钥匙已停用，发不出，请打电话告诉对方'
  return state === 'waiting' ? '还不能回' : '随下一份回'
}

function Remarks({ row }: { row: InboxRow }) {
  const skew = skewText(row.skew)
  return (
    <>
      {row.conflicts > 0 && <Link to="/exchange/conflicts">{row.conflicts} 处冲突</Link>}
      {row.twins > 0 && <Link to="/people/duplicates">{row.twins} 处可能重复</Link>}
      {skew !== '' && <div className="warn-text">{skew}</div>}
      <Rejected rows={row.rejected} />
    </>
  )
}

function Rejected({ rows }: { rows: OutboxRow['rejected'] }) {
  const whole = rows.find(({ tbl }) => tbl === WHOLE_BUNDLE)
  if (whole !== undefined) return <div className="warn-text">{whole.message}</div>
  if (rows.length === 0) return null
  return (
    <details>
      <summary>{rows.length} 行没有接收</summary>
      <ul className="exchange-rejected">
        {rows.map((row) => (
          <li key={`${row.tbl}/${row.rowId}/${row.code}`}>
            {row.claimId !== undefined && row.claimNumber != null && (
              <Link to={`/claims/one/${row.claimId}`}>{row.claimNumber}</Link>
            )}{' '}
            {row.message}
          </li>
        ))}
      </ul>
    </details>
  )
}

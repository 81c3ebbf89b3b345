import { useQuery } from '@tanstack/react-query'
import { Button, Spin } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { AuditedRecord } from '../../../shared/contract/jobs.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { count, momentText } from '../../components/values.tsx'
import type { AuditRow } from './audit-row.ts'

const PAGE = 50
const OP_TEXT: Readonly<Record<AuditedRecord['op'], string>> = {
  insert: '新增',
  update: '修改',
  remove: '删除',
}

/** What one act wrote, record by record: what stood there before and what after. */
export function AuditPanel({ act, onClose }: { act: AuditRow; onClose: () => void }) {
  const [shown, setShown] = useState(PAGE)
  const changes = useQuery({
    ...api.audit.changes.queryOptions({ input: { seq: act.seq, offset: 0, limit: Math.min(shown, 200) } }),
    placeholderData: (before) => before,
  })
  const total = changes.data?.total ?? 0
  const rows = changes.data?.rows ?? []
  return (
    <SidePanel
      title={act.label}
      subtitle={`${momentText(act.at)} · ${act.actor} · 第 ${count(act.seq)} 号`}
      onClose={onClose}
    >
      <Problem error={changes.error} />
      {changes.isPending && <Spin />}
      {changes.data && total === 0 && (
        <p className="quiet">这次操作没有改动台账里的记录（如查看完整号码、测算、备份）。</p>
      )}
      <ul className="lines" aria-label="改动的记录">
        {rows.map((record, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the log's own order, which never changes
          <li key={i}>
            <Record record={record} />
          </li>
        ))}
      </ul>
      {total > rows.length && (
        <p className="quiet">
          共 {count(total)} 处，列出前 {count(rows.length)} 处。
          {shown < 200 && (
            <Button type="link" size="small" onClick={() => setShown(200)}>
              多列一些
            </Button>
          )}
        </p>
      )}
      <p className="faint digits" style={{ marginTop: 12 }}>
        流水号 {act.txId}
      </p>
    </SidePanel>
  )
}

function Record({ record }: { record: AuditedRecord }) {
  const to = record.claimId
    ? `/claims/one/${record.claimId}`
    : record.personId
      ? `/people/${record.personId}`
      : null
  return (
    <>
      <div>
        <span className={record.op === 'remove' ? 'bad' : 'quiet'}>{OP_TEXT[record.op]}</span> {record.table}{' '}
        {to ? <Link to={to}>{record.title || '打开'}</Link> : <b>{record.title}</b>}
        {record.reason && <span className="quiet">，原因：{record.reason}</span>}
      </div>
      {record.fields.length > 0 && (
        <dl className="audit-fields">
          {record.fields.map((field) => (
            <div key={field.name}>
              <dt className="quiet">{field.name}</dt>
              <dd>
                {field.before !== null && (
                  <>
                    <del>{field.before}</del> →{' '}
                  </>
                )}
                {field.after}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </>
  )
}

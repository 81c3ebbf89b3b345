import { Button } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import type { FindingView } from '../../../../shared/contract/checks.ts'
import { momentText } from '../../../components/values.tsx'
import { ReleaseDialog } from '../acts/ReleaseDialog.tsx'
import { Severity } from './severity.tsx'

/** Findings, each with doors to whom it concerns; a hold is released here with a reason. */
export function FindingTable({
  rows,
  withCheck,
  changed,
}: {
  rows: readonly FindingView[]
  withCheck: boolean
  changed: () => void
}) {
  const [releasing, setReleasing] = useState<FindingView>()
  return (
    <>
      <table className="plain-table" aria-label="疑点">
        <thead>
          <tr>
            <th>程度</th>
            {withCheck && <th>核对</th>}
            <th>疑点</th>
            <th>去看</th>
            <th>处理</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={`${row.check}|${row.claimId}|${row.batchId}|${row.personId}|${row.evidence}`}>
              <td>
                <Severity of={row.severity} />
                {row.certainty === 'possible' && row.severity !== 'warn' && (
                  <div className="faint">待核实</div>
                )}
              </td>
              {withCheck && <td className="nowrap">{row.checkName}</td>}
              <td>{row.text}</td>
              <td className="nowrap">
                <Doors row={row} />
              </td>
              <td className="nowrap">
                <Hold row={row} release={() => setReleasing(row)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {releasing?.hold && releasing.claimId !== null && (
        <ReleaseDialog
          chosen={{ ids: [releasing.claimId], count: 1 }}
          hold={{ id: releasing.hold.id, reason: releasing.text }}
          onClose={(done) => {
            setReleasing(undefined)
            if (done) changed()
          }}
        />
      )}
    </>
  )
}

function Doors({ row }: { row: FindingView }) {
  return (
    <div className="stack" style={{ gap: 2 }}>
      {row.claimId !== null && (
        <Link className="door digits" to={`/claims/one/${row.claimId}`}>
          {row.claimNumber ?? '申领'}
        </Link>
      )}
      {row.personId !== null && (
        <Link className="door" to={`/people/${row.personId}`}>
          {row.personName ?? '人员'}
        </Link>
      )}
      {row.batchId !== null && (
        <Link className="door digits" to={`/claims/batches/${row.batchId}`}>
          {row.batchNumber ?? '批次'}
        </Link>
      )}
    </div>
  )
}

function Hold({ row, release }: { row: FindingView; release: () => void }) {
  if (row.hold === null)
    return row.claimId !== null && row.severity === 'hold' ? <span className="faint">未暂缓</span> : null
  if (row.hold.releasedAt === null)
    return (
      <Button size="small" onClick={release}>
        解除暂缓
      </Button>
    )
  return (
    <div title={row.hold.releaseReason ?? ''}>
      <span className="good">✓ {row.hold.releasedBy}已解除</span>
      <div className="faint digits">{momentText(row.hold.releasedAt)}</div>
    </div>
  )
}

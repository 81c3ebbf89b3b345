import { useState } from 'react'
import { Link } from 'react-router'
import type { FindingView } from '../../../../shared/contract/checks.ts'
import { RoleButton } from '../../../components/RoleButton.tsx'
import { momentText } from '../../../components/values.tsx'
import { ReleaseFinding } from './ReleaseFinding.tsx'
import { Severity } from './severity.tsx'

/**
 * Findings, each with doors to whom it concerns; what a person may decide is released here with a reason. `of`: the
 * claim on whose page they stand, which needs no door to itself.
 */
export function FindingTable({
  rows,
  withCheck,
  of,
  changed,
}: {
  rows: readonly FindingView[]
  withCheck: boolean
  of?: { claimId?: string; batchId?: string; personId?: string | null }
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
                {row.hold?.releasedAt ? (
                  <span className="quiet nowrap">✓ 已放行</span>
                ) : (
                  <>
                    <Severity of={row.severity} />
                    {row.certainty === 'possible' && row.severity !== 'warn' && (
                      <div className="faint">待核实</div>
                    )}
                  </>
                )}
              </td>
              {withCheck && <td className="finding-check">{row.checkName}</td>}
              <td>{row.text}</td>
              <td className="nowrap">
                <Doors row={row} of={of ?? {}} />
              </td>
              <td className="nowrap">
                <Handling row={row} release={() => setReleasing(row)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {releasing !== undefined && releasing.claimId !== null && (
        <ReleaseFinding
          finding={releasing}
          claimId={releasing.claimId}
          onClose={(done) => {
            setReleasing(undefined)
            if (done) changed()
          }}
        />
      )}
    </>
  )
}

function Doors({
  row,
  of,
}: {
  row: FindingView
  of: { claimId?: string; batchId?: string; personId?: string | null }
}) {
  return (
    <div className="stack" style={{ gap: 2 }}>
      {row.claimId !== null && row.claimId !== of.claimId && (
        <Link className="door digits" to={`/claims/one/${row.claimId}`}>
          {row.claimNumber ?? '申领'}
        </Link>
      )}
      {row.personId !== null && row.personId !== of.personId && (
        <Link className="door" to={`/people/${row.personId}`}>
          {row.personName ?? '人员'}
        </Link>
      )}
      {row.batchId !== null && row.batchId !== of.batchId && (
        <Link className="door digits" to={`/claims/batches/${row.batchId}`}>
          {row.batchNumber ?? '批次'}
        </Link>
      )}
      {row.related.map(({ kind, id, name }) => (
        <Link
          key={id}
          className={kind === 'claim' ? 'door digits' : 'door'}
          to={kind === 'claim' ? `/claims/one/${id}` : `/people/${id}`}
        >
          {name}
        </Link>
      ))}
      {row.others.length > row.related.length && (
        <span className="faint">还有 {row.others.length - row.related.length} 个</span>
      )}
    </div>
  )
}

/** What can be done about it, or what was: only a hold is for a person to release. */
function Handling({ row, release }: { row: FindingView; release: () => void }) {
  const { hold, severity } = row
  if (hold !== null && hold.releasedAt !== null)
    return (
      <div title={hold.releaseReason ?? ''}>
        <span className="good">{hold.releasedBy}</span>{' '}
        <span className="faint digits">{momentText(hold.releasedAt)}</span>
        <div className="quiet finding-reason">{hold.releaseReason}</div>
      </div>
    )
  if (severity === 'block') return <span className="faint">改正资料后消失</span>
  if (severity === 'warn' || row.claimId === null) return null
  return (
    <>
      <RoleButton needs="reviewer" size="small" onClick={release}>
        核实放行
      </RoleButton>
      <div className="faint">{hold === null ? '还没有暂缓' : '正在暂缓'}</div>
    </>
  )
}

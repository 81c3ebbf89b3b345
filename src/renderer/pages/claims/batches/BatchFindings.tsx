import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { count } from '../../../components/values.tsx'
import { FindingTable } from '../checks/FindingTable.tsx'
import { Severity } from '../checks/severity.tsx'

const SHOWN = 100

/** 疑点 of a batch as the checks find them now: how grave, what, whom, and what was decided about it. */
export function BatchFindings({ batch }: { batch: BatchDetail }) {
  const answer = useQuery({
    ...api.checks.ofBatch.queryOptions({ input: { id: batch.id, limit: SHOWN } }),
    placeholderData: (before) => before,
  })
  const found = answer.data
  // Of what is over the checks ask nothing any more: that they find nothing there would say too much.
  const over = batch.state === 'paid' || batch.state === 'dissolved'
  if (over && (found === undefined || found.total + found.released === 0)) return null
  if (found?.total === 0 && found.released === 0)
    return (
      <section className="card good" id="batch-findings" aria-label="批次的疑点">
        ✓ 28 项核对在这个批次里没有发现疑点。
      </section>
    )
  return (
    <section className="card" id="batch-findings" aria-label="批次的疑点">
      <h2>
        疑点
        {found && (
          <span className="finding-counts">
            {found.counts.map((one) => (
              <span key={`${one.check}${one.severity}`} className="nowrap">
                <Severity of={one.severity} /> {one.checkName} <b className="digits">{count(one.count)}</b>
              </span>
            ))}
            {found.released > 0 && <span className="quiet nowrap">✓ 已放行 {count(found.released)}</span>}
          </span>
        )}
      </h2>
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active paragraph={{ rows: 2 }} title={false} />}
      {found && (
        <div className="finding-scroll">
          <FindingTable
            rows={found.findings}
            withCheck
            of={{ batchId: batch.id }}
            changed={() => void answer.refetch()}
          />
          {found.total + found.released > found.findings.length && (
            <div className="quiet">
              共 {count(found.total + found.released)} 条，先列最要紧的 {count(found.findings.length)}{' '}
              条；处理后其余的会列出来。
            </div>
          )}
        </div>
      )}
    </section>
  )
}

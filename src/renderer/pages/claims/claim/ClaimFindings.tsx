import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { FINAL_STATES } from '../../../../shared/domain/claim-states.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { FindingTable } from '../checks/FindingTable.tsx'

/** 疑点 of a claim as the checks find them now, with what was decided about each. */
export function ClaimFindings({ claim }: { claim: ClaimDetail }) {
  const answer = useQuery(api.checks.ofClaim.queryOptions({ input: { id: claim.id } }))
  const rows = answer.data
  // Of what is over the checks ask nothing any more: that they find nothing there would say too much.
  if (FINAL_STATES.has(claim.state) && (rows === undefined || rows.length === 0) && !answer.error) return null
  return (
    <section className="section" aria-label="申领的疑点">
      <h3>疑点</h3>
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active paragraph={{ rows: 1 }} title={false} />}
      {rows?.length === 0 && <p className="good">✓ 28 项核对没有发现疑点。</p>}
      {rows !== undefined && rows.length > 0 && (
        <FindingTable
          rows={rows}
          withCheck
          of={{ claimId: claim.id, personId: claim.personId }}
          changed={() => void answer.refetch()}
        />
      )}
    </section>
  )
}

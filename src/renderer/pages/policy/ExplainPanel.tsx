import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { Fragment, type ReactNode } from 'react'
import { useNavigate } from 'react-router'
import type { ResultRow } from '../../../shared/contract/policy.ts'
import { api } from '../../api.ts'
import { ExplanationView } from '../../components/explanation/ExplanationView.tsx'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { DecisionBox } from './decisions/DecisionBox.tsx'

/** The explanation of one result, computed afresh, beside the list. */
export function ExplainPanel({
  row,
  asOf,
  onClose,
  head,
}: {
  row: Pick<
    ResultRow,
    | 'benefit'
    | 'benefitName'
    | 'beneficiaryKind'
    | 'beneficiaryId'
    | 'beneficiaryName'
    | 'personId'
    | 'personName'
    | 'period'
  >
  asOf: string
  onClose: () => void
  /** stands above the explanation */
  head?: ReactNode
}) {
  const navigate = useNavigate()
  const { personId, period } = row
  const answer = useQuery(
    api.policy.explain.queryOptions({
      input: {
        benefit: row.benefit,
        asOf,
        ...(personId ? { personId } : {}),
        // Who would be paid may be what is missing: then there is no beneficiary yet.
        ...(row.beneficiaryKind === 'person' || row.beneficiaryId === ''
          ? {}
          : { beneficiaryId: row.beneficiaryId }),
        ...(period ? { period } : {}),
      },
    }),
  )
  const shown = answer.data?.filter((one) => one.period === period)
  return (
    <SidePanel
      title={row.personName ?? row.beneficiaryName}
      subtitle={`${row.benefit} ${row.benefitName}`}
      onClose={onClose}
      actions={
        personId ? (
          <Button size="small" onClick={() => navigate(`/people/${personId}`)}>
            看这个人
          </Button>
        ) : undefined
      }
    >
      {head}
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {(shown && shown.length > 0 ? shown : (answer.data ?? [])).map((one) => (
        <Fragment key={`${one.beneficiaryId}-${one.period ?? ''}`}>
          <DecisionBox explanation={one} />
          <ExplanationView explanation={one} />
        </Fragment>
      ))}
    </SidePanel>
  )
}

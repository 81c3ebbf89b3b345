import { useQuery } from '@tanstack/react-query'
import { Button, Segmented, Skeleton } from 'antd'
import { useState } from 'react'
import { useNavigate } from 'react-router'
import type { ScenarioInput, ScenarioPerson } from '../../../../shared/contract/scenarios.ts'
import { api } from '../../../api.ts'
import { ExplanationView } from '../../../components/explanation/ExplanationView.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { SidePanel } from '../../../components/SidePanel.tsx'

/** Why one person is paid, or not, as it is and as it would be. */
export function BothExplanations({
  person,
  scenario,
  onClose,
}: {
  person: ScenarioPerson
  scenario: ScenarioInput
  onClose: () => void
}) {
  const navigate = useNavigate()
  const [side, setSide] = useState<'base' | 'changed'>('changed')
  const { personId } = person
  const answer = useQuery(
    api.scenarios.explain.queryOptions({
      input: {
        scenario,
        benefit: person.benefit,
        ...(personId === null ? { beneficiaryId: person.beneficiaryId } : { personId }),
      },
    }),
  )
  return (
    <SidePanel
      title={person.name}
      subtitle={`${person.benefit} ${person.benefitName}`}
      onClose={onClose}
      actions={
        personId ? (
          <Button size="small" onClick={() => navigate(`/people/${personId}`)}>
            看这个人
          </Button>
        ) : undefined
      }
    >
      <Segmented<'base' | 'changed'>
        block
        value={side}
        aria-label="看哪一边的原因"
        options={[
          { value: 'base', label: `现在（${scenario.baseDay}）` },
          { value: 'changed', label: `改后（${scenario.asOf}）` },
        ]}
        onChange={setSide}
      />
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {answer.data?.[side].map((one) => (
        <ExplanationView key={`${side}-${one.beneficiaryId}-${one.period ?? ''}`} explanation={one} />
      ))}
    </SidePanel>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { useNavigate } from 'react-router'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { IdNumber } from '../../components/values.tsx'
import { PersonRecord } from './PersonRecord.tsx'

/** One person beside the list. */
export function PersonPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const navigate = useNavigate()
  const person = useQuery(api.people.get.queryOptions({ input: { id } }))
  return (
    <SidePanel
      title={person.data?.name ?? '…'}
      subtitle={person.data && <IdNumber text={person.data.idMasked} />}
      onClose={onClose}
      onFull={() => navigate(`/people/${id}`)}
    >
      <Problem error={person.error} retry={() => void person.refetch()} />
      {person.isPending && <Skeleton active />}
      {person.data && <PersonRecord person={person.data} onRemoved={onClose} />}
    </SidePanel>
  )
}

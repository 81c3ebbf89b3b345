import { ArrowLeftOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { api } from '../../api.ts'
import { Page } from '../../components/Page.tsx'
import { Problem } from '../../components/Problem.tsx'
import { PersonRecord } from './PersonRecord.tsx'

/** One person on the whole page. */
export function PersonPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const person = useQuery(api.people.get.queryOptions({ input: { id } }))
  return (
    <Page
      title={person.data?.name ?? '人员'}
      count={person.data?.pinyin}
      extra={
        <Button icon={<ArrowLeftOutlined />} onClick={() => navigate(-1)}>
          返回
        </Button>
      }
    >
      <Problem error={person.error} retry={() => void person.refetch()} />
      {person.isPending && <Skeleton active />}
      {person.data && (
        <div className="card" style={{ maxWidth: 1080 }}>
          <PersonRecord person={person.data} wide onRemoved={() => navigate('/people')} />
        </div>
      )}
    </Page>
  )
}

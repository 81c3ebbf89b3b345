import { ArrowLeftOutlined, PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { api } from '../../../api.ts'
import { Page } from '../../../components/Page.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { choosePrint } from '../to-print.ts'
import { ClaimRecord } from './ClaimRecord.tsx'

/** One claim on the whole page; what a scanned form opens. */
export function ClaimPage() {
  const { id = '' } = useParams()
  const navigate = useNavigate()
  const answer = useQuery(api.claims.get.queryOptions({ input: { id } }))
  const claim = answer.data
  return (
    <Page
      title={claim ? `${claim.beneficiaryName} · ${claim.benefitName}` : '申领'}
      count={claim?.number}
      extra={
        <>
          {claim && (
            <Button
              icon={<PrinterOutlined />}
              onClick={() => {
                choosePrint([claim.id])
                navigate('/claims/print')
              }}
            >
              打印
            </Button>
          )}
          <Button icon={<ArrowLeftOutlined />} onClick={() => navigate(-1)}>
            返回
          </Button>
        </>
      }
    >
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {claim && (
        <div className="card">
          <ClaimRecord key={claim.id} claim={claim} wide />
        </div>
      )}
    </Page>
  )
}

import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useNavigate } from 'react-router'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { Digits } from '../../components/values.tsx'
import { ClaimRecord } from './claim/ClaimRecord.tsx'
import { choosePrint } from './to-print.ts'

/** One claim beside the list it came from. */
export function ClaimPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const navigate = useNavigate()
  const answer = useQuery(api.claims.get.queryOptions({ input: { id } }))
  const claim = answer.data
  return (
    <SidePanel
      title={claim ? `${claim.beneficiaryName} · ${claim.benefitName}` : '…'}
      subtitle={claim && <Digits>{claim.number}</Digits>}
      onClose={onClose}
      onFull={() => navigate(`/claims/one/${id}`)}
      width={560}
      actions={
        claim && (
          <Button
            size="small"
            icon={<PrinterOutlined />}
            onClick={() => {
              choosePrint([claim.id])
              navigate('/claims/print')
            }}
          >
            打印
          </Button>
        )
      }
    >
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {claim && <ClaimRecord claim={claim} />}
    </SidePanel>
  )
}

import { PrinterOutlined } from '@ant-design/icons'
import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { Link, useNavigate } from 'react-router'
import { api } from '../../api.ts'
import { ExplanationView } from '../../components/explanation/ExplanationView.tsx'
import { Problem } from '../../components/Problem.tsx'
import { SidePanel } from '../../components/SidePanel.tsx'
import { Digits, IdNumber, Known, Money, momentText } from '../../components/values.tsx'
import { claimStateText } from './state-text.ts'
import { choosePrint } from './to-print.ts'

/** One claim: what it is, on what it was decided, what happened to it. */
export function ClaimPanel({ id, onClose }: { id: string; onClose: () => void }) {
  const navigate = useNavigate()
  const answer = useQuery(api.claims.get.queryOptions({ input: { id } }))
  const claim = answer.data
  return (
    <SidePanel
      title={claim ? `${claim.beneficiaryName} · ${claim.benefitName}` : '…'}
      subtitle={claim && <Digits>{claim.number}</Digits>}
      onClose={onClose}
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
      {claim && (
        <>
          <dl className="facts">
            <dt>状态</dt>
            <dd>{claimStateText(claim.state)}</dd>
            <dt>打印</dt>
            <dd>{claim.printedTimes === 0 ? '未打印' : `${claim.printedTimes} 次`}</dd>
            <dt>金额</dt>
            <dd className="wide">
              <b>
                <Money fen={claim.amountFen} />
              </b>{' '}
              元（{claim.amountCapitals}）
            </dd>
            <dt>人员</dt>
            <dd className="wide">
              {claim.personId ? <Link to={`/people/${claim.personId}`}>{claim.personName}</Link> : '—'}{' '}
              {claim.personId && <IdNumber text={claim.idMasked} />}
            </dd>
            <dt>户籍地</dt>
            <dd className="wide">
              <Known>{claim.homeText}</Known>
            </dd>
            <dt>用人单位</dt>
            <dd className="wide">
              <Known>{claim.employerName}</Known>
            </dd>
            <dt>截至</dt>
            <dd>
              <Digits>{claim.asOf}</Digits>
            </dd>
            <dt>满足日期</dt>
            <dd>
              <Digits>{claim.qualifyingOn ?? '—'}</Digits>
            </dd>
          </dl>
          <section className="section">
            <h3>经过</h3>
            <ul className="lines">
              {claim.events.map((event) => (
                <li key={event.id} className="row spread">
                  <span>
                    {event.label}
                    {event.note && <span className="quiet"> {event.note}</span>}
                  </span>
                  <span className="faint digits">
                    {event.by} {momentText(event.at)}
                  </span>
                </li>
              ))}
            </ul>
          </section>
          <section className="section">
            <h3>当时的依据</h3>
            <ExplanationView explanation={claim.frozen} frozen />
          </section>
        </>
      )}
    </SidePanel>
  )
}

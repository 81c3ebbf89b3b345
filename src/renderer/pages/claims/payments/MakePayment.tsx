import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { madePayment, type PaymentPlan } from '../../../../shared/contract/payments.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Digits, Money } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import { keep } from '../../../state/kept.ts'
import { MadeFiles } from './MadeFiles.tsx'
import { ProfileSelect } from './ProfileSelect.tsx'

/** 生成支付文件 of a batch: whom it cannot pay is named first; nothing is written while there is one. */
export function MakePayment({ batchId, onClose }: { batchId: string; onClose: () => void }) {
  const plan = useQuery(api.payments.plan.queryOptions({ input: { batchId } }))
  const job = useJob(madePayment)
  const [profile, setProfile] = useState<string>()
  const ready = plan.data !== undefined && plan.data.problems.length === 0 && plan.data.count > 0
  const make = async () => {
    if (!profile) return
    keep('payments.profile', profile)
    await job.start(() => client.payments.make({ batchId, profile }))
  }
  return (
    <Modal
      open
      title="生成支付文件"
      width={720}
      onCancel={onClose}
      footer={
        job.result ? (
          <Button type="primary" onClick={onClose}>
            好了
          </Button>
        ) : (
          <>
            <Button onClick={onClose}>不做了</Button>
            <Button
              type="primary"
              disabled={!ready || !profile}
              loading={job.running}
              onClick={() => void make()}
            >
              生成 {plan.data ? `${count(plan.data.count)} 笔` : ''}
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <Problem error={job.error ?? plan.error} />
        {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
        {job.result ? (
          <MadeFiles made={job.result} />
        ) : (
          <>
            {plan.isPending && <Skeleton active />}
            {plan.data && <Planned plan={plan.data} />}
            <ProfileSelect value={profile} onChange={setProfile} />
            <div className="quiet">
              生成之后不能撤销：文件交出去钱就可能付了。发错的等银行退回，再重新发放。
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}

function Planned({ plan }: { plan: PaymentPlan }) {
  return (
    <div data-testid="payment-plan">
      <div>
        要发放 <b className="digits">{count(plan.count)}</b> 笔，共{' '}
        <b>
          <Money fen={plan.amountFen} />
        </b>{' '}
        元。
        {plan.under > 0 && (
          <span className="quiet">另有 {count(plan.under)} 份已列入支付文件，不会重复。</span>
        )}
      </div>
      {plan.problems.length > 0 && (
        <>
          <div className="bad" style={{ marginTop: 6 }}>
            ✗ 有 {count(plan.problems.length)} 笔现在发不出去，改正之前不能生成：
          </div>
          <div style={{ maxHeight: 220, overflow: 'auto' }}>
            <table className="plain-table">
              <tbody>
                {plan.problems.map((one) => (
                  <tr key={one.claimId}>
                    <td>
                      {one.personId ? (
                        <Link className="door" to={`/people/${one.personId}`}>
                          {one.payeeName}
                        </Link>
                      ) : (
                        <Link
                          className="door"
                          to={`/organisations/employers?search=${encodeURIComponent(one.payeeName)}`}
                        >
                          {one.payeeName}
                        </Link>
                      )}
                    </td>
                    <td>
                      <Digits>{one.number}</Digits>
                    </td>
                    <td>{one.problem}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </div>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Button, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { Link } from 'react-router'
import { madePayment } from '../../../../shared/contract/payments.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { JobProgress } from '../../../components/JobProgress.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Digits, Money } from '../../../components/values.tsx'
import { useJob } from '../../../state/jobs.ts'
import { keep } from '../../../state/kept.ts'
import { MadeFiles } from './MadeFiles.tsx'
import { ProfileSelect } from './ProfileSelect.tsx'

/** 重新发放: each returned payment with its old account and the one it would go to now. */
export function Reissue({ paymentIds, onClose }: { paymentIds: string[]; onClose: () => void }) {
  // The list behind this window changes when they are paid again; what is asked stays as it was.
  const [asked] = useState(paymentIds)
  const job = useJob(madePayment)
  const plan = useQuery({
    ...api.payments.planReissue.queryOptions({ input: { paymentIds: asked } }),
    enabled: job.result === undefined && !job.running,
  })
  const [profile, setProfile] = useState<string>()
  const rows = plan.data ?? []
  const wrong = rows.filter(({ problem }) => problem !== null).length
  const same = rows.filter(({ sameAccount }) => sameAccount).length
  const make = async () => {
    if (!profile) return
    keep('payments.profile', profile)
    await job.start(() => client.payments.reissue({ paymentIds: asked, profile }))
  }
  return (
    <Modal
      open
      title={`重新发放 ${count(asked.length)} 笔退回的`}
      width={820}
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
              disabled={rows.length === 0 || wrong > 0 || !profile}
              loading={job.running}
              onClick={() => void make()}
            >
              重新发放 {count(rows.length)} 笔
            </Button>
          </>
        )
      }
    >
      <div className="stack">
        <Problem error={job.error ?? (job.result ? null : plan.error)} />
        {job.running && <JobProgress job={job.job} onCancel={job.cancel} />}
        {job.result ? (
          <MadeFiles made={job.result} />
        ) : (
          <>
            {plan.isPending && <Skeleton active />}
            {same > 0 && (
              <div className="bad">
                有 {count(same)} 笔的账号还是退回的那个，多半会再退回。请先在人员资料里改正账号。
              </div>
            )}
            <div style={{ maxHeight: 280, overflow: 'auto' }} data-testid="reissue-plan">
              <table className="plain-table">
                <thead>
                  <tr>
                    <th>户名</th>
                    <th>编号</th>
                    <th className="num">金额（元）</th>
                    <th>退回原因</th>
                    <th>原账号</th>
                    <th>现账号</th>
                  </tr>
                </thead>
                <tbody>
                  {rows.map((row) => (
                    <tr key={row.paymentId}>
                      <td>
                        {row.personId ? (
                          <Link className="door" to={`/people/${row.personId}`}>
                            {row.payeeName}
                          </Link>
                        ) : (
                          <b>{row.payeeName}</b>
                        )}
                      </td>
                      <td>
                        <Digits>{row.number}</Digits>
                      </td>
                      <td className="num">
                        <Money fen={row.amountFen} />
                      </td>
                      <td>{row.returnReason}</td>
                      <td className="digits nowrap">{row.oldAccountMasked}</td>
                      <td className={row.problem !== null || row.sameAccount ? 'bad' : 'good'}>
                        <span className="digits nowrap">{row.newAccountMasked ?? ''}</span>
                        {row.problem !== null ? ` ${row.problem}` : row.sameAccount ? ' 没有改' : ' 已改正'}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </div>
            <ProfileSelect value={profile} onChange={setProfile} />
            <div className="quiet">
              每笔都与退回的那一笔连在一起，只能补发一次；发到台账里现在的账号。生成之后不能撤销。
            </div>
          </>
        )}
      </div>
    </Modal>
  )
}

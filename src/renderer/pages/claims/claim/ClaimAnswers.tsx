import { useQuery } from '@tanstack/react-query'
import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { OUTSIDE_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { Digits, momentText } from '../../../components/values.tsx'

/** 对方反馈: what the system that it was handed in to answered, the latest first. Nothing where it was not handed in. */
export function ClaimAnswers({ claim }: { claim: ClaimDetail }) {
  const answer = useQuery({
    ...api.outside.answers.queryOptions({
      input: { subject: 'claim', subjectId: claim.id, offset: 0, limit: 50 },
    }),
    enabled: claim.outside !== null,
  })
  if (claim.outside === null) return null
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  const rows = answer.data?.rows ?? []
  return (
    <section className="section">
      <h3>对方反馈</h3>
      {rows.length === 0 ? (
        <p className="quiet">已经报送，对方还没有给回结果。结果清单到“数据交换 › 导入”里导入。</p>
      ) : (
        <ul className="lines" aria-label="对方反馈">
          {rows.map((one) => (
            <li key={one.id}>
              <div className="row spread" style={{ alignItems: 'baseline' }}>
                <span>
                  <b className={one.outcome === 'rejected' ? 'bad' : 'good'}>
                    {one.outcome === 'rejected' ? '✗ ' : '✓ '}
                    {OUTSIDE_STATE_TEXT[one.outcome]}
                  </b>
                  {one.reason !== '' && `：${one.reason}`}
                </span>
                <span className="faint nowrap">
                  {one.on === null ? '没有写日期' : <Digits>{one.on}</Digits>}
                </span>
              </div>
              <div className="faint digits">
                {one.fileName ?? '交换包'}，{one.takenBy} {momentText(one.takenAt)} 导入
              </div>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

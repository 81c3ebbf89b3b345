import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { ClaimDetail } from '../../../../shared/contract/claims.ts'
import { PAYMENT_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { api } from '../../../api.ts'
import { Problem } from '../../../components/Problem.tsx'
import { Digits, Money } from '../../../components/values.tsx'

const LOOK = { sent: 'cat', paid: 'mark mark-taken', returned: 'mark mark-held' } as const

/** 发放: each payment of the claim with its file, account and what came back. Nothing where none was made. */
export function ClaimPayments({ claim }: { claim: ClaimDetail }) {
  const answer = useQuery(api.payments.ofClaim.queryOptions({ input: { claimId: claim.id } }))
  if (answer.error) return <Problem error={answer.error} retry={() => void answer.refetch()} />
  const rows = answer.data ?? []
  if (rows.length === 0) return null
  return (
    <section className="section">
      <h3>发放</h3>
      <ul className="lines" aria-label="发放">
        {rows.map((one) => (
          <li key={one.id}>
            <div className="row spread">
              <span>
                <Money fen={one.amountFen} /> 元{' '}
                <span className={LOOK[one.state]}>{PAYMENT_STATE_TEXT[one.state]}</span>
                {one.settledOn !== null && (
                  <span className="quiet">
                    {' '}
                    <Digits>{one.settledOn}</Digits>
                  </span>
                )}
              </span>
              <Link className="door" to={`/claims/payments/${one.fileId}`}>
                <Digits>{one.fileNumber}</Digits> 第 {one.row} 行
              </Link>
            </div>
            <div className="quiet">
              {one.payeeName}，账号 <Digits>{one.accountMasked}</Digits>
              {one.bank !== null && `，${one.bank}`}
            </div>
            {one.returnReason !== null && one.returnReason !== '' && (
              <div className="bad">退回原因：{one.returnReason}</div>
            )}
            {one.reissueOf !== null && <div className="quiet">补发：顶替被退回的 {one.reissueOf}</div>}
            {one.reissuedBy !== null && <div className="quiet">已由 {one.reissuedBy} 补发</div>}
          </li>
        ))}
      </ul>
    </section>
  )
}

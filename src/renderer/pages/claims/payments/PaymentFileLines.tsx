import { useQuery } from '@tanstack/react-query'
import { Link } from 'react-router'
import type { BatchDetail } from '../../../../shared/contract/batches.ts'
import { api } from '../../../api.ts'
import { count, Money } from '../../../components/values.tsx'

/** The payment files of a batch in a few words each. */
export function PaymentFileLines({ batch }: { batch: BatchDetail }) {
  const answer = useQuery(api.payments.files.queryOptions({ input: { batchId: batch.id } }))
  const files = answer.data ?? []
  if (files.length === 0) return null
  return (
    <section className="card" aria-label="支付文件">
      <h2>支付文件</h2>
      <ul className="lines">
        {files.map((file) => (
          <li key={file.id}>
            <Link className="door digits" to={`/claims/payments/${file.id}`}>
              {file.number}
            </Link>{' '}
            {count(file.count)} 笔，
            <Money fen={file.amountFen} /> 元
            <div className="quiet">
              到账 {count(file.paid)}，待回盘 {count(file.sent)}，
              <span className={file.returned > 0 ? 'bad' : undefined}>退回 {count(file.returned)}</span>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}

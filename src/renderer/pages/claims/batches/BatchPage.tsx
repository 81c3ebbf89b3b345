import { useQuery } from '@tanstack/react-query'
import { Skeleton } from 'antd'
import { Link } from 'react-router'
import { api } from '../../../api.ts'
import { Attachments } from '../../../components/attachments/Attachments.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Money } from '../../../components/values.tsx'
import { PaymentFileLines } from '../payments/PaymentFileLines.tsx'
import { PublicListCard } from '../publicity/PublicListCard.tsx'
import { BatchBars } from './BatchBars.tsx'
import { BatchClaims } from './BatchClaims.tsx'
import { BatchFindings } from './BatchFindings.tsx'
import { BatchHead } from './BatchHead.tsx'
import { BatchMoved } from './BatchMoved.tsx'
import { BatchOutside } from './BatchOutside.tsx'
import { MoneyBar } from './MoneyBar.tsx'
import { Samples } from './Samples.tsx'

/** Workspace of one batch: how much, where it stands, what stands against the next step, its claims, lists and money. */
export function BatchPage({ id }: { id: string }) {
  const answer = useQuery({
    ...api.batches.get.queryOptions({ input: { id } }),
    placeholderData: (before) => before,
  })
  const batch = answer.data
  return (
    <div className="own-scroll stack">
      <Problem error={answer.error} retry={() => void answer.refetch()} />
      {answer.isPending && <Skeleton active />}
      {batch && (
        <>
          <BatchHead batch={batch} />
          <BatchBars batch={batch} />
          <BatchMoved batch={batch} />
          <BatchFindings batch={batch} />
          <BatchOutside batch={batch} />
          <div className="batch-columns">
            <div className="stack" style={{ minWidth: 0 }}>
              <BatchClaims batch={batch} />
              <Samples batch={batch} />
            </div>
            <div className="stack" style={{ minWidth: 0 }}>
              {batch.publicLists.map((list) => (
                <PublicListCard key={list.id} list={list} inBatch />
              ))}
              <PaymentFileLines batch={batch} />
              <section className="card" aria-label="资金计划">
                <h2>
                  资金计划
                  <Link className="door quiet" to="/claims/payments/budgets">
                    全部
                  </Link>
                </h2>
                {batch.budget ? (
                  <>
                    <div style={{ marginBottom: 6 }}>{batch.budget.name}</div>
                    <MoneyBar line={batch.budget} />
                  </>
                ) : (
                  <div className="quiet">还没有写明从哪笔资金计划列支。</div>
                )}
              </section>
              <Places batch={batch} />
              <section className="card" aria-label="批次附件">
                <h2>附件</h2>
                <Attachments
                  owner={{ kind: 'batch', id: batch.id }}
                  items={['会议纪要', '审批表', '送财政的函', '其他']}
                  empty="会议纪要、签字盖章的汇总表存在这里；公示的照片附在上面那次公示里。"
                />
              </section>
            </div>
          </div>
        </>
      )}
    </div>
  )
}

function Places({
  batch,
}: {
  batch: { places: readonly { place: string; count: number; amountFen: number }[] }
}) {
  return (
    <section className="card" aria-label="地方汇总">
      <h2>
        乡镇和村 <span className="quiet digits">{count(batch.places.length)} 处</span>
      </h2>
      <div style={{ maxHeight: 190, overflow: 'auto' }}>
        <table className="plain-table">
          <thead>
            <tr>
              <th>地方</th>
              <th className="num">份数</th>
              <th className="num">金额（元）</th>
            </tr>
          </thead>
          <tbody>
            {batch.places.map((place) => (
              <tr key={place.place}>
                <td>{place.place}</td>
                <td className="num">{count(place.count)}</td>
                <td className="num">
                  <Money fen={place.amountFen} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

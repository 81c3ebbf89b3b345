import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { type ReactNode, useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { PaymentFileView } from '../../../../shared/contract/payments.ts'
import { api } from '../../../api.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Digits, Money, momentText } from '../../../components/values.tsx'
import { MakePayment } from './MakePayment.tsx'

/** All payment files with what the bank said so far, and the batches that wait for one. */
export function PaymentFiles({ chooser }: { chooser: ReactNode }) {
  const [batchId, setBatchId] = useState<string>()
  const answer = useQuery({
    ...api.payments.files.queryOptions({ input: {} }),
    placeholderData: (before) => before,
  })
  const sent = useQuery(
    api.batches.list.queryOptions({ input: { search: '', state: 'sent', offset: 0, limit: 100 } }),
  )
  const files = answer.data ?? []
  const paidFor = new Set(files.map((file) => file.batchId))
  const waiting = (sent.data?.rows ?? []).filter(({ id }) => !paidFor.has(id))
  return (
    <>
      <div className="toolbar">
        {chooser}
        <span className="quiet">
          <b className="digits">{count(files.length)}</b> 个文件
        </span>
        <span className="spring" />
        {waiting.slice(0, 3).map((batch) => (
          <Button key={batch.id} onClick={() => setBatchId(batch.id)}>
            生成 {batch.number} 的支付文件
          </Button>
        ))}
      </div>
      <div className="duty-scroll">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active style={{ padding: 16 }} />}
        {answer.data?.length === 0 ? (
          <EmptyTeach
            title="还没有支付文件"
            actions={
              <Link to="/claims/batches">
                <Button type="primary">看批次</Button>
              </Link>
            }
          >
            批次送财政之后，在批次里生成支付文件交给银行；银行的回盘文件导入这里，到账的、退回的逐笔登记，退回的改正账号后重新发放。
          </EmptyTeach>
        ) : (
          <FileTable files={files} />
        )}
      </div>
      {batchId && <MakePayment batchId={batchId} onClose={() => setBatchId(undefined)} />}
    </>
  )
}

function FileTable({ files }: { files: readonly PaymentFileView[] }) {
  const navigate = useNavigate()
  if (files.length === 0) return null
  return (
    <table className="plain-table" aria-label="支付文件">
      <thead>
        <tr>
          <th>编号</th>
          <th>批次</th>
          <th className="num">笔数</th>
          <th className="num">金额（元）</th>
          <th className="num">待回盘</th>
          <th className="num">到账</th>
          <th className="num">退回</th>
          <th>格式</th>
          <th>生成</th>
        </tr>
      </thead>
      <tbody>
        {files.map((file) => (
          <tr key={file.id} className="clickable" onClick={() => navigate(`/claims/payments/${file.id}`)}>
            <td>
              <Link
                className="door digits"
                to={`/claims/payments/${file.id}`}
                onClick={(event) => event.stopPropagation()}
              >
                {file.number}
              </Link>
            </td>
            <td>
              <b>{file.batchTitle}</b> <span className="faint digits">{file.batchNumber}</span>
            </td>
            <td className="num">{count(file.count)}</td>
            <td className="num">
              <Money fen={file.amountFen} />
            </td>
            <td className="num">{count(file.sent)}</td>
            <td className="num">{count(file.paid)}</td>
            <td className={file.returned > 0 ? 'num bad' : 'num'}>{count(file.returned)}</td>
            <td>{file.profileName}</td>
            <td className="quiet">
              <Digits>{momentText(file.madeAt)}</Digits> {file.madeBy}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Button, DatePicker, Form, Skeleton } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import { type ReactNode, useState } from 'react'
import { Link } from 'react-router'
import type { ClawbackView } from '../../../../shared/contract/payments.ts'
import { formatYuan, plainYuan } from '../../../../shared/domain/money.ts'
import { api } from '../../../api.ts'
import { client } from '../../../client.ts'
import { EmptyTeach } from '../../../components/EmptyTeach.tsx'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { Problem } from '../../../components/Problem.tsx'
import { count, Digits, Money } from '../../../components/values.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

/** What was asked back, and how much of it came. */
export function Clawbacks({ chooser }: { chooser: ReactNode }) {
  const [receiving, setReceiving] = useState<ClawbackView | null>(null)
  const answer = useQuery(api.payments.clawbacks.queryOptions({ input: {} }))
  const rows = answer.data ?? []
  const open = rows.reduce((sum, row) => sum + row.amountFen - row.receivedFen, 0)
  return (
    <>
      <div className="toolbar">
        {chooser}
        <span className="quiet">
          <b className="digits">{count(rows.length)}</b> 笔，还没收回 <Money fen={open} /> 元
        </span>
      </div>
      <div className="duty-scroll">
        <Problem error={answer.error} retry={() => void answer.refetch()} />
        {answer.isPending && <Skeleton active style={{ padding: 16 }} />}
        {answer.data?.length === 0 && (
          <EmptyTeach title="没有要追回的">
            发错的、事后查实不符合条件的，在支付文件的明细里点“追回”，写明金额、原因和决定的文号；收到退款后在这里登记。
          </EmptyTeach>
        )}
        {rows.length > 0 && (
          <table className="plain-table" aria-label="追回">
            <thead>
              <tr>
                <th>谁</th>
                <th>申领编号</th>
                <th className="num">要求追回（元）</th>
                <th className="num">已收（元）</th>
                <th>原因</th>
                <th>文号</th>
                <th>要求日期</th>
                <th>收到日期</th>
                <th aria-label="办理" />
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row.id}>
                  <td>
                    <b>{row.payeeName}</b>
                  </td>
                  <td>
                    <Link className="door digits" to={`/claims/list?open=${row.claimId}`}>
                      {row.claimNumber}
                    </Link>
                  </td>
                  <td className="num">
                    <Money fen={row.amountFen} />
                  </td>
                  <td className={row.receivedFen < row.amountFen ? 'num bad' : 'num good'}>
                    <Money fen={row.receivedFen} />
                  </td>
                  <td>{row.reason}</td>
                  <td>{row.document ?? ''}</td>
                  <td>
                    <Digits>{row.demandedOn}</Digits>
                    <div className="faint">{row.demandedBy}</div>
                  </td>
                  <td>
                    <Digits>{row.receivedOn ?? ''}</Digits>
                  </td>
                  <td>
                    {row.receivedFen < row.amountFen && (
                      <Button size="small" onClick={() => setReceiving(row)}>
                        登记收到
                      </Button>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </div>
      {receiving && <Receive clawback={receiving} onClose={() => setReceiving(null)} />}
    </>
  )
}

function Receive({ clawback, onClose }: { clawback: ClawbackView; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  const left = clawback.amountFen - clawback.receivedFen
  return (
    <FormDialog<{ amount: string; on: Dayjs }>
      title={`收到 ${clawback.payeeName} 的退款`}
      okText="登记收到"
      initial={{ amount: plainYuan(left), on: dayjs(today) }}
      onClose={onClose}
      save={async (fields) => {
        const amountFen = fenOf(fields.amount) ?? 0
        await client.payments.receiveClawback({
          id: clawback.id,
          amountFen,
          on: fields.on.format('YYYY-MM-DD'),
        })
        done(null, `收到追回款 ${formatYuan(amountFen)} 元`)
      }}
    >
      <div className="two">
        <Form.Item label="金额" name="amount" rules={[yuanRule(true)]} extra={`还差 ${formatYuan(left)} 元`}>
          <YuanInput label="金额" />
        </Form.Item>
        <Form.Item label="收到日期" name="on" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
    </FormDialog>
  )
}

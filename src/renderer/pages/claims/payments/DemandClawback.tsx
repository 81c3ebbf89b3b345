import { DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { PaymentView } from '../../../../shared/contract/payments.ts'
import { formatYuan, plainYuan } from '../../../../shared/domain/money.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { fenOf, YuanInput, yuanRule } from '../../../components/YuanInput.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

type Fields = { amount: string; reason: string; document?: string; on: Dayjs }

/** 追回: how much of a paid claim is asked back, why, by which decision. */
export function DemandClawback({ payment, onClose }: { payment: PaymentView; onClose: () => void }) {
  const done = useDone()
  const { today } = useSession()
  return (
    <FormDialog<Fields>
      title={`要求 ${payment.payeeName} 退还`}
      okText="记下追回要求"
      danger
      initial={{ amount: plainYuan(payment.amountFen), on: dayjs(today) }}
      onClose={onClose}
      save={async (fields) => {
        await client.payments.demandClawback({
          claimId: payment.claimId,
          amountFen: fenOf(fields.amount) ?? 0,
          reason: fields.reason,
          document: fields.document?.trim() ?? '',
          on: fields.on.format('YYYY-MM-DD'),
        })
        done(null, `要求追回 ${formatYuan(fenOf(fields.amount) ?? 0)} 元`)
      }}
    >
      <p className="quiet" style={{ marginBottom: 10 }}>
        {payment.claimNumber} 已发放 {formatYuan(payment.amountFen)} 元。全部收回后，这一项不再算已领。
      </p>
      <div className="two">
        <Form.Item label="追回多少" name="amount" rules={[yuanRule(true)]}>
          <YuanInput label="追回多少" />
        </Form.Item>
        <Form.Item label="要求日期" name="on" rules={[{ required: true, message: '请选择日期' }]}>
          <DatePicker style={{ width: '100%' }} />
        </Form.Item>
      </div>
      <Form.Item
        label="原因"
        name="reason"
        rules={[{ required: true, min: 2, whitespace: true, message: '请写明原因' }]}
      >
        <Input.TextArea rows={2} maxLength={300} placeholder="如：核实已在本县务工，不符合条件" autoFocus />
      </Form.Item>
      <Form.Item label="决定的文号" name="document">
        <Input maxLength={80} />
      </Form.Item>
    </FormDialog>
  )
}

import { DatePicker, Form, Input } from 'antd'
import dayjs, { type Dayjs } from 'dayjs'
import type { PaymentView } from '../../../../shared/contract/payments.ts'
import { client } from '../../../client.ts'
import { FormDialog } from '../../../components/FormDialog.tsx'
import { count } from '../../../components/values.tsx'
import { useDone } from '../../../frame/undo.ts'
import { useSession } from '../../../state/session.ts'

type Fields = { on: Dayjs; reason?: string }

/** By hand, where the bank only said so on paper. */
export function Settle({
  payments,
  state,
  onClose,
}: {
  payments: readonly PaymentView[]
  state: 'paid' | 'returned'
  onClose: () => void
}) {
  const done = useDone()
  const { today } = useSession()
  const word = state === 'paid' ? '到账' : '退回'
  const names = payments
    .slice(0, 5)
    .map(({ payeeName }) => payeeName)
    .join('、')
  return (
    <FormDialog<Fields>
      title={`登记${word} ${count(payments.length)} 笔`}
      okText={`登记${word} ${count(payments.length)} 笔`}
      danger={state === 'returned'}
      initial={{ on: dayjs(today) }}
      onClose={onClose}
      save={async (fields) => {
        const { settled } = await client.payments.settle({
          paymentIds: payments.map(({ id }) => id),
          state,
          on: fields.on.format('YYYY-MM-DD'),
          reason: fields.reason?.trim() ?? '',
        })
        done(null, `登记${word} ${count(settled)} 笔`)
      }}
    >
      <p style={{ marginBottom: 10 }}>
        {names}
        {payments.length > 5 ? ' 等' : ''}。
        {state === 'paid' ? '登记后算作已领，这一项不能再申领。' : '登记后可以改正账号，重新发放。'}
        <span className="quiet">登记后不能撤销，请照银行的单据填。</span>
      </p>
      <Form.Item label={`${word}日期`} name="on" rules={[{ required: true, message: '请选择日期' }]}>
        <DatePicker />
      </Form.Item>
      {state === 'returned' && (
        <Form.Item
          label="退回的原因"
          name="reason"
          rules={[{ required: true, min: 2, whitespace: true, message: '请写明退回的原因' }]}
        >
          <Input maxLength={200} placeholder="如：账号与户名不符" />
        </Form.Item>
      )}
    </FormDialog>
  )
}

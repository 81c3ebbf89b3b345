import { Segmented } from 'antd'
import { useNavigate, useParams } from 'react-router'
import { BankProfiles } from './BankProfiles.tsx'
import { Budgets } from './Budgets.tsx'
import { Clawbacks } from './Clawbacks.tsx'
import { PaymentFilePage } from './PaymentFilePage.tsx'
import { PaymentFiles } from './PaymentFiles.tsx'

const PARTS = [
  { value: 'files', label: '支付文件' },
  { value: 'budgets', label: '资金计划' },
  { value: 'clawbacks', label: '追回' },
  { value: 'profiles', label: '银行格式' },
]

/** 发放: payment files and one of them, budget lines, clawbacks, bank profiles. */
export function Payments() {
  const { part = 'files' } = useParams()
  const navigate = useNavigate()
  const known = PARTS.some(({ value }) => value === part)
  const chooser = (
    <Segmented
      aria-label="发放的部分"
      options={PARTS}
      value={known ? part : 'files'}
      onChange={(to) => navigate(to === 'files' ? '/claims/payments' : `/claims/payments/${to}`)}
    />
  )
  switch (part) {
    case 'files':
      return <PaymentFiles chooser={chooser} />
    case 'budgets':
      return <Budgets chooser={chooser} />
    case 'clawbacks':
      return <Clawbacks chooser={chooser} />
    case 'profiles':
      return <BankProfiles chooser={chooser} />
    default:
      return <PaymentFilePage key={part} id={part} />
  }
}

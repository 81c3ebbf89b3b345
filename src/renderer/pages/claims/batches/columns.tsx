import type { BatchRow } from '../../../../shared/contract/batches.ts'
import type { ClaimRow } from '../../../../shared/contract/claims.ts'
import { BATCH_STATE_TEXT } from '../../../../shared/text/claims.ts'
import { FUND_TEXT } from '../../../../shared/text/policy.ts'
import type { Column } from '../../../components/table/columns.ts'
import { count, Digits, IdNumber, Money } from '../../../components/values.tsx'

const none = <span className="faint">—</span>

export const BATCH_COLUMNS: readonly Column<BatchRow>[] = [
  { key: 'number', title: '编号', width: 150, render: (batch) => <Digits>{batch.number}</Digits> },
  {
    key: 'title',
    title: '批次',
    width: 210,
    grow: true,
    render: (batch) => <b title={batch.title}>{batch.title}</b>,
  },
  {
    key: 'benefit',
    title: '项目',
    width: 190,
    render: (batch) => (
      <span title={batch.benefitName}>
        <span className="faint digits">{batch.benefit}</span> {batch.benefitName}
      </span>
    ),
  },
  { key: 'count', title: '份数', width: 70, align: 'right', render: (batch) => count(batch.count) },
  {
    key: 'amount',
    title: '金额（元）',
    width: 120,
    align: 'right',
    render: (batch) => <Money fen={batch.amountFen} />,
  },
  {
    key: 'state',
    title: '状态',
    width: 110,
    render: (batch) => <span className="cat">{BATCH_STATE_TEXT[batch.state]}</span>,
  },
  {
    key: 'next',
    title: '下一步',
    width: 130,
    render: (batch) => (
      <>
        {batch.step?.name ?? none}
        {batch.held > 0 && <span className="bad"> 暂缓 {count(batch.held)}</span>}
      </>
    ),
  },
  { key: 'fund', title: '资金来源', width: 120, render: (batch) => FUND_TEXT[batch.fund] },
  { key: 'period', title: '期间', width: 80, hidden: true, render: (batch) => batch.period ?? none },
]

export const BATCH_CLAIM_COLUMNS: readonly Column<ClaimRow>[] = [
  { key: 'number', title: '编号', width: 168, render: (claim) => <Digits>{claim.number}</Digits> },
  {
    key: 'who',
    title: '给谁',
    width: 84,
    render: (claim) => <b title={claim.beneficiaryName}>{claim.beneficiaryName}</b>,
  },
  {
    key: 'id',
    title: '证件号',
    width: 172,
    render: (claim) => (claim.idMasked ? <IdNumber text={claim.idMasked} /> : none),
  },
  {
    key: 'home',
    title: '户籍地',
    width: 110,
    grow: true,
    render: (claim) => <span title={claim.homeText}>{claim.homeText || none}</span>,
  },
  {
    key: 'amount',
    title: '金额（元）',
    width: 92,
    align: 'right',
    render: (claim) => <Money fen={claim.amountFen} />,
  },
  {
    key: 'held',
    title: '暂缓',
    width: 56,
    render: (claim) => (claim.holds > 0 ? <span className="bad">暂缓</span> : none),
  },
]

import type { ClaimRow } from '../../../shared/contract/claims.ts'
import type { Column } from '../../components/table/columns.ts'
import { Digits, IdNumber, Money, momentText } from '../../components/values.tsx'
import { OutsideMark } from './OutsideMark.tsx'
import { claimStateText } from './state-text.ts'

const none = <span className="faint">—</span>

export const CLAIM_COLUMNS: readonly Column<ClaimRow>[] = [
  { key: 'number', title: '编号', width: 168, render: (claim) => <Digits>{claim.number}</Digits> },
  {
    key: 'who',
    title: '给谁',
    width: 130,
    render: (claim) => <b title={claim.beneficiaryName}>{claim.beneficiaryName}</b>,
  },
  {
    key: 'person',
    title: '为谁',
    width: 76,
    render: (claim) => (claim.beneficiaryKind === 'person' ? none : (claim.personName ?? none)),
  },
  {
    key: 'id',
    title: '证件号',
    width: 176,
    hidden: true,
    render: (claim) => (claim.idMasked ? <IdNumber text={claim.idMasked} /> : none),
  },
  {
    key: 'benefit',
    title: '项目',
    width: 170,
    grow: true,
    render: (claim) => (
      <span title={claim.benefitName}>
        <span className="faint digits">{claim.benefit}</span> {claim.benefitName}
      </span>
    ),
  },
  { key: 'period', title: '期间', width: 80, render: (claim) => claim.period ?? none },
  {
    key: 'amount',
    title: '金额（元）',
    width: 96,
    align: 'right',
    render: (claim) => <Money fen={claim.amountFen} />,
  },
  {
    key: 'state',
    title: '状态',
    width: 146,
    render: (claim) => (
      <>
        <span className="cat">{claimStateText(claim.state)}</span>
        {claim.holds > 0 && <span className="mark mark-held">暂缓</span>}
        <OutsideMark state={claim.outside} />
      </>
    ),
  },
  {
    key: 'step',
    title: '停在哪一步',
    width: 104,
    render: (claim) =>
      claim.stepName === null ? none : <span title={claim.stepName}>{claim.stepName}</span>,
  },
  {
    key: 'due',
    title: '应办日期',
    width: 92,
    render: (claim) => (claim.dueOn === null ? none : <Digits>{claim.dueOn}</Digits>),
  },
  {
    key: 'printed',
    title: '打印',
    width: 70,
    render: (claim) => (claim.printedTimes === 0 ? '未打印' : <Digits>{claim.printedTimes} 次</Digits>),
  },
  {
    key: 'drafted',
    title: '生成日期',
    width: 96,
    hidden: true,
    render: (claim) => <Digits>{momentText(claim.draftedAt).slice(0, 10)}</Digits>,
  },
  { key: 'home', title: '户籍地', width: 160, hidden: true, render: (claim) => claim.homeText || none },
  {
    key: 'employer',
    title: '用人单位',
    width: 170,
    hidden: true,
    render: (claim) => claim.employerName ?? none,
  },
]

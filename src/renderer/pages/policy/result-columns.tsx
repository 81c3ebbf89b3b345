import type { ResultRow } from '../../../shared/contract/policy.ts'
import { OutcomeTag } from '../../components/OutcomeTag.tsx'
import type { Column } from '../../components/table/columns.ts'
import { IdNumber, Known, Money, Unknown } from '../../components/values.tsx'

const none = <span className="faint">—</span>

export const RESULT_COLUMNS: readonly Column<ResultRow>[] = [
  {
    key: 'who',
    title: '给谁',
    width: 150,
    render: (row) => (
      <span title={row.beneficiaryName}>
        {row.beneficiaryId !== '' ? <b>{row.beneficiaryName}</b> : <Unknown />}
      </span>
    ),
  },
  {
    key: 'person',
    title: '为谁',
    width: 90,
    // An employer's, school's or station's own award is for nobody in particular.
    render: (row) =>
      row.beneficiaryKind === 'person' || row.personId === null ? none : <Known>{row.personName}</Known>,
  },
  {
    key: 'id',
    title: '证件号',
    width: 176,
    hidden: true,
    render: (row) => (row.personId ? <IdNumber text={row.idMasked} /> : none),
  },
  {
    key: 'benefit',
    title: '项目',
    width: 190,
    render: (row) => (
      <span title={row.benefitName}>
        <span className="faint digits">{row.benefit}</span> {row.benefitName}
      </span>
    ),
  },
  { key: 'period', title: '期间', width: 82, render: (row) => row.period ?? none },
  {
    key: 'outcome',
    title: '结果',
    width: 172,
    render: (row) => <OutcomeTag outcome={row.outcome} on={row.on} />,
  },
  {
    key: 'reason',
    title: '原因',
    width: 180,
    grow: true,
    render: (row) => (
      <span title={row.reason}>{row.reason || (row.outcome === 'eligible' ? '条件都满足' : '')}</span>
    ),
  },
  {
    key: 'amount',
    title: '金额（元）',
    width: 98,
    align: 'right',
    render: (row) => <Money fen={row.amountFen} />,
  },
  { key: 'work', title: '务工', width: 180, hidden: true, render: (row) => row.workText ?? none },
  { key: 'home', title: '户籍地', width: 170, hidden: true, render: (row) => row.homeText || none },
  { key: 'claimed', title: '申领', width: 66, render: (row) => (row.claimed ? '已生成' : none) },
]

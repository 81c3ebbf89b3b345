import type { ComingRow, LosingRow, UnclaimedRow } from '../../../../shared/contract/outlook.ts'
import { COMING_OUTCOME_TEXT, LOSS_REASON_TEXT } from '../../../../shared/text/outlook.ts'
import type { Column } from '../../../components/table/columns.ts'
import { IdNumber, Known, Money, Unknown } from '../../../components/values.tsx'

type AnyRow = UnclaimedRow | ComingRow | LosingRow

const none = <span className="faint">—</span>

const WHO: readonly Column<AnyRow>[] = [
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
    width: 84,
    render: (row) =>
      row.beneficiaryKind === 'person' || row.personId === null ? none : <Known>{row.personName}</Known>,
  },
  {
    key: 'benefit',
    title: '项目',
    width: 186,
    render: (row) => (
      <span title={row.benefitName}>
        <span className="faint digits">{row.benefit}</span> {row.benefitName}
      </span>
    ),
  },
]

const AMOUNT: Column<AnyRow> = {
  key: 'amount',
  title: '金额（元）',
  width: 92,
  align: 'right',
  render: (row) => <Money fen={row.amountFen} />,
}

function contact(hidden: boolean): readonly Column<AnyRow>[] {
  return [
    {
      key: 'phone',
      title: '电话',
      width: 104,
      hidden,
      render: (row) => (row.phoneMasked ? <span className="digits">{row.phoneMasked}</span> : <Unknown />),
    },
    {
      key: 'id',
      title: '证件号',
      width: 176,
      hidden: true,
      render: (row) => (row.personId ? <IdNumber text={row.idMasked} /> : none),
    },
  ]
}

const WHERE: Column<AnyRow> = {
  key: 'home',
  title: '户籍地',
  width: 160,
  grow: true,
  render: (row) => (row.homeText ? <span title={row.homeText}>{row.homeText}</span> : none),
}

const WORK: Column<AnyRow> = {
  key: 'work',
  title: '务工',
  width: 180,
  grow: true,
  render: (row) => (row.workText ? <span title={row.workText}>{row.workText}</span> : none),
}

export const UNCLAIMED_COLUMNS: readonly Column<UnclaimedRow>[] = [
  ...WHO,
  { key: 'period', title: '期间', width: 76, render: (row) => row.period ?? none },
  {
    key: 'months',
    title: '月数',
    width: 52,
    align: 'right',
    hidden: true,
    render: (row) => row.months ?? none,
  },
  AMOUNT,
  WHERE,
  WORK,
  ...contact(false),
]

export const COMING_COLUMNS: readonly Column<ComingRow>[] = [
  { key: 'on', title: '满足日期', width: 92, render: (row) => <span className="digits">{row.on}</span> },
  ...WHO,
  { key: 'period', title: '期间', width: 124, render: (row) => row.period ?? none },
  {
    key: 'outcome',
    title: '到时',
    width: 88,
    render: (row) => (
      <span className={`coming coming-${row.outcome}`}>{COMING_OUTCOME_TEXT[row.outcome]}</span>
    ),
  },
  AMOUNT,
  { key: 'again', title: '首次', width: 52, hidden: true, render: (row) => (row.again ? '再次' : '首次') },
  WHERE,
  { ...WORK, hidden: true },
  ...contact(true),
]

export const LOSING_COLUMNS: readonly Column<LosingRow>[] = [
  { key: 'days', title: '还剩', width: 78, render: (row) => <DaysLeft row={row} /> },
  ...WHO,
  {
    key: 'reason',
    title: '原因',
    width: 128,
    render: (row) => (
      <span className="row" style={{ gap: 4 }}>
        {row.losses.map(({ reason }) => (
          <span key={reason} className="loss-tag">
            {LOSS_REASON_TEXT[reason]}
          </span>
        ))}
      </span>
    ),
  },
  {
    key: 'todo',
    title: '现在能做什么',
    width: 260,
    grow: true,
    render: (row) => <span title={whole(row)}>{row.losses[0]?.todo}</span>,
  },
  AMOUNT,
  { key: 'on', title: '满足日期', width: 92, hidden: true, render: (row) => row.on ?? none },
  { key: 'deadline', title: '最迟', width: 92, hidden: true, render: (row) => row.deadline ?? none },
  { ...WHERE, hidden: true },
  { ...WORK, hidden: true },
  ...contact(false),
]

function whole(row: LosingRow): string {
  return row.losses.map(({ why, todo }) => `${why}。${todo}`).join('\n')
}

function DaysLeft({ row }: { row: LosingRow }) {
  if (row.daysLeft === null) return <span className="faint">已过</span>
  const urgency = row.daysLeft <= 30 ? 'days-left days-soon' : 'days-left'
  return (
    <span className={urgency} title={`最迟 ${row.deadline ?? ''}`}>
      {row.daysLeft === 0 ? '今天' : `${row.daysLeft} 天`}
    </span>
  )
}

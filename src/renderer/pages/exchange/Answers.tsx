import { useQuery } from '@tanstack/react-query'
import { Radio } from 'antd'
import { Link, useSearchParams } from 'react-router'
import type { OutsideAnswerRow } from '../../../shared/contract/outside.ts'
import { OUTSIDE_SUBJECTS, type OutsideSubject } from '../../../shared/domain/outside-results.ts'
import { OUTSIDE_SUBJECT_TEXT } from '../../../shared/text/claims.ts'
import { api } from '../../api.ts'
import { EmptyTeach } from '../../components/EmptyTeach.tsx'
import { Problem } from '../../components/Problem.tsx'
import type { Column } from '../../components/table/columns.ts'
import { WindowTable } from '../../components/table/WindowTable.tsx'
import { useWindows } from '../../components/table/windows.ts'
import { count, Digits, IdNumber, momentText } from '../../components/values.tsx'

const COLUMNS: readonly Column<OutsideAnswerRow>[] = [
  { key: 'who', title: '谁', width: 90, render: (one) => <Who one={one} /> },
  {
    key: 'id',
    title: '证件号',
    width: 176,
    render: (one) => (one.idMasked ? <IdNumber text={one.idMasked} /> : <span className="faint">—</span>),
  },
  { key: 'what', title: '哪一份', width: 210, render: (one) => <What one={one} /> },
  {
    key: 'reason',
    title: '退回原因（对方的原话）',
    width: 300,
    grow: true,
    render: (one) =>
      one.reason === '' ? (
        <span className="faint">对方没有写原因</span>
      ) : (
        <span title={one.reason}>{one.reason}</span>
      ),
  },
  {
    key: 'on',
    title: '退回日期',
    width: 92,
    render: (one) => (one.on === null ? <span className="faint">没有写</span> : <Digits>{one.on}</Digits>),
  },
  {
    key: 'file',
    title: '来自',
    width: 190,
    render: (one) => (
      <span title={`${one.takenBy} ${momentText(one.takenAt)} 导入`}>{one.fileName ?? '交换包'}</span>
    ),
  },
]

function Who({ one }: { one: OutsideAnswerRow }) {
  if (one.personId === null) return <span className="faint">—</span>
  return <Link to={`/people/${one.personId}`}>{one.personName}</Link>
}

function What({ one }: { one: OutsideAnswerRow }) {
  if (one.subject === 'claim')
    return (
      <Link className="digits" to={`/claims/one/${one.subjectId}`}>
        {one.what}
      </Link>
    )
  return one.subject === 'spell' ? <span title={one.what ?? ''}>{one.what}</span> : <span>人员信息</span>
}

/** 对方反馈: what other systems sent back and nobody has put right yet; each row leads to what it is about. */
export function Answers() {
  const [params, setParams] = useSearchParams()
  const asked = params.get('of')
  const subject = OUTSIDE_SUBJECTS.find((one) => one === asked) ?? 'claim'
  const counts = useQuery(api.outside.counts.queryOptions({ input: {} }))
  const list = useWindows<OutsideAnswerRow>(subject, (offset, limit) =>
    api.outside.answers.queryOptions({ input: { subject, standing: true, offset, limit } }),
  )
  const rejected: Readonly<Record<OutsideSubject, number>> = {
    claim: counts.data?.rejected ?? 0,
    person: counts.data?.people ?? 0,
    spell: counts.data?.spells ?? 0,
  }
  return (
    <>
      <div className="toolbar">
        <Radio.Group
          optionType="button"
          value={subject}
          aria-label="看哪一类"
          options={OUTSIDE_SUBJECTS.map((one) => ({
            value: one,
            label: `${OUTSIDE_SUBJECT_TEXT[one]}（${count(rejected[one])}）`,
          }))}
          onChange={(event) => setParams({ of: String(event.target.value) }, { replace: true })}
        />
        {subject === 'claim' && counts.data && (
          <span className="nowrap">
            申领：
            <Standing state="submitted" many={counts.data.submitted} words="已报送待反馈" />，
            <Standing state="accepted" many={counts.data.accepted} words="对方受理" />，
            <Standing state="rejected" many={counts.data.rejected} words="对方退回" />，
            <Standing state="paid" many={counts.data.paid} words="对方已发放" />
          </span>
        )}
      </div>
      <Problem error={counts.error} retry={() => void counts.refetch()} />
      <div className="list-area">
        <WindowTable
          label="对方反馈"
          columns={COLUMNS}
          list={list}
          rowId={(one) => one.id}
          empty={
            <EmptyTeach
              title={`没有被对方退回的${OUTSIDE_SUBJECT_TEXT[subject]}`}
              actions={<Link to="/exchange/import">去导入反馈</Link>}
            >
              省平台等系统给回的处理结果（整份，或 _success、_failure
              两份）到“导入”里放进来：受理的记入经过，退回的申领自动重新打开，列在这里等着改正。
            </EmptyTeach>
          }
        />
      </div>
    </>
  )
}

/** A number of claims that opens them. */
function Standing({ state, many, words }: { state: string; many: number; words: string }) {
  return (
    <>
      {words}{' '}
      <Link className="door" to={`/claims/list?outside=${state}`}>
        {count(many)}
      </Link>
    </>
  )
}

import { useQuery } from '@tanstack/react-query'
import { Button, Skeleton } from 'antd'
import { useState } from 'react'
import { Link, useNavigate } from 'react-router'
import type { FindingView, LimitView } from '../../../shared/contract/duties.ts'
import type { LimitCarrier } from '../../../shared/domain/duties.ts'
import { api } from '../../api.ts'
import { Problem } from '../../components/Problem.tsx'
import { count, Digits, IdNumber } from '../../components/values.tsx'
import { useDay } from '../../state/day.ts'

/** Where what holds a limit can be looked at. */
const CARRIER_DOORS: Readonly<Record<LimitCarrier, (doc: string, id: string) => string>> = {
  dates: (doc, id) => `/policy/library/${doc}#${id}`,
  places: (doc, id) => `/policy/library/${doc}#${id}`,
  categories: () => '/people',
  funds: () => '/claims/list',
  standards: () => '/policy/standards',
  pairings: () => '/organisations/pairings',
  supersedes: (doc, id) => `/policy/library/${doc}#${id}`,
}

const STEP = 100

/** Limits of the documents: what the checks of posts found, and what holds the others. */
export function Limits() {
  const { asOf } = useDay()
  const [shown, setShown] = useState(STEP)
  const limits = useQuery(api.duties.limits.queryOptions({ input: { asOf } }))
  const findings = useQuery({
    ...api.duties.findings.queryOptions({ input: { asOf, offset: 0, limit: Math.min(shown, 1000) } }),
    placeholderData: (before) => before,
  })
  return (
    <div className="stack">
      <Problem error={findings.error ?? limits.error} retry={() => void findings.refetch()} />
      <section className="card" aria-label="核对结果">
        <h2>
          核对结果
          <span className="quiet">
            截至 {asOf}，公益性岗位一人一岗、协议期限
            {findings.data ? `：${count(findings.data.total)} 条` : ''}
          </span>
        </h2>
        {findings.isPending && <Skeleton active paragraph={{ rows: 2 }} />}
        {findings.data?.total === 0 && (
          <div className="quiet">没有查出问题：没有人同时占两个公益性岗位，也没有超期的协议。</div>
        )}
        {findings.data && findings.data.total > 0 && (
          <>
            <table className="plain-table">
              <thead>
                <tr>
                  <th>人员</th>
                  <th>证件号</th>
                  <th>岗位</th>
                  <th>月份</th>
                  <th>说明</th>
                  <th>条款</th>
                </tr>
              </thead>
              <tbody>
                {findings.data.rows.map((row) => (
                  <Finding
                    key={`${row.limit}-${row.check}-${row.posts.map((post) => post.spellId).join()}`}
                    row={row}
                  />
                ))}
              </tbody>
            </table>
            {findings.data.rows.length < findings.data.total && (
              <Button type="link" onClick={() => setShown(shown + 4 * STEP)} disabled={shown >= 1000}>
                再显示一些
              </Button>
            )}
          </>
        )}
      </section>
      <section className="card" aria-label="各文件的限制">
        <h2>各文件的限制</h2>
        {limits.isPending && <Skeleton active />}
        <table className="plain-table">
          <thead>
            <tr>
              <th>条款</th>
              <th>限制</th>
              <th>怎样落实</th>
              <th className="num">问题</th>
              <th className="num">待核实</th>
            </tr>
          </thead>
          <tbody>
            {limits.data?.map((row) => (
              <Limit key={row.id} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </div>
  )
}

function Finding({ row }: { row: FindingView }) {
  const navigate = useNavigate()
  return (
    <tr className="clickable" onClick={() => navigate(`/people/${row.personId}`)}>
      <td className="nowrap">
        <Link className="door" to={`/people/${row.personId}`}>
          {row.personName}
        </Link>
      </td>
      <td className="nowrap">
        <IdNumber text={row.idMasked} />
      </td>
      <td>
        {row.posts.map((post) => (
          <div key={post.spellId}>
            {post.employer} <span className="faint">{post.place}</span>{' '}
            <Digits>
              {post.from} — {post.to}
            </Digits>
          </div>
        ))}
      </td>
      <td className="nowrap">
        <Digits>{row.monthsText}</Digits>
      </td>
      <td>
        {row.certainty === 'possible' ? (
          <span className="duty-state">？待核实 </span>
        ) : (
          <b className="bad">✗ </b>
        )}
        {row.says}
      </td>
      <td className="nowrap">
        {row.limit} <span className="faint">{row.clause}</span>
      </td>
    </tr>
  )
}

function Limit({ row }: { row: LimitView }) {
  const sum = (of: 'certain' | 'possible') => row.checks.reduce((total, check) => total + check[of], 0)
  const checked = row.checks.length > 0
  return (
    <tr>
      <td className="nowrap">
        <Link className="door digits" to={`/policy/library/${row.doc}#${row.id}`}>
          {row.id}
        </Link>{' '}
        <span className="faint">{row.clause}</span>
      </td>
      <td>
        <b>{row.name}</b>
        <div className="quiet">{row.wording}</div>
      </td>
      <td>
        {row.carriedBy !== null ? (
          <Link className="door" to={CARRIER_DOORS[row.carriedBy](row.doc, row.id)}>
            {row.carriedText}
          </Link>
        ) : (
          row.checks.map((check) => (
            <div key={check.check}>
              {check.text}：{check.mostText}
            </div>
          ))
        )}
      </td>
      <td className="num">{checked ? count(sum('certain')) : ''}</td>
      <td className="num">{checked ? count(sum('possible')) : ''}</td>
    </tr>
  )
}
